package channel_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

func TestCheckKeepsTheReportAndLearns(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	end := d.Now().Add(60*24*time.Hour + 123*time.Microsecond)
	d.first.check = func(_ context.Context, c protocol.Config) (app.CheckReport, error) {
		assert.True(t, c.Secrets["token"].Expose() == tokenOne)
		assert.False(t, c.WebhookSecret.IsEmpty())
		d.pass(3 * time.Second)
		return app.CheckReport{
			Steps:   []app.CheckStep{{ID: "access_token", State: app.StepPassed}, {ID: "webhook", State: app.StepFailed}},
			Facts:   map[string]string{"quality": "GREEN"},
			Secrets: map[string]app.SecretFacts{"token": {Verified: true, ExpiresAt: end}, "stranger": {Verified: true}},
		}, nil
	}
	var seen []app.CheckStep
	before := d.get(id, app.Published).Channel
	r, err := d.Check(d.owner(), id, app.Draft, func(s app.CheckStep) { seen = append(seen, s) })
	require.NoError(t, err)
	assert.Len(t, seen, 1)
	assert.Equal(t, 3*time.Second, r.Took)

	v := d.get(id, app.Draft)
	assert.True(t, v.CheckIsCurrent())
	assert.Equal(t, "GREEN", v.Report.Facts["quality"])
	info := v.Channel.Secrets["token"]
	assert.Equal(t, end.Truncate(time.Millisecond), info.ExpiresAt)
	assert.Equal(t, v.Report.At, info.VerifiedAt)
	assert.NotContains(t, v.Channel.Secrets, "stranger")
	assert.Equal(t, before, d.get(id, app.Published).Channel)
	assert.Equal(t, "Connection checked: 1 of 2 passed", d.activity(id, 1)[0].Text.String())
	assert.Zero(t, v.Pending, "what was learned is no difference")

	d.pass(time.Second)
	d.save(id, app.Draft, channel.SetSecret("token", tokenTwo))
	v = d.get(id, app.Draft)
	assert.False(t, v.CheckIsCurrent())
	assert.True(t, v.Channel.Secrets["token"].VerifiedAt.IsZero())
}

func TestACheckIsStaleWhenSettingsChangedWhileItRan(t *testing.T) {
	for name, change := range map[string]struct {
		do      func(d *desk, id app.AgentID)
		current bool
	}{
		"field":      {func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetField("note", "x")) }, false},
		"secret":     {func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetSecret("token", tokenTwo)) }, false},
		"webhook":    {func(d *desk, id app.AgentID) { require.NoError(d.t, d.StopWebhookSecret(d.owner(), id, app.Draft)) }, true},
		"other side": {func(d *desk, id app.AgentID) { d.save(id, app.Published, channel.SetField("note", "x")) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.drafted("One")
			d.first.check = func(context.Context, protocol.Config) (app.CheckReport, error) {
				change.do(d, id)
				return app.CheckReport{Secrets: map[string]app.SecretFacts{"token": {Verified: true}}}, nil
			}
			_, err := d.Check(d.owner(), id, app.Draft, nil)
			require.NoError(t, err)
			v := d.get(id, app.Draft)
			assert.Equal(t, change.current, v.CheckIsCurrent())
			assert.Equal(t, name == "secret", v.Channel.Secrets["token"].VerifiedAt.IsZero(), "only the secret that was checked is verified")
		})
	}
}

func TestCheckRefused(t *testing.T) {
	d := newDesk(t)
	id := d.agent("One")
	_, err := d.Check(d.owner(), id, app.Published, nil)
	storagetest.RequireCode(t, app.CodeIncomplete, err)
	_, err = d.Check(d.owner(), id, app.Draft, nil)
	storagetest.RequireCode(t, app.CodeLocked, err)
	id = d.ready("Two")
	d.first.err = context.Canceled
	_, err = d.Check(d.owner(), id, app.Published, nil)
	assert.Equal(t, app.CodeCancelled, app.ErrorCode(err))
	assert.True(t, d.get(id, app.Published).Report.At.IsZero())
	d.first.err, d.first.check = nil, func(context.Context, protocol.Config) (app.CheckReport, error) {
		require.NoError(t, d.DeleteAgent(d.owner(), id))
		return app.CheckReport{}, nil
	}
	_, err = d.Check(d.owner(), id, app.Published, nil)
	storagetest.RequireCode(t, app.CodeNotFound, err)
}

func TestWebhookIsSetReadAndRemoved(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	require.NoError(t, d.SetPublicAddress(d.owner(), "https://wa.example/"))
	require.NoError(t, d.Subscribe(d.owner(), id, app.Published))
	assert.Equal(t, []string{app.ActSubscribed}, d.kinds(id, 1))

	state, err := d.SetWebhook(d.owner(), id, app.Published, "account")
	require.NoError(t, err)
	v := d.get(id, app.Published)
	assert.Equal(t, "https://wa.example/hooks/first/"+v.Channel.Key, v.WebhookURL)
	assert.Equal(t, v.WebhookURL, state.URL)
	assert.True(t, d.first.last.WebhookSecret.Expose() == d.webhookSecret(id, app.Published))
	reg := v.Channel.Webhook.Registered
	assert.Equal(t, app.Registration{URL: v.WebhookURL, At: d.Now(), By: "Sari", OK: true, Scope: "account", SecretRef: v.Channel.Webhook.Secret.Ref}, reg)
	assert.False(t, reg.IsStale(v.WebhookURL, v.Channel.Webhook.Secret.Ref))
	assert.Equal(t, 1, v.Channel.Version, "what the provider was told is no setting")
	assert.True(t, d.get(id, app.Draft).Channel.Webhook.Registered.At.IsZero())

	read, err := d.ReadWebhook(d.owner(), id, app.Published)
	require.NoError(t, err)
	assert.Equal(t, state, read)

	_, err = d.RemoveWebhook(d.owner(), id, app.Published, "number")
	require.NoError(t, err)
	assert.Equal(t, reg, d.get(id, app.Published).Channel.Webhook.Registered, "it was set in another scope")
	_, err = d.RemoveWebhook(d.owner(), id, app.Published, "account")
	require.NoError(t, err)
	assert.Zero(t, d.get(id, app.Published).Channel.Webhook.Registered)
	assert.Equal(t, []string{app.ActOverrideRemoved, app.ActOverrideRemoved}, d.kinds(id, 2))

	_, err = d.SetWebhook(d.owner(), id, app.Published, "account")
	require.NoError(t, err)
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Published, time.Hour))
	v = d.get(id, app.Published)
	assert.True(t, v.Channel.Webhook.Registered.IsStale(v.WebhookURL, v.Channel.Webhook.Secret.Ref))
	d.requireTidy()
}

func TestARefusedWebhookChangesNothing(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	before := d.get(id, app.Published).Channel
	d.first.err = app.NewError(app.CodeProviderRefused, app.Say("No."))
	_, err := d.SetWebhook(d.owner(), id, app.Published, "account")
	storagetest.RequireCode(t, app.CodeProviderRefused, err)
	_, err = d.RemoveWebhook(d.owner(), id, app.Published, "account")
	storagetest.RequireCode(t, app.CodeProviderRefused, err)
	storagetest.RequireCode(t, app.CodeProviderRefused, d.Subscribe(d.owner(), id, app.Published))
	_, err = d.ReadWebhook(d.owner(), id, app.Published)
	storagetest.RequireCode(t, app.CodeProviderRefused, err)
	_, err = d.Numbers(d.owner(), id, app.Published)
	storagetest.RequireCode(t, app.CodeProviderRefused, err)
	assert.Equal(t, before, d.get(id, app.Published).Channel)
}

func TestARegistrationOfALeftAccountIsNotKept(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	d.first.meet = func(protocol.Config) { d.save(id, app.Draft, channel.SetField("id", "999")) }
	_, err := d.SetWebhook(d.owner(), id, app.Draft, "number")
	require.NoError(t, err)
	assert.Zero(t, d.get(id, app.Draft).Channel.Webhook.Registered)
}

func TestAbilitiesComeFromTheProtocol(t *testing.T) {
	d := newDeskOn(t, storagetest.New(t), memorySecrets(), bare{newFake(protocol.Declaration{})})
	assert.Equal(t, channel.Abilities{Pick: true, Subscribe: true, Override: true, Scopes: d.first.Scopes(), Register: true, TestSend: true, EndpointScope: d.first.EndpointScope()}, d.Abilities("first"))
	assert.Zero(t, d.Abilities("bare"))
	assert.Equal(t, channel.Abilities{TestSend: true}, d.Abilities("third"))
	assert.Zero(t, d.Abilities(""))
	id := d.agent("One")
	d.save(id, app.Published, channel.SetProtocol("bare"))
	_, err := d.Numbers(d.owner(), id, app.Published)
	storagetest.RequireCode(t, app.CodeUnsupported, err)
	_, err = d.SetWebhook(d.owner(), id, app.Published, "x")
	storagetest.RequireCode(t, app.CodeUnsupported, err)
	_, err = d.ReadWebhook(d.owner(), id, app.Published)
	storagetest.RequireCode(t, app.CodeUnsupported, err)
	storagetest.RequireCode(t, app.CodeUnsupported, d.Subscribe(d.owner(), id, app.Published))
	_, ok, err := d.Recognise(d.owner(), id, app.Published, "id", "1", true)
	require.NoError(t, err)
	assert.False(t, ok)
}

func TestRecogniseOffersToMove(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	place, ok, err := d.Recognise(d.owner(), id, app.Published, "id", "08115550188", false)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, "account_code", place.Field)
	_, ok, err = d.Recognise(d.owner(), id, app.Published, "id", "4711", false)
	require.NoError(t, err)
	assert.False(t, ok, "not asked")
	place, ok, err = d.Recognise(d.owner(), id, app.Published, "id", "4711", true)
	require.NoError(t, err)
	assert.True(t, ok && place.Certain)
	_, ok, err = d.Recognise(d.owner(), d.agent("Two"), app.Published, "id", "4711", true)
	require.NoError(t, err)
	assert.False(t, ok, "no protocol yet")
	_, _, err = d.Recognise(d.owner(), id, app.Draft, "id", "4711", true)
	storagetest.RequireCode(t, app.CodeLocked, err)
}

func TestPublicAddress(t *testing.T) {
	d := newDesk(t)
	for typed, want := range map[string]string{
		" HTTPS://WA.Example/desk/ ": "https://wa.example/desk", "http://127.0.0.1:8080": "http://127.0.0.1:8080", "": "",
	} {
		require.NoError(t, d.SetPublicAddress(d.owner(), typed))
		got, err := d.PublicAddress(d.owner())
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, typed := range []string{"wa.example", "http://wa.example", "https://u:p@wa.example", "https://wa.example?x", "https://wa\u200b.ex ample"} {
		e := storagetest.RequireCode(t, app.CodeInvalid, d.SetPublicAddress(d.owner(), typed))
		assert.Equal(t, app.SettingPublicAddress, e.Field)
	}
}

func TestPointSandboxMovesSandboxAgentsOnly(t *testing.T) {
	d := newDesk(t)
	a, err := d.CreateAgent(d.owner(), channel.NewAgent{Name: "Sandbox", Sandbox: true})
	require.NoError(t, err)
	require.NoError(t, d.Save(d.owner(), a.ID, app.Published, firstSetUp(), ""))
	require.NoError(t, d.CreateDraft(d.owner(), a.ID))
	real := d.drafted("Real")
	before := d.get(real, app.Published).Channel
	require.NoError(t, d.PointSandbox(d.owner(), map[app.ProtocolID]map[string]string{"first": {"address": "http://127.0.0.1:9"}}))
	for _, env := range app.Environments {
		v := d.get(a.ID, env)
		assert.Equal(t, "http://127.0.0.1:9", v.Channel.Fields["address"])
		assert.Zero(t, v.Pending)
	}
	assert.Equal(t, 1, d.get(a.ID, app.Published).Channel.Version)
	assert.Equal(t, before, d.get(real, app.Published).Channel)
	d.requireTidy()
}
