package screens

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/kit"
)

func TestClosingWaitsForWhatIsSaved(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		d.channel.saving = true
		d.overview.field.Focus()
		d.Type("last words")
		d.w.Quit()
		d.Settle()
		assert.False(t, d.w.ended())
		assert.Contains(t, d.overview.said, "typed last words")
		d.channel.finishing[0]()
		assert.True(t, d.w.ended())
		assert.Equal(t, "leave", d.overview.said[len(d.overview.said)-1])
		before := len(d.deps.calls)
		d.bus.Publish(app.Event{Kind: app.AgentsChanged})
		d.Pass(time.Minute)
		assert.Len(t, d.deps.calls, before, "no event is heard any more")
		d.w.Quit()
		d.Settle()
	})
	started(t, two(), func(t *testing.T, d *desk) {
		d.channel.saving = true
		d.w.askToQuit()
		d.Pass(savingLimit + time.Second)
		assert.True(t, d.w.ended(), "not for ever")
	})
}

func TestTheClipboardIsClearedOnlyOfTheSecret(t *testing.T) {
	secret, other := app.NewSecret("EAAsecret"), app.NewSecret("EAAother")
	started(t, two(), func(t *testing.T, d *desk) {
		board := d.App.Clipboard()
		d.w.CopySecret(secret, "Token copied")
		d.Pass(channel.ClipboardFor - time.Second)
		assert.Equal(t, "EAAsecret", board.Content())
		d.w.CopySecret(other, "Token copied")
		d.Pass(2 * time.Second)
		assert.Equal(t, "EAAother", board.Content(), "its minute began anew")
		d.Pass(channel.ClipboardFor)
		assert.Empty(t, board.Content())
		d.w.CopySecret(secret, "Token copied")
		board.SetContent("something else")
		d.Pass(channel.ClipboardFor * 2)
		assert.Equal(t, "something else", board.Content())
		d.w.CopySecret(secret, "Token copied")
		d.w.quit()
		assert.Empty(t, board.Content(), "closing clears it at once")
	})
}

func TestDiagnosticsAndHelp(t *testing.T) {
	deps := two()
	deps.diag = "Channel Desk 1, number +62 8xx"
	started(t, deps, func(t *testing.T, d *desk) {
		d.Press("Dewi Kartika")
		assert.Contains(t, d.Texts(), "Ctrl Shift P")
		d.Type("copy d")
		d.Key(fyne.KeyReturn)
		assert.Equal(t, deps.diag, d.App.Clipboard().Content())
		for _, page := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.KeyComma} {
			d.Ctrl(page)
			d.Key(fyne.KeyF1)
			assert.Equal(t, 1, d.Layers())
			assert.Equal(t, "Close", d.Focused())
			d.Key(fyne.KeyReturn)
			assert.Zero(t, d.Layers())
		}
	})
}

func TestFullScreenKeepsTheWindowBehindIt(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		closed := 0
		d.overview.field.Focus()
		d.w.SetFullScreen(kit.NewLine("A large code", kit.Body, kit.Text), func() { closed++ })
		assert.NotContains(t, d.Texts(), "Overview page")
		d.w.SetTheme(kit.ModeDark, "dark")
		d.Ctrl(fyne.Key2)
		assert.Empty(t, d.channel.said)
		d.Key(fyne.KeyEscape)
		assert.Equal(t, 1, closed)
		assert.Contains(t, d.Texts(), "Overview page")
		assert.Equal(t, "Overview field", d.Focused())
		assert.Equal(t, "dark", d.deps.prefs[app.SettingTheme])
		d.w.SetFullScreen(kit.NewLine("A large code", kit.Body, kit.Text), nil)
		d.Key(fyne.KeyF11)
		assert.NotContains(t, d.Texts(), "A large code")
	})
}
