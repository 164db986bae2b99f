package protocoltest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// testSend: a test message is sent once, proves what it says, and its failure
// tells whether it may have gone out.
func (s Suite) testSend(t *testing.T) {
	if _, ok := s.with(t, "http://127.0.0.1:9", nil).p.(protocol.TestSender); !ok {
		return
	}
	require.NotEmpty(t, s.Messages, "a sender without messages to try")
	for _, m := range s.Messages {
		name := string(protocol.TestText)
		if m.Template != "" {
			name = string(protocol.TestTemplate)
		}
		t.Run(name, func(t *testing.T) {
			t.Run("good provider", func(t *testing.T) { s.testSendGood(t, m) })
			t.Run("nothing filled in", func(t *testing.T) { s.testSendEmpty(t, m) })
			t.Run("refused", func(t *testing.T) { s.testSendRefused(t, m) })
			t.Run("broken answers", func(t *testing.T) { s.testSendBroken(t, m) })
			t.Run("redirect", func(t *testing.T) { s.testSendRedirect(t, m) })
			t.Run("echoed secrets", func(t *testing.T) { s.testSendEcho(t, m) })
			t.Run("not sent", func(t *testing.T) { s.testSendNotSent(t, m) })
			t.Run("cancel", func(t *testing.T) { s.testSendCancel(t, m) })
			t.Run("no answer", func(t *testing.T) { s.testSendNoAnswer(t, m) })
		})
	}
}

func (b *bench) send(ctx context.Context, c protocol.Config, m protocol.TestMessage) (protocol.TestResult, error) {
	return b.p.(protocol.TestSender).SendTest(ctx, c, m)
}

// counting counts the requests on their way to a handler.
func counting(n *atomic.Int64, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		next.ServeHTTP(w, r)
	})
}

// testSendGood: the result names a secret that this kind of message is for.
func (s Suite) testSendGood(t *testing.T, m protocol.TestMessage) {
	b := s.start(t, s.Good(t))
	result, err := b.send(t.Context(), b.c, m)
	require.NoError(t, err)
	f, ok := b.p.Declaration().Secret(result.Secret)
	require.True(t, ok, "no secret %q", result.Secret)
	want := protocol.TestText
	if m.Template != "" {
		want = protocol.TestTemplate
	}
	require.Contains(t, []protocol.TestKind{"", want}, f.TestWith)
	b.noSecretIn(b.log.String(), result.MessageID)
	require.NotContains(t, b.log.String(), m.To[1:], "the recipient's number in the log")
}

// testSendEmpty: what is missing is said before anything is sent.
func (s Suite) testSendEmpty(t *testing.T, m protocol.TestMessage) {
	b := s.start(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was sent") }))
	empty := protocol.Config{Channel: app.Channel{Protocol: b.p.Declaration().ID}}
	_, err := b.send(t.Context(), empty, m)
	require.Equal(t, app.CodeIncomplete, b.proper(err).Code)
	for _, broken := range []protocol.TestMessage{
		{ID: m.ID, To: "081255507001", Template: m.Template, Language: m.Language, Values: m.Values, Text: m.Text},
		{ID: m.ID, To: m.To},
	} {
		_, err = b.send(t.Context(), b.c, broken)
		require.Contains(t, []app.Code{app.CodeIncomplete, app.CodeInvalid}, b.proper(err).Code)
		require.False(t, protocol.MaybeDone(err))
	}
}

// testSendRefused: a plain no was not carried out.
func (s Suite) testSendRefused(t *testing.T, m protocol.TestMessage) {
	for _, status := range []int{400, 401, 403, 404, 422, 429} {
		var changes atomic.Int64
		b := s.start(t, answering(&changes, status, echoBody("no")))
		_, err := b.send(t.Context(), b.c, m)
		require.Equal(t, app.CodeProviderRefused, b.proper(err).Code, "%d", status)
		require.False(t, b.proper(err).Fix.IsEmpty())
		require.False(t, protocol.MaybeDone(err), "%d", status)
		require.EqualValues(t, 1, changes.Load(), "%d: repeated or not sent", status)
	}
}

// testSendBroken: an answer that nobody understands leaves it open. Only text
// may count as sent by the status alone, and then without a message id.
func (s Suite) testSendBroken(t *testing.T, m protocol.TestMessage) {
	byStatus := map[string]bool{"empty": true, "empty object": true, "wrong types": true}
	for name, handler := range broken() {
		var n atomic.Int64
		b := s.start(t, counting(&n, handler))
		result, err := b.send(t.Context(), b.c, m)
		require.EqualValues(t, 1, n.Load(), "%s: repeated or not sent", name)
		if err == nil && m.Template == "" && byStatus[name] {
			require.Empty(t, result.MessageID, name)
			continue
		}
		b.proper(err)
		require.True(t, protocol.MaybeDone(err), "%s: %s", name, err)
		b.noSecretIn(b.log.String())
	}
}

func (s Suite) testSendRedirect(t *testing.T, m protocol.TestMessage) {
	var strayed, n atomic.Int64
	other := httptest.NewServer(counting(&strayed, http.NotFoundHandler()))
	defer other.Close()
	b := s.start(t, counting(&n, http.RedirectHandler(other.URL, http.StatusTemporaryRedirect)))
	_, err := b.send(t.Context(), b.c, m)
	b.proper(err)
	require.True(t, protocol.MaybeDone(err))
	require.EqualValues(t, 1, n.Load())
	require.Zero(t, strayed.Load(), "a redirect was followed")
}

// testSendEcho: what the provider sends back does not make the secrets come out.
func (s Suite) testSendEcho(t *testing.T, m protocol.TestMessage) {
	for _, status := range []int{200, 400, 401, 500} {
		b := s.start(t, echoing(status))
		result, err := b.send(t.Context(), b.c, m)
		if err != nil {
			b.proper(err)
		}
		b.noSecretIn(b.log.String(), result.MessageID)
	}
}

// testSendNotSent: what never left is known not to be done.
func (s Suite) testSendNotSent(t *testing.T, m protocol.TestMessage) {
	b := s.start(t, http.NotFoundHandler())
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.send(ended, b.c, m)
	require.Equal(t, app.CodeCancelled, b.proper(err).Code)
	require.False(t, protocol.MaybeDone(err), "cancelled before")
	b.provider.Close()
	_, err = b.send(t.Context(), b.c, m)
	require.Equal(t, app.CodeProviderUnreachable, b.proper(err).Code)
	require.False(t, protocol.MaybeDone(err), "offline")
}

// testSendCancel: a message that is cancelled under way stays open.
func (s Suite) testSendCancel(t *testing.T, m protocol.TestMessage) {
	asked, over := make(chan struct{}, 1), make(chan struct{})
	b := s.start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		select {
		case <-r.Context().Done():
		case <-over:
		}
	}))
	defer close(over)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	_, err := b.send(ctx, b.c, m)
	require.Equal(t, app.CodeCancelled, b.proper(err).Code)
	require.True(t, protocol.MaybeDone(err))
}

// testSendNoAnswer: a provider that never answers is given up, and it stays open.
func (s Suite) testSendNoAnswer(t *testing.T, m protocol.TestMessage) {
	synctest.Test(t, func(t *testing.T) {
		b := s.with(t, "http://127.0.0.1:9", &http.Client{Transport: silent{}})
		start := time.Now()
		_, err := b.send(t.Context(), b.c, m)
		require.Equal(t, app.CodeProviderUnreachable, b.proper(err).Code)
		require.True(t, protocol.MaybeDone(err))
		require.Less(t, time.Since(start), 2*time.Minute)
	})
}
