package protocoltest

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// Webhooks describes what a provider posts.
type Webhooks struct {
	// Sign gives the headers with which the provider proves a body; nil where it
	// cannot sign.
	Sign func(c protocol.Config, body []byte) map[string]string
	// Ask gives the provider's question for a secret, and the right answer; nil
	// where it asks nothing.
	Ask func(secret string) (query url.Values, answer string)
	// Posts are good bodies by name.
	Posts map[string]string
	// Batch is a body with n states of different messages in one list.
	Batch func(n int) string
}

func (s Suite) testWebhooks(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	if _, ok := b.p.(protocol.WebhookReceiver); !ok {
		return
	}
	require.NotNil(t, s.Webhooks, "a receiver without posts to try")
	t.Run("signature", s.testSignature)
	t.Run("handshake", s.testHandshake)
	t.Run("posts", s.testPosts)
	t.Run("batch", s.testBatch)
	t.Run("damaged", s.testDamaged)
	t.Run("no post at all", s.testNoPost)
}

func (b *bench) receiver() protocol.WebhookReceiver { return b.p.(protocol.WebhookReceiver) }

func headers(h map[string]string) func(string) string {
	return func(name string) string {
		for n, v := range h {
			if strings.EqualFold(n, name) {
				return v
			}
		}
		return ""
	}
}

// testSignature: only the provider's own signature over these very bytes counts.
func (s Suite) testSignature(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	body := []byte(s.Webhooks.Batch(1))
	if s.Webhooks.Sign == nil {
		require.NoError(t, b.receiver().Verify(headers(nil), body, b.c))
		return
	}
	good := s.Webhooks.Sign(b.c, body)
	require.NoError(t, b.receiver().Verify(headers(good), body, b.c))
	refused := func(h map[string]string, body []byte, c protocol.Config) {
		t.Helper()
		e := b.proper(b.receiver().Verify(headers(h), body, c))
		require.Equal(t, app.CodeForbidden, e.Code)
		require.Error(t, e.Unwrap(), "a refusal without a cause for the log")
	}
	refused(nil, body, b.c)
	refused(good, append([]byte(" "), body...), b.c)
	refused(good, body[:len(body)-1], b.c)
	refused(good, nil, b.c)
	for name, value := range good {
		for _, other := range []string{"", value[:len(value)-1], value + "0", strings.Replace(value, "=", "", 1), "sha1=" + value, strings.Repeat("0", len(value))} {
			refused(map[string]string{name: other}, body, b.c)
		}
	}
	without := b.c
	without.Secrets = nil
	refused(good, body, without)
	refused(s.Webhooks.Sign(without, body), body, without)
}

// testHandshake: any of the given secrets answers, and no other one.
func (s Suite) testHandshake(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	const old, now = "previous-secret-0123456789", "present-secret-0123456789"
	secrets := []app.Secret{{}, app.NewSecret(now), app.NewSecret(old)}
	if s.Webhooks.Ask == nil {
		_, err := b.receiver().Handshake(url.Values{}, secrets)
		require.Equal(t, app.CodeUnsupported, b.proper(err).Code)
		return
	}
	for _, secret := range []string{old, now} {
		query, want := s.Webhooks.Ask(secret)
		answer, err := b.receiver().Handshake(query, secrets)
		require.NoError(t, err)
		require.Equal(t, want, answer)
	}
	for _, secret := range []string{"", "another", now + "0", now[1:]} {
		query, _ := s.Webhooks.Ask(secret)
		answer, err := b.receiver().Handshake(query, secrets)
		e := b.proper(err)
		require.Equal(t, app.CodeForbidden, e.Code)
		require.Empty(t, answer)
		require.NotContains(t, e.Error()+e.Detail, now)
	}
	query, _ := s.Webhooks.Ask("")
	for _, none := range [][]app.Secret{nil, {{}}, {app.NewSecret("")}} {
		_, err := b.receiver().Handshake(query, none)
		require.Equal(t, app.CodeForbidden, b.proper(err).Code)
	}
	_, err := b.receiver().Handshake(url.Values{}, secrets)
	require.Equal(t, app.CodeForbidden, b.proper(err).Code)
}

// parse takes a body apart and holds that each event is whole.
func (b *bench) parse(body string) []protocol.Received {
	b.t.Helper()
	out, err := b.receiver().Parse([]byte(body))
	if err != nil {
		e := b.proper(err)
		require.Equal(b.t, app.CodeInvalid, e.Code)
		require.Empty(b.t, out)
		require.Empty(b.t, e.Detail)
		return nil
	}
	for _, r := range out {
		checkReceived(b.t, r)
	}
	return out
}

var e164Shape = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// checkReceived: one thing only, with a key and with what it needs.
func checkReceived(t *testing.T, r protocol.Received) {
	t.Helper()
	n := 0
	for _, is := range []bool{r.Message != nil, r.Status != nil, r.Notice != nil, r.Unknown != ""} {
		if is {
			n++
		}
	}
	require.Equal(t, 1, n, "%+v", r)
	require.NotEmpty(t, r.Key)
	require.Less(t, len(r.Key), 1200)
	require.True(t, r.At.IsZero() || r.At.Year() > 2008 && r.At.Year() < 2200 && r.At.Location() == time.UTC)
	for name, value := range r.For {
		require.NotEmpty(t, value, name)
		require.Regexp(t, stableName, name)
	}
	if code := r.For["account_code"]; code != "" {
		require.Regexp(t, e164Shape, code)
	}
	phone := func(s string) { require.True(t, s == "" || e164Shape.MatchString(s), s) }
	if m := r.Message; m != nil {
		require.NotEmpty(t, m.ID)
		require.NotEmpty(t, m.Type)
		phone(m.From)
	}
	if st := r.Status; st != nil {
		require.NotEmpty(t, st.MessageID+st.OurID+st.Reference)
		require.Contains(t, []protocol.DeliveryState{protocol.StateSent, protocol.StateDelivered, protocol.StateRead, protocol.StateFailed}, st.State)
		require.Equal(t, st.State == protocol.StateFailed, !st.Reason.IsEmpty())
		require.Equal(t, st.State == protocol.StateFailed, !st.Fix.IsEmpty())
		phone(st.To)
	}
	if n := r.Notice; n != nil {
		require.Contains(t, []protocol.NoticeKind{protocol.NoticeTemplate, protocol.NoticeNumber, protocol.NoticeAccount}, n.Kind)
		require.NotEmpty(t, n.What)
		require.NotEmpty(t, n.Value)
		require.False(t, n.Text.IsEmpty())
	}
}

// testPosts: the same post gives the same events with the same keys, in whatever
// order its members stand; different events have different keys.
func (s Suite) testPosts(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	seen := map[string]protocol.Received{}
	for name, body := range s.Webhooks.Posts {
		out, err := b.receiver().Parse([]byte(body))
		require.NoError(t, err, name)
		b.parse(body)
		require.Equal(t, out, b.parse(reordered(t, body)), "%s: the order of members counts", name)
		for _, r := range out {
			for _, secret := range b.secrets() {
				require.NotContains(t, r.Key, secret)
			}
			if other, ok := seen[r.Key]; ok {
				require.Equal(t, other, r, "%s: another event has the key %s", name, r.Key)
			}
			seen[r.Key] = r
		}
	}
	require.NotEmpty(t, seen)
}

// reordered writes a body anew: members by name, with blanks between, and each
// number as it was.
func reordered(t *testing.T, body string) string {
	t.Helper()
	v := decoded(t, body)
	out, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return string(out)
}

func decoded(t *testing.T, body string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	return v
}

// testBatch: all of a large batch arrive, each with a key of its own, and twice
// the same batch gives the same keys.
func (s Suite) testBatch(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	const many = 1000
	body := s.Webhooks.Batch(many)
	out := b.parse(body)
	require.Len(t, out, many)
	keys := map[string]bool{}
	for _, r := range out {
		require.NotNil(t, r.Status)
		keys[r.Key] = true
	}
	require.Len(t, keys, many)
	require.Equal(t, out, b.parse(body))
}
