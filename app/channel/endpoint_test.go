package channel_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

func TestWhoseAddressStandsThere(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	neighbour := d.roomed("Two")
	own := d.get(id, app.Draft)
	for _, c := range []struct {
		url   string
		owner channel.EndpointOwner
		shown string
		asks  bool
	}{
		{"", channel.EndpointNone, "", false},
		{d.whole(id, app.Draft), channel.EndpointOurs, own.WebhookURL, false},
		{"https://wa.example/hooks/second/" + own.Channel.Key + "/an-older-secret", channel.EndpointOld, own.WebhookURL, false},
		{"https://wa.example/hooks/second/" + own.Channel.Key, channel.EndpointOld, own.WebhookURL, false},
		{d.whole(id, app.Published), channel.EndpointSibling, d.get(id, app.Published).WebhookURL, true},
		{d.whole(neighbour, app.Draft), channel.EndpointForeign, "https://wa.example/…", true},
		{foreign, channel.EndpointForeign, "https://elsewhere.example/…", true},
		{"https://elsewhere.example/hooks/second/" + own.Channel.Key + "/x", channel.EndpointForeign, "https://elsewhere.example/…", true},
		{"https://user:pass@elsewhere.example:8/x?y", channel.EndpointForeign, "https://elsewhere.example:8/…", true},
		{"not an address", channel.EndpointForeign, "…", true},
		{"https://wa.example/hooks/second/nobody-000000/x", channel.EndpointForeign, "https://wa.example/…", true},
	} {
		d.second.endpoint = protocol.Endpoint{URL: c.url, Events: map[string]bool{"inbound": true}}
		v, err := d.ReadEndpoint(d.owner(), id, app.Draft)
		require.NoError(t, err)
		assert.Equal(t, c.owner, v.Owner, c.url)
		assert.Equal(t, c.shown, v.Shown, c.url)
		assert.Equal(t, d.second.EndpointScope(), v.Scope)
		if c.url != "" {
			assert.Equal(t, []string{"status"}, v.EventsOff)
		}
		assert.Equal(t, c.owner == channel.EndpointSibling, v.Sibling == app.Published)
		calls := d.second.calls
		_, err = d.RegisterEndpoint(d.owner(), id, app.Draft, "")
		var replaces *channel.Replaces
		if !c.asks {
			require.NoError(t, err, c.url)
			continue
		}
		require.ErrorAs(t, err, &replaces, c.url)
		storagetest.RequireCode(t, app.CodeConflict, err)
		assert.Equal(t, calls, d.second.calls, "nothing was sent")
		assert.NotContains(t, err.Error(), "pass")
		_, err = d.RegisterEndpoint(d.owner(), id, app.Draft, "another token")
		require.ErrorAs(t, err, &replaces)
		d.second.endpoint.URL += "z" // changed while the person was thinking
		_, err = d.RegisterEndpoint(d.owner(), id, app.Draft, v.Token)
		require.ErrorAs(t, err, &replaces)
		assert.Equal(t, calls, d.second.calls)
		_, err = d.RegisterEndpoint(d.owner(), id, app.Draft, replaces.View.Token)
		require.NoError(t, err)
	}
}

func TestAHostThatCannotBeAskedNeedsAWord(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	for _, err := range []error{refusal("It is not there.", "", "HTTP 404"), refusal("Not that way.", "", "HTTP 405, code 7"), app.NewError(app.CodeNotFound, app.Say("Nothing."))} {
		d.second.readErr = err
		v, err := d.ReadEndpoint(d.owner(), id, app.Draft)
		require.NoError(t, err)
		assert.Equal(t, channel.EndpointUnknown, v.Owner)
		assert.Empty(t, v.Shown)
		_, err = d.RegisterEndpoint(d.owner(), id, app.Draft, "")
		var replaces *channel.Replaces
		require.ErrorAs(t, err, &replaces)
		assert.Contains(t, err.Error(), "does not tell")
		_, err = d.RegisterEndpoint(d.owner(), id, app.Draft, v.Token)
		require.NoError(t, err)
		storagetest.RequireCode(t, app.CodeConflict, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	}
	calls, was := d.second.calls, d.registered(id, app.Draft)
	for want, err := range map[app.RegistrationResult]error{
		app.ResultRefused:  refusal("No.", "", "HTTP 401"),
		app.ResultNotAsked: app.NewError(app.CodeProviderUnreachable, app.Say("No answer.")),
	} {
		d.second.readErr = err
		try, got := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
		storagetest.RequireCode(t, app.ErrorCode(err), got)
		assert.Equal(t, want, try.Result)
		assert.Equal(t, try, d.get(id, app.Draft).Channel.Webhook.LastTry)
		_, got = d.ReadEndpoint(d.owner(), id, app.Draft)
		storagetest.RequireCode(t, app.ErrorCode(err), got)
	}
	d.second.readErr = context.Canceled
	try, err := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
	assert.Equal(t, app.CodeCancelled, app.ErrorCode(err))
	assert.Contains(t, try.What.String(), "before Second was asked")
	assert.Equal(t, calls, d.second.calls)
	assert.Equal(t, was, d.registered(id, app.Draft), "the proof from before stands")
}

func TestARegistrationThatReplacesAnotherIsToldThere(t *testing.T) {
	for name, fail := range map[string]error{"taken": nil, "open": app.NewError(app.CodeProviderUnreachable, app.Say("No answer.")), "refused": refusal("No.", "", "HTTP 403")} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.roomed("One")
			_, err := d.RegisterEndpoint(d.owner(), id, app.Published, "")
			require.NoError(t, err)
			v, err := d.ReadEndpoint(d.owner(), id, app.Draft)
			require.NoError(t, err)
			if fail != nil {
				d.second.register = func(context.Context, protocol.Config) (protocol.Endpoint, error) { return protocol.Endpoint{}, fail }
			}
			_, _ = d.RegisterEndpoint(d.owner(), id, app.Draft, v.Token)
			p := d.get(id, app.Published)
			assert.Equal(t, name == "refused", p.Registration.OK)
			if name == "refused" {
				return
			}
			assert.Equal(t, app.ResultOtherAddress, p.Channel.Webhook.LastTry.Result)
			assert.Equal(t, "Draft was registered at Second instead of this one.", p.Channel.Webhook.LastTry.What.String())
			line := d.activity(id, 1)[0]
			assert.Equal(t, app.Published, line.Environment)
			assert.Equal(t, 1, p.Channel.Version, "no setting")
			d.requireWhole(id)
		})
	}
	d := newDesk(t)
	one, two := d.roomed("One"), d.roomed("Two")
	_, err := d.RegisterEndpoint(d.owner(), one, app.Published, "")
	require.NoError(t, err)
	v, err := d.ReadEndpoint(d.owner(), two, app.Published)
	require.NoError(t, err)
	_, err = d.RegisterEndpoint(d.owner(), two, app.Published, v.Token)
	require.NoError(t, err)
	assert.False(t, d.registered(one, app.Published).OK, "also of another agent")
	assert.Contains(t, d.activity(one, 1)[0].Text.String(), "Another channel")
}

func TestARegistrationGetsStale(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	_, err := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
	require.NoError(t, err)
	stale := func() bool {
		v := d.get(id, app.Draft)
		assert.Equal(t, v.RegistrationStale, v.Channel.Webhook.Registered.IsStale(v.WebhookURL, v.Channel.Webhook.Secret.Ref))
		return v.RegistrationStale
	}
	assert.False(t, stale())
	for _, public := range []string{"https://wa.example/path", "https://other.example", ""} {
		require.NoError(t, d.SetPublicAddress(d.owner(), public))
		assert.True(t, stale(), public)
		assert.Equal(t, "https://wa.example/hooks/second/"+d.get(id, app.Draft).Channel.Key+"/…", d.registered(id, app.Draft).URL)
	}
	require.NoError(t, d.SetPublicAddress(d.owner(), "https://wa.example"))
	assert.False(t, stale(), "it is the registered one again")

	require.NoError(t, d.SetPublicAddress(d.owner(), "https://new.example"))
	v, err := d.ReadEndpoint(d.owner(), id, app.Draft)
	require.NoError(t, err)
	assert.Equal(t, channel.EndpointOld, v.Owner, "we registered it there ourselves")
	v, err = d.ReadEndpoint(d.owner(), id, app.Published)
	require.NoError(t, err)
	assert.Equal(t, channel.EndpointSibling, v.Owner)
	_, err = d.RegisterEndpoint(d.owner(), id, app.Draft, "")
	require.NoError(t, err)
	assert.False(t, stale())

	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, time.Hour))
	assert.True(t, stale())
	v, err = d.ReadEndpoint(d.owner(), id, app.Draft)
	require.NoError(t, err)
	assert.Equal(t, channel.EndpointOld, v.Owner)
	d.save(id, app.Draft, channel.SetField("room", "10"))
	assert.Zero(t, d.registered(id, app.Draft))
	assert.Zero(t, d.get(id, app.Draft).Channel.Webhook.LastTry)
}

func TestWhatChangesWhileTheProviderIsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(*desk, app.AgentID)
		kept  bool
		stale bool
	}{
		"address": {func(d *desk, _ app.AgentID) {
			require.NoError(d.t, d.SetPublicAddress(d.owner(), "https://moved.example"))
		}, true, true},
		"secret": {func(d *desk, id app.AgentID) {
			require.NoError(d.t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, time.Hour))
		}, true, true},
		"note": {func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetAccountCode("0812-5550-1423")) }, true, false},
		"room": {func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetField("room", "77")) }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.roomed("One")
			d.second.register = func(_ context.Context, cfg protocol.Config) (protocol.Endpoint, error) {
				c.do(d, id)
				return protocol.Endpoint{URL: cfg.WebhookURL, Events: onEvents}, nil
			}
			_, err := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
			require.NoError(t, err)
			v := d.get(id, app.Draft)
			assert.Equal(t, c.kept, v.Registration.OK)
			assert.Equal(t, c.stale, v.RegistrationStale)
		})
	}
	d := newDesk(t)
	id := d.roomed("One")
	d.second.register = func(context.Context, protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, d.DeleteDraft(d.owner(), id)
	}
	_, err := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
	require.Error(t, err)
}

func TestUnregister(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	require.NoError(t, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	assert.Zero(t, d.second.calls, "nothing stands there")
	_, err := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
	require.NoError(t, err)
	storagetest.RequireCode(t, app.CodeConflict, d.UnregisterEndpoint(d.owner(), id, app.Published))
	assert.True(t, d.second.endpoint.Events["inbound"])

	d.second.err = refusal("No.", "Ask.", "HTTP 403")
	storagetest.RequireCode(t, app.CodeProviderRefused, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	assert.True(t, d.registered(id, app.Draft).OK)
	d.second.err, d.second.stubborn = nil, true
	e := storagetest.RequireCode(t, app.CodeProviderAnswer, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	assert.Contains(t, e.Error(), "still sends messages")
	assert.True(t, d.registered(id, app.Draft).OK, "it stands as it did")
	d.second.stubborn = false
	d.secrets.set(true, 0)
	storagetest.RequireCode(t, app.CodeSecretsUnavailable, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	try, err := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
	storagetest.RequireCode(t, app.CodeSecretsUnavailable, err)
	assert.Equal(t, app.ResultNotAsked, try.Result)
	d.secrets.set(false, 0)
	require.NoError(t, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	v := d.get(id, app.Draft)
	assert.Zero(t, v.Registration)
	assert.Equal(t, app.ResultUnregistered, v.Channel.Webhook.LastTry.Result)
	assert.Equal(t, []string{app.ActUnregistered}, d.kinds(id, 1))
	assert.False(t, d.second.endpoint.Events["inbound"])
	d.second.endpoint.URL = foreign
	e = storagetest.RequireCode(t, app.CodeConflict, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	assert.False(t, strings.Contains(e.Error(), "their-own"))
}
