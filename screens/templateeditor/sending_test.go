package templateeditor

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
)

// uploading is a page on which a file is on its way to the provider, and stays so.
func uploading(t *testing.T, do func(ui *frametest.UI, o *office, s *Screen)) {
	file := filepath.Join(t.TempDir(), "card.png")
	require.NoError(t, os.WriteFile(file, []byte("\x89PNG\r\n\x1a\nrest of it"), 0o600))
	d := whole()
	d.Design.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: file, File: "card.png"}
	onPage(t, d, func(o *office) { o.fake.hold = make(chan struct{}) }, func(ui *frametest.UI, o *office, s *Screen) {
		ui.Press("Send for review")
		require.Contains(t, ui.Texts(), "Uploading card.png, 50 %")
		do(ui, o, s)
	})
}

// Whoever leaves the page and comes back sees how far the same submission is, and how
// it ends.
func TestASubmissionIsThereWhenOneComesBack(t *testing.T) {
	uploading(t, func(ui *frametest.UI, o *office, s *Screen) {
		s.Leave()
		ui.Enter(context.Background(), s, app.Draft, frame.DraftPart(7))
		ui.Pass(time.Second)
		require.Contains(t, ui.Texts(), "Uploading card.png, 50 %")
		require.NotContains(t, ui.Texts(), "Discard draft")
		require.True(t, s.locked() && s.verdict.send.Busy() && s.verdict.bar.Visible() && s.verdict.halt.Visible())
		o.fake.fails = app.NewError(app.CodeProviderUnreachable, app.Say("It broke off."))
		close(o.fake.hold)
		ui.Settle()
		require.Contains(t, ui.Texts(), "It broke off.")
		require.False(t, s.locked() || s.verdict.send.Busy() || s.verdict.bar.Visible() || s.verdict.halt.Visible())
	})
}

// Another draft is written and sent meanwhile, as if nothing else was under way.
func TestAnotherDraftIsSentMeanwhile(t *testing.T) {
	uploading(t, func(ui *frametest.UI, o *office, s *Screen) {
		other := reminder()
		other.ID, other.ChannelID, other.Name, other.Design.Header, other.Design.Buttons = 8, 1, "another_one", nil, nil
		o.rows.drafts[other.ID] = other
		s.Leave()
		ui.Enter(context.Background(), s, app.Draft, frame.DraftPart(8))
		ui.Pass(time.Second)
		require.NotContains(t, ui.Texts(), "Uploading")
		require.False(t, s.locked() || s.verdict.send.Busy() || s.verdict.bar.Visible() || s.verdict.halt.Visible())
		ui.Press("Send for review")
		require.Len(t, o.fake.sent, 1)
		close(o.fake.hold)
		ui.Settle()
		require.Len(t, o.fake.sent, 2, "the first one was not broken off")
		require.Empty(t, s.sending)
	})
}

// Whoever stops it by the keyboard has the keyboard on what goes on with it.
func TestStoppingLeavesTheKeyboardOnWhatGoesOn(t *testing.T) {
	uploading(t, func(ui *frametest.UI, o *office, s *Screen) {
		for ui.Focused() != "Stop" {
			ui.Key(fyne.KeyTab)
		}
		close(o.fake.hold)
		s.stopSending()
		ui.Settle()
		require.Equal(t, "Send for review", ui.Focused())
		require.False(t, s.locked() || s.verdict.send.Busy() || s.verdict.bar.Visible() || s.verdict.halt.Visible())
	})
}
