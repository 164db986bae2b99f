package qontak_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

const (
	hookSecret = "hook-secret-fedcba9876543210"
	hookURL    = "https://desk.example.test/hooks/qontak/kl-7f3a9c/" + hookSecret
)

// The bases below a sandbox's address.
const (
	bearerPath = "/api/open/v1"
	hmacPath   = "/qontak/chat/v1"
)

// bench is the protocol with a simulated Qontak to speak to.
type bench struct {
	t      *testing.T
	qontak *sandbox.Qontak
	v      sandbox.QontakValues
	p      *qontak.Protocol
	c      protocol.Config
	url    string
	log    bytes.Buffer
	// ahead is how far this computer's clock is ahead of Qontak's.
	ahead time.Duration
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, qontak: sandbox.NewQontak(sandbox.Options{})}
	b.qontak.Change(func(w *sandbox.QontakWorld) { w.Limits.PerSecond = 0 })
	b.v = b.qontak.Sample()
	server := httptest.NewServer(b.qontak)
	b.url = server.URL
	t.Cleanup(func() {
		b.qontak.Close()
		server.Close()
	})
	b.p = qontak.New(qontak.Options{
		Log:   slog.New(slog.NewTextHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Clock: app.ClockFunc(func() time.Time { return time.Now().Add(b.ahead) }),
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	b.c = sampleConfig(b.v, b.url+bearerPath, "bearer", map[string]string{"access_token": b.v.Token})
	t.Cleanup(func() {
		for _, secret := range append(b.v.Secrets(), hookSecret) {
			require.NotContains(t, b.log.String(), secret)
		}
	})
	return b
}

func (b *bench) hmac(id, secret string) {
	b.c.Channel.Fields["api_address"], b.c.Channel.Fields["auth"] = b.url+hmacPath, "hmac"
	b.c.Secrets = map[string]app.Secret{"hmac_client_id": app.NewSecret(id), "hmac_client_secret": app.NewSecret(secret)}
}

func (b *bench) check() app.CheckReport {
	b.t.Helper()
	report, err := b.p.Check(b.t.Context(), b.c, nil)
	require.NoError(b.t, err)
	return report
}

func step(t *testing.T, r app.CheckReport, id string) app.CheckStep {
	t.Helper()
	for _, s := range r.Steps {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no step %s", id)
	return app.CheckStep{}
}

// TestSandboxSetUp is the whole set-up as a person does it, by both ways of
// signing in, without one violation.
func TestSandboxSetUp(t *testing.T) {
	for _, auth := range []string{"bearer", "hmac"} {
		t.Run(auth, func(t *testing.T) {
			b := newBench(t)
			if auth == "hmac" {
				b.hmac(b.v.HMACClientID, b.v.HMACClientSecret)
			}
			r := b.check()
			require.Equal(t, 3, r.Count(app.StepPassed), r.Steps)
			require.Equal(t, "register", step(t, r, "webhook").Action)
			require.Equal(t, b.v.OrganisationID, r.Facts["organization_id"])
			require.Equal(t, b.v.AccountName, r.Facts["verified_name"])
			require.Equal(t, app.FormatPhone(b.v.AccountCode), r.Facts["display_phone_number"])

			before, err := b.p.ReadEndpoint(t.Context(), b.c)
			require.NoError(t, err)
			require.Empty(t, before.URL)
			after, err := b.p.RegisterEndpoint(t.Context(), b.c)
			require.NoError(t, err)
			require.Equal(t, hookURL, after.URL)
			require.True(t, after.IsOn(b.p.Declaration().Events))
			require.Equal(t, hookURL, b.qontak.Endpoint().URL)
			require.False(t, b.qontak.Endpoint().Events["receive_message_from_agent"])
			require.True(t, b.check().Complete())

			off, err := b.p.UnregisterEndpoint(t.Context(), b.c)
			require.NoError(t, err)
			for name, on := range off.Events {
				require.False(t, on, name)
			}
			require.Empty(t, b.qontak.Violations())
			for _, q := range b.qontak.Requests() {
				require.False(t, q.TokenInURL)
			}
		})
	}
}

// TestSandboxList: all WhatsApp channels of the organisation, with cursors, and
// no credential of an old one.
func TestSandboxList(t *testing.T) {
	b := newBench(t)
	numbers, err := b.p.ListNumbers(t.Context(), b.c)
	require.NoError(t, err)
	require.Len(t, numbers, 4+sandbox.ManyIntegrations)
	require.Equal(t, b.v.ChannelIntegrationID, numbers[0].Fields["channel_integration_id"])
	require.Equal(t, b.v.AccountCode, numbers[0].AccountCode)
	require.Equal(t, b.v.AccountName, numbers[0].VerifiedName)
	for _, n := range numbers {
		require.Empty(t, n.Account, "the same organisation in every row tells nothing apart")
	}
	last := numbers[len(numbers)-1]
	require.Equal(t, b.v.LastIntegrationID, last.Fields["channel_integration_id"])
	b.c.Channel.Fields["channel_integration_id"], b.c.Channel.AccountCode = b.v.LastIntegrationID, b.v.LastAccountCode
	require.Equal(t, app.StepPassed, step(t, b.check(), "number").State)
}

// TestSandboxSignIns: each sign-in that is not as it should be, in words.
func TestSandboxSignIns(t *testing.T) {
	v := sandbox.SampleQontak("")
	for name, c := range map[string]struct{ token, id, secret, step, words, field string }{
		"expired":         {v.ExpiredToken, "", "", "access_token", "The access token expired", "access_token"},
		"revoked":         {v.RevokedToken, "", "", "access_token", "The access token was revoked", "access_token"},
		"unknown":         {v.UnknownToken, "", "", "access_token", "did not accept the access token", "access_token"},
		"user token":      {v.UserToken, "", "", "webhook", "may not do that", "access_token"},
		"other client's":  {v.OtherToken, "", "", "channel", "not in this organisation", "channel_integration_id"},
		"wrong secret":    {"", v.HMACClientID, v.WrongHMACSecret, "access_token", "did not accept the signature", "hmac_client_secret"},
		"unknown client":  {"", v.UnknownHMACClientID, v.HMACClientSecret, "access_token", "did not accept the signature", "hmac_client_secret"},
		"no scope":        {"", v.ScopelessHMACID, v.ScopelessHMACSecret, "access_token", "required scope", "hmac_client_secret"},
		"other's by HMAC": {"", v.OtherHMACClientID, v.OtherHMACSecret, "channel", "not in this organisation", "channel_integration_id"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.c.Secrets["access_token"] = app.NewSecret(c.token)
			if c.id != "" {
				b.hmac(c.id, c.secret)
			}
			s := step(t, b.check(), c.step)
			require.Equal(t, app.StepFailed, s.State)
			require.Contains(t, s.Detail.String(), c.words)
			require.Equal(t, c.field, s.Field)
			require.Empty(t, b.qontak.Violations())
		})
	}
	t.Run("bot token", func(t *testing.T) {
		b := newBench(t)
		b.c.Secrets["access_token"] = app.NewSecret(v.BotToken)
		_, err := b.p.RegisterEndpoint(t.Context(), b.c)
		require.NoError(t, err)
		require.True(t, b.check().Complete())
	})
}

// TestSandboxClock: a wrong clock of this computer is found out by the answer.
func TestSandboxClock(t *testing.T) {
	b := newBench(t)
	b.hmac(b.v.HMACClientID, b.v.HMACClientSecret)
	b.ahead = 17 * time.Minute
	s := step(t, b.check(), "access_token")
	require.Equal(t, app.StepFailed, s.State)
	require.Contains(t, s.Detail.String(), "This computer's clock is 17 minutes fast.")
	b.ahead = -3 * time.Minute
	s = step(t, b.check(), "access_token")
	require.Equal(t, app.StepPassed, s.State)
	require.True(t, s.Warning)
	require.Contains(t, s.Detail.String(), "This computer's clock is 3 minutes slow.")
}

// TestSandboxChannels: channels that cannot be used, and what else an ID is.
func TestSandboxChannels(t *testing.T) {
	v := sandbox.SampleQontak("")
	for name, c := range map[string]struct {
		id, code, step, words string
		state                 app.StepState
	}{
		"second":       {v.SecondChannelIntegrationID, v.SecondAccountCode, "number", "is the channel's number", app.StepPassed},
		"wrong number": {v.SecondChannelIntegrationID, v.AccountCode, "number", "but the account code is", app.StepFailed},
		"inactive":     {v.InactiveIntegrationID, v.InactiveAccountCode, "channel", "switched off", app.StepFailed},
		"bare":         {v.BareIntegrationID, v.AccountCode, "number", "does not tell", app.StepUnknown},
		"old":          {v.OldIntegrationID, v.OldAccountCode, "channel", "old WhatsApp number", app.StepFailed},
		"foreign":      {v.ForeignIntegrationID, v.ForeignAccountCode, "channel", "belongs to another organisation", app.StepFailed},
		"missing":      {v.MissingIntegrationID, v.AccountCode, "channel", "does not know the ID", app.StepFailed},
		"organisation": {v.OrganisationID, v.AccountCode, "channel", "ID of the Qontak organisation", app.StepFailed},
		"template":     {v.TemplateID, v.AccountCode, "channel", "ID of the template order_ready", app.StepFailed},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.c.Channel.Fields["channel_integration_id"], b.c.Channel.AccountCode = c.id, c.code
			s := step(t, b.check(), c.step)
			require.Equal(t, c.state, s.State, s.Detail)
			require.Contains(t, s.Detail.String(), c.words)
			p, ok, err := b.p.RecogniseByAsking(t.Context(), b.c, "channel_integration_id", c.id)
			require.NoError(t, err)
			require.Equal(t, name == "organisation" || name == "template" || name == "old", ok)
			require.Equal(t, ok, p.Label != "")
			require.Empty(t, b.qontak.Violations())
		})
	}
}

// TestSandboxEndpoints: what stands registered that is not what was asked.
func TestSandboxEndpoints(t *testing.T) {
	const foreign = "https://crm.other.test/in/their-secret"
	events := []string{"receive_message_from_customer", "status_message", "broadcast_log_status"}
	t.Run("foreign", func(t *testing.T) {
		b := newBench(t)
		b.qontak.SetEndpoint(b.v.OrganisationID, foreign, events...)
		s := step(t, b.check(), "webhook")
		require.Contains(t, s.Detail.String(), "another address, at crm.other.test.")
		require.NotContains(t, s.Detail.String()+s.Fix.String(), "their-secret")
		now, err := b.p.ReadEndpoint(t.Context(), b.c)
		require.NoError(t, err)
		require.Equal(t, foreign, now.URL)
		require.True(t, now.IsOn(events))
	})
	t.Run("keeps the other address", func(t *testing.T) {
		b := newBench(t)
		b.qontak.SetEndpoint(b.v.OrganisationID, foreign, events...)
		b.qontak.Change(func(w *sandbox.QontakWorld) { w.Quirks.KeepsAddress = true })
		now, err := b.p.RegisterEndpoint(t.Context(), b.c)
		require.NoError(t, err)
		require.Equal(t, foreign, now.URL, "a 200 was taken for a proof")
	})
	t.Run("keeps nothing", func(t *testing.T) {
		b := newBench(t)
		b.qontak.Change(func(w *sandbox.QontakWorld) { w.Quirks.KeepsAddress = true })
		now, err := b.p.RegisterEndpoint(t.Context(), b.c)
		require.NoError(t, err)
		require.Empty(t, now.URL)
		require.False(t, now.IsOn(events))
	})
	for _, quirk := range []sandbox.QontakQuirks{{LeavesOff: events[2:], ShowsOff: true}, {LeavesOff: events[2:]}, {NoBroadcastLog: true}} {
		b := newBench(t)
		b.qontak.Change(func(w *sandbox.QontakWorld) { w.Quirks = quirk })
		now, err := b.p.RegisterEndpoint(t.Context(), b.c)
		require.NoError(t, err)
		require.Equal(t, hookURL, now.URL)
		require.False(t, now.IsOn(events))
		require.Contains(t, step(t, b.check(), "webhook").Detail.String(), "broadcast_log_status is switched off")
	}
	t.Run("cannot be read", func(t *testing.T) {
		b := newBench(t)
		b.qontak.Change(func(w *sandbox.QontakWorld) { w.Quirks.NoRead = true })
		require.Equal(t, app.StepUnknown, step(t, b.check(), "webhook").State)
		_, err := b.p.ReadEndpoint(t.Context(), b.c)
		require.Equal(t, app.CodeProviderRefused, app.ErrorCode(err))
		_, err = b.p.RegisterEndpoint(t.Context(), b.c)
		require.NoError(t, err, "registering needs no reading")
	})
}

// TestSandboxFaults: a registration that goes wrong says whether it may have
// been done, and is never repeated.
func TestSandboxFaults(t *testing.T) {
	for name, c := range map[string]struct {
		fault sandbox.Fault
		code  app.Code
		open  bool
		words string
	}{
		"401":        {sandbox.Fault{Kind: sandbox.FaultError, Code: 401}, app.CodeProviderRefused, false, "did not accept the access token"},
		"403":        {sandbox.Fault{Kind: sandbox.FaultError, Code: 403, Text: "Wrong kind of token"}, app.CodeProviderRefused, false, "Wrong kind of token"},
		"422":        {sandbox.Fault{Kind: sandbox.FaultError, Code: 422, Text: "Url is invalid"}, app.CodeProviderRefused, false, "Url is invalid"},
		"429":        {sandbox.Fault{Kind: sandbox.FaultGateway, Status: 429}, app.CodeProviderRefused, false, "too many calls"},
		"500":        {sandbox.Fault{Kind: sandbox.FaultError, Code: 500}, app.CodeProviderUnreachable, true, "has a problem at the moment"},
		"gateway":    {sandbox.Fault{Kind: sandbox.FaultGateway, Status: 504}, app.CodeProviderUnreachable, true, "has a problem at the moment"},
		"cut":        {sandbox.Fault{Kind: sandbox.FaultCut}, app.CodeProviderUnreachable, true, "failed"},
		"half":       {sandbox.Fault{Kind: sandbox.FaultHalf}, app.CodeProviderUnreachable, true, "broke"},
		"page":       {sandbox.Fault{Kind: sandbox.FaultHTML}, app.CodeProviderAnswer, true, "web page"},
		"empty":      {sandbox.Fault{Kind: sandbox.FaultEmpty}, app.CodeProviderAnswer, true, "another form"},
		"wrong type": {sandbox.Fault{Kind: sandbox.FaultType}, app.CodeProviderAnswer, true, "not in the form"},
		"redirect":   {sandbox.Fault{Kind: sandbox.FaultRedirect, Location: "https://elsewhere.test/"}, app.CodeProviderAnswer, true, "did not follow"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			c.fault.Path = "/message_interactions"
			b.qontak.Inject(c.fault)
			_, err := b.p.RegisterEndpoint(t.Context(), b.c)
			require.Equal(t, c.code, app.ErrorCode(err))
			require.Equal(t, c.open, protocol.MaybeDone(err))
			require.Contains(t, err.Error(), c.words)
			puts := 0
			for _, q := range b.qontak.Requests() {
				if q.Method == "PUT" {
					puts++
				}
			}
			require.Equal(t, 1, puts)
			for _, secret := range append(b.v.Secrets(), hookSecret) {
				for e := err; e != nil; e = errors.Unwrap(e) {
					require.NotContains(t, e.Error(), secret)
				}
			}
			b.check()
		})
	}
	t.Run("hangs", func(t *testing.T) {
		b := newBench(t)
		b.qontak.Inject(sandbox.Fault{Kind: sandbox.FaultHang})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := b.p.RegisterEndpoint(ctx, b.c)
		require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
		require.True(t, protocol.MaybeDone(err))
	})
	t.Run("done although it failed", func(t *testing.T) {
		b := newBench(t)
		b.qontak.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: 502, Path: "/message_interactions", Times: 1})
		_, err := b.p.RegisterEndpoint(t.Context(), b.c)
		require.True(t, protocol.MaybeDone(err))
		require.Equal(t, hookURL, b.qontak.Endpoint().URL)
		now, err := b.p.ReadEndpoint(t.Context(), b.c)
		require.NoError(t, err)
		require.Equal(t, hookURL, now.URL)
	})
}

// TestSandboxLimit: the limit is told with the time at which it ends, and makes
// no step wrong.
func TestSandboxLimit(t *testing.T) {
	b := newBench(t)
	b.qontak.Change(func(w *sandbox.QontakWorld) { w.Limits.PerMinute = 1 })
	r := b.check()
	require.Zero(t, r.Count(app.StepFailed))
	require.Zero(t, r.Count(app.StepPassed))
	s := step(t, r, "access_token")
	require.Contains(t, s.Detail.String(), "too many calls")
	require.True(t, strings.HasPrefix(s.Fix.String(), "Try again at ") || s.Fix.String() == "Wait a minute, then try again.")
}

// TestSandboxWrongPlace: a token at the address for HMAC, and the other way
// round, is told as that.
func TestSandboxWrongPlace(t *testing.T) {
	b := newBench(t)
	b.c.Channel.Fields["api_address"] = b.url + hmacPath
	require.Contains(t, step(t, b.check(), "access_token").Detail.String(), "did not accept the access token")
	b = newBench(t)
	b.hmac(b.v.HMACClientID, b.v.HMACClientSecret)
	b.c.Channel.Fields["api_address"] = b.url + bearerPath
	require.Contains(t, step(t, b.check(), "access_token").Detail.String(), "did not accept the signature")
	b = newBench(t)
	b.c.Channel.Fields["api_address"] = b.url + "/wrong/path"
	s := step(t, b.check(), "access_token")
	require.Equal(t, app.StepFailed, s.State)
	require.Equal(t, "api_address", s.Field)
}
