package channel_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// apart is a state machine that edits one agent at random and demands after
// each step that nothing but what was meant has changed.
type apart struct {
	*desk
	id     app.AgentID
	count  int
	values map[app.Environment]map[string]string // the secrets as they must be
}

func newApart(t *testing.T) *apart {
	a := &apart{desk: newDesk(t), values: map[app.Environment]map[string]string{}}
	a.id = a.agent("One")
	a.values[app.Published] = map[string]string{}
	return a
}

func (a *apart) channel(env app.Environment) (app.Channel, bool) {
	v, err := a.Get(a.owner(), a.id, env)
	return v.Channel, err == nil
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
	switch rapid.IntRange(0, 6).Draw(t, "edit") {
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
	if e.Protocol != nil && *e.Protocol != before.Protocol {
		a.values[env] = map[string]string{}
	}
	for name, v := range secrets {
		a.values[env][name] = v
	}
	for _, name := range e.Remove {
		delete(a.values[env], name)
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
	if slices.Contains(names, "protocol") {
		a.values[app.Published] = map[string]string{}
	}
	if slices.Contains(names, "token") {
		delete(a.values[app.Published], "token")
		if v, ok := a.values[app.Draft]["token"]; ok {
			a.values[app.Published]["token"] = v
		}
	}
	require.Equal(t, draft.Protocol == before.Protocol || slices.Contains(names, "protocol"), a.get(a.id, app.Published).Channel.Protocol == draft.Protocol)
}

func (a *apart) step(t *rapid.T) {
	env := rapid.SampledFrom(app.Environments).Draw(t, "environment")
	what := rapid.SampledFrom([]string{"save", "save", "save", "publish", "create", "delete", "secret", "check"}).Draw(t, "step")
	other, otherOK := a.channel(env.Other())
	same, sameOK := a.channel(env)
	switch what {
	case "save":
		a.save(t, env)
	case "publish":
		env, other, same, sameOK = app.Published, a.draft(), a.published(), true
		_, otherOK = a.channel(app.Draft)
		a.publish(t)
	case "create":
		env, other, otherOK, sameOK = app.Draft, a.published(), true, false
		if a.CreateDraft(a.owner(), a.id) == nil {
			a.values[app.Draft] = map[string]string{}
			for k, v := range a.values[app.Published] {
				a.values[app.Draft][k] = v
			}
		}
	case "delete":
		env, other, otherOK, sameOK = app.Draft, a.published(), true, false
		if a.DeleteDraft(a.owner(), a.id) == nil {
			delete(a.values, app.Draft)
		}
	case "secret":
		_ = a.RegenerateWebhookSecret(a.owner(), a.id, env, time.Hour)
		a.pass(50 * time.Minute)
	case "check":
		_, _ = a.Check(a.owner(), a.id, env, nil)
	}
	if otherOK {
		after, ok := a.channel(env.Other())
		require.True(t, ok)
		require.Equal(t, other, after, "%s in %s changed the other environment", what, env)
	}
	if after, ok := a.channel(env); ok && sameOK {
		require.Equal(t, same.Key, after.Key)
	}
}

func (a *apart) published() app.Channel { c, _ := a.channel(app.Published); return c }
func (a *apart) draft() app.Channel     { c, _ := a.channel(app.Draft); return c }

func (a *apart) invariants(t *rapid.T) {
	a.requireTidy()
	a.requireWhole(a.id)
	for env, values := range a.values {
		c, ok := a.channel(env)
		require.True(t, ok)
		require.Len(t, c.Secrets, len(values))
		for name, v := range values {
			got, err := a.Secrets.Get(a.owner(), c.Secrets[name].Ref)
			require.NoError(t, err)
			require.True(t, got.Expose() == v, "another value of %s in %s", name, env)
		}
	}
	_, hasDraft := a.values[app.Draft]
	require.Equal(t, hasDraft, a.get(a.id, app.Published).Agent.HasDraft)
}

func TestTheEnvironmentsNeverTouchEachOther(t *testing.T) {
	steps := 0
	rapid.Check(t, func(r *rapid.T) {
		a := newApart(t)
		a.desk.t = t
		for range rapid.IntRange(11, 20).Draw(r, "steps") {
			a.step(r)
			a.invariants(r)
			steps++
		}
	})
	t.Logf("%d steps", steps)
	require.Greater(t, steps, 1000)
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
