package access_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/storage/storagetest"
)

func TestMembersAreAdded(t *testing.T) {
	r := newRoom(t)
	heard := make(chan app.Event, 10)
	defer r.bus.Subscribe(func(e app.Event) { heard <- e }).Close()
	m := r.member("  Budi \n Santoso", app.Contributor, "")
	assert.Equal(t, app.Event{Kind: app.MembersChanged}, <-heard)
	assert.Equal(t, "Budi Santoso", m.Name)
	assert.False(t, m.HasPassphrase)
	assert.Equal(t, m, r.stored(m.ID))
	line := r.last()
	assert.Equal(t, "Sari added Budi Santoso to this workspace as Contributor", line.Text.String())
	assert.Equal(t, []string{app.ActMemberAdded, "Sari", "Contributor"}, []string{line.Kind, line.By, line.After})

	with := r.member("Dewi", app.Viewer, "correct horse")
	assert.True(t, with.HasPassphrase)

	for name, c := range map[string]struct {
		n     access.NewMember
		code  app.Code
		field string
	}{
		"no name":    {access.NewMember{Name: " \u200b", Role: app.Viewer}, app.CodeInvalid, "name"},
		"long name":  {access.NewMember{Name: strings.Repeat("x", access.MemberNameMax+1), Role: app.Viewer}, app.CodeInvalid, "name"},
		"taken":      {access.NewMember{Name: "bUDI   santoso", Role: app.Viewer}, app.CodeConflict, "name"},
		"no role":    {access.NewMember{Name: "New"}, app.CodeInvalid, "role"},
		"other role": {access.NewMember{Name: "New", Role: "admin"}, app.CodeInvalid, "role"},
		"short":      {access.NewMember{Name: "New", Role: app.Viewer, Passphrase: app.NewSecret("1234567")}, app.CodeInvalid, "passphrase"},
		"long":       {access.NewMember{Name: "New", Role: app.Viewer, Passphrase: app.NewSecret(strings.Repeat("ab", 200))}, app.CodeInvalid, "passphrase"},
	} {
		before := r.count()
		_, err := r.AddMember(r.own(), c.n)
		assert.Equal(t, c.field, storagetest.RequireCode(t, c.code, err).Field, name)
		assert.NotContains(t, err.Error(), "1234567")
		assert.Equal(t, before, r.count(), name)
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	r := newRoom(t)
	demoted := r.owner
	demoted.Role = app.Contributor
	for _, err := range []error{r.RemoveMember(r.own(), r.owner.ID), r.UpdateMember(r.own(), demoted)} {
		e := storagetest.RequireCode(t, app.CodeConflict, err)
		assert.Equal(t, "Sari is the only Owner of this workspace. Make somebody else an Owner first.", e.Error())
	}
	second := r.member("Budi", app.Owner, "")
	require.NoError(t, r.UpdateMember(r.own(), demoted))
	storagetest.RequireCode(t, app.CodeForbidden, r.RemoveMember(r.own(), second.ID))
	storagetest.RequireCode(t, app.CodeConflict, r.RemoveMember(r.as(second), second.ID))
	require.NoError(t, r.RemoveMember(r.as(second), r.owner.ID))
	assert.Equal(t, "Budi removed Sari from this workspace", r.last().Text.String())
	storagetest.RequireCode(t, app.CodeNotFound, r.RemoveMember(r.as(second), r.owner.ID))
	_, err := r.Require(r.own(), 0, app.MaySee)
	storagetest.RequireCode(t, app.CodeForbidden, err)
}

func TestEveryChangeOfAMemberIsALine(t *testing.T) {
	r := newRoom(t)
	bank, kopi := r.make.Agent("Bank"), r.make.Agent("Kopi")
	m := r.member("Budi", app.Viewer, "")
	m.Name, m.Role = "Budi S", app.Contributor
	m.Roles = map[app.AgentID]app.Role{bank.ID: app.NoRole, kopi.ID: app.Owner}
	before := r.count()
	require.NoError(t, r.UpdateMember(r.own(), m))
	got := r.stored(m.ID)
	assert.Equal(t, m.Roles, got.Roles)
	var said []string
	for _, l := range r.lines(r.count() - before) {
		assert.Equal(t, app.ActMemberChanged, l.Kind)
		said = append(said, l.Text.String()+" | "+l.Before+" > "+l.After)
	}
	assert.Equal(t, []string{
		"Sari gave Budi S a role of its own for Kopi: Owner | Viewer > Owner",
		"Sari gave Budi S a role of its own for Bank: No access | Viewer > No access",
		"Sari changed the role of Budi S from Viewer to Contributor | Viewer > Contributor",
		"Sari renamed Budi to Budi S | Budi > Budi S",
	}, said)
	assert.Equal(t, kopi.ID, r.lines(1)[0].AgentID)

	before = r.count()
	require.NoError(t, r.UpdateMember(r.own(), got), "nothing changes")
	assert.Equal(t, before, r.count())

	delete(got.Roles, bank.ID)
	require.NoError(t, r.UpdateMember(r.own(), got))
	assert.Equal(t, "Sari took back the role that Budi S had for Bank; Contributor holds again", r.last().Text.String())

	for _, agent := range []app.AgentID{0, 99} {
		wrong := r.stored(m.ID)
		wrong.Roles[agent] = app.Viewer
		storagetest.RequireCode(t, app.CodeNotFound, r.UpdateMember(r.own(), wrong))
	}
	wrong := r.stored(m.ID)
	wrong.Roles[bank.ID] = "boss"
	storagetest.RequireCode(t, app.CodeInvalid, r.UpdateMember(r.own(), wrong))
	wrong = r.stored(m.ID)
	wrong.Name = "SARI"
	storagetest.RequireCode(t, app.CodeConflict, r.UpdateMember(r.own(), wrong))
	wrong.ID, wrong.Name = 77, "Nobody"
	storagetest.RequireCode(t, app.CodeNotFound, r.UpdateMember(r.own(), wrong))
}
