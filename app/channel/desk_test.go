package channel_test

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// desk is a whole service on a real database.
type desk struct {
	*channel.Service
	t       testing.TB
	secrets *spy
	first   *fake
	second  *fake
	third   *fake
	members map[app.Role]app.Member
	mu      sync.Mutex
	time    time.Time
}

func (d *desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.time
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.time = d.time.Add(by)
}

func (d *desk) as(r app.Role) context.Context {
	return app.WithMember(context.Background(), d.members[r])
}

func (d *desk) owner() context.Context { return d.as(app.Owner) }

func newDesk(t testing.TB) *desk {
	return newDeskOn(t, storagetest.New(t), memorySecrets())
}

func memorySecrets() app.SecretStore {
	return secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil)
}

func newDeskOn(t testing.TB, store app.Store, secrets app.SecretStore, more ...protocol.Protocol) *desk {
	t.Helper()
	d := &desk{
		t: t, secrets: newSpy(secrets), first: newFake(firstDeclaration), second: newFake(secondDeclaration), third: newFake(thirdDeclaration),
		members: map[app.Role]app.Member{}, time: storagetest.Now,
	}
	guard := access.New(store, d, &app.Bus{})
	d.Service = channel.New(channel.Params{
		Store: store, Secrets: d.secrets, Guard: guard, Bus: &app.Bus{}, Clock: d,
		Protocols: protocol.NewRegistry(append([]protocol.Protocol{d.first, d.second, newThird(d.third)}, more...)...),
		Log:       slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	owner, err := guard.EnsureOwner(context.Background(), "Sari")
	require.NoError(t, err)
	d.members[app.Owner] = owner
	require.NoError(t, store.Update(context.Background(), func(tx app.Tx) error {
		known, err := tx.ListMembers()
		if err != nil {
			return err
		}
		for _, m := range known {
			d.members[m.Role] = m
		}
		if len(known) > 1 {
			return nil
		}
		for _, r := range []app.Role{app.Contributor, app.Viewer} {
			m := app.Member{Name: "A " + string(r), Role: r, CreatedAt: storagetest.Now}
			if m.ID, err = tx.AddMember(m); err != nil {
				return err
			}
			d.members[r] = m
		}
		return nil
	}))
	return d
}

// agent makes an agent with nothing set up.
func (d *desk) agent(name string) app.AgentID {
	d.t.Helper()
	a, err := d.CreateAgent(d.owner(), channel.NewAgent{Name: name})
	require.NoError(d.t, err)
	return a.ID
}

func ptr[T any](v T) *T { return &v }

const (
	tokenOne = "first-token-0123456789-aaaa"
	tokenTwo = "other-token-9876543210-bbbb"
)

func firstSetUp() channel.Edits {
	return channel.Edits{
		Protocol: ptr(app.ProtocolID("first")), AccountCode: ptr("0811-5550-0188"),
		Fields: map[string]string{"id": "106540352242922"}, Secrets: map[string]app.Secret{"token": app.NewSecret(tokenOne)},
	}
}

// ready makes an agent whose Published is set up.
func (d *desk) ready(name string) app.AgentID {
	d.t.Helper()
	id := d.agent(name)
	require.NoError(d.t, d.Save(d.owner(), id, app.Published, firstSetUp(), "first set-up"))
	return id
}

// drafted makes an agent with Published and a Draft that equals it.
func (d *desk) drafted(name string) app.AgentID {
	d.t.Helper()
	id := d.ready(name)
	require.NoError(d.t, d.CreateDraft(d.owner(), id))
	return id
}

func (d *desk) get(id app.AgentID, env app.Environment) channel.View {
	d.t.Helper()
	v, err := d.Get(d.owner(), id, env)
	require.NoError(d.t, err)
	return v
}

func (d *desk) save(id app.AgentID, env app.Environment, e channel.Edits) {
	d.t.Helper()
	e.BaseVersion = d.get(id, env).Channel.Version
	require.NoError(d.t, d.Save(d.owner(), id, env, e, ""))
}

func (d *desk) versions(id app.AgentID) (versions []app.Version) {
	d.t.Helper()
	require.NoError(d.t, d.Store.View(context.Background(), func(tx app.Tx) error {
		c, err := tx.GetChannel(id, app.Published)
		if err != nil {
			return err
		}
		versions, err = tx.ListVersions(c.ID)
		return err
	}))
	return versions
}

// activity gives the newest lines of an agent.
func (d *desk) activity(id app.AgentID, n int) (lines []app.Activity) {
	d.t.Helper()
	require.NoError(d.t, d.Store.View(context.Background(), func(tx app.Tx) (err error) {
		lines, err = tx.ListActivity(id, n)
		return err
	}))
	return lines
}

func (d *desk) kinds(id app.AgentID, n int) (kinds []string) {
	for _, a := range d.activity(id, n) {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

// held are the references that channels and versions hold.
func held(t testing.TB, store app.Store) map[app.SecretRef]bool {
	t.Helper()
	refs := map[app.SecretRef]bool{}
	require.NoError(t, store.View(context.Background(), func(tx app.Tx) error {
		all, err := tx.ListChannels()
		if err != nil {
			return err
		}
		for _, c := range all {
			versions, err := tx.ListVersions(c.ID)
			if err != nil {
				return err
			}
			for _, v := range versions {
				for _, r := range v.Snapshot.Refs() {
					refs[r] = true
				}
			}
			for _, r := range c.Refs() {
				refs[r] = true
			}
		}
		return nil
	}))
	return refs
}

// requireTidy demands that every reference has its value and every value its
// reference.
func (d *desk) requireTidy() {
	d.t.Helper()
	refs := slices.Sorted(maps.Keys(held(d.t, d.Store)))
	require.Equal(d.t, refs, d.secrets.stored(), "references and values differ")
	lost, err := d.Lost(d.owner())
	require.NoError(d.t, err)
	require.Empty(d.t, lost)
}
