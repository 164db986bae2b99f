package coster_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

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

func check(t *testing.T, p *coster.Protocol, c protocol.Config) app.CheckReport {
	t.Helper()
	r, err := p.Check(t.Context(), c, nil)
	require.NoError(t, err)
	return r
}

// TestCheckSendsNothing: a whole check makes no request.
func TestCheckSendsNothing(t *testing.T) {
	b := newBench(t)
	r := check(t, b.p, b.c)
	require.True(t, r.Complete())
	require.Empty(t, b.coster.Requests())
	require.Empty(t, r.Secrets, "nothing was proved by looking")
	require.Equal(t, "Coster accepted the Conversation token on 3 Nov 2026 and the Push token on 3 Nov 2026", step(t, r, "tokens").Detail.String())
}

// TestTokensStep: what was proved, what was not, and what is not there.
func TestTokensStep(t *testing.T) {
	proved, stored := app.SecretInfo{Ref: "r", VerifiedAt: verified}, app.SecretInfo{Ref: "r"}
	for name, c := range map[string]struct {
		conversation, push app.SecretInfo
		same               bool
		state              app.StepState
		field, words       string
	}{
		"none":              {state: app.StepSkipped, field: "conversation_token", words: "or the Push token first"},
		"neither proved":    {conversation: stored, push: stored, state: app.StepUnknown, field: "conversation_token", words: "either token"},
		"push not proved":   {conversation: proved, push: stored, state: app.StepUnknown, field: "push_token", words: "proved the Push token"},
		"only conversation": {conversation: proved, state: app.StepPassed, words: "no templates can be sent"},
		"only push":         {push: proved, state: app.StepPassed, words: "customers cannot be answered"},
		"the same twice":    {conversation: stored, push: stored, same: true, state: app.StepUnknown, field: "conversation_token", words: "The same token"},
	} {
		b := newBench(t)
		b.c.Secrets = map[string]app.Secret{}
		b.c.Channel.Secrets = map[string]app.SecretInfo{"conversation_token": c.conversation, "push_token": c.push}
		if c.conversation.Present() {
			b.secret("conversation_token", b.sample.ConversationToken)
		}
		if c.push.Present() {
			b.secret("push_token", b.sample.PushToken)
		}
		if c.same {
			b.secret("push_token", b.sample.ConversationToken)
		}
		s := step(t, check(t, b.p, b.c), "tokens")
		require.Equal(t, c.state, s.State, name)
		require.Equal(t, c.field, s.Field, name)
		require.Contains(t, s.Detail.String(), c.words, name)
		require.Equal(t, c.state == app.StepUnknown, s.Action == "test_send", name)
		require.Equal(t, c.state == app.StepUnknown, strings.Contains(s.Fix.String(), "Send a test message") || strings.Contains(s.Fix.String(), "send a test message"), name)
	}
}

// TestIdentifiersStep: missing, malformed and equal identifiers.
func TestIdentifiersStep(t *testing.T) {
	v := sandbox.SampleCoster("")
	for _, c := range []struct {
		account, division string
		state             app.StepState
		field, words      string
	}{
		{v.AccountID, v.DivisionID, app.StepPassed, "", "right form"},
		{"", v.DivisionID, app.StepSkipped, "account_id", "Enter the Account ID first"},
		{v.AccountID, "", app.StepSkipped, "division_id", "Enter the Division ID first"},
		{v.AccountID, v.AccountID, app.StepFailed, "division_id", "the same value"},
		{v.AccountID[:31], v.DivisionID, app.StepFailed, "account_id", "too short"},
		{v.AccountID, "../" + v.DivisionID[3:], app.StepFailed, "division_id", "digits and the letters"},
	} {
		b := newBench(t)
		b.set("account_id", c.account)
		b.set("division_id", c.division)
		s := step(t, check(t, b.p, b.c), "identifiers")
		require.Equal(t, c.state, s.State, c.words)
		require.Equal(t, c.field, s.Field)
		require.Contains(t, s.Detail.String(), c.words)
		require.Equal(t, c.state == app.StepFailed, !s.Fix.IsEmpty())
	}
}

// TestAddressIsCheckedAgain: an address from a file that would leak the token is
// refused before anything is sent.
func TestAddressIsCheckedAgain(t *testing.T) {
	for _, field := range []string{"conversation_address", "push_address"} {
		for _, v := range []string{"http://api.coster.id", "https://u:p@api.coster.id", "ftp://x", "https://x/?a=b"} {
			b := newBench(t)
			b.set(field, v)
			for _, m := range messages(b.sample) {
				_, err := b.p.SendTest(t.Context(), b.c, m)
				require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
				require.Equal(t, field, app.AsError(err).Field)
			}
			r := check(t, b.p, b.c)
			require.Equal(t, app.StepFailed, r.Steps[0].State)
			require.Equal(t, field, r.Steps[0].Field)
			require.Empty(t, b.coster.Requests())
		}
	}
}

// TestHostsStep: the line stands or could not be checked; a missing line is
// never called wrong.
func TestHostsStep(t *testing.T) {
	safe := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a request was made") }))
	defer safe.Close()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	closed := listener.Addr().String()
	require.NoError(t, listener.Close())
	proxied := func(*http.Request) (*url.URL, error) { return url.Parse("http://proxy.example:3128") }
	for name, c := range map[string]struct {
		options coster.Options
		address string
		state   app.StepState
		words   string
	}{
		"trusted":     {coster.Options{HTTPClient: safe.Client()}, safe.URL, app.StepPassed, "stands"},
		"not trusted": {coster.Options{}, safe.URL, app.StepUnknown, "Nobody this computer trusts"},
		"not there":   {coster.Options{}, "http://" + closed, app.StepUnknown, "Nothing answers at"},
		"no name":     {coster.Options{}, "https://no-such-host.invalid", app.StepUnknown, "You seem to be offline"},
		"proxy":       {coster.Options{Proxy: proxied}, "https://api.coster.id", app.StepUnknown, "go through a proxy"},
	} {
		v := sandbox.SampleCoster("")
		cfg := config(v, "http://127.0.0.1:9")
		cfg.Channel.Fields["conversation_address"], cfg.Channel.Fields["push_address"] = c.address, c.address
		s := step(t, check(t, coster.New(c.options), cfg), "hosts")
		require.Equal(t, c.state, s.State, name)
		require.Contains(t, s.Detail.String(), c.words, name)
		require.Equal(t, c.state == app.StepUnknown, !s.Fix.IsEmpty(), name)
	}
}

// TestOneTokenOneHost: the other host need not answer.
func TestOneTokenOneHost(t *testing.T) {
	b := newBench(t)
	delete(b.c.Secrets, "push_token")
	b.set("push_address", "http://127.0.0.1:9")
	require.Equal(t, app.StepPassed, step(t, check(t, b.p, b.c), "hosts").State)
	b.c.Secrets = nil
	require.Equal(t, app.StepSkipped, step(t, check(t, b.p, b.c), "hosts").State)
}

// TestSilentHost: a host that takes the line and never greets is given up, and a
// cancel ends the wait.
func TestSilentHost(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	taken := make(chan net.Conn, 4)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			taken <- conn
		}
	}()
	cfg := config(sandbox.SampleCoster(""), "https://"+listener.Addr().String())
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		conn := <-taken
		cancel()
		_ = conn
	}()
	var told []app.CheckStep
	_, err = coster.New(coster.Options{}).Check(ctx, cfg, func(s app.CheckStep) { told = append(told, s) })
	require.Equal(t, app.CodeCancelled, app.ErrorCode(err))
	require.Equal(t, app.StepRunning, told[len(told)-1].State, "a result about the cancel was told")
}

// TestLineIsGivenUp: the time-out holds for name, line and greeting together.
func TestLineIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := coster.New(coster.Options{Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }})
		coster.SetDial(p, func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			t.Cleanup(func() { _ = theirs.Close() })
			return ours, nil
		})
		start := time.Now()
		s := step(t, check(t, p, config(sandbox.SampleCoster(""), "https://api.coster.id")), "hosts")
		require.Equal(t, app.StepUnknown, s.State)
		require.Contains(t, s.Detail.String(), "took too long")
		require.Equal(t, 10*time.Second, time.Since(start))
	})
}
