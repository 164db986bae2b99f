package protocoltest

import (
	"context"
	"fmt"
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

// testSender: a message is sent once, and its failure says whether it may be sent
// again, may have gone out, or was refused.
func (s Suite) testSender(t *testing.T) {
	sender, ok := s.with(t, "http://127.0.0.1:9", nil).p.(protocol.Sender)
	if !ok {
		return
	}
	require.NotEmpty(t, s.Outgoing, "a sender without messages to try")
	require.GreaterOrEqual(t, sender.SessionButtons(), 0)
	for i, m := range s.Outgoing {
		name := "text"
		if m.Template != nil {
			name = "template"
		}
		t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) {
			t.Run("good provider", func(t *testing.T) { s.testSenderGood(t, m) })
			t.Run("not possible", func(t *testing.T) { s.testSenderNeeds(t, m) })
			t.Run("wrong message", func(t *testing.T) { s.testSenderWrong(t, m) })
			t.Run("refused", func(t *testing.T) { s.testSenderRefused(t, m) })
			t.Run("broken answers", func(t *testing.T) { s.testSenderBroken(t, m) })
			t.Run("redirect", func(t *testing.T) { s.testSenderRedirect(t, m) })
			t.Run("echoed secrets", func(t *testing.T) { s.testSenderEcho(t, m) })
			t.Run("not sent", func(t *testing.T) { s.testSenderNotSent(t, m) })
			t.Run("cancel", func(t *testing.T) { s.testSenderCancel(t, m) })
			t.Run("no answer", func(t *testing.T) { s.testSenderNoAnswer(t, m) })
		})
	}
}

func (b *bench) out(ctx context.Context, c protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	return b.p.(protocol.Sender).Send(ctx, c, m)
}

func (b *bench) needs(c protocol.Config, m protocol.Outgoing) *app.Error {
	return b.p.(protocol.Sender).Needs(c, m)
}

// testSenderGood: it is sent once, an id comes back, and neither the person nor
// the text stands in the log.
func (s Suite) testSenderGood(t *testing.T, m protocol.Outgoing) {
	var n atomic.Int64
	b := s.start(t, counting(&n, s.Good(t)))
	require.Nil(t, b.needs(b.c, m))
	require.Zero(t, n.Load(), "asking what is needed asked the provider")
	sent, err := b.out(t.Context(), b.c, m)
	require.NoError(t, err)
	require.NotEmpty(t, sent.MessageID+sent.Reference)
	require.EqualValues(t, 1, n.Load())
	b.noSecretIn(b.log.String(), sent.MessageID, sent.Reference)
	for _, private := range []string{m.To, m.Text, m.Name, m.ID} {
		if len(private) > 6 {
			require.NotContains(t, b.log.String(), private[1:])
		}
	}
}

// testSenderNeeds: with nothing filled in, it says what is missing and sends
// nothing.
func (s Suite) testSenderNeeds(t *testing.T, m protocol.Outgoing) {
	b := s.start(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was sent") }))
	empty := protocol.Config{Channel: app.Channel{Protocol: b.p.Declaration().ID}}
	e := b.needs(empty, m)
	require.NotNil(t, e)
	require.Equal(t, app.CodeIncomplete, b.proper(e).Code)
	require.NotEmpty(t, e.Field)
	_, err := b.out(t.Context(), empty, m)
	require.Equal(t, app.CodeIncomplete, b.proper(err).Code)
	require.False(t, protocol.MaybeDone(err) || protocol.Passing(err))
}

// testSenderWrong: what WhatsApp would refuse is said before it is sent.
func (s Suite) testSenderWrong(t *testing.T, m protocol.Outgoing) {
	b := s.start(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was sent") }))
	for i, edit := range wrongMessages(m) {
		broken := m
		if m.Template != nil {
			copied := *m.Template
			broken.Template = &copied
		}
		edit(&broken)
		_, err := b.out(t.Context(), b.c, broken)
		e := b.proper(err)
		require.Contains(t, []app.Code{app.CodeIncomplete, app.CodeInvalid, app.CodeUnsupported}, e.Code, "%d", i)
		require.False(t, protocol.MaybeDone(err) || protocol.Passing(err))
	}
}

func wrongMessages(m protocol.Outgoing) []func(*protocol.Outgoing) {
	long := make([]byte, 5000)
	for i := range long {
		long[i] = 'x'
	}
	out := []func(*protocol.Outgoing){
		func(m *protocol.Outgoing) { m.To = "081255507001" },
		func(m *protocol.Outgoing) { m.To = "6281255507001" },
		func(m *protocol.Outgoing) { m.To, m.Room = "", "" },
		func(m *protocol.Outgoing) { m.ID = "not a mark" },
		func(m *protocol.Outgoing) { m.ID = string(long[:65]) },
		func(m *protocol.Outgoing) { m.Text, m.Template = "", nil },
		func(m *protocol.Outgoing) { m.Text, m.Template = string(long), nil },
		func(m *protocol.Outgoing) { m.Text, m.Template = "a", &protocol.TemplateMessage{} },
	}
	if m.Template == nil {
		buttons := func(title string, n int) func(*protocol.Outgoing) {
			return func(m *protocol.Outgoing) {
				for i := range n {
					m.Buttons = append(m.Buttons, protocol.ReplyButton{ID: fmt.Sprint("b", i), Title: fmt.Sprint(title, i)})
				}
			}
		}
		return append(out, buttons("choice", 4), buttons("a title that is far too long", 1))
	}
	for _, v := range []string{"", "  ", "a\nb", "a\tb", "a     b", string(long), "\xff"} {
		out = append(out, func(m *protocol.Outgoing) { m.Template.Body = []string{v} })
	}
	return append(out,
		func(m *protocol.Outgoing) { m.Template.Language = "" },
		func(m *protocol.Outgoing) { m.Template.Name, m.Template.ID = "", "" },
		func(m *protocol.Outgoing) { m.Template.Header = &protocol.TemplateHeader{Kind: "film"} },
		func(m *protocol.Outgoing) {
			m.Template.Header = &protocol.TemplateHeader{Kind: "image", Link: "http://files.example.test/a.png"}
		},
		func(m *protocol.Outgoing) {
			m.Template.Buttons = []protocol.TemplateButton{{Index: 0, Kind: "call", Value: "x"}}
		},
		func(m *protocol.Outgoing) {
			m.Template.Buttons = []protocol.TemplateButton{{Index: -1, Kind: "url", Value: "x"}}
		},
	)
}

// testSenderRefused: a plain no was not carried out; one for the pace passes.
func (s Suite) testSenderRefused(t *testing.T, m protocol.Outgoing) {
	for _, status := range []int{400, 401, 403, 404, 422, 429} {
		var changes atomic.Int64
		b := s.start(t, answering(&changes, status, echoBody("no")))
		_, err := b.out(t.Context(), b.c, m)
		e := b.proper(err)
		require.Contains(t, []app.Code{app.CodeProviderRefused, protocol.CodeSlowDown}, e.Code, "%d", status)
		require.False(t, e.Fix.IsEmpty())
		require.False(t, protocol.MaybeDone(err), "%d", status)
		require.False(t, protocol.Passing(err) && status != http.StatusTooManyRequests, "%d", status)
		require.EqualValues(t, 1, changes.Load(), "%d: repeated or not sent", status)
	}
	for _, body := range []string{"{}", "", "<html>Too many</html>"} {
		b := s.start(t, answering(new(atomic.Int64), http.StatusTooManyRequests, body))
		_, err := b.out(t.Context(), b.c, m)
		require.True(t, protocol.Passing(err), "a bare 429 with %q: %v", body, err)
		require.False(t, protocol.MaybeDone(err))
	}
}

// testSenderBroken: an answer that nobody understands leaves it open.
func (s Suite) testSenderBroken(t *testing.T, m protocol.Outgoing) {
	empty := map[string]bool{"empty": true, "empty object": true, "wrong types": true}
	for name, handler := range broken() {
		var n atomic.Int64
		b := s.start(t, counting(&n, handler))
		sent, err := b.out(t.Context(), b.c, m)
		require.EqualValues(t, 1, n.Load(), "%s: repeated or not sent", name)
		if err == nil && empty[name] && s.ByStatus != nil && s.ByStatus(m) {
			require.Empty(t, sent.MessageID, name)
			continue
		}
		b.open(err, name)
		b.noSecretIn(b.log.String())
	}
}

// open fails unless the error leaves it open whether the message went out.
func (b *bench) open(err error, what string) {
	b.t.Helper()
	e := b.proper(err)
	require.True(b.t, protocol.MaybeDone(err), "%s: %s", what, err)
	require.False(b.t, protocol.Passing(err), what)
	require.True(b.t, e.Code == app.CodeCancelled || !e.Fix.IsEmpty(), what)
}

func (s Suite) testSenderRedirect(t *testing.T, m protocol.Outgoing) {
	var strayed, n atomic.Int64
	other := httptest.NewServer(counting(&strayed, http.NotFoundHandler()))
	defer other.Close()
	b := s.start(t, counting(&n, http.RedirectHandler(other.URL, http.StatusTemporaryRedirect)))
	_, err := b.out(t.Context(), b.c, m)
	b.open(err, "redirect")
	require.EqualValues(t, 1, n.Load())
	require.Zero(t, strayed.Load(), "a redirect was followed")
}

func (s Suite) testSenderEcho(t *testing.T, m protocol.Outgoing) {
	for _, status := range []int{200, 201, 400, 401, 422, 500} {
		b := s.start(t, echoing(status))
		sent, err := b.out(t.Context(), b.c, m)
		if err != nil {
			b.proper(err)
		}
		b.noSecretIn(b.log.String(), sent.MessageID, sent.Reference)
	}
}

// testSenderNotSent: what never left is known not to be done.
func (s Suite) testSenderNotSent(t *testing.T, m protocol.Outgoing) {
	b := s.start(t, http.NotFoundHandler())
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.out(ended, b.c, m)
	require.Equal(t, app.CodeCancelled, b.proper(err).Code)
	require.False(t, protocol.MaybeDone(err), "cancelled before")
	b.provider.Close()
	_, err = b.out(t.Context(), b.c, m)
	require.Equal(t, app.CodeProviderUnreachable, b.proper(err).Code)
	require.False(t, protocol.MaybeDone(err), "offline")
}

func (s Suite) testSenderCancel(t *testing.T, m protocol.Outgoing) {
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
	_, err := b.out(ctx, b.c, m)
	require.Equal(t, app.CodeCancelled, b.proper(err).Code)
	b.open(err, "cancelled under way")
}

func (s Suite) testSenderNoAnswer(t *testing.T, m protocol.Outgoing) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		b := s.with(t, "http://127.0.0.1:9", &http.Client{Transport: mute{&n}})
		start := time.Now()
		_, err := b.out(t.Context(), b.c, m)
		require.Equal(t, app.CodeProviderUnreachable, b.proper(err).Code)
		b.open(err, "no answer")
		require.EqualValues(t, 1, n.Load(), "repeated")
		require.Less(t, time.Since(start), 2*time.Minute)
	})
}

// mute counts and never answers.
type mute struct{ n *atomic.Int64 }

func (m mute) RoundTrip(r *http.Request) (*http.Response, error) {
	m.n.Add(1)
	return silent{}.RoundTrip(r)
}
