package channel_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// heldValues are the secrets as they must be, by protocol: of the present one and of
// those that were left.
type heldValues map[app.ProtocolID]map[string]string

// apart is a state machine that edits one agent at random and demands after
// each step that nothing but what was meant has changed.
type apart struct {
	*desk
	id     app.AgentID
	count  int
	values map[app.Environment]heldValues
	// kept are the protocol and secrets of each version.
	kept map[int]app.ProtocolID
	then map[int]map[string]string
	done map[string]int
}

func newApart(t *testing.T, done map[string]int) *apart {
	a := &apart{desk: newDesk(t), values: map[app.Environment]heldValues{}, kept: map[int]app.ProtocolID{}, then: map[int]map[string]string{}, done: done}
	a.id = a.agent("One")
	a.values[app.Published] = heldValues{}
	require.NoError(t, a.SetPublicAddress(a.owner(), "https://wa.example"))
	return a
}

// setUp makes both environments ready, so that more can happen.
func (a *apart) setUp(t *rapid.T) {
	require.NoError(t, a.Save(a.owner(), a.id, app.Published, firstSetUp(), ""))
	require.NoError(t, a.CreateDraft(a.owner(), a.id))
	for _, env := range app.Environments {
		a.values[env] = heldValues{"first": {"token": tokenOne}}
	}
	a.remember()
}

// remember keeps what the present version holds.
func (a *apart) remember() {
	if p := a.published(); a.then[p.Version] == nil {
		a.kept[p.Version], a.then[p.Version] = p.Protocol, maps.Clone(a.of(app.Published))
	}
}

func (a *apart) channel(env app.Environment) (app.Channel, bool) {
	v, err := a.Get(a.owner(), a.id, env)
	return v.Channel, err == nil
}

// of are the values of the protocol that a channel has.
func (a *apart) of(env app.Environment) map[string]string {
	c, _ := a.channel(env)
	if a.values[env][c.Protocol] == nil {
		a.values[env][c.Protocol] = map[string]string{}
	}
	return a.values[env][c.Protocol]
}

func (a *apart) edits(t *rapid.T) (channel.Edits, map[string]string) {
	a.count++
	n := fmt.Sprint(a.count)
	var e channel.Edits
	secrets := map[string]string{}
	setSecret := func(name string) {
		secrets[name] = "a-secret-value-number-" + n
		e.Secrets = map[string]app.Secret{name: app.NewSecret(secrets[name])}
	}
	switch rapid.IntRange(0, 9).Draw(t, "edit") {
	case 0:
		e.AccountCode = ptr("+62812555" + fmt.Sprintf("%05d", a.count))
	case 1:
		e.Protocol = ptr(app.ProtocolID("first"))
		e.Fields = map[string]string{"id": n}
		setSecret("token")
	case 2:
		e.Protocol = ptr(app.ProtocolID("second"))
		e.Fields = map[string]string{"room": n}
		setSecret("token")
	case 3:
		e.Fields = map[string]string{"address": "https://" + n + ".example"}
	case 4:
		setSecret("token")
	case 5:
		e.Remove = []string{"token"}
	case 6:
		s := app.DefaultSession()
		s.AskMoreAfter = time.Duration(a.count) * time.Minute
		e.Session = &s
	case 7, 8:
		e.Protocol = ptr(rapid.SampledFrom([]app.ProtocolID{"first", "second"}).Draw(t, "protocol"))
	case 9:
		e.Forward = &app.Forward{URL: "https://" + n + ".example/in"}
	}
	return e, secrets
}

func (a *apart) save(t *rapid.T, env app.Environment) {
	before, ok := a.channel(env)
	e, secrets := a.edits(t)
	e.BaseVersion = before.Version
	err := a.Save(a.owner(), a.id, env, e, "")
	if !ok || before.Protocol == "" && e.Protocol == nil && len(e.Secrets)+len(e.Fields)+len(e.Remove) > 0 {
		require.Error(t, err)
		return
	}
	require.NoError(t, err)
	a.done["save"]++
	for name, v := range secrets {
		a.of(env)[name] = v
	}
	for _, name := range e.Remove {
		delete(a.of(env), name)
	}
}

func (a *apart) publish(t *rapid.T) {
	r, err := a.ReviewDraft(a.owner(), a.id)
	if err != nil {
		return
	}
	var names []string
	for _, row := range r.Rows {
		if rapid.IntRange(0, 3).Draw(t, "tick") > 0 {
			names = append(names, row.Name)
		}
	}
	draft, _ := a.channel(app.Draft)
	before, _ := a.channel(app.Published)
	if err := a.Publish(a.owner(), a.id, channel.Publication{Names: names, BaseVersion: r.BaseVersion, Basis: r.Basis}); err != nil {
		require.Equal(t, app.CodeIncomplete, app.ErrorCode(err), "%v", err)
		after, _ := a.channel(app.Published)
		require.Equal(t, before, after)
		return
	}
	a.done["publish"]++
	if slices.Contains(names, "protocol") {
		a.values[app.Published][draft.Protocol] = map[string]string{}
	}
	if slices.Contains(names, "token") {
		delete(a.of(app.Published), "token")
		if v, ok := a.of(app.Draft)["token"]; ok {
			a.of(app.Published)["token"] = v
		}
	}
	require.Equal(t, draft.Protocol == before.Protocol || slices.Contains(names, "protocol"), a.get(a.id, app.Published).Channel.Protocol == draft.Protocol)
}

func (a *apart) restoreOne(t *rapid.T) {
	now, _ := a.channel(app.Published)
	if now.Version == 0 {
		return
	}
	number := rapid.IntRange(1, now.Version).Draw(t, "version")
	line := a.line(a.id, number)
	err := a.Restore(a.owner(), a.id, number, now.Version, "")
	if !line.Restorable {
		require.Equal(t, app.CodeIncomplete, app.ErrorCode(err), "%v", err)
		after, _ := a.channel(app.Published)
		require.Equal(t, now, after)
		return
	}
	require.NoError(t, err)
	a.done["restore"]++
	a.values[app.Published][a.kept[number]] = maps.Clone(a.then[number])
}

// register works at one provider that both environments share.
func (a *apart) register(t *rapid.T, env app.Environment) {
	switch rapid.IntRange(0, 3).Draw(t, "answer") {
	case 0:
		a.second.register = func(context.Context, protocol.Config) (protocol.Endpoint, error) {
			return protocol.Endpoint{}, app.NewError(app.CodeProviderUnreachable, app.Say("No answer."))
		}
	default:
		a.second.register = nil
	}
	_, err := a.RegisterEndpoint(a.owner(), a.id, env, "")
	var replaces *channel.Replaces
	if errors.As(err, &replaces) {
		_, err = a.RegisterEndpoint(a.owner(), a.id, env, replaces.View.Token)
	}
	if err == nil {
		a.done["register"]++
	}
	if rapid.IntRange(0, 4).Draw(t, "unregister") == 0 {
		_ = a.UnregisterEndpoint(a.owner(), a.id, env)
	}
}

func (a *apart) draftDo(t *rapid.T, what string) {
	switch what {
	case "create":
		if a.CreateDraft(a.owner(), a.id) == nil {
			c, _ := a.channel(app.Published)
			a.values[app.Draft] = heldValues{c.Protocol: maps.Clone(a.of(app.Published))}
			require.Empty(t, a.draft().Parked)
		}
	case "delete":
		if a.DeleteDraft(a.owner(), a.id) == nil {
			delete(a.values, app.Draft)
		}
	}
}

func (a *apart) step(t *rapid.T) {
	env := rapid.SampledFrom(app.Environments).Draw(t, "environment")
	what := rapid.SampledFrom([]string{"save", "save", "save", "save", "save", "publish", "publish", "create", "delete", "secret", "check", "register", "restore", "override"}).Draw(t, "step")
	switch what {
	case "publish", "restore":
		env = app.Published
	case "create", "delete":
		env = app.Draft
	}
	before, ok := a.facts(t, env.Other(), what)
	same, sameOK := a.channel(env)
	switch what {
	case "save":
		a.save(t, env)
	case "publish":
		a.publish(t)
	case "restore":
		a.restoreOne(t)
	case "create", "delete":
		a.draftDo(t, what)
	case "secret":
		_ = a.RegenerateWebhookSecret(a.owner(), a.id, env, time.Hour)
		a.pass(50 * time.Minute)
	case "check":
		_, _ = a.Check(a.owner(), a.id, env, nil)
	case "register":
		a.register(t, env)
	case "override":
		_, _ = a.SetWebhook(a.owner(), a.id, env, "number")
	}
	after, stays := a.facts(t, env.Other(), what)
	require.Equal(t, ok, stays)
	require.Equal(t, before, after, "%s in %s changed the other environment", what, env)
	if after, ok := a.channel(env); ok && sameOK && what != "create" {
		require.Equal(t, same.Key, after.Key)
	}
	a.remember()
}

// environmentFacts are what must not change in one environment by what happens in
// the other.
type environmentFacts struct {
	Channel       app.Channel
	Address       string
	WebhookSecret string
}

// facts of an environment. What the provider was told by the other environment
// may take its own registration away, and nothing else.
func (a *apart) facts(t *rapid.T, env app.Environment, what string) (f environmentFacts, ok bool) {
	v, err := a.Get(a.owner(), a.id, env)
	if err != nil {
		return f, false
	}
	f.Channel, f.Address = v.Channel, v.WebhookURL
	if what == "register" {
		f.Channel.Webhook.Registered, f.Channel.Webhook.LastTry, f.Channel.Revision = app.Registration{}, app.RegistrationTry{}, 0
	}
	if w := v.Channel.Webhook.Secret; w.Present() {
		secret, err := a.Secrets.Get(a.owner(), w.Ref)
		require.NoError(t, err)
		f.WebhookSecret = secret.Expose()
	}
	return f, true
}

func (a *apart) published() app.Channel { c, _ := a.channel(app.Published); return c }
func (a *apart) draft() app.Channel     { c, _ := a.channel(app.Draft); return c }

func (a *apart) invariants(t *rapid.T) {
	a.requireTidy()
	a.requireWhole(a.id)
	for env, held := range a.values {
		c, ok := a.channel(env)
		require.True(t, ok)
		require.NotContains(t, c.Parked, c.Protocol)
		for id, values := range held {
			secrets := c.Parked[id].Secrets
			if id == c.Protocol {
				secrets = c.Secrets
			}
			require.Len(t, secrets, len(values))
			for name, v := range values {
				got, err := a.Secrets.Get(a.owner(), secrets[name].Ref)
				require.NoError(t, err)
				require.True(t, got.Expose() == v, "another value of %s in %s", name, env)
			}
		}
	}
	_, hasDraft := a.values[app.Draft]
	require.Equal(t, hasDraft, a.get(a.id, app.Published).Agent.HasDraft)
}

func TestTheEnvironmentsNeverTouchEachOther(t *testing.T) {
	steps, done := 0, map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		a := newApart(t, done)
		if rapid.Bool().Draw(r, "ready") {
			a.setUp(r)
		}
		for range rapid.IntRange(12, 24).Draw(r, "steps") {
			a.step(r)
			a.invariants(r)
			steps++
		}
	})
	t.Logf("%d steps: %v", steps, done)
	least, seen := 1000, []string{"save", "publish", "restore", "register"}
	if testing.Short() { // a fifth of the walks: what is rare may not come
		least, seen = 100, seen[:2]
	}
	require.Greater(t, steps, least)
	for _, what := range seen {
		require.Positive(t, done[what], what)
	}
}

func TestTwoProcessesAtOnce(t *testing.T) {
	// The command line works on the workspace while the window has it open: two
	// services over two connections to one database.
	dir := t.TempDir()
	memory := secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil)
	one := newDeskOn(t, storagetest.Open(t, dir), memory)
	id := one.drafted("One")
	two := newDeskOn(t, storagetest.Open(t, dir), one.secrets)
	two.members = one.members
	done := make(chan struct{})
	for i, d := range []*desk{one, two} {
		go func() {
			defer func() { done <- struct{}{} }()
			for n := range 25 {
				_ = d.Save(d.owner(), id, app.Draft, channel.Edits{
					Fields:  map[string]string{"note": fmt.Sprintf("%d-%d", i, n)},
					Secrets: map[string]app.Secret{"token": app.NewSecret(fmt.Sprintf("a-token-of-%d-number-%d", i, n))},
				}, "")
				v, err := d.Get(d.owner(), id, app.Published)
				if err == nil {
					_ = d.Publish(d.owner(), id, channel.Publication{Names: []string{"token", "note"}, BaseVersion: v.Channel.Version})
				}
				_ = d.RegenerateWebhookSecret(d.owner(), id, app.Published, 0)
				_, _ = d.Sweep(d.owner(), false)
			}
		}()
	}
	<-done
	<-done
	_, err := one.Sweep(one.owner(), true)
	require.NoError(t, err)
	one.requireTidy()
	one.requireWhole(id)
}
