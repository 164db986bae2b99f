package metacloud_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

// bench is the protocol with a sandbox to speak to.
type bench struct {
	t      *testing.T
	meta   *sandbox.Meta
	sample sandbox.SampleValues
	p      *metacloud.Protocol
	c      protocol.Config
	seen   *recorder
	log    bytes.Buffer
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, meta: sandbox.NewMeta(sandbox.Options{})}
	b.sample = b.meta.Sample()
	b.seen = &recorder{next: b.meta}
	server := httptest.NewServer(b.seen)
	t.Cleanup(server.Close)
	t.Cleanup(b.meta.Close)
	b.p = metacloud.New(metacloud.Options{
		Log:   slog.New(slog.NewTextHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	b.c = config(b.sample, server.URL, startGateway(t))
	t.Cleanup(func() {
		b.seen.validate(t)
		for _, secret := range append(b.sample.Secrets(), verifyToken) {
			require.NotContains(t, b.log.String(), secret)
		}
	})
	return b
}

func (b *bench) check() app.CheckReport {
	b.t.Helper()
	report, err := b.p.Check(b.t.Context(), b.c, nil)
	require.NoError(b.t, err)
	return report
}

func (b *bench) set(name, value string) { b.c.Channel.Fields[name] = value }

func (b *bench) secret(name, value string) { b.c.Secrets[name] = app.NewSecret(value) }

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

// TestSetUp is the whole set-up as a person does it, without one violation.
func TestSetUp(t *testing.T) {
	b := newBench(t)
	r := b.check()
	webhook := step(t, r, "webhook")
	require.Equal(t, app.StepFailed, webhook.State)
	require.Equal(t, "subscribe", webhook.Action)
	require.Equal(t, "Webhook is not subscribed", webhook.Title.String())
	require.Equal(t, 5, r.Count(app.StepPassed))
	require.Equal(t, "+62 811-5550-0188 is in Nusantara Bank", step(t, r, "number").Detail.String())
	require.Equal(t, "GREEN", r.Facts["quality"])
	require.Equal(t, "TIER_2K", r.Facts["messaging_limit"])
	require.Equal(t, "Nusantara Bank", r.Facts["verified_name"])
	require.True(t, r.Secrets["access_token"].NeverExpires)
	require.True(t, r.Secrets["access_token"].Verified)
	require.True(t, r.Secrets["app_secret"].Verified)

	require.NoError(t, b.p.Subscribe(t.Context(), b.c))
	require.True(t, b.check().Complete())

	numbers, err := b.p.ListNumbers(t.Context(), b.c)
	require.NoError(t, err)
	require.Equal(t, b.sample.AccountCode, numbers[0].AccountCode)
	require.Equal(t, b.sample.PhoneNumberID, numbers[0].Fields["phone_number_id"])

	for _, scope := range []string{"waba", "number"} {
		state, err := b.p.SetWebhook(t.Context(), b.c, scope)
		require.NoError(t, err)
		require.Equal(t, b.c.WebhookURL, state.URL)
		require.Equal(t, scope, state.Scope)
	}
	require.Equal(t, "Meta passes customer messages to this agent", step(t, b.check(), "webhook").Detail.String())

	require.NoError(t, b.p.Subscribe(t.Context(), b.c))
	state, err := b.p.ReadWebhook(t.Context(), b.c)
	require.NoError(t, err)
	require.Len(t, state.Addresses, 2, "subscribing again removed an address")

	state, err = b.p.RemoveWebhook(t.Context(), b.c, "number")
	require.NoError(t, err)
	require.Equal(t, "waba", state.Scope)
	state, err = b.p.RemoveWebhook(t.Context(), b.c, "waba")
	require.NoError(t, err)
	require.True(t, state.Subscribed)
	require.Empty(t, state.URL)

	require.Empty(t, b.meta.Violations())
	for _, q := range b.meta.Requests() {
		require.False(t, q.TokenInURL)
		require.Equal(t, "v26.0", q.Version)
		require.Equal(t, "header", q.TokenAt)
	}
}

// TestOddTokens: each token that is not as it should be turns its step, in words.
func TestOddTokens(t *testing.T) {
	s := sandbox.Sample("")
	for name, c := range map[string]struct {
		token, step, detail, field string
		state                      app.StepState
		warning                    bool
	}{
		"expired":       {s.ExpiredToken, "access_token", "Meta refused the access token. It ended on", "access_token", app.StepFailed, false},
		"invalidated":   {s.InvalidatedToken, "access_token", "password", "access_token", app.StepFailed, false},
		"unknown":       {s.UnknownToken, "access_token", "no longer accepts", "access_token", app.StepFailed, false},
		"other app":     {s.OtherAppToken, "access_token", "belongs to another app: Kopi Langit Orders, App ID " + s.OtherAppID, "app_id", app.StepFailed, false},
		"user":          {s.UserToken, "access_token", "good only for a trial", "", app.StepPassed, true},
		"expiring":      {s.ExpiringToken, "access_token", "days left: 10", "", app.StepPassed, true},
		"no messaging":  {s.NoMessagingToken, "permissions", "cannot send messages", "access_token", app.StepFailed, false},
		"no management": {s.NoManagementToken, "permissions", "cannot manage templates", "access_token", app.StepFailed, false},
		"narrow":        {s.NarrowToken, "permissions", "for other WhatsApp accounts", "waba_id", app.StepFailed, false},
		"unassigned":    {s.UnassignedToken, "number", "may not do this", "access_token", app.StepFailed, false},
		"plain":         {s.PlainToken, "permissions", "Can send messages and manage templates", "", app.StepPassed, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.secret("access_token", c.token)
			got := step(t, b.check(), c.step)
			require.Equal(t, c.state, got.State, got.Detail)
			require.Contains(t, got.Detail.String(), c.detail)
			require.Equal(t, c.field, got.Field)
			require.Equal(t, c.warning, got.Warning)
			require.Equal(t, c.state == app.StepFailed || c.warning, !got.Fix.IsEmpty())
			require.Empty(t, b.meta.Violations())
		})
	}
}

// TestOddNumbers: ids that do not fit, and numbers that cannot send.
func TestOddNumbers(t *testing.T) {
	s := sandbox.Sample("")
	for name, c := range map[string]struct {
		waba, number, code, step, detail, field string
		state                                   app.StepState
	}{
		"other account": {s.WABAID, s.OtherPhoneNumberID, "+6281255501423", "number", "+62 812-5550-1423 is not in Nusantara Bank", "phone_number_id", app.StepFailed},
		"missing":       {s.WABAID, s.MissingPhoneNumberID, "", "number", "Meta does not know this Phone number ID", "phone_number_id", app.StepFailed},
		"swapped":       {s.PhoneNumberID, s.WABAID, "", "number", "it is the WhatsApp Business Account ID of Nusantara Bank", "phone_number_id", app.StepFailed},
		"wrong code":    {s.WABAID, s.PhoneNumberID, "+6281155509999", "number", "but the account code is", "account_code", app.StepFailed},
		"many pages":    {s.ManyNumbersWABAID, s.LastOfManyPhoneNumberID, "", "number", "is in Cabang Nusantara", "", app.StepPassed},
		"unassigned":    {s.UnassignedWABAID, s.UnassignedPhoneNumberID, "", "number", "may not do this", "access_token", app.StepFailed},
		"banned":        {s.OtherWABAID, s.BannedPhoneNumberID, "", "health", "banned", "phone_number_id", app.StepFailed},
		"unregistered":  {s.OtherWABAID, s.UnregisteredPhoneNumberID, "", "health", "not registered", "phone_number_id", app.StepFailed},
		"limited":       {s.OtherWABAID, s.LimitedPhoneNumberID, "", "health", "display name has not been approved", "", app.StepPassed},
		"blocked":       {s.BlockedWABAID, s.BlockedPhoneNumberID, "", "health", "Sending is blocked by the WhatsApp account", "", app.StepFailed},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.set("waba_id", c.waba)
			b.set("phone_number_id", c.number)
			b.c.Channel.AccountCode = c.code
			got := step(t, b.check(), c.step)
			require.Equal(t, c.state, got.State, got.Detail)
			require.Contains(t, got.Detail.String(), c.detail)
			require.Equal(t, c.field, got.Field)
		})
	}
}

// TestAppSecret: wrong, missing, and one that Meta insists on.
func TestAppSecret(t *testing.T) {
	t.Run("wrong", func(t *testing.T) {
		b := newBench(t)
		b.secret("app_secret", b.sample.WrongAppSecret)
		r := b.check()
		require.Equal(t, app.StepFailed, step(t, r, "app_secret").State)
		require.Equal(t, "app_secret", step(t, r, "app_secret").Field)
		require.Equal(t, app.StepPassed, step(t, r, "access_token").State, "a wrong App Secret spoiled the token's step")
		require.Equal(t, app.StepPassed, step(t, r, "number").State)
		require.NoError(t, b.p.Subscribe(t.Context(), b.c), "a wrong App Secret stopped the subscription")
		state, err := b.p.SetWebhook(t.Context(), b.c, "number")
		require.NoError(t, err)
		require.Equal(t, b.c.WebhookURL, state.URL)
	})
	t.Run("none", func(t *testing.T) {
		b := newBench(t)
		delete(b.c.Secrets, "app_secret")
		r := b.check()
		require.Equal(t, app.StepSkipped, step(t, r, "app_secret").State)
		require.Equal(t, "Enter the App Secret first.", step(t, r, "app_secret").Detail.String())
		require.Equal(t, app.StepPassed, step(t, r, "permissions").State)
	})
	t.Run("without a token", func(t *testing.T) {
		b := newBench(t)
		delete(b.c.Secrets, "access_token")
		r := b.check()
		require.Equal(t, app.StepPassed, step(t, r, "app_secret").State)
		require.Equal(t, app.StepSkipped, step(t, r, "number").State)
		require.Equal(t, "Waits for the access token", step(t, r, "number").Detail.String())
	})
	t.Run("required by the app", func(t *testing.T) {
		b := newBench(t)
		b.set("app_id", b.sample.ProofAppID)
		b.secret("app_secret", b.sample.ProofAppSecret)
		b.secret("access_token", b.sample.ProofToken)
		r := b.check()
		require.Equal(t, app.StepPassed, step(t, r, "number").State, step(t, r, "number").Detail)
	})
	t.Run("unknown app", func(t *testing.T) {
		b := newBench(t)
		b.set("app_id", "999900000000000")
		r := b.check()
		require.Equal(t, app.StepFailed, step(t, r, "app_secret").State)
		require.Equal(t, "app_id", step(t, r, "access_token").Field)
	})
}
