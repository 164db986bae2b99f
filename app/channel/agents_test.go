package channel_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/storage/storagetest"
)

func TestNewAgentHasAnEmptyPublishedAndNoDraft(t *testing.T) {
	d := newDesk(t)
	a, err := d.CreateAgent(d.owner(), channel.NewAgent{Name: "  Nusantara \n Bank ", Contact: " Sari\t+62 811 "})
	require.NoError(t, err)
	assert.Equal(t, "Nusantara Bank", a.Name)
	assert.Equal(t, "ID", a.Country)
	assert.Equal(t, "Sari +62 811", a.Contact)

	v := d.get(a.ID, app.Published)
	assert.True(t, v.Channel.IsEmpty())
	assert.Regexp(t, `^nb-[0-9a-f]{6}$`, v.Channel.Key)
	assert.Equal(t, app.DefaultSession(), v.Channel.Session)
	assert.Zero(t, v.Channel.Version)
	assert.Empty(t, v.WebhookURL)

	_, err = d.Get(d.owner(), a.ID, app.Draft)
	e := storagetest.RequireCode(t, app.CodeLocked, err)
	assert.NotEmpty(t, e.Fix.String())

	found, err := d.FindAgent(d.owner(), " nusantara  bank ")
	require.NoError(t, err)
	assert.Equal(t, a.ID, found.ID)
	all, err := d.ListAgents(d.owner())
	require.NoError(t, err)
	assert.Len(t, all, 1)
}

func TestAgentRefused(t *testing.T) {
	d := newDesk(t)
	d.agent("Taken")
	for name, n := range map[string]channel.NewAgent{
		"name": {Name: " \n\u200b "}, "name ": {Name: strings.Repeat("x", 81)}, " name": {Name: "taKen"},
		"country": {Name: "A", Country: "Indonesia"}, "contact": {Name: "A", Contact: strings.Repeat("y", 1<<20)},
	} {
		_, err := d.CreateAgent(d.owner(), n)
		require.Error(t, err, name)
		assert.Equal(t, strings.TrimSpace(name), app.AsError(err).Field)
	}
	all, err := d.ListAgents(d.owner())
	require.NoError(t, err)
	assert.Len(t, all, 1)
}

func TestUpdateAgent(t *testing.T) {
	d := newDesk(t)
	id, other := d.agent("One"), d.agent("Two")
	require.NoError(t, d.UpdateAgent(d.owner(), app.Agent{ID: id, Name: "Uno", Country: "sg", Contact: "x"}))
	v := d.get(id, app.Published)
	assert.Equal(t, "Uno", v.Agent.Name)
	assert.Equal(t, "SG", v.Agent.Country)
	assert.Equal(t, []string{app.ActAgentRenamed}, d.kinds(id, 1))
	before := d.activity(id, 10)
	require.NoError(t, d.UpdateAgent(d.owner(), v.Agent), "nothing changes")
	assert.Equal(t, before, d.activity(id, 10))

	v.Agent.Name = "two"
	storagetest.RequireCode(t, app.CodeConflict, d.UpdateAgent(d.owner(), v.Agent))
	v.Agent.Name = "UNO"
	require.NoError(t, d.UpdateAgent(d.owner(), v.Agent), "its own name in other letters")
	v.Agent.Name, v.Agent.Country = "Uno", "??"
	storagetest.RequireCode(t, app.CodeInvalid, d.UpdateAgent(d.owner(), v.Agent))
	storagetest.RequireCode(t, app.CodeNotFound, d.UpdateAgent(d.owner(), app.Agent{ID: 99, Name: "Nobody"}))
	assert.Equal(t, "Two", d.get(other, app.Published).Agent.Name)
}

func TestDraftIsACompleteCopyWithSecretsOfItsOwn(t *testing.T) {
	d := newDesk(t)
	id := d.ready("Nusantara Bank")
	published := d.get(id, app.Published).Channel
	require.NoError(t, d.CreateDraft(d.owner(), id))
	draft := d.get(id, app.Draft).Channel

	assert.Equal(t, published, d.get(id, app.Published).Channel, "Published is untouched")
	assert.Equal(t, published.Fields, draft.Fields)
	assert.Equal(t, published.Session, draft.Session)
	assert.NotEqual(t, published.Key, draft.Key)
	assert.NotEqual(t, published.Webhook.Secret.Ref, draft.Webhook.Secret.Ref)
	assert.True(t, draft.Webhook.Secret.Present())
	assert.Zero(t, draft.Version)
	p, q := published.Secrets["token"], draft.Secrets["token"]
	assert.NotEqual(t, p.Ref, q.Ref)
	assert.Equal(t, p.Origin, q.Origin)
	assert.True(t, p.SameValue(q))
	value, err := d.Reveal(d.owner(), id, app.Draft, "token")
	require.NoError(t, err)
	assert.True(t, value.Expose() == tokenOne)
	assert.Zero(t, d.get(id, app.Draft).Pending)
	assert.NotEmpty(t, d.get(id, app.Draft).Warnings, "both use one number")
	d.requireTidy()

	storagetest.RequireCode(t, app.CodeConflict, d.CreateDraft(d.owner(), id))
	d.requireTidy()
}

func TestDeletingRemovesTheValues(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	keep := d.drafted("Two")
	d.save(id, app.Draft, channel.SetSecret("extra", "an-extra-secret-value"))
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, channel.DefaultOverlap))
	require.NoError(t, d.DeleteDraft(d.owner(), id))
	d.requireTidy()
	storagetest.RequireCode(t, app.CodeLocked, d.DeleteDraft(d.owner(), id))
	for range 7 { // more versions than keep their secrets
		d.save(id, app.Published, channel.SetSecret("token", tokenTwo))
	}
	d.requireTidy()
	require.NoError(t, d.DeleteAgent(d.owner(), id))
	d.requireTidy()
	_, err := d.Get(d.owner(), id, app.Published)
	storagetest.RequireCode(t, app.CodeNotFound, err)
	storagetest.RequireCode(t, app.CodeNotFound, d.DeleteAgent(d.owner(), id))
	assert.Equal(t, app.ActAgentDeleted, d.kinds(0, 1)[0])
	assert.Len(t, d.secrets.stored(), 4, "two tokens and two webhook secrets")
	d.get(keep, app.Draft)
}

func TestAgentsThatAMemberMayNotSeeAreNotThere(t *testing.T) {
	d := newDesk(t)
	one, two := d.agent("One"), d.agent("Two")
	m := d.members[app.Viewer]
	m.Roles = map[app.AgentID]app.Role{one: app.NoRole}
	require.NoError(t, d.Store.Update(t.Context(), func(tx app.Tx) error { return tx.UpdateMember(m) }))
	ids := func(all []app.Agent, err error) (ids []app.AgentID) {
		require.NoError(t, err)
		for _, a := range all {
			ids = append(ids, a.ID)
		}
		return ids
	}
	assert.Equal(t, []app.AgentID{two}, ids(d.ListAgents(d.as(app.Viewer))), "the stored role decides")
	assert.Equal(t, []app.AgentID{one, two}, ids(d.ListAgents(d.owner())))
	assert.Equal(t, []app.AgentID{one, two}, ids(d.ListAgents(t.Context())), "the program itself")
	assert.Empty(t, ids(d.ListAgents(app.WithMember(t.Context(), app.Member{ID: 99, Role: app.Owner}))))

	_, err := d.FindAgent(d.as(app.Viewer), "one")
	_, none := d.FindAgent(d.as(app.Viewer), "nobody")
	hidden, absent := storagetest.RequireCode(t, app.CodeNotFound, err), storagetest.RequireCode(t, app.CodeNotFound, none)
	assert.Equal(t, absent.What.Template, hidden.What.Template, "as if it were not there")
	found, err := d.FindAgent(d.as(app.Viewer), "two")
	require.NoError(t, err)
	assert.Equal(t, two, found.ID)
}

// A draft that is made again does not answer to the keys of the one before.
func TestDeletingTheDraftEndsItsKeys(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	add := func(env app.Environment, name string, revoked time.Time) (k app.APIKey) {
		k = app.APIKey{AgentID: id, Environment: env, Name: name, Hint: "cdk_…" + name, Hash: name, Scopes: []app.KeyScope{app.ScopeSend}, CreatedAt: d.Now(), CreatedBy: "Sari", RevokedAt: revoked}
		require.NoError(t, d.Store.Update(t.Context(), func(tx app.Tx) (err error) { k.ID, err = tx.AddKey(k); return err }))
		return k
	}
	before := d.Now().Add(-time.Hour)
	draft, ended, published := add(app.Draft, "Trial", time.Time{}), add(app.Draft, "Old", before), add(app.Published, "Billing", time.Time{})
	require.NoError(t, d.DeleteDraft(d.owner(), id))
	require.NoError(t, d.CreateDraft(d.owner(), id))
	require.NoError(t, d.Store.View(t.Context(), func(tx app.Tx) error {
		for _, k := range []*app.APIKey{&draft, &ended, &published} {
			var err error
			*k, err = tx.GetKey(k.ID)
			require.NoError(t, err)
		}
		return nil
	}))
	assert.Equal(t, []bool{false, false, true}, []bool{draft.IsOpen(d.Now()), ended.IsOpen(d.Now()), published.IsOpen(d.Now())})
	assert.True(t, ended.RevokedAt.Equal(before), "what ended before ended then")
	assert.Contains(t, d.kinds(id, 4), app.ActKeyRevoked)
}
