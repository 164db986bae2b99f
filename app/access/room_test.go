package access_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/storage/storagetest"
)

// room is the service on a real database, with a clock that a test moves and
// cheap passphrases.
type room struct {
	*access.Service
	t     testing.TB
	store app.Store
	make  *storagetest.Factory
	bus   *app.Bus
	owner app.Member

	mu   sync.Mutex
	time time.Time
}

func (r *room) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.time
}

func (r *room) pass(by time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.time = r.time.Add(by)
}

func newRoom(t testing.TB) *room {
	t.Helper()
	store := storagetest.New(t)
	r := &room{t: t, store: store, make: storagetest.NewFactory(t, store), bus: &app.Bus{}, time: storagetest.Now}
	r.Service = access.New(store, r, r.bus)
	r.SetCost(64, 1)
	var err error
	r.owner, err = r.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	return r
}

// as is a context with a member acting.
func (r *room) as(m app.Member) context.Context { return app.WithMember(r.t.Context(), m) }

// own is a context with the Owner acting.
func (r *room) own() context.Context { return r.as(r.owner) }

func (r *room) member(name string, role app.Role, passphrase string) app.Member {
	r.t.Helper()
	m, err := r.AddMember(r.own(), access.NewMember{Name: name, Role: role, Passphrase: app.NewSecret(passphrase)})
	require.NoError(r.t, err)
	return m
}

func (r *room) stored(id app.MemberID) (m app.Member) {
	r.t.Helper()
	r.make.View(func(tx app.Tx) (err error) { m, err = tx.GetMember(id); return err })
	return m
}

func (r *room) hash(id app.MemberID) (hash string) {
	r.t.Helper()
	r.make.View(func(tx app.Tx) (err error) { hash, err = tx.PassphraseHash(id); return err })
	return hash
}

// lines are the newest lines of the audit log as stored.
func (r *room) lines(n int) (lines []app.Activity) {
	r.t.Helper()
	r.make.View(func(tx app.Tx) (err error) { lines, err = tx.ListActivity(0, n); return err })
	return lines
}

func (r *room) last() app.Activity { return r.lines(1)[0] }

// count is the number of lines in the audit log.
func (r *room) count() int { return len(r.lines(100000)) }

// note writes lines about an agent.
func (r *room) note(agent app.AgentID, texts ...string) {
	r.t.Helper()
	r.make.Update(func(tx app.Tx) error {
		for _, text := range texts {
			err := tx.AddActivity(app.Activity{At: r.Now(), By: "Dewi", AgentID: agent, Kind: app.ActSettingChanged, Text: app.Say(text)})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
