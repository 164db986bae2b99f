// Package storagetest helps to test with a real store: temporary workspaces,
// rows to fill them with, and the contracts that every store and every place
// for secrets must keep.
package storagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/storage"

	"github.com/stretchr/testify/require"
)

// Now is the time at which rows of this package were made.
var Now = time.Date(2026, 3, 4, 5, 6, 7, 890e6, time.UTC)

// New opens an empty workspace in a temporary folder and closes it with the test.
func New(t testing.TB) *storage.DB {
	t.Helper()
	return Open(t, t.TempDir())
}

// Open opens the workspace of a folder and closes it with the test.
func Open(t testing.TB, dir string) *storage.DB {
	t.Helper()
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir, Now: func() time.Time { return Now }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// Factory fills a store with rows that are complete and plausible. It fails the
// test when the store refuses one.
type Factory struct {
	T     testing.TB
	Store app.Store

	count int
}

// NewFactory makes a factory for a store.
func NewFactory(t testing.TB, s app.Store) *Factory { return &Factory{T: t, Store: s} }

// Update runs one transaction that must succeed.
func (f *Factory) Update(fn func(app.Tx) error) {
	f.T.Helper()
	require.NoError(f.T, f.Store.Update(f.T.Context(), fn))
}

// View runs one reading transaction that must succeed.
func (f *Factory) View(fn func(app.Tx) error) {
	f.T.Helper()
	require.NoError(f.T, f.Store.View(f.T.Context(), fn))
}

func (f *Factory) next() int { f.count++; return f.count }

// Agent makes an agent without channels; "" gives it a name of its own.
func (f *Factory) Agent(name string) app.Agent {
	f.T.Helper()
	if name == "" {
		name = fmt.Sprintf("Agent %d", f.next())
	}
	a := app.Agent{Name: name, Country: "ID", Contact: "Sari, +62 811 1111 111", CreatedAt: Now}
	f.Update(func(tx app.Tx) (err error) { a.ID, err = tx.CreateAgent(a); return err })
	return a
}

// Secret makes what is known of a stored secret, with a reference of its own.
func (f *Factory) Secret() app.SecretInfo {
	n := f.next()
	return app.SecretInfo{
		Ref: app.SecretRef(fmt.Sprintf("m:%032x", n)), Origin: app.SecretRef(fmt.Sprintf("m:0%031x", n/2)), SetAt: Now, SetBy: "Dewi", Last4: "x7Qz",
		ExpiresAt: Now.Add(60 * 24 * time.Hour), VerifiedAt: Now.Add(time.Minute),
	}
}

// Channel makes a full channel of an agent.
func (f *Factory) Channel(agent app.AgentID, env app.Environment) app.Channel {
	f.T.Helper()
	c := app.Channel{
		AgentID: agent, Environment: env, Key: fmt.Sprintf("ag-%06x", f.next()), Protocol: "meta_cloud",
		AccountCode: "+6281234567890",
		Fields:      map[string]string{"waba_id": "102290129340398", "phone_number_id": "106540352242922"},
		Secrets:     map[string]app.SecretInfo{"access_token": f.Secret(), "app_secret": f.Secret()},
		Session:     app.DefaultSession(), Forward: app.Forward{URL: "https://agent.example/inbound"},
		UpdatedAt: Now, UpdatedBy: "Dewi",
	}
	c.Webhook.Secret = f.Secret()
	f.Update(func(tx app.Tx) (err error) { c.ID, err = tx.CreateChannel(c); return err })
	return f.Get(agent, env)
}

// Get reads a channel.
func (f *Factory) Get(agent app.AgentID, env app.Environment) (c app.Channel) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { c, err = tx.GetChannel(agent, env); return err })
	return c
}

// RequireCode demands an error with a code and a sentence for people.
func RequireCode(t testing.TB, code app.Code, err error) *app.Error {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, code, app.ErrorCode(err), "%v", err)
	e := app.AsError(err)
	require.NotEmpty(t, e.What.String())
	return e
}
