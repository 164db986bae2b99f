package apikey_test

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/apikey/exampletest"
)

// asked is what a server was asked.
type asked struct {
	method, uri string
	header      http.Header
	body        string
}

// listener is a server that remembers requests and answers with a status.
type listener struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []asked
}

func newListener(t *testing.T) *listener {
	l := &listener{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.got = append(l.got, asked{r.Method, r.RequestURI, r.Header, string(body)})
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(l.status)
		_, _ = io.WriteString(w, `{"answer": 42}`)
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *listener) take(status int) (got []asked) {
	l.mu.Lock()
	defer l.mu.Unlock()
	got, l.got, l.status = l.got, nil, status
	return got
}

// nasty has everything that means something in some language.
const nasty = "\"quoted\" 'single' \\ \\n \\u0041 \\x41 ${HOME} $HOME #{1} #$0 `id` $(id) %s %d {{.X}} ? <b> & * ; | ~ ! line\nline\r\ttab \x00\x01\x1b é 你好 😀 \u2028 \u202e \ufeff \u0085 */ // -- <?php ?> \"\"\" ''' @\"x\""

func nastyValues(base string) apikey.Values {
	return apikey.Values{
		BaseURL: base + "/o'hare/$HOME/(x)/v1/", To: "+6281255501423", Text: nasty, MessageID: "msg_'\"\\/$x`y` z", Idempotency: "it's-$HOME-`id`-\"\\-#{1}",
		Template: app.TemplateMessage{
			Name: "installment_reminder", Language: "id", ID: nasty, Body: []string{nasty, "Rp 4,250,000", ""}, Names: []string{"who", nasty, "rest"},
			Header:  &app.TemplateHeader{Kind: "document", Link: "https://files.example/a.pdf?x='1'&y=$2", Filename: "a b.pdf"},
			Buttons: []app.TemplateButton{{Index: 1, Kind: "url", Value: "20418"}, {Index: 2, Kind: "copy_code", Value: nasty}},
			Cards: []app.TemplateCard{
				{Header: &app.TemplateHeader{Kind: "image", Link: "https://files.example/1.png"}, Body: []string{nasty}, Buttons: []app.TemplateButton{{Index: 0, Kind: "url", Value: "a"}}},
				{Header: &app.TemplateHeader{Kind: "location", Place: &app.Place{Latitude: -6.1754, Longitude: 106.8272, Name: nasty, Address: "Jakarta"}}},
			},
		},
	}
}

const sampleKey = "cdk_pub_0123456789"

// wanted is what must arrive for an operation.
func wanted(o apikey.Operation, v apikey.Values) (method, uri string, body any) {
	const base = "/o'hare/$HOME/(x)/v1"
	switch o {
	case apikey.SendTemplate:
		return "POST", base + "/messages", map[string]any{"to": v.To, "template": v.Template}
	case apikey.SendText:
		return "POST", base + "/messages", map[string]any{"to": v.To, "text": v.Text}
	case apikey.GetMessage:
		return "GET", base + "/messages/msg_%27%22%5C%2F$x%60y%60%20z", nil
	case apikey.ListMessages:
		return "GET", base + "/messages?limit=20", nil
	case apikey.ListTemplates:
		return "GET", base + "/templates", nil
	}
	return "GET", base + "/channel", nil
}

// Every example of every language that this computer can run asks exactly what it
// should, whatever the values hold.
func TestEveryExampleRuns(t *testing.T) {
	for _, l := range apikey.Languages {
		commands := exampletest.Commands(l)
		if commands == nil {
			t.Logf("%s examples were not run: there is no %s on this computer", l.Label(), exampletest.Program(l))
			continue
		}
		if testing.Short() && (l == apikey.Java || l == apikey.CSharp) {
			t.Logf("%s examples are only run at a real gateway: they take long to compile", l.Label())
			continue
		}
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			server := newListener(t)
			v := nastyValues(server.URL)
			for _, o := range apikey.Operations {
				server.take(http.StatusAccepted)
				e, err := apikey.Examples(o, l, v)
				require.NoError(t, err)
				out, ok := exampletest.Run(t, commands, e.File, e.Code, apikey.KeyVariable+"="+sampleKey)
				require.True(t, ok, "%s\n%s", out, e.Code)
				assert.Contains(t, out, "202")
				assert.Contains(t, out, `{"answer": 42}`)
				got := server.take(http.StatusAccepted)
				require.Len(t, got, 1, e.Code)
				requireAsked(t, o, v, got[0])
			}
			requireAnyString(t, commands, server, v, l)
			requireFailure(t, commands, server, v, l)
		})
	}
}

func requireAsked(t *testing.T, o apikey.Operation, v apikey.Values, got asked) {
	t.Helper()
	method, uri, body := wanted(o, v)
	assert.Equal(t, method, got.method)
	assert.Equal(t, uri, got.uri)
	assert.Equal(t, []string{"Bearer " + sampleKey}, got.header["Authorization"])
	assert.Equal(t, []string{"application/json"}, got.header["Accept"])
	if body == nil {
		assert.Empty(t, got.body)
		assert.Empty(t, got.header["Idempotency-Key"])
		return
	}
	kind, _, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	require.NoError(t, err)
	assert.Equal(t, "application/json", kind)
	assert.Equal(t, []string{v.Idempotency}, got.header["Idempotency-Key"])
	want, err := json.Marshal(body)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), got.body)
}

// requireAnyString sends many strings that are put together by chance.
func requireAnyString(t *testing.T, commands []string, server *listener, v apikey.Values, l apikey.Language) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	chance, pieces := rand.New(rand.NewPCG(seed, 0)), []rune(nasty)
	v.Template.Body = nil
	for range 300 {
		var b strings.Builder
		for range chance.IntN(12) {
			if chance.IntN(3) > 0 {
				b.WriteRune(pieces[chance.IntN(len(pieces))])
			} else if r := rune(chance.IntN(0x10FFFF)); utf8.ValidRune(r) {
				b.WriteRune(r)
			}
		}
		v.Template.Body = append(v.Template.Body, b.String())
	}
	server.take(http.StatusAccepted)
	e, err := apikey.Examples(apikey.SendTemplate, l, v)
	require.NoError(t, err)
	out, ok := exampletest.Run(t, commands, e.File, e.Code, apikey.KeyVariable+"="+sampleKey)
	require.True(t, ok, out)
	got := server.take(http.StatusAccepted)
	require.Len(t, got, 1)
	requireAsked(t, apikey.SendTemplate, v, got[0])
}

// requireFailure looks at what goes wrong: the server refuses, there is no key,
// there is no server.
func requireFailure(t *testing.T, commands []string, server *listener, v apikey.Values, l apikey.Language) {
	t.Helper()
	for _, o := range []apikey.Operation{apikey.SendText, apikey.ReadChannel} {
		e, err := apikey.Examples(o, l, v)
		require.NoError(t, err)
		server.take(http.StatusUnprocessableEntity)
		out, ok := exampletest.Run(t, commands, e.File, e.Code, apikey.KeyVariable+"="+sampleKey)
		assert.False(t, ok, "a refusal is a failure")
		assert.Contains(t, out, "422")
		assert.Contains(t, out, `{"answer": 42}`)
		server.take(http.StatusAccepted)
	}
	e, err := apikey.Examples(apikey.ReadChannel, l, v)
	require.NoError(t, err)
	out, ok := exampletest.Run(t, commands, e.File, e.Code)
	assert.False(t, ok)
	assert.Contains(t, out, "Set "+apikey.KeyVariable+" first.")
	assert.Empty(t, server.take(http.StatusAccepted), "nothing is asked without a key")
	server.Close()
	_, ok = exampletest.Run(t, commands, e.File, e.Code, apikey.KeyVariable+"="+sampleKey)
	assert.False(t, ok, "nobody answers")
}
