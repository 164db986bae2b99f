package templateeditor

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"

	"github.com/stretchr/testify/require"
)

// What was put aside by choosing another kind of template comes back after the page,
// and the program, were closed.
func TestWhatWasPutAsideIsKeptWithTheDraft(t *testing.T) {
	d := whole()
	d.Design.Category = app.CategoryMarketing
	onPage(t, d, nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.special.ask(kindCards)
		ui.Settle()
		s.form.special.cards.body.insert("First card")
		s.form.special.ask(kindPlain)
		ui.Press("Take them away")
		s.form.head.askCategory(app.CategoryAuthentication)
		ui.Press("Make it a code template")
		ui.Pass(5 * time.Second)
		s.Leave()

		again := opened(ui, fyne.NewSize(1060, 1400), o, frame.DraftPart(7))
		require.NotNil(t, again.w.d.Design.Code)
		again.form.head.askCategory(app.CategoryMarketing)
		require.Equal(t, d.Design.Body, again.w.d.Design.Body)
		require.Equal(t, d.Design.Buttons, again.w.d.Design.Buttons)
		require.Equal(t, d.Labels, again.w.d.Labels)
		again.form.special.ask(kindCards)
		ui.Settle()
		require.Equal(t, "First card", again.w.d.Design.Cards[0].Body)
	})
}

// A draft whose submission broke off says so when it is opened again, and what was
// uploaded by then is known; while it is sent once more nothing is said of it.
func TestABrokenSubmissionIsTold(t *testing.T) {
	d := whole()
	d.Design.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: "/home/dewi/card.png", File: "card.png"}
	d.Problem = app.Say("The connection failed.")
	d.Uploads = []app.SampleUpload{{Path: "/home/dewi/card.png", Mark: "mark"}}
	onPage(t, d, nil, func(ui *frametest.UI, o *office, s *Screen) {
		require.Contains(t, ui.Texts(), "It was not sent: The connection failed.")
		require.Contains(t, ui.Texts(), "What was uploaded stays there. The next try goes on from it.")
		s.setSending(s.w, true, "Saving")
		require.NotContains(t, ui.Texts(), "It was not sent")
		s.stopSending()
		ui.Settle()
		require.Contains(t, ui.Texts(), "It was not sent: The connection failed.")
		require.False(t, s.locked())
	})
}
