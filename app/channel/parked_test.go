package channel_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

func TestGoingBackToAProtocolBringsItsValuesBack(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	d.save(id, app.Draft, channel.Edits{Fields: map[string]string{"note": "kept"}, Secrets: map[string]app.Secret{"extra": app.NewSecret("an-extra-secret-value")}})
	before := d.get(id, app.Draft).Channel
	published := d.get(id, app.Published).Channel
	d.save(id, app.Draft, channel.SetProtocol("second"))
	c := d.get(id, app.Draft).Channel
	assert.Empty(t, c.Fields)
	assert.Empty(t, c.Secrets)
	assert.Equal(t, before.Fields, c.Parked["first"].Fields)
	assert.Equal(t, before.Secrets, c.Parked["first"].Secrets)
	d.requireTidy()
	_, err := d.Reveal(d.owner(), id, app.Draft, "extra")
	storagetest.RequireCode(t, app.CodeIncomplete, err)

	d.save(id, app.Draft, channel.SetProtocol("first").Merge(channel.SetField("mode", "fine")))
	c = d.get(id, app.Draft).Channel
	assert.Equal(t, before.Secrets, c.Secrets)
	assert.Equal(t, map[string]string{"id": before.Fields["id"], "note": "kept", "mode": "fine"}, c.Fields)
	assert.Empty(t, c.Parked)
	value, err := d.Reveal(d.owner(), id, app.Draft, "extra")
	require.NoError(t, err)
	assert.True(t, value.Expose() == "an-extra-secret-value")
	assert.Equal(t, published, d.get(id, app.Published).Channel)
	d.requireTidy()

	r, err := d.ReviewEdits(d.owner(), id, channel.SetProtocol("second"))
	require.NoError(t, err)
	assert.NotEmpty(t, r.Problems)
	d.save(id, app.Draft, channel.SetProtocol("second"))
	require.NoError(t, d.DeleteDraft(d.owner(), id))
	d.requireTidy()
}

func TestReviewShowsWhatComesBack(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	d.save(id, app.Published, secondSetUp())
	r, err := d.ReviewEdits(d.owner(), id, channel.SetProtocol("first"))
	require.NoError(t, err)
	assert.Equal(t, []string{"identity protocol", "identity id", "credentials address", "behaviour mode", "credentials token"}, rowNames(r.Rows))
	assert.Equal(t, "106540352242922", r.Rows[1].After.String())
	assert.Empty(t, r.Problems, "all of it is there")
	d.save(id, app.Published, channel.SetProtocol("first"))
	d.requireWhole(id)
	require.NoError(t, d.CreateDraft(d.owner(), id))
	assert.Empty(t, d.get(id, app.Draft).Channel.Parked, "a Draft begins without what Published left")
	d.requireTidy()
	require.NoError(t, d.DeleteAgent(d.owner(), id))
	d.requireTidy()
	assert.Empty(t, d.secrets.stored())
}

func TestPublishingAnotherProtocolParksTheOldOne(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	d.save(id, app.Published, channel.Edits{Fields: map[string]string{"note": "old"}, Secrets: map[string]app.Secret{"extra": app.NewSecret("an-extra-secret-value")}})
	was := d.get(id, app.Published).Channel
	d.save(id, app.Draft, secondSetUp())
	r, err := d.ReviewDraft(d.owner(), id)
	require.NoError(t, err)
	publish := func(r channel.Review) {
		require.NoError(t, d.Publish(d.owner(), id, channel.Publication{
			Names: r.AllNames(channel.Behaviour, channel.Credentials, channel.Identity), BaseVersion: r.BaseVersion, Basis: r.Basis,
		}))
		d.requireWhole(id)
		d.requireTidy()
	}
	publish(r)
	p := d.get(id, app.Published).Channel
	assert.Equal(t, was.Secrets, p.Parked["first"].Secrets)
	assert.Equal(t, was.Fields, p.Parked["first"].Fields)
	assert.NotContains(t, d.get(id, app.Draft).Channel.Parked, app.ProtocolID("second"))

	// Back by a Draft without note and extra: what Published had parked does not
	// come along unseen.
	d.save(id, app.Draft, channel.Edits{Protocol: ptr(app.ProtocolID("first")), Remove: []string{"extra"}, Fields: map[string]string{"note": ""}})
	r, err = d.ReviewDraft(d.owner(), id)
	require.NoError(t, err)
	publish(r)
	p = d.get(id, app.Published).Channel
	assert.Equal(t, d.get(id, app.Draft).Channel.Fields, p.Fields)
	assert.NotContains(t, p.Secrets, "extra")
	assert.Zero(t, d.get(id, app.Draft).Pending)
}

func TestWhatIsParkedIsNeverLostOrLeftOver(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := newDesk(t)
		id := d.drafted("One")
		want := map[app.ProtocolID]map[string]string{"first": {"token": tokenOne}, "second": {}, "third": {}}
		names := map[app.ProtocolID][]string{"first": {"token", "extra"}, "second": {"token", "client_id", "client_secret"}, "third": {"talk", "push"}}
		now := app.ProtocolID("first")
		for n := range rapid.IntRange(3, 12).Draw(r, "steps") {
			var e channel.Edits
			if rapid.Bool().Draw(r, "turn") {
				now = rapid.SampledFrom([]app.ProtocolID{"first", "second", "third"}).Draw(r, "protocol")
				e = channel.SetProtocol(now)
			}
			name := rapid.SampledFrom(names[now]).Draw(r, "secret")
			switch rapid.IntRange(0, 2).Draw(r, "what") {
			case 0:
				want[now][name] = "a-value-of-step-" + string(rune('a'+n))
				e = e.Merge(channel.SetSecret(name, want[now][name]))
			case 1:
				delete(want[now], name)
				e = e.Merge(channel.Edits{Remove: []string{name}})
			}
			d.save(id, app.Draft, e)
			d.requireTidy()
			c := d.get(id, app.Draft).Channel
			for protocol, values := range want {
				kept := c.Parked[protocol].Secrets
				if protocol == now {
					kept = c.Secrets
				}
				require.Len(r, kept, len(values))
				for name, v := range values {
					got, err := d.Secrets.Get(d.owner(), kept[name].Ref)
					require.NoError(r, err)
					require.True(r, got.Expose() == v)
				}
			}
			require.NotContains(r, c.Parked, now)
		}
		require.NoError(r, d.DeleteDraft(d.owner(), id))
		d.requireTidy()
	})
}

func TestAChoiceDecidesWhatCounts(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	d.save(id, app.Draft, channel.Edits{
		Fields:  map[string]string{"auth": "signed", "clock": "5"},
		Secrets: map[string]app.Secret{"client_id": app.NewSecret("the-client-id-value"), "client_secret": app.NewSecret("the-client-secret-value")},
	})
	v := d.get(id, app.Draft)
	assert.True(t, v.Channel.Secrets["token"].Present(), "it stays stored")
	r, err := d.ReviewDraft(d.owner(), id)
	require.NoError(t, err)
	assert.Equal(t, []string{"credentials auth", "credentials clock", "credentials client_id", "credentials client_secret"}, rowNames(r.Rows))
	assert.Equal(t, 4, v.Pending)

	d.second.meet = func(c protocol.Config) {
		assert.Len(t, c.Secrets, 2)
		assert.NotContains(t, c.Secrets, "token", "the provider gets what is used")
	}
	_, err = d.Check(d.owner(), id, app.Draft, nil)
	require.NoError(t, err)
	d.second.meet = nil

	for _, names := range [][]string{{"client_id", "client_secret"}, {"clock"}} {
		e := storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: names, BaseVersion: 1}))
		assert.Contains(t, e.Error(), "has no effect without Sign-in. Tick Sign-in as well.")
	}
	e := storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: []string{"auth"}, BaseVersion: 1}))
	assert.Contains(t, e.Error(), "Client ID is missing.")
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: r.AllNames(channel.Behaviour, channel.Credentials), BaseVersion: 1, Basis: r.Basis}))
	assert.Zero(t, d.get(id, app.Draft).Pending)
	assert.True(t, d.get(id, app.Published).Channel.Secrets["token"].Present())
	d.requireWhole(id)

	// A secret of the other choice can be stored and removed, and is no row.
	d.save(id, app.Draft, channel.SetSecret("token", tokenTwo))
	assert.Equal(t, "Access token replaced", d.activity(id, 1)[0].Text.String())
	assert.Zero(t, d.get(id, app.Draft).Pending)
	d.save(id, app.Draft, channel.Edits{Remove: []string{"token"}})
	assert.NotContains(t, d.get(id, app.Draft).Channel.Secrets, "token")
	// What is wrong in a field that nobody sees stops nothing.
	d.save(id, app.Draft, channel.Edits{Fields: map[string]string{"auth": "bearer", "clock": "x"}, Secrets: map[string]app.Secret{"client_id": app.NewSecret("é"), "token": app.NewSecret(tokenOne)}})
	c := d.get(id, app.Draft).Channel
	assert.Equal(t, "5", c.Fields["clock"])
	assert.Equal(t, "the-client-id-value", string(mustGet(d, c.Secrets["client_id"].Ref)))
	require.Error(t, d.Save(d.owner(), id, app.Draft, channel.Edits{Fields: map[string]string{"auth": "signed", "clock": "x"}}, ""))
	d.requireTidy()
}

func mustGet(d *desk, ref app.SecretRef) []byte {
	v, err := d.Secrets.Get(context.Background(), ref)
	require.NoError(d.t, err)
	return []byte(v.Expose())
}

func TestOneOfAGroupIsEnoughToPublish(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	d.save(id, app.Draft, channel.Edits{Protocol: ptr(app.ProtocolID("third")), Fields: map[string]string{"account": "AB-12"}})
	names := []string{"protocol", "account", "talk", "push"}
	e := storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: names, BaseVersion: 1}))
	assert.Contains(t, e.Error(), "Conversation token or Push token is missing.")
	d.save(id, app.Draft, channel.SetSecret("push", "a-push-token-value"))
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: names, BaseVersion: 1}))
	d.requireWhole(id)
	d.requireTidy()
}

func TestASandboxAgentStaysInTheSandbox(t *testing.T) {
	d := newDesk(t)
	a, err := d.CreateAgent(d.owner(), channel.NewAgent{Name: "Sandbox", Sandbox: true})
	require.NoError(t, err)
	id := a.ID
	address := func(env app.Environment) string { return d.get(id, env).Channel.Fields["address"] }
	require.NoError(t, d.PointSandbox(d.owner(), map[app.ProtocolID]map[string]string{"first": {"address": "http://127.0.0.1:1"}, "second": {"address": "http://127.0.0.1:2"}}))
	r, err := d.ReviewEdits(d.owner(), id, firstSetUp())
	require.NoError(t, err)
	assert.Contains(t, rowNames(r.Rows), "credentials address")
	require.NoError(t, d.Save(d.owner(), id, app.Published, firstSetUp(), ""))
	assert.Equal(t, "http://127.0.0.1:1", address(app.Published))
	require.NoError(t, d.CreateDraft(d.owner(), id))
	d.save(id, app.Draft, secondSetUp())
	assert.Equal(t, "http://127.0.0.1:2", address(app.Draft))
	d.save(id, app.Draft, channel.SetField("address", ""))
	assert.Equal(t, "http://127.0.0.1:2", address(app.Draft), "no address is never the real one")
	d.save(id, app.Draft, channel.SetField("address", "https://own.example"))
	assert.Equal(t, "https://own.example", address(app.Draft), "unless a person says so")

	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"protocol", "room", "token"}, BaseVersion: 1}))
	assert.Equal(t, "http://127.0.0.1:2", address(app.Published), "also when the address was not ticked")
	require.NoError(t, d.PointSandbox(d.owner(), map[app.ProtocolID]map[string]string{"first": {"address": "http://127.0.0.1:11"}, "second": {"address": "http://127.0.0.1:12"}}))
	assert.Equal(t, "http://127.0.0.1:11", d.get(id, app.Published).Channel.Parked["first"].Fields["address"])
	assert.Equal(t, "http://127.0.0.1:12", address(app.Draft))
	d.restore(id, 1)
	assert.Equal(t, "http://127.0.0.1:11", address(app.Published), "an older version does not bring an older address back")
	d.requireWhole(id)
	d.save(id, app.Draft, channel.SetProtocol("first"))
	assert.Equal(t, "http://127.0.0.1:11", address(app.Draft))

	// Another way to sign in has another path at the same simulator.
	require.NoError(t, d.PointSandbox(d.owner(), map[app.ProtocolID]map[string]string{"first": {"address": "http://127.0.0.1:21/one/bearer"}}))
	d.save(id, app.Draft, channel.SetField("address", "http://127.0.0.1:21/one/signed/v1"))
	require.NoError(t, d.PointSandbox(d.owner(), map[app.ProtocolID]map[string]string{"first": {"address": "http://127.0.0.1:22/one/bearer"}}))
	assert.Equal(t, "http://127.0.0.1:22/one/signed/v1", address(app.Draft))
	assert.Equal(t, "http://127.0.0.1:22/one/bearer", address(app.Published))

	real := d.drafted("Real")
	d.save(real, app.Draft, secondSetUp())
	assert.Empty(t, d.get(real, app.Draft).Channel.Fields["address"])
}

func TestACheckOfAnotherProtocolSaysNothing(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	_, err := d.Check(d.owner(), id, app.Draft, nil)
	require.NoError(t, err)
	require.NotEmpty(t, d.get(id, app.Draft).Report.Steps)
	d.pass(time.Minute)
	d.save(id, app.Draft, secondSetUp())
	v := d.get(id, app.Draft)
	assert.Empty(t, v.Report.Steps, "its steps may even have the same names")
	assert.False(t, v.CheckIsCurrent())
	d.save(id, app.Draft, channel.SetProtocol("first"))
	assert.NotEmpty(t, d.get(id, app.Draft).Report.Steps, "back again it is an older check of these settings")
	assert.False(t, d.get(id, app.Draft).CheckIsCurrent())
}
