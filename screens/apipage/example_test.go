package apipage

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/screens/frame/frametest"
)

func TestExamplesHaveTheAgentsValues(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.values = apikey.Values{To: "+628111222333", Template: app.TemplateMessage{Name: "card_update", Language: "id"}}
		s, shell := opened(ui, pageSize, d)
		copied := func() string { ui.Press("Copy the example"); return shell.Said[len(shell.Said)-1] }
		for _, l := range apikey.Languages {
			ui.Press(l.Label())
			code := copied()
			for _, want := range []string{"https://wa.banknusantara.example/v1/messages", "card_update", "+628111222333", apikey.KeyVariable} {
				assert.Contains(t, code, want, l)
			}
		}
		for _, o := range apikey.Operations {
			s.example.operation.SetValue(string(o))
			s.example.operation.OnChanged(string(o))
			ui.Settle()
			assert.Equal(t, o.Scope() == app.ScopeSend, strings.Contains(ui.Texts(), "It needs a key that may send."), o)
			assert.Equal(t, o.Scope() == app.ScopeSend, strings.Contains(ui.Texts(), "The same Idempotency-Key never sends twice, so"), o)
			assert.Contains(t, ui.Texts(), string(o)+".rb", "it says how to run it")
			assert.NotEmpty(t, copied())
		}
	})
}

func TestAnExampleThatCannotBeWrittenSaysWhy(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.view.PublicAddress = "wa.banknusantara.example"
		opened(ui, pageSize, d)
		assert.Contains(t, ui.Texts(), "The base address must be a whole web address")
		assert.True(t, ui.Control("Copy the example").Disabled())
	})
}

func TestRunningItNow(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, shell := opened(ui, pageSize, d)
		assert.Nil(t, ui.Control("Run it now"), "no template is known")
		s.example.operation.SetValue(string(apikey.SendText))
		s.example.operation.OnChanged("")
		ui.Settle()
		ui.Press("Run it now")
		ui.Type("0811-5550-0188")
		ui.Press("Send one message")
		assert.Contains(t, ui.Texts(), "This is the channel's own number.")
		ui.Type("x")
		ui.Press("Send one message")
		assert.Empty(t, d.sent)
		ui.Type("0812 5550 1423")
		d.failing = app.Invalid("to", "The window is closed.")
		ui.Press("Send one message")
		assert.Contains(t, ui.Texts(), "The window is closed.")
		d.failing = nil
		ui.Press("Send one message")
		require.Len(t, d.sent, 1)
		assert.Equal(t, "+6281255501423", d.sent[0].To)
		assert.Equal(t, app.Content{Text: "This is a test message."}, d.sent[0].Content)
		assert.Equal(t, []any{app.SourceWindow, app.Published}, []any{d.sent[0].Source, d.sent[0].Environment})
		assert.Equal(t, []string{"The message to +62 812-5550-1423 is on its way"}, shell.Said)
		require.Equal(t, "Open history", shell.Action)
		shell.Do()
		assert.Equal(t, "go history message=msg_01", shell.Last(), "it leads to this message")

		d.view.Agent.Sandbox = true
		s.Reload()
		ui.Settle()
		ui.Press("Run it now")
		assert.Contains(t, ui.Texts(), "Nothing leaves this computer.")
		assert.NotContains(t, ui.Texts(), "One real message is sent.")
	})
}
