package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/apikey/exampletest"
)

// Each example of each operation does in its own language what it says, at a real
// gateway with the simulated provider behind it; a key that was revoked is told.
func TestEveryExampleAtARealGateway(t *testing.T) {
	b := readyBench(t)
	key, ended := b.newKey("published", "Billing"), b.newKey("published", "Old")
	b.must("keys", "revoke", "Old", "--yes")
	s := b.serve()
	// A text needs a customer who wrote.
	body := metaInbound(b.values.WABAID, b.values.PhoneNumberID, "wamid.in1", "halo")
	hook := strings.TrimPrefix(s.started.Channels[0].WebhookURL, s.started.Public)
	status, answer := s.ask("POST", hook, body, "X-Hub-Signature-256", signature(b.values.AppSecret, body))
	require.Equal(t, 200, status, answer)
	status, sent := s.api("POST", "/v1/messages", `{"to":"+628123456789","text":"Halo"}`, key)
	require.Equal(t, 202, status, sent)

	values := apikey.Values{
		BaseURL: s.base + "/v1", To: "+628123456789", Text: "Your \"documents\" are ready: 100 % of them, it's done.", MessageID: sent["id"].(string),
		Template: app.TemplateMessage{Name: "hello_world", Language: "en_US"},
	}
	// As they are copied, one after the other.
	for _, o := range []apikey.Operation{apikey.SendTemplate, apikey.SendText} {
		e, err := apikey.Examples(o, apikey.CURL, values)
		require.NoError(t, err)
		out, ok := exampletest.Run(t, exampletest.Commands(apikey.CURL), e.File, e.Code, apikey.KeyVariable+"="+key)
		require.True(t, ok, "%s: %s", o, out)
	}
	t.Run("languages", func(t *testing.T) {
		for _, l := range apikey.Languages {
			commands := exampletest.Commands(l)
			if commands == nil {
				t.Logf("%s examples were not run: there is no %s on this computer", l.Label(), exampletest.Program(l))
				continue
			}
			t.Run(string(l), func(t *testing.T) {
				t.Parallel()
				for _, o := range apikey.Operations {
					mine := values
					mine.Idempotency = string(l) + "-" + string(o)
					e, err := apikey.Examples(o, l, mine)
					require.NoError(t, err)
					out, ok := exampletest.Run(t, commands, e.File, e.Code, apikey.KeyVariable+"="+key)
					require.True(t, ok, "%s: %s", o, out)
					assert.Contains(t, out, map[app.KeyScope]string{app.ScopeSend: "202", app.ScopeRead: "200"}[o.Scope()], o)
					assert.Contains(t, out, map[apikey.Operation]string{apikey.ReadChannel: "+6281155500188"}[o], o)
				}
				for _, o := range []apikey.Operation{apikey.SendText, apikey.GetMessage} {
					e, err := apikey.Examples(o, l, values)
					require.NoError(t, err)
					out, ok := exampletest.Run(t, commands, e.File, e.Code, apikey.KeyVariable+"="+ended)
					assert.False(t, ok, "%s with a key that ended", o)
					assert.Contains(t, out, "401")
					assert.Contains(t, out, `"code":"key_revoked"`)
				}
			})
		}
	})
	// What they had sent went out, each once.
	require.Eventually(t, func() bool {
		_, list := s.api("GET", "/v1/messages?limit=200", "", key)
		for _, m := range list["messages"].([]any) {
			if st := m.(map[string]any)["status"]; st == "queued" || st == "sending" {
				return false
			}
		}
		return true
	}, 60*time.Second, 100*time.Millisecond)
	_, list := s.api("GET", "/v1/messages?limit=200", "", key)
	texts := map[string]int{}
	for _, m := range list["messages"].([]any) {
		m := m.(map[string]any)
		assert.Contains(t, []string{"accepted", "sent", "delivered", "read"}, m["status"], m)
		texts[m["kind"].(string)]++
	}
	assert.Equal(t, texts["template"]+1, texts["text"], "one text by the test")
}
