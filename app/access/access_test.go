package access_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/storage/storagetest"
)

func TestTheFirstStartMakesOneOwner(t *testing.T) {
	store := storagetest.New(t)
	s := access.New(store, app.SystemClock, &app.Bus{})
	ctx := context.Background()
	for _, bad := range []string{"", " \n", strings.Repeat("x", access.MemberNameMax+1), strings.Repeat("😀", 1<<18)} {
		_, err := s.EnsureOwner(ctx, bad)
		assert.Equal(t, "your_name", storagetest.RequireCode(t, app.CodeInvalid, err).Field)
	}
	members, err := s.Members(ctx)
	require.NoError(t, err)
	assert.Empty(t, members)

	owner, err := s.EnsureOwner(ctx, "  Sari \n Dewi ")
	require.NoError(t, err)
	assert.Equal(t, "Sari Dewi", owner.Name)
	assert.Equal(t, app.Owner, owner.Role)
	again, err := s.EnsureOwner(ctx, "Somebody else")
	require.NoError(t, err)
	assert.Equal(t, owner.ID, again.ID)
	members, err = s.Members(ctx)
	require.NoError(t, err)
	assert.Len(t, members, 1)
	lines, err := s.Recent(app.WithMember(ctx, owner), 0, 10)
	require.NoError(t, err)
	require.Len(t, lines, 1)
	assert.Equal(t, "Sari Dewi started this workspace and is its Owner", lines[0].Text.String())
}

func TestTheStoredRoleDecides(t *testing.T) {
	store := storagetest.New(t)
	s := access.New(store, app.SystemClock, &app.Bus{})
	owner, err := s.EnsureOwner(context.Background(), "Sari")
	require.NoError(t, err)
	viewer := app.Member{Name: "Budi", Role: app.Viewer}
	require.NoError(t, store.Update(context.Background(), func(tx app.Tx) (err error) {
		viewer.ID, err = tx.AddMember(viewer)
		return err
	}))
	claims := viewer
	claims.Role = app.Owner
	for p, may := range map[app.Permission]bool{app.MaySee: true, app.MayEdit: false, app.MaySend: false, app.MayManage: false} {
		got, err := s.Require(app.WithMember(context.Background(), claims), 7, p)
		if may {
			require.NoError(t, err)
			assert.Equal(t, app.Viewer, got.Role)
			continue
		}
		e := storagetest.RequireCode(t, app.CodeForbidden, err)
		assert.NotEmpty(t, e.Fix.String())
		lines, err := s.Recent(app.WithMember(context.Background(), owner), 7, 1)
		require.NoError(t, err)
		assert.Equal(t, app.ActRefused, lines[0].Kind)
		assert.Contains(t, lines[0].Text.String(), "Budi tried to ")
		assert.EqualValues(t, 7, lines[0].AgentID)
	}
	got, err := s.Require(app.WithMember(context.Background(), owner), 7, app.MayManage)
	require.NoError(t, err)
	assert.Equal(t, owner.Name, got.Name)
	_, err = s.Recent(context.Background(), 0, 1)
	storagetest.RequireCode(t, app.CodeForbidden, err)
}

func TestARefusedTryIsWrittenDownEvenWhenCancelled(t *testing.T) {
	store := storagetest.New(t)
	s := access.New(store, app.SystemClock, &app.Bus{})
	owner, err := s.EnsureOwner(context.Background(), "Sari")
	require.NoError(t, err)
	gone := app.WithMember(context.Background(), app.Member{ID: 99, Name: "Gone", Role: app.Owner})
	_, err = s.Require(gone, 1, app.MaySee)
	assert.Contains(t, storagetest.RequireCode(t, app.CodeForbidden, err).Error(), "Gone is not a member")
	lines, err := s.Recent(app.WithMember(context.Background(), owner), 0, 1)
	require.NoError(t, err)
	assert.Equal(t, "Gone tried to look at this agent and was refused", lines[0].Text.String())
	assert.Panics(t, func() { access.New(nil, app.SystemClock, &app.Bus{}) })
	assert.Panics(t, func() { access.New(store, nil, &app.Bus{}) })
	assert.Panics(t, func() { access.New(store, app.SystemClock, nil) })
}
