package apikey_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/storage/storagetest"
)

func TestAKeyIsShownOnceAndKeptAsAHash(t *testing.T) {
	d := newDesk(t)
	k, value := d.create("Core banking", app.ScopeRead, app.ScopeSend)
	assert.Regexp(t, `^cdk_pub_[0-9A-Za-z]{49}$`, value.Expose())
	assert.Equal(t, []app.KeyScope{app.ScopeSend, app.ScopeRead}, k.Scopes)
	assert.Equal(t, value.Expose()[:10]+"…"+value.Expose()[55:], k.Hint)
	assert.Empty(t, k.Hash)

	listed := d.list()
	assert.Equal(t, []app.APIKey{k}, listed)
	c, refused := d.Check(t.Context(), value, app.ScopeSend, "10.0.0.5:4711")
	require.Nil(t, refused)
	assert.Equal(t, k, c.Key)
	assert.Equal(t, d.agent.Name, c.Agent.Name)
	assert.Equal(t, app.Published, c.Environment)
	assert.Equal(t, d.agent.ID, c.Channel.AgentID)
	assert.Equal(t, []string{"Sari: API key Core banking created, valid until it is revoked"}, d.lines(1))

	_, other := d.create("CRM")
	assert.NotEqual(t, value.Expose(), other.Expose())
	require.NoError(t, d.store.Update(t.Context(), func(app.Tx) error { return nil }))
	for _, name := range files(t, filepath.Dir(d.store.Path())) {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.NotContains(t, string(data), value.Expose(), name)
		assert.NotContains(t, string(data), value.Expose()[8:51], name)
	}
	assert.NotContains(t, d.log.String(), value.Expose())
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	require.NotEmpty(t, names)
	return names
}

func TestDraftKeys(t *testing.T) {
	d := newDesk(t)
	wish := apikey.NewKey{Name: "Test", Scopes: apikey.Scopes, ExpiresAt: d.now.Add(24 * time.Hour)}
	_, _, err := d.Create(d.ctx(), d.agent.ID, app.Draft, wish)
	storagetest.RequireCode(t, app.CodeLocked, err)

	draft := d.make.Channel(d.agent.ID, app.Draft)
	k, value, err := d.Create(d.ctx(), d.agent.ID, app.Draft, wish)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(value.Expose(), "cdk_drf_"))
	assert.Equal(t, wish.ExpiresAt, k.ExpiresAt)
	assert.Equal(t, []string{"Sari: API key Test created, valid until 5 Mar 2026"}, d.lines(1))
	assert.Empty(t, d.list(), "not among those of Published")

	c, refused := d.Check(t.Context(), value, app.ScopeRead, "")
	require.Nil(t, refused)
	assert.Equal(t, draft.ID, c.Channel.ID)

	d.make.Update(func(tx app.Tx) error { return tx.DeleteChannel(draft.ID) })
	assert.Equal(t, apikey.CodeKeyNoChannel, d.code(value, app.ScopeRead))
}

func TestWhatAKeyIsRefusedFor(t *testing.T) {
	d := newDesk(t)
	_, value := d.create("Core banking", app.ScopeSend)
	_, foreign := newDesk(t).create("Elsewhere")
	v := value.Expose()
	wrong := func(i int) string {
		c := byte('x')
		if v[i] == c {
			c = 'y'
		}
		return v[:i] + string(c) + v[i+1:]
	}
	for _, c := range []struct {
		value string
		scope app.KeyScope
		code  app.Code
	}{
		{v, app.ScopeSend, ""},
		{v, app.ScopeRead, apikey.CodeKeyScope},
		{v, "elsewhere", apikey.CodeKeyScope},
		{"", app.ScopeSend, apikey.CodeKeyMissing},
		{foreign.Expose(), app.ScopeSend, apikey.CodeKeyUnknown},
		{v[:len(v)-1], app.ScopeSend, apikey.CodeKeyMistyped},
		{v + "a", app.ScopeSend, apikey.CodeKeyMistyped},
		{" " + v, app.ScopeSend, apikey.CodeKeyMistyped},
		{wrong(5), app.ScopeSend, apikey.CodeKeyMistyped},
		{wrong(20), app.ScopeSend, apikey.CodeKeyMistyped},
		{wrong(len(v) - 1), app.ScopeSend, apikey.CodeKeyMistyped},
		{"cdk_drf_" + v[8:], app.ScopeSend, apikey.CodeKeyMistyped},
		{strings.Repeat("x", 1<<16), app.ScopeSend, apikey.CodeKeyMistyped},
	} {
		assert.Equal(t, c.code, d.code(app.NewSecret(c.value), c.scope), c.value[:min(12, len(c.value))])
	}
}

func TestEndsOfAKey(t *testing.T) {
	d := newDesk(t)
	k, value := d.create("Core banking")
	require.NoError(t, d.Revoke(d.ctx(), k.ID))
	require.NoError(t, d.Revoke(d.ctx(), k.ID), "again changes nothing")
	assert.Equal(t, apikey.CodeKeyRevoked, d.code(value, app.ScopeSend))
	assert.Equal(t, []string{"Sari: API key Core banking (" + k.Hint + ") revoked", "Sari: API key Core banking created, valid until it is revoked"}, d.lines(2))

	k, value, err := d.Create(d.ctx(), d.agent.ID, app.Published, apikey.NewKey{Name: "Core banking", Scopes: apikey.Scopes, ExpiresAt: d.now.Add(time.Hour)})
	require.NoError(t, err, "the name of a revoked key is free")
	d.pass(time.Hour - time.Millisecond)
	assert.Empty(t, d.code(value, app.ScopeSend))
	d.pass(time.Millisecond)
	assert.Equal(t, apikey.CodeKeyExpired, d.code(value, app.ScopeSend))
	_, _, err = d.Rotate(d.ctx(), k.ID, time.Hour)
	storagetest.RequireCode(t, app.CodeConflict, err)
}

func TestRotating(t *testing.T) {
	d := newDesk(t)
	day := 24 * time.Hour
	old, oldValue, err := d.Create(d.ctx(), d.agent.ID, app.Published, apikey.NewKey{Name: "Core banking", Scopes: []app.KeyScope{app.ScopeSend}, ExpiresAt: d.now.Add(365 * day)})
	require.NoError(t, err)
	d.pass(360 * day)
	made, value, err := d.Rotate(d.ctx(), old.ID, day)
	require.NoError(t, err)
	assert.Equal(t, old.Name, made.Name)
	assert.Equal(t, old.Scopes, made.Scopes)
	assert.Equal(t, d.now.Add(365*day), made.ExpiresAt, "as long as the old one was at first")
	listed := d.list()
	require.Len(t, listed, 2)
	assert.Equal(t, made.ID, listed[1].ReplacedBy)
	assert.Equal(t, d.now.Add(day), listed[1].ExpiresAt)
	assert.Equal(t, []string{"Sari: API key Core banking rotated, the old one is valid until 28 Feb 2027 05:06"}, d.lines(1))

	_, _, err = d.Rotate(d.ctx(), old.ID, day)
	storagetest.RequireCode(t, app.CodeConflict, err)
	assert.Empty(t, d.code(oldValue, app.ScopeSend))
	assert.Empty(t, d.code(value, app.ScopeSend))
	d.pass(day)
	assert.Equal(t, apikey.CodeKeyReplaced, d.code(oldValue, app.ScopeSend))
	assert.Empty(t, d.code(value, app.ScopeSend))

	_, last, err := d.Rotate(d.ctx(), made.ID, 0)
	require.NoError(t, err)
	assert.Equal(t, apikey.CodeKeyReplaced, d.code(value, app.ScopeSend), "at once")
	assert.Empty(t, d.code(last, app.ScopeSend))
	_, _, err = d.Rotate(d.ctx(), made.ID, apikey.MaxOverlap+1)
	storagetest.RequireCode(t, app.CodeInvalid, err)
	_, _, err = d.Rotate(d.ctx(), 99, 0)
	storagetest.RequireCode(t, app.CodeNotFound, err)
}

func TestAnOverlapDoesNotOutliveTheKey(t *testing.T) {
	d := newDesk(t)
	end := d.now.Add(time.Hour)
	old, _, err := d.Create(d.ctx(), d.agent.ID, app.Published, apikey.NewKey{Name: "Core banking", Scopes: apikey.Scopes, ExpiresAt: end})
	require.NoError(t, err)
	_, _, err = d.Rotate(d.ctx(), old.ID, 24*time.Hour)
	require.NoError(t, err)
	assert.Equal(t, end, d.list()[1].ExpiresAt)
}

func TestNamesAndNumberOfKeys(t *testing.T) {
	d := newDesk(t)
	first, _ := d.create("  Core   banking ")
	assert.Equal(t, "Core banking", first.Name)
	for _, c := range []struct {
		wish  apikey.NewKey
		code  app.Code
		field string
	}{
		{apikey.NewKey{Name: " ", Scopes: apikey.Scopes}, app.CodeInvalid, "name"},
		{apikey.NewKey{Name: strings.Repeat("é", apikey.NameMax+1), Scopes: apikey.Scopes}, app.CodeInvalid, "name"},
		{apikey.NewKey{Name: "core BANKING", Scopes: apikey.Scopes}, app.CodeConflict, "name"},
		{apikey.NewKey{Name: "Other"}, app.CodeInvalid, "scopes"},
		{apikey.NewKey{Name: "Other", Scopes: []app.KeyScope{"all"}}, app.CodeInvalid, "scopes"},
		{apikey.NewKey{Name: "Other", Scopes: apikey.Scopes, ExpiresAt: d.now}, app.CodeInvalid, "expires_at"},
	} {
		_, _, err := d.Create(d.ctx(), d.agent.ID, app.Published, c.wish)
		e := storagetest.RequireCode(t, c.code, err)
		assert.Equal(t, c.field, e.Field)
	}
	second, _ := d.create("CRM")
	storagetest.RequireCode(t, app.CodeConflict, d.Rename(d.ctx(), second.ID, "CORE banking"))
	require.NoError(t, d.Rename(d.ctx(), second.ID, "crm"))
	require.NoError(t, d.Rename(d.ctx(), second.ID, "crm"))
	storagetest.RequireCode(t, app.CodeInvalid, d.Rename(d.ctx(), second.ID, ""))
	assert.Equal(t, []string{"Sari: API key CRM renamed to crm", "Sari: API key CRM created, valid until it is revoked"}, d.lines(2))

	for i := range apikey.MaxOpen - 2 {
		d.create(fmt.Sprint("Key ", i))
	}
	_, _, err := d.Create(d.ctx(), d.agent.ID, app.Published, apikey.NewKey{Name: "One more", Scopes: apikey.Scopes})
	storagetest.RequireCode(t, app.CodeConflict, err)
	_, _, err = d.Rotate(d.ctx(), first.ID, time.Hour)
	require.NoError(t, err, "rotating adds none")
	require.NoError(t, d.Revoke(d.ctx(), second.ID))
	d.create("One more")
}

func TestWhoMay(t *testing.T) {
	d := newDesk(t)
	k, _ := d.create("Core banking")
	viewer, contributor := d.as(app.Viewer), d.as(app.Contributor)
	_, err := d.List(viewer, d.agent.ID, app.Published)
	require.NoError(t, err)
	_, err = d.List(d.as(app.NoRole), d.agent.ID, app.Published)
	storagetest.RequireCode(t, app.CodeForbidden, err)
	wish := apikey.NewKey{Name: "Mine", Scopes: apikey.Scopes}
	_, _, err = d.Create(viewer, d.agent.ID, app.Published, wish)
	storagetest.RequireCode(t, app.CodeForbidden, err)
	_, _, err = d.Rotate(viewer, k.ID, 0)
	storagetest.RequireCode(t, app.CodeForbidden, err)
	storagetest.RequireCode(t, app.CodeForbidden, d.Revoke(viewer, k.ID))
	storagetest.RequireCode(t, app.CodeForbidden, d.Rename(viewer, k.ID, "Mine"))
	_, _, err = d.Create(contributor, d.agent.ID, app.Published, wish)
	require.NoError(t, err)
	require.NoError(t, d.Revoke(contributor, k.ID))
}
