package storagetest

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// Member makes a member with a role for the workspace.
func (f *Factory) Member(name string, role app.Role) app.Member {
	f.T.Helper()
	m := app.Member{Name: name, Role: role, Roles: map[app.AgentID]app.Role{}, CreatedAt: Now}
	f.Update(func(tx app.Tx) (err error) { m.ID, err = tx.AddMember(m); return err })
	return m
}

func (f *Factory) member(id app.MemberID) (m app.Member) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { m, err = tx.GetMember(id); return err })
	return m
}

func members(t *testing.T, f *Factory) {
	want := f.Member("Dewi 💬", app.Owner)
	f.Update(func(tx app.Tx) error { _, err := tx.AddMember(app.Member{Name: "Budi", Role: app.Viewer}); return err })
	f.View(func(tx app.Tx) error {
		got, err := tx.GetMember(want.ID)
		require.NoError(t, err)
		require.Equal(t, want, got)
		all, err := tx.ListMembers()
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.Equal(t, want, all[0])
		require.True(t, all[1].CreatedAt.IsZero())
		require.NotNil(t, all[1].Roles, "a map that can be filled")
		_, err = tx.GetMember(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	want.Name, want.Role = "Dewi Kartika", app.Contributor
	changed := want
	changed.CreatedAt, changed.HasPassphrase = Now.AddDate(1, 0, 0), true // not by this way
	f.Update(func(tx app.Tx) error { return tx.UpdateMember(changed) })
	require.Equal(t, want, f.member(want.ID))
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.UpdateMember(app.Member{ID: 999, Name: "Nobody"})
	}))
}

func memberNames(t *testing.T, f *Factory) {
	m := f.Member("Éva", app.Owner)
	f.Member("Budi", app.Viewer)
	add := func(name string) error {
		return f.Store.Update(t.Context(), func(tx app.Tx) error { _, err := tx.AddMember(app.Member{Name: name}); return err })
	}
	e := RequireCode(t, app.CodeConflict, add("éVA"))
	require.Equal(t, "name", e.Field)
	require.Contains(t, e.What.String(), "éVA")
	require.NotEmpty(t, e.Fix.String())
	rename := func(name string) error {
		m.Name = name
		return f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.UpdateMember(m) })
	}
	e = RequireCode(t, app.CodeConflict, rename("BUDI"))
	require.Equal(t, "name", e.Field)
	require.NoError(t, rename("ÉVA"), "the case of one's own name")
	require.NoError(t, rename("Evi"))
	require.NoError(t, add("Éva"), "a name that is free again")
}

func memberRoles(t *testing.T, f *Factory) {
	a, b, c := f.Agent(""), f.Agent(""), f.Agent("")
	other := f.Member("Budi", app.Viewer)
	m := app.Member{Name: "Dewi", Role: app.Viewer, Roles: map[app.AgentID]app.Role{a.ID: app.Owner, b.ID: app.NoRole}}
	f.Update(func(tx app.Tx) (err error) { m.ID, err = tx.AddMember(m); return err })
	require.Equal(t, m, f.member(m.ID))
	m.Roles = map[app.AgentID]app.Role{b.ID: app.Contributor, c.ID: app.Viewer}
	f.Update(func(tx app.Tx) error { return tx.UpdateMember(m) })
	f.View(func(tx app.Tx) error {
		all, err := tx.ListMembers()
		require.Equal(t, []app.Member{other, m}, all)
		return err
	})

	err := f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.UpdateMember(app.Member{ID: m.ID, Name: "Half", Roles: map[app.AgentID]app.Role{a.ID: app.Owner, 999: app.Owner}})
	})
	RequireCode(t, app.CodeNotFound, err)
	require.Equal(t, m, f.member(m.ID), "nothing of it was kept")

	f.Update(func(tx app.Tx) error { return tx.DeleteAgent(b.ID) })
	delete(m.Roles, b.ID)
	require.Equal(t, m, f.member(m.ID), "a role with an agent that is gone")
	m.Roles = nil
	f.Update(func(tx app.Tx) error { return tx.UpdateMember(m) })
	require.Empty(t, f.member(m.ID).Roles)
}

func memberRemoved(t *testing.T, f *Factory) {
	a := f.Agent("")
	kept := f.Member("Budi", app.Owner)
	m := app.Member{Name: "Dewi", Role: app.Owner, Roles: map[app.AgentID]app.Role{a.ID: app.Viewer}}
	f.Update(func(tx app.Tx) (err error) {
		m.ID, err = tx.AddMember(m)
		require.NoError(t, err)
		return tx.SetPassphraseHash(m.ID, "salted")
	})
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.RemoveMember(m.ID))
		_, err := tx.GetMember(m.ID)
		RequireCode(t, app.CodeNotFound, err)
		_, err = tx.PassphraseHash(m.ID)
		RequireCode(t, app.CodeNotFound, err)
		RequireCode(t, app.CodeNotFound, tx.RemoveMember(m.ID))
		all, err := tx.ListMembers()
		require.Equal(t, []app.Member{kept}, all)
		return err
	})
	again := f.Member("dewi", app.Viewer)
	require.NotEqual(t, m.ID, again.ID, "a number is not used again")
	require.Equal(t, again, f.member(again.ID), "nothing of the other one came back")
}

func passphrases(t *testing.T, f *Factory) {
	m, other := f.Member("Dewi", app.Owner), f.Member("Budi", app.Viewer)
	hash := func(id app.MemberID) (h string) {
		t.Helper()
		f.View(func(tx app.Tx) (err error) { h, err = tx.PassphraseHash(id); return err })
		return h
	}
	require.Empty(t, hash(m.ID))
	for _, h := range []string{"one", "$argon2id$two"} {
		f.Update(func(tx app.Tx) error { return tx.SetPassphraseHash(m.ID, h) })
		require.Equal(t, h, hash(m.ID))
		require.True(t, f.member(m.ID).HasPassphrase)
	}
	require.Empty(t, hash(other.ID))
	f.View(func(tx app.Tx) error {
		all, err := tx.ListMembers()
		require.Equal(t, []bool{true, false}, []bool{all[0].HasPassphrase, all[1].HasPassphrase})
		return err
	})
	f.Update(func(tx app.Tx) error { return tx.UpdateMember(m) })
	require.True(t, f.member(m.ID).HasPassphrase, "saving a name does not open the door")
	for range 2 {
		f.Update(func(tx app.Tx) error { return tx.SetPassphraseHash(m.ID, "") })
		require.False(t, f.member(m.ID).HasPassphrase)
	}
	for _, h := range []string{"x", ""} {
		RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.SetPassphraseHash(999, h) }))
	}
}
