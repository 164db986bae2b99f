package apikey_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/apikey"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"
)

// Dates are shown as the computer's zone has them.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// desk is the service on a real database with a clock that a test moves.
type desk struct {
	*apikey.Service
	t     *testing.T
	store *storage.DB
	make  *storagetest.Factory
	owner app.Member
	agent app.Agent
	log   *bytes.Buffer

	mu  sync.Mutex
	now time.Time
}

func (d *desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

func newDesk(t *testing.T) *desk {
	store := storagetest.New(t)
	d := &desk{t: t, store: store, make: storagetest.NewFactory(t, store), now: storagetest.Now, log: &bytes.Buffer{}}
	guard := access.New(store, d, &app.Bus{})
	d.Service = d.service(store)
	var err error
	d.owner, err = guard.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	d.agent = d.make.Agent("Nusantara Bank Assistant")
	d.make.Channel(d.agent.ID, app.Published)
	return d
}

// service is one more on the same database, as after a restart.
func (d *desk) service(store app.Store) *apikey.Service {
	return apikey.New(apikey.Params{
		Store: store, Guard: access.New(store, d, &app.Bus{}), Bus: &app.Bus{}, Clock: d,
		Log: slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
}

func (d *desk) ctx() context.Context { return app.WithMember(d.t.Context(), d.owner) }

// as is a member with a role.
func (d *desk) as(r app.Role) context.Context {
	m := app.Member{Name: string(r), Role: r, CreatedAt: d.now}
	d.make.Update(func(tx app.Tx) (err error) { m.ID, err = tx.AddMember(m); return err })
	return app.WithMember(d.t.Context(), m)
}

func (d *desk) create(name string, scopes ...app.KeyScope) (app.APIKey, app.Secret) {
	d.t.Helper()
	if len(scopes) == 0 {
		scopes = apikey.Scopes
	}
	k, value, err := d.Create(d.ctx(), d.agent.ID, app.Published, apikey.NewKey{Name: name, Scopes: scopes})
	require.NoError(d.t, err)
	return k, value
}

// code is that of a refusal; "" when the key may.
func (d *desk) code(value app.Secret, scope app.KeyScope) app.Code {
	d.t.Helper()
	_, refused := d.Check(d.t.Context(), value, scope, "10.0.0.5")
	if refused == nil {
		return ""
	}
	if !value.IsEmpty() {
		require.NotContains(d.t, refused.Error()+refused.LogValue().String(), value.Expose())
	}
	return refused.Code
}

func (d *desk) list() []app.APIKey {
	d.t.Helper()
	keys, err := d.List(d.ctx(), d.agent.ID, app.Published)
	require.NoError(d.t, err)
	return keys
}

// lines are the latest lines of activity, newest first.
func (d *desk) lines(n int) (texts []string) {
	d.t.Helper()
	d.make.View(func(tx app.Tx) error {
		lines, err := tx.ListActivity(d.agent.ID, n)
		for _, l := range lines {
			texts = append(texts, l.By+": "+l.Text.String())
		}
		return err
	})
	return texts
}
