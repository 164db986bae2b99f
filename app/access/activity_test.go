package access_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/storage/storagetest"
)

func said(lines []app.Activity) (texts []string) {
	for _, l := range lines {
		texts = append(texts, l.Text.String())
	}
	return texts
}

func TestActivityHidesWhatAMemberMayNotSee(t *testing.T) {
	r := newRoom(t)
	bank, kopi, gone := r.make.Agent("Bank"), r.make.Agent("Kopi"), r.make.Agent("Gone")
	viewer, guest, nobody := r.member("Viewer", app.Viewer, ""), r.member("Guest", app.NoRole, ""), r.member("Nobody", app.NoRole, "")
	viewer.Roles = map[app.AgentID]app.Role{kopi.ID: app.NoRole, gone.ID: app.NoRole}
	require.NoError(t, r.UpdateMember(r.own(), viewer))
	guest.Roles = map[app.AgentID]app.Role{kopi.ID: app.Viewer}
	require.NoError(t, r.UpdateMember(r.own(), guest))
	r.make.Update(func(tx app.Tx) error { return tx.DeleteAgent(gone.ID) })
	since := r.last().ID
	r.note(0, "workspace")
	r.note(bank.ID, "bank")
	r.note(kopi.ID, "kopi")
	r.note(gone.ID, "gone")

	read := func(m app.Member, f app.ActivityFilter) []string {
		t.Helper()
		lines, err := r.Activity(r.as(m), f)
		require.NoError(t, err)
		var fresh []app.Activity
		for _, l := range lines {
			if l.ID > since {
				fresh = append(fresh, l)
			}
		}
		return said(fresh)
	}
	assert.Equal(t, []string{"gone", "kopi", "bank", "workspace"}, read(r.owner, app.ActivityFilter{}))
	assert.Equal(t, []string{"bank", "workspace"}, read(viewer, app.ActivityFilter{}))
	assert.Equal(t, []string{"kopi"}, read(guest, app.ActivityFilter{}))
	assert.Equal(t, []string{"kopi"}, read(guest, app.ActivityFilter{Agent: kopi.ID}))
	assert.Equal(t, []string{"bank"}, read(viewer, app.ActivityFilter{Only: []app.AgentID{bank.ID, kopi.ID}}))
	assert.Empty(t, read(guest, app.ActivityFilter{Only: []app.AgentID{bank.ID}}))
	assert.Empty(t, read(viewer, app.ActivityFilter{By: "Nobody at all"}))
	recent, err := r.Recent(r.as(guest), 0, 2)
	require.NoError(t, err)
	assert.Len(t, recent, 2)
	assert.Equal(t, "kopi", recent[0].Text.String())
	assert.Equal(t, kopi.ID, recent[1].AgentID, "the line about its role")

	for _, f := range []app.ActivityFilter{{}, {Agent: bank.ID}, {Agent: gone.ID}} {
		_, err := r.Activity(r.as(nobody), f)
		storagetest.RequireCode(t, app.CodeForbidden, err)
		assert.Equal(t, []any{app.ActRefused, f.Agent}, []any{r.last().Kind, r.last().AgentID})
	}
	assert.Equal(t, "Nobody tried to look at this workspace and was refused", r.lines(3)[2].Text.String())
	_, err = r.Activity(t.Context(), app.ActivityFilter{})
	storagetest.RequireCode(t, app.CodeForbidden, err)

	sees, err := r.Visible(r.as(guest))
	require.NoError(t, err)
	assert.Equal(t, []bool{false, true, false}, []bool{sees(0), sees(kopi.ID), sees(bank.ID)})
}

func TestActorsAndProof(t *testing.T) {
	r := newRoom(t)
	r.note(0, "one", "two")
	guest := r.member("Guest", app.NoRole, "")
	names, err := r.Actors(r.own())
	require.NoError(t, err)
	assert.Equal(t, []string{"Dewi", "Sari"}, names)
	_, err = r.Actors(r.as(guest))
	storagetest.RequireCode(t, app.CodeForbidden, err)
	proof, err := r.VerifyActivity(r.own())
	require.NoError(t, err)
	assert.EqualValues(t, r.count(), proof.Lines)
	assert.Zero(t, proof.BrokenAt)
	assert.NotEmpty(t, proof.Head)
	_, err = r.VerifyActivity(r.as(guest))
	storagetest.RequireCode(t, app.CodeForbidden, err)
}
