package cloudshape

import (
	"strings"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// TestFailuresHaveWords: each code tells what happened and what to do, and none
// both passes and leaves it open.
func TestFailuresHaveWords(t *testing.T) {
	for code, f := range failures {
		require.False(t, f.What.IsEmpty() || f.Fix.IsEmpty(), code)
		require.False(t, f.Passing && f.Open, code)
		brief := f.Brief.String()
		require.True(t, brief != "" && len([]rune(brief)) <= 16 && !strings.HasSuffix(brief, "."), "%s %q", code, brief)
		require.NotContains(t, f.What.String()+f.Fix.String(), "!")
		require.True(t, strings.HasSuffix(f.What.String(), ".") && strings.HasSuffix(f.Fix.String(), "."), code)
	}
	for _, code := range []string{"130429", "131056", "80007", "4", "613"} {
		require.True(t, failures[code].Passing, code)
	}
	f, ok := Lookup("210")
	require.True(t, ok)
	require.Equal(t, noPermission, f)
	for _, code := range []string{"", "300", "x", "-1", "99999999999999999999"} {
		_, ok := Lookup(code)
		require.False(t, ok, code)
	}
	reason, _ := Explain("131053", "cannot fetch https://files.example.test for +62 812-5550-7001")
	require.Contains(t, reason.String(), "The message was not delivered: cannot fetch https://files.example.test for +62")
	require.NotContains(t, reason.String(), "5550-7001")
}

// TestPassedOn: a short code can be the other provider's own.
func TestPassedOn(t *testing.T) {
	f, ok := PassedOn("131026")
	require.True(t, ok)
	require.Equal(t, "No WhatsApp", f.Brief.String())
	for _, code := range []string{"", "0", "100", "190", "210", "80007", "999999"} {
		_, ok := PassedOn(code)
		require.False(t, ok, code)
	}
}

// TestCheck: what is wrong is told with its place.
func TestCheck(t *testing.T) {
	template := func(edit func(*protocol.TemplateMessage)) protocol.Outgoing {
		m := protocol.TemplateMessage{Name: "n", Language: "id", Body: []string{"a", "b"}, Header: &protocol.TemplateHeader{Kind: "text", Text: "x"}}
		edit(&m)
		return protocol.Outgoing{To: "+6281255507001", Template: &m}
	}
	require.Nil(t, Check(template(func(*protocol.TemplateMessage) {})))
	require.Nil(t, Check(template(func(m *protocol.TemplateMessage) { m.Body = []string{"four    blanks", strings.Repeat("é", 1000)} })))
	require.Nil(t, Check(protocol.Outgoing{Room: "r", Text: "with\na break\tand     blanks"}))
	button := func(kind, value string) protocol.Outgoing {
		return template(func(m *protocol.TemplateMessage) { m.Buttons = []protocol.TemplateButton{{Kind: kind, Value: value}} })
	}
	require.Nil(t, Check(button("copy_code", strings.Repeat("x", 20))))
	for field, list := range map[string][]protocol.Outgoing{
		"values": {
			template(func(m *protocol.TemplateMessage) { m.Body = []string{"a", strings.Repeat("é", 1024)} }),
			template(func(m *protocol.TemplateMessage) { m.Body = []string{"a\u2028b"} }),
			template(func(m *protocol.TemplateMessage) { m.Body = []string{"a\rb"} }),
		},
		"header": {
			template(func(m *protocol.TemplateMessage) { m.Header.Text = strings.Repeat("x", 61) }),
			template(func(m *protocol.TemplateMessage) { m.Header.Text = "" }),
			template(func(m *protocol.TemplateMessage) {
				m.Header = &protocol.TemplateHeader{Kind: "video", Link: "ftp://a/b"}
			}),
		},
		"buttons": {
			button("copy_code", strings.Repeat("x", 21)), button("url", "a b\n"), button("url", ""), button("phone", "1"),
			template(func(m *protocol.TemplateMessage) {
				m.Buttons = []protocol.TemplateButton{{Kind: "url", Value: "a"}, {Kind: "url", Value: "b"}}
			}),
			{Room: "r", Text: "x", Buttons: []protocol.ReplyButton{{ID: "a", Title: "A"}, {ID: "b", Title: "A"}}},
			{Room: "r", Text: "x", Buttons: []protocol.ReplyButton{{ID: "a", Title: ""}}},
		},
		"text": {{Room: "r", Text: " "}, {Room: "r", Text: strings.Repeat("é", 4097)}, {Room: "r", Text: "\xff"}},
		"to":   {{To: "0812", Text: "x"}},
		"id":   {{To: "+6281255507001", ID: "a b", Text: "x"}},
	} {
		for i, m := range list {
			e := Check(m)
			require.NotNil(t, e, "%s %d", field, i)
			require.Equal(t, field, e.Field, "%s %d: %s", field, i, e)
			require.Contains(t, []app.Code{app.CodeInvalid, app.CodeIncomplete}, e.Code)
			require.False(t, protocol.MaybeDone(e))
		}
	}
}
