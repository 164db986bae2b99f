package channel_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
				switch a.want {
				case app.ResultRegistered:
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
