package channel_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

func secondSetUp() channel.Edits {
	return channel.Edits{
		Protocol: ptr(app.ProtocolID("second")), AccountCode: ptr("0811-5550-0188"),
		Fields: map[string]string{"room": "9"}, Secrets: map[string]app.Secret{"token": app.NewSecret(tokenOne)},
	}
}

// roomed makes an agent with both environments at a provider that can be told
// the address.
func (d *desk) roomed(name string) app.AgentID {
	d.t.Helper()
	id := d.agent(name)
	require.NoError(d.t, d.SetPublicAddress(d.owner(), "https://wa.example"))
	require.NoError(d.t, d.Save(d.owner(), id, app.Published, secondSetUp(), ""))
	require.NoError(d.t, d.CreateDraft(d.owner(), id))
	return id
}

// whole is a channel's webhook address with its secret.
func (d *desk) whole(id app.AgentID, env app.Environment) string {
	d.t.Helper()
	c := d.get(id, env).Channel
	secret, err := d.Secrets.Get(d.owner(), c.Webhook.Secret.Ref)
	require.NoError(d.t, err)
	return "https://wa.example/hooks/second/" + c.Key + "/" + secret.Expose()
}

func (d *desk) registered(id app.AgentID, env app.Environment) app.Registration {
	d.t.Helper()
	return d.get(id, env).Registration
}

// requireUnwritten demands that no file of the database holds a value.
func requireUnwritten(t *testing.T, dir string, values ...string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, v := range values {
			require.False(t, bytes.Contains(content, []byte(v)), "%s holds %.12s…", filepath.Base(path), v)
		}
		return err
	}))
}

const foreign = "https://elsewhere.example/in/their-own-secret-part"

var onEvents = map[string]bool{"inbound": true, "status": true}

func refusal(what, fix, detail string) error {
	return app.NewError(app.CodeProviderRefused, app.Say(what)).WithFix(app.Say(fix)).WithDetail(detail)
}

// answers are what a provider may say to a registration.
var answers = map[string]struct {
	say  func(ctx context.Context, cancel func(), c protocol.Config) (protocol.Endpoint, error)
	want app.RegistrationResult
	code app.Code
	what string
	fix  string
	kept bool // the proof from before still stands
}{
	"registered": {func(_ context.Context, _ func(), c protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{URL: c.WebhookURL, Events: onEvents}, nil
	}, app.ResultRegistered, "", "Second sends this channel's messages to its address.", "", true},
	"another address": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{URL: foreign, Events: onEvents}, nil
	}, app.ResultOtherAddress, app.CodeProviderAnswer, "another one stands there: https://elsewhere.example/….", "Register again.", false},
	"its own with an older secret": {func(_ context.Context, _ func(), c protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{URL: c.WebhookURL + "x", Events: onEvents}, nil
	}, app.ResultOtherAddress, app.CodeProviderAnswer, "another one stands there: …/hooks/second/", "Register again.", false},
	"none": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{Events: onEvents}, nil
	}, app.ResultOtherAddress, app.CodeProviderAnswer, "but none stands there.", "Register again.", false},
	"events off": {func(_ context.Context, _ func(), c protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{URL: c.WebhookURL, Events: map[string]bool{"inbound": true}}, nil
	}, app.ResultEventsOff, app.CodeProviderAnswer, "not switched on is: status.", "switched on at the provider", false},
	"401": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, refusal("The token is not accepted.", "Paste it again.", "HTTP 401")
	}, app.ResultRefused, app.CodeProviderRefused, "The token is not accepted.", "Paste it again.", true},
	"403": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, refusal("The token may not do that.", "Ask for another.", "HTTP 403")
	}, app.ResultRefused, app.CodeProviderRefused, "The token may not do that.", "Ask for another.", true},
	"422 that repeats the address": {func(_ context.Context, _ func(), c protocol.Config) (protocol.Endpoint, error) {
		e := app.NewError(app.CodeProviderRefused, app.Say("It says: {{.Words}}", "Words", app.Say("{{.In}}", "In", "url "+c.WebhookURL+" is invalid"))).
			WithDetail("HTTP 422 " + c.WebhookSecret.Expose()).WithField("room")
		return protocol.Endpoint{}, e.Because(errors.New("PUT " + c.WebhookURL))
	}, app.ResultRefused, app.CodeProviderRefused, "/… is invalid", "Mend that", true},
	"429": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, refusal("Too many calls.", "Wait a minute.", "HTTP 429")
	}, app.ResultRefused, app.CodeProviderRefused, "Too many calls.", "Wait a minute.", true},
	"5xx": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, app.NewError(app.CodeProviderUnreachable, app.Say("It is broken.")).WithDetail("HTTP 503")
	}, app.ResultOpen, app.CodeProviderUnreachable, "has a problem at the moment", "Look at what is registered now", false},
	"time-out": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, app.NewError(app.CodeProviderUnreachable, app.Say("No answer."))
	}, app.ResultOpen, app.CodeProviderUnreachable, "did not answer in time", "Look at what is registered now", false},
	"plain error": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, context.DeadlineExceeded
	}, app.ResultOpen, app.CodeProviderUnreachable, "did not answer in time", "Look at what is registered now", false},
	"unreadable": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, app.NewError(app.CodeProviderAnswer, app.Say("What?"))
	}, app.ResultOpen, app.CodeProviderAnswer, "cannot be understood", "Look at what is registered now", false},
	"cancelled in flight": {func(ctx context.Context, cancel func(), _ protocol.Config) (protocol.Endpoint, error) {
		cancel()
		return protocol.Endpoint{}, ctx.Err()
	}, app.ResultOpen, app.CodeCancelled, "stopped before Second answered", "Look at what is registered now", false},
	"cut off when cancelled": {func(_ context.Context, cancel func(), _ protocol.Config) (protocol.Endpoint, error) {
		cancel()
		return protocol.Endpoint{}, app.NewError(app.CodeProviderUnreachable, app.Say("Connection closed."))
	}, app.ResultOpen, app.CodeCancelled, "stopped before Second answered", "Look at what is registered now", false},
	"answer after cancelling": {func(_ context.Context, cancel func(), c protocol.Config) (protocol.Endpoint, error) {
		cancel()
		return protocol.Endpoint{URL: c.WebhookURL, Events: onEvents}, nil
	}, app.ResultOpen, app.CodeCancelled, "stopped before Second answered", "Look at what is registered now", false},
	"not sent": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, app.NewError(app.CodeProviderUnreachable, app.Say("No network.")).Because(protocol.ErrNotSent)
	}, app.ResultNotAsked, app.CodeProviderUnreachable, "Nothing was sent to Second. No network.", "Try again.", true},
	"incomplete": {func(context.Context, func(), protocol.Config) (protocol.Endpoint, error) {
		return protocol.Endpoint{}, app.NewError(app.CodeIncomplete, app.Say("Something is missing."))
	}, app.ResultNotAsked, app.CodeIncomplete, "Something is missing.", "Mend that", true},
}

func TestHowARegistrationEnds(t *testing.T) {
	for name, a := range answers {
		for _, before := range []bool{false, true} {
			t.Run(name+map[bool]string{true: "/again"}[before], func(t *testing.T) {
				store := storagetest.New(t)
				d := newDeskOn(t, store, memorySecrets())
				id := d.roomed("One")
				if before {
					_, err := d.RegisterEndpoint(d.owner(), id, app.Draft, "")
					require.NoError(t, err)
					require.True(t, d.registered(id, app.Draft).OK)
				}
				was, other := d.registered(id, app.Draft), d.get(id, app.Published).Channel
				d.pass(time.Minute)
				ctx, cancel := context.WithCancel(d.owner())
				defer cancel()
				d.second.register = func(ctx context.Context, c protocol.Config) (protocol.Endpoint, error) {
					assert.Equal(t, app.ResultOpen, d.get(id, app.Draft).Channel.Webhook.LastTry.Result, "written down before")
					assert.False(t, d.registered(id, app.Draft).OK)
					return a.say(ctx, cancel, c)
				}
				try, err := d.RegisterEndpoint(ctx, id, app.Draft, "")
				assert.Equal(t, a.want, try.Result)
				assert.Contains(t, try.What.String(), a.what)
				assert.Contains(t, try.Fix.String(), a.fix)
				assert.Equal(t, "Sari", try.By)
				if a.code == "" {
					require.NoError(t, err)
				} else {
					e := storagetest.RequireCode(t, a.code, err)
					assert.Equal(t, try.What, e.What)
					assert.Equal(t, try.Fix, e.Fix)
				}
				v := d.get(id, app.Draft)
				assert.Equal(t, try, v.Channel.Webhook.LastTry)
				assert.Equal(t, "…/hooks/second/"+v.Channel.Key+"/…", try.URL)
				switch {
				case a.want == app.ResultRegistered:
					assert.Equal(t, app.Registration{URL: try.URL, At: d.Now(), By: "Sari", OK: true, SecretRef: v.Channel.Webhook.Secret.Ref}, v.Registration)
					assert.False(t, v.RegistrationStale)
					assert.Equal(t, app.ActRegistered, d.kinds(id, 1)[0])
				default:
					assert.Equal(t, app.ActRegisterFailed, d.kinds(id, 1)[0])
					assert.Equal(t, before && a.kept, v.Registration.OK)
					if a.kept {
						assert.Equal(t, was, v.Registration)
					}
				}
				assert.Equal(t, app.Draft, d.activity(id, 1)[0].Environment)
				assert.Equal(t, other, d.get(id, app.Published).Channel, "the other environment is untouched")
				secret := v.Channel.Webhook.Secret
				value, _ := d.Secrets.Get(d.owner(), secret.Ref)
				said := []string{try.Detail, try.What.String(), try.Fix.String()}
				if err != nil {
					said = append(said, app.AsError(err).LogValue().String())
				}
				for _, said := range said {
					assert.NotContains(t, said, value.Expose())
				}
				requireUnwritten(t, store.Dir(), value.Expose(), "their-own-secret-part", tokenOne)
				d.requireTidy()
			})
		}
	}
}

func TestWhatMustBeSavedBeforeRegistering(t *testing.T) {
	d := newDesk(t)
	var none *channel.Service
	assert.NotEmpty(t, none.Registerable(channel.View{}))
	id := d.agent("One")
	texts := func() (out []string) {
		for _, s := range d.Registerable(d.get(id, app.Published)) {
			out = append(out, s.String())
		}
		return out
	}
	assert.Equal(t, []string{"Choose a protocol first."}, texts())
	d.save(id, app.Published, channel.SetProtocol("second"))
	assert.Equal(t, []string{"Room is missing.", "Access token is missing.", "The gateway has no public address yet."}, texts())
	try, err := d.RegisterEndpoint(d.owner(), id, app.Published, "")
	storagetest.RequireCode(t, app.CodeIncomplete, err)
	assert.Equal(t, app.ResultNotAsked, try.Result)
	_, err = d.ReadEndpoint(d.owner(), id, app.Published)
	storagetest.RequireCode(t, app.CodeIncomplete, err)
	storagetest.RequireCode(t, app.CodeIncomplete, d.UnregisterEndpoint(d.owner(), id, app.Published))
	d.save(id, app.Published, channel.Edits{Fields: map[string]string{"room": "9"}, Secrets: map[string]app.Secret{"token": app.NewSecret(tokenOne)}})
	require.NoError(t, d.SetPublicAddress(d.owner(), "https://wa.example"))
	assert.Empty(t, texts(), "the account code is not needed")
	d.save(id, app.Published, channel.SetField("auth", "signed"))
	assert.Equal(t, []string{"Client ID is missing.", "Client secret is missing."}, texts())
	assert.Zero(t, d.second.calls)

	other := d.agent("Two")
	d.save(other, app.Published, channel.SetProtocol("third"))
	_, err = d.RegisterEndpoint(d.owner(), other, app.Published, "")
	assert.Equal(t, "Third cannot be told an address. Hand it over.", storagetest.RequireCode(t, app.CodeUnsupported, err).Error())
	_, err = d.RegisterEndpoint(d.owner(), other, app.Draft, "")
	storagetest.RequireCode(t, app.CodeLocked, err)
}

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
	d.second.err = nil
	require.NoError(t, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	v := d.get(id, app.Draft)
	assert.Zero(t, v.Registration)
	assert.Equal(t, app.ResultUnregistered, v.Channel.Webhook.LastTry.Result)
	assert.Equal(t, []string{app.ActUnregistered}, d.kinds(id, 1))
	assert.False(t, d.second.endpoint.Events["inbound"])
	d.second.endpoint.URL = foreign
	e := storagetest.RequireCode(t, app.CodeConflict, d.UnregisterEndpoint(d.owner(), id, app.Draft))
	assert.False(t, strings.Contains(e.Error(), "their-own"))
}
