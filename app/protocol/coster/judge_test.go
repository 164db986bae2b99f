package coster

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

const (
	testConversation = "conversation-token-0123456789abcdef"
	testPush         = "push-token-0123456789abcdef01234567"
	testAccount      = "aaaaaaaa000011eebbbbcccccccccccc"
	testDivision     = "dddddddd000011eebbbbcccccccccccc"
)

func testConfig() protocol.Config {
	return protocol.Config{
		Channel: app.Channel{Protocol: ID, Fields: map[string]string{fieldAccount: testAccount, fieldDivision: testDivision}},
		Secrets: map[string]app.Secret{secretConversation: app.NewSecret(testConversation), secretPush: app.NewSecret(testPush)},
	}
}

func testSending(t testing.TB, push bool) sending {
	k, bad := New(Options{}).connect(testConfig())
	require.Nil(t, bad)
	s := sending{k: k, secret: secretConversation, push: push, mark: "1700000001"}
	if push {
		s.secret = secretPush
	}
	return s
}

// TestJudged: the body decides, the status only where the body says nothing.
func TestJudged(t *testing.T) {
	for _, c := range []struct {
		push   bool
		status int
		body   string
		id     string
		code   app.Code
		words  string
	}{
		{true, 200, `{"meta":{},"messages":[{"id":"wamid.X","xid":"1700000001"}]}`, "wamid.X", "", ""},
		{true, 201, `{"messages":[{"id":"wamid.X","xid":1700000001}],"errors":null,"error":null}`, "wamid.X", "", ""},
		{true, 200, `{"messages":[{"id":"wamid.X"}],"errors":[]}`, "wamid.X", "", ""},
		{true, 200, `{"messages":[{"id":"wamid.X"}],"errors":[{"code":0,"title":"Success"}]}`, "wamid.X", "", ""},
		{true, 200, `{"messages":[{"id":"wamid.X"}],"errors":[{"code":"0"}]}`, "wamid.X", "", ""},
		{true, 200, `{"messages":[{"id":"wamid.X","xid":"another"}]}`, "", app.CodeProviderAnswer, "another message than ours"},
		{true, 200, `{"messages":[{"id":"wamid.X"}],"errors":[{"code":1006}]}`, "", app.CodeProviderAnswer, "at the same time"},
		{true, 200, `{"messages":[]}`, "", app.CodeProviderAnswer, "no message ID"},
		{true, 200, ``, "", app.CodeProviderAnswer, "no message ID"},
		{true, 200, `null`, "", app.CodeProviderAnswer, "no message ID"},
		{true, 200, `{"code":200,"message":"OK"}`, "", app.CodeProviderAnswer, "no message ID"},
		{true, 200, `{"errors":[{"code":1006,"title":"Required parameter is missing or invalid","details":"Unknown Contact"}]}`, "", app.CodeProviderRefused, "does not know this phone number"},
		{true, 500, `{"errors":[{"code":1006,"title":"Required parameter","details":"to +62 811-5550-0188"}]}`, "", app.CodeProviderRefused, "Coster refused: Required parameter: to +62***"},
		{true, 500, `{"error":{"code":"2001","detail":"x"}}`, "", app.CodeProviderRefused, "no such template"},
		{true, 500, `{"errors":[{"code":470}]}`, "", app.CodeProviderRefused, "only a template"},
		{true, 200, `{"errors":[{"code":987654,"title":"Something new"}]}`, "", app.CodeProviderRefused, "Coster refused: Something new"},
		{true, 400, `{"errors":["plain words"]}`, "", app.CodeProviderRefused, "Coster refused: plain words"},
		{true, 401, `{"errors":[{"code":1006}]}`, "", app.CodeProviderRefused, "no longer accepts the token"},
		{true, 200, `{"errors":[{"code":1005,"title":"Access denied"}]}`, "", app.CodeProviderRefused, "no longer accepts the token"},
		{true, 401, `{}`, "", app.CodeProviderRefused, "no longer accepts the token"},
		{true, 401, ``, "", app.CodeProviderRefused, "no longer accepts the token"},
		{true, 403, `{}`, "", app.CodeProviderRefused, "does not allow this"},
		{true, 404, `{}`, "", app.CodeProviderRefused, "Account ID"},
		{true, 429, `{}`, "", protocol.CodeSlowDown, "slow down"},
		{true, 400, `{"message":"bad ` + testPush + `"}`, "", app.CodeProviderRefused, "bad ***"},
		{true, 500, `{}`, "", app.CodeProviderUnreachable, "may have gone out"},
		{true, 503, ``, "", app.CodeProviderUnreachable, "may have gone out"},
		{true, 500, `{"messages":[{"id":"wamid.X"}]}`, "", app.CodeProviderUnreachable, "may have gone out"},
		{true, 500, `{"errors":[{"code":1000,"title":"Generic error"}]}`, "", app.CodeProviderUnreachable, "may have gone out"},
		{true, 200, `{"errors":{}}`, "", app.CodeProviderRefused, "Coster refused the message"},
		{false, 200, ``, "", "", ""},
		{false, 200, `{}`, "", "", ""},
		{false, 200, `{"code":200,"message":"OK","servertime":1763800000}`, "", "", ""},
		{false, 200, `{"messages":[{"id":"wamid.Y"}]}`, "wamid.Y", "", ""},
		{false, 200, `{"code":401,"message":"token expired"}`, "", app.CodeProviderRefused, "Coster refused: token expired"},
		{false, 200, `{"success":false,"message":"no"}`, "", app.CodeProviderRefused, "Coster refused: no"},
		{false, 200, `{"status":"error"}`, "", app.CodeProviderRefused, "Coster refused the message"},
		{false, 200, `[]`, "", app.CodeProviderAnswer, "no message ID"},
		{false, 200, `null`, "", app.CodeProviderAnswer, "no message ID"},
	} {
		s := testSending(t, c.push)
		id, e := s.judge(c.status, []byte(c.body))
		if c.code == "" {
			require.Nil(t, e, "%d %s", c.status, c.body)
			require.Equal(t, c.id, id)
			continue
		}
		require.NotNil(t, e, "%d %s", c.status, c.body)
		require.Equal(t, c.code, e.Code, "%d %s", c.status, c.body)
		require.Contains(t, e.What.String(), c.words)
		require.False(t, e.Fix.IsEmpty())
		require.NotEmpty(t, e.Detail)
		require.Equal(t, c.code != app.CodeProviderRefused && !protocol.Passing(e), protocol.MaybeDone(e))
		require.NotContains(t, e.Error(), "5550")
	}
}

// TestRulesHaveWords: each code tells what happened and what to do, and only
// trouble of Coster's own leaves it open.
func TestRulesHaveWords(t *testing.T) {
	for code, r := range rules {
		require.NotEmpty(t, r.what.String(), code)
		require.NotEmpty(t, r.fix.String(), code)
		require.NotContains(t, r.what.String()+r.fix.String(), "!")
		require.Equal(t, r.open, r.what.String() == serverTrouble.what.String(), code)
	}
}

// carrier answers requests without a network.
type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

// TestRequestForm: both calls are as Coster's integrators make them, and each
// host gets its own token only.
func TestRequestForm(t *testing.T) {
	var got *http.Request
	var body string
	p := New(Options{HTTPClient: &http.Client{Transport: carrier(func(r *http.Request) (*http.Response, error) {
		raw, _ := io.ReadAll(r.Body)
		got, body = r, string(raw)
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(`{"messages":[{"id":"wamid.X"}]}`)),
		}, nil
	})}})
	_, err := p.SendTest(t.Context(), testConfig(), protocol.TestMessage{
		ID: "inv-2026-000123", To: "+6280000000201", Template: "invoice_reminder", Language: "id", Values: []string{"Rina", "Rp150.000"},
	})
	require.NoError(t, err)
	require.Equal(t, "POST https://m2m.coster.id/v1/"+testAccount+"/messages", got.Method+" "+got.URL.String())
	require.Equal(t, "Bearer "+testPush, got.Header.Get("Authorization"))
	require.Equal(t, "application/json", got.Header.Get("Content-Type"))
	require.Empty(t, got.Header.Get("x-access-token"))
	require.Equal(t, `{"xid":"inv-2026-000123","to":"6280000000201","type":"template","template":{"name":"invoice_reminder",`+
		`"language":{"policy":"deterministic","code":"id"},"components":[{"type":"body","parameters":[`+
		`{"type":"text","text":"Rina"},{"type":"text","text":"Rp150.000"}]}]}}`, body)

	_, err = p.SendTest(t.Context(), testConfig(), protocol.TestMessage{ID: "a", To: "+6280000000201", Template: "plain", Language: "id"})
	require.NoError(t, err)
	require.NotContains(t, body, "components")

	_, err = p.SendTest(t.Context(), testConfig(), protocol.TestMessage{ID: "test-2", To: "+6280000000201", Text: "Halo"})
	require.NoError(t, err)
	require.Equal(t, "POST https://api.coster.id/bot/webhook", got.Method+" "+got.URL.String())
	require.Equal(t, testConversation, got.Header.Get("x-access-token"))
	require.Empty(t, got.Header.Get("Authorization"))
	require.Equal(t, `{"xid":"test-2","channel_id":"whatsapp-cloud","account_id":"`+testAccount+`","division_id":"`+testDivision+`",`+
		`"is_helpdesk":false,"message_type":"outbound","data":{"messaging_product":"whatsapp","recipient_type":"individual",`+
		`"to":"6280000000201","type":"text","text":{"body":"Halo"}}}`, body)
}

// TestTokenRefusedInPlainWords: a 401 without JSON still names the token; a web
// page with that status is somebody else's.
func TestTokenRefusedInPlainWords(t *testing.T) {
	for contentType, want := range map[string]app.Code{"text/plain": app.CodeProviderRefused, "text/html": app.CodeProviderAnswer} {
		p := New(Options{HTTPClient: &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: 401, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader("Unauthorized")),
			}, nil
		})}})
		_, err := p.SendTest(t.Context(), testConfig(), protocol.TestMessage{ID: "a", To: "+6280000000201", Text: "Halo"})
		require.Equal(t, want, app.ErrorCode(err))
		require.Equal(t, want != app.CodeProviderRefused, protocol.MaybeDone(err))
	}
}

// TestMessageIsCheckedFirst: what cannot be right is said before anything is sent.
func TestMessageIsCheckedFirst(t *testing.T) {
	p := New(Options{HTTPClient: &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return nil, io.EOF
	})}})
	good := protocol.TestMessage{ID: "a", To: "+6280000000201", Template: "t", Language: "id", Values: []string{"x"}}
	for field, edit := range map[string]func(*protocol.TestMessage){
		"to":       func(m *protocol.TestMessage) { m.To = "+62 800 0000 0201" },
		"id":       func(m *protocol.TestMessage) { m.ID = strings.Repeat("x", 65) },
		"text":     func(m *protocol.TestMessage) { m.Template, m.Text = "", strings.Repeat("é", 4097) },
		"language": func(m *protocol.TestMessage) { m.Language = "" },
		"template": func(m *protocol.TestMessage) { m.Template = strings.Repeat("t", 513) },
		"values":   func(m *protocol.TestMessage) { m.Values = []string{"x", " "} },
	} {
		m := good
		edit(&m)
		_, err := p.SendTest(t.Context(), testConfig(), m)
		require.Equal(t, field, app.AsError(err).Field)
		require.False(t, protocol.MaybeDone(err))
	}
}

// FuzzAnswers: no answer makes the parser panic, is taken for a result without
// an id on the push host, or lets a token through.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `{"messages":[{"id":1,"xid":1e99}]}`, `{"messages":[null],"errors":[null]}`,
		`{"errors":[{"code":1006,"title":"x","details":"Unknown Contact"}]}`, `{"error":{"code":"1005","detail":"` + testPush + `"}}`,
		`{"errors":{"code":{}},"error":[[]]}`, `{"errors":"` + testConversation + `"}`, `{"code":"401","success":false,"message":{}}`,
		`{"messages":[{"id":"` + testPush + `"}]}`,
	} {
		for _, status := range []int{200, 400, 401, 500} {
			f.Add(status, []byte(seed))
		}
	}
	push, session := testSending(f, true), testSending(f, false)
	f.Fuzz(func(t *testing.T, status int, raw []byte) {
		for _, s := range []sending{push, session} {
			id, e := s.judge(status, raw)
			require.NotContains(t, id, testPush)
			if e == nil {
				require.False(t, s.push && id == "" && len(readReply(raw).id) == 0)
				continue
			}
			require.Empty(t, id)
			require.False(t, e.What.IsEmpty())
			require.False(t, e.Fix.IsEmpty())
			require.NotContains(t, e.LogValue().String()+e.Error(), testPush)
			require.NotContains(t, e.LogValue().String()+e.Error(), testConversation)
		}
	})
}
