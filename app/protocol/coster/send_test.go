package coster_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

// outgoing are messages that the simulated Coster takes.
func outgoing(v sandbox.CosterValues) []protocol.Outgoing {
	return []protocol.Outgoing{
		{ID: "msg-0001", To: v.Customer, Name: "Rina Wulandari", Template: &protocol.TemplateMessage{
			Name: v.Template, Language: v.TemplateLanguage, Body: []string{"Rina", "Rp150.000"},
		}},
		{ID: "msg-0002", To: v.Customer, Template: &protocol.TemplateMessage{
			Name: v.CodeTemplate, Language: v.TemplateLanguage, Body: []string{"123456"},
			Buttons: []protocol.TemplateButton{{Index: 0, Kind: "url", Value: "123456"}},
		}},
		{ID: "msg-0003", To: v.Customer, Text: "Masih ada yang bisa dibantu?"},
	}
}

// TestSent: each message goes over its own host, and Coster finds nothing to
// object to.
func TestSent(t *testing.T) {
	b := newBench(t)
	for _, m := range outgoing(b.sample) {
		sent, err := b.p.Send(t.Context(), b.c, m)
		require.NoError(t, err)
		require.NotEmpty(t, sent.MessageID)
	}
	got := b.coster.Messages()
	require.Equal(t, []string{"push", "push", "conversation"}, []string{got[0].Host, got[1].Host, got[2].Host})
	require.Equal(t, "msg-0001", got[0].XID)
	require.Equal(t, []string{"123456", "123456"}, got[1].Values)
	require.Equal(t, "Masih ada yang bisa dibantu?", got[2].Text)
	require.Empty(t, b.coster.Violations())
}

// TestComponents: header and buttons have the form of Coster's own examples.
func TestComponents(t *testing.T) {
	var body string
	p := coster.New(coster.Options{HTTPClient: &http.Client{Transport: carrier(func(r *http.Request) (*http.Response, error) {
		raw, _ := io.ReadAll(r.Body)
		body = string(raw)
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(`{"messages":[{"id":"wamid.X","xid":"m"}]}`)),
		}, nil
	})}})
	sent, err := p.Send(t.Context(), config(sandbox.SampleCoster(""), "http://127.0.0.1:9"), protocol.Outgoing{
		ID: "m", To: "+6280000000201", Template: &protocol.TemplateMessage{
			Name: "invoice_reminder", Language: "id", Body: []string{"Rina"}, Header: &protocol.TemplateHeader{Kind: "text", Text: "INV-123"},
			Buttons: []protocol.TemplateButton{{Index: 0, Kind: "url", Value: "abc123"}},
		},
	})
	require.NoError(t, err)
	require.Equal(t, "wamid.X", sent.MessageID)
	require.JSONEq(t, `{"xid":"m","to":"6280000000201","type":"template","template":{"name":"invoice_reminder","language":{"policy":"deterministic","code":"id"},"components":[
		{"type":"header","parameters":[{"type":"text","text":"INV-123"}]},{"type":"body","parameters":[{"type":"text","text":"Rina"}]},
		{"type":"button","sub_type":"url","index":0,"parameters":[{"type":"text","text":"abc123"}]}]}}`, body)
}

type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

// TestNeeds: each kind of message needs its own token.
func TestNeeds(t *testing.T) {
	b := newBench(t)
	all := outgoing(b.sample)
	require.Zero(t, b.p.SessionButtons())
	delete(b.c.Secrets, "push_token")
	require.Equal(t, "push_token", b.p.Needs(b.c, all[0]).Field)
	require.Nil(t, b.p.Needs(b.c, all[2]))
	delete(b.c.Secrets, "conversation_token")
	require.Equal(t, "conversation_token", b.p.Needs(b.c, all[2]).Field)
	b.secret("conversation_token", b.sample.ConversationToken)
	buttons := all[2]
	buttons.Buttons = []protocol.ReplyButton{{ID: "a", Title: "b"}}
	require.Equal(t, app.CodeUnsupported, b.p.Needs(b.c, buttons).Code)
	without := all[2]
	without.ID = ""
	_, err := b.p.Send(t.Context(), b.c, without)
	require.Equal(t, "id", app.AsError(err).Field)
}
