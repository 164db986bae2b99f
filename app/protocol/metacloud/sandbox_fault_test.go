package metacloud_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

// TestTroubleIsNotWrong: rate limits and trouble at Meta make a step unknown,
// never failed.
func TestTroubleIsNotWrong(t *testing.T) {
	for _, code := range []int{1, 2, 4, 17, 613, 80007, 131016} {
		b := newBench(t)
		b.meta.Inject(sandbox.Fault{Kind: sandbox.FaultGraph, Code: code})
		r := b.check()
		require.Zero(t, r.Count(app.StepFailed), "code %d", code)
		require.Zero(t, r.Count(app.StepPassed), "code %d", code)
		require.NotEmpty(t, step(t, r, "access_token").Code)
	}
}

// TestOneFault: a fault of one path only concerns its own step.
func TestOneFault(t *testing.T) {
	for _, kind := range []sandbox.FaultKind{sandbox.FaultHTML, sandbox.FaultHuge, sandbox.FaultDeep, sandbox.FaultEmpty, sandbox.FaultType} {
		b := newBench(t)
		b.meta.Inject(sandbox.Fault{Kind: kind, Path: "/*/subscribed_apps"})
		r := b.check()
		require.Equal(t, app.StepUnknown, step(t, r, "webhook").State, kind)
		require.Equal(t, app.StepPassed, step(t, r, "health").State, kind)
	}
}

// TestReadsAreRepeated: a read survives two bad moments, a change is made once.
func TestReadsAreRepeated(t *testing.T) {
	b := newBench(t)
	b.meta.Inject(sandbox.Fault{Kind: sandbox.FaultGraph, Code: 2, Times: 2, Method: "GET", Path: "/*/subscribed_apps"})
	_, err := b.p.ReadWebhook(t.Context(), b.c)
	require.NoError(t, err)

	b.meta.Forget()
	b.meta.Inject(sandbox.Fault{Kind: sandbox.FaultGraph, Code: 2, Times: 2, Method: "POST", Path: "/*/subscribed_apps"})
	require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(b.p.Subscribe(t.Context(), b.c)))
	posts := 0
	for _, q := range b.meta.Requests() {
		if q.Method == "POST" {
			posts++
		}
	}
	require.Equal(t, 1, posts)
}

// TestCancelWhileHanging: a cancel ends a call that hangs.
func TestCancelWhileHanging(t *testing.T) {
	b := newBench(t)
	b.meta.Inject(sandbox.Fault{Kind: sandbox.FaultHang})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := b.p.ListNumbers(ctx, b.c)
	require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
}

// TestHandshakeFails: the address does not answer as it should.
func TestHandshakeFails(t *testing.T) {
	b := newBench(t)
	require.NoError(t, b.p.Subscribe(t.Context(), b.c))
	b.c.WebhookSecret = app.NewSecret("another-verify-token-0123456789")
	for _, scope := range []string{"waba", "number"} {
		_, err := b.p.SetWebhook(t.Context(), b.c, scope)
		require.Equal(t, app.CodeProviderRefused, app.ErrorCode(err))
		require.Contains(t, err.Error(), "did not get the right answer")
	}
}

// TestOwnAddress: what cannot work is said before anything is sent.
func TestOwnAddress(t *testing.T) {
	for address, words := range map[string]string{
		"":                                "no public address",
		"http://desk.example/hooks/meta/": "begins with https",
		"https://desk.example/" + strings.Repeat("a", 200): "at most 200",
	} {
		b := newBench(t)
		b.c.WebhookURL = address
		_, err := b.p.SetWebhook(t.Context(), b.c, "waba")
		require.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
		require.Contains(t, err.Error(), words)
		require.Empty(t, b.meta.Requests())
	}
	b := newBench(t)
	b.c.WebhookSecret = app.Secret{}
	_, err := b.p.SetWebhook(t.Context(), b.c, "waba")
	require.Contains(t, err.Error(), "no verify token")
}

// TestForeignAddress: messages that go elsewhere are a warning that shows the
// host and nothing else of the address.
func TestForeignAddress(t *testing.T) {
	b := newBench(t)
	_, err := b.p.SetWebhook(t.Context(), b.c, "waba")
	require.NoError(t, err)
	b.c.WebhookURL = "https://desk.example/hooks/meta/nb-41c0d7"
	s := step(t, b.check(), "webhook")
	require.True(t, s.Warning)
	require.Contains(t, s.Detail.String(), "127.0.0.1")
	require.NotContains(t, s.Detail.String(), "hooks")
}

// TestListManyNumbers pages to the end, with cursors only.
func TestListManyNumbers(t *testing.T) {
	b := newBench(t)
	numbers, err := b.p.ListNumbers(t.Context(), b.c)
	require.NoError(t, err)
	require.Greater(t, len(numbers), sandbox.ManyNumbers)
	seen := map[string]bool{}
	for _, n := range numbers {
		require.False(t, seen[n.Fields["phone_number_id"]])
		seen[n.Fields["phone_number_id"]] = true
		require.NotEmpty(t, n.AccountCode)
	}
	require.Empty(t, b.meta.Violations())

	b.secret("access_token", b.sample.ExpiredToken)
	_, err = b.p.ListNumbers(t.Context(), b.c)
	require.Equal(t, "access_token", app.AsError(err).Field)

	b.secret("access_token", b.sample.PlainToken)
	b.set("waba_id", "")
	_, err = b.p.ListNumbers(t.Context(), b.c)
	require.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
}

// TestRecogniseByAsking: Meta knows what an id is.
func TestRecogniseByAsking(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		box, value, want string
	}{
		{"phone_number_id", b.sample.PhoneNumberID, ""},
		{"phone_number_id", b.sample.WABAID, "waba_id"},
		{"waba_id", b.sample.PhoneNumberID, "phone_number_id"},
		{"app_id", b.sample.WABAID, "waba_id"},
		{"waba_id", b.sample.AppID, "app_id"},
		{"account_code", b.sample.PhoneNumberID, "phone_number_id"},
		{"waba_id", b.sample.MissingPhoneNumberID, ""},
		{"waba_id", b.sample.UnassignedWABAID, ""},
		{"waba_id", "not digits", ""},
	} {
		p, ok, err := b.p.RecogniseByAsking(t.Context(), b.c, c.box, c.value)
		require.NoError(t, err)
		require.Equal(t, c.want != "", ok, "%s in %s", c.value, c.box)
		require.Equal(t, c.want, p.Field)
		require.Equal(t, ok, p.Certain)
	}
	require.Empty(t, b.meta.Violations())
}
