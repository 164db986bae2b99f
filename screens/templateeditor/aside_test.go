package templateeditor

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"

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

// What is wrong and not only empty stands in red also when the draft is opened again;
// what was chosen just now is empty by right.
func TestWrongWordsOfAnOldDraftAreProblems(t *testing.T) {
	d := whole()
	d.Design.Category, d.Design.Footer, d.Design.Header = app.CategoryMarketing, "", nil
	d.Design.Offer = &app.OfferDesign{Text: "Ends tonight, all houses"}
	d.Design.Buttons = []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Pay", URL: "pay.example"}, {Kind: app.ButtonPhone, Text: "Call"}}
	d.Design.Cards = []app.CardDesign{{Buttons: []app.ButtonDesign{{Kind: app.ButtonPhone, Phone: "call me"}}}}
	open := func(rule, part string) bool {
		s := &Screen{w: &work{d: *d, touched: map[string]bool{}}}
		return s.isOpen(protocol.TemplateFinding{Problem: true, Rule: rule, Part: part})
	}
	require.False(t, open("offer_text", "offer"))
	require.False(t, open("button_url", "buttons.0"))
	require.True(t, open("button_phone", "buttons.1"))
	require.False(t, open("button_phone", "cards.0.buttons.0"))
	require.True(t, open("button_label", "cards.0.buttons.0"))

	plain := whole()
	plain.Design.Category = app.CategoryMarketing
	onPage(t, plain, nil, func(ui *frametest.UI, _ *office, s *Screen) {
		s.form.special.ask(kindOffer)
		ui.Pass(time.Second)
		require.False(t, s.w.touched["offer"])
	})
}

// However long the template is, form, preview and verdict stay in sight.
func TestAllIsInSight(t *testing.T) {
	d := whole()
	d.Design.Category, d.Design.Cards = app.CategoryMarketing, newCarousel()
	onPage(t, d, nil, func(ui *frametest.UI, _ *office, s *Screen) {
		for _, size := range []fyne.Size{frametest.PageSize, frametest.PageSmall} {
			s.shell.Window().Resize(size)
			ui.Settle()
			foot := s.verdict.card.Position().Y + s.verdict.card.Size().Height
			require.LessOrEqual(t, s.ready.Position().Y+foot, size.Height, size)
			require.Greater(t, s.form.card.Size().Height, float32(200), size)
			require.Equal(t, s.form.card.Size().Height, s.preview.card.Size().Height)
		}
		s.shell.Window().Resize(fyne.NewSize(789, 474)) // a page of 1280x800 with text of 150 %
		ui.Settle()
		require.EqualValues(t, 789-48, s.form.card.Size().Width)
		require.Equal(t, []fyne.CanvasObject{s.preview.card}, s.form.under.Objects, "at the end of the form")
		require.LessOrEqual(t, s.verdict.card.Position().Y+s.verdict.card.Size().Height, float32(474-44))
		s.shell.Window().Resize(frametest.PageSize)
		ui.Settle()
		require.Empty(t, s.form.under.Objects)
		require.Contains(t, s.ready.Objects, s.preview.card)
	})
}

// A fix leads to what it is about, also when that was scrolled out of sight; what is
// opened at the foot of the form comes into sight too.
func TestAFixLeadsIntoSight(t *testing.T) {
	d := reminder()
	frametest.Run(t, kit.ModeLight, func(_ *testing.T, ui *frametest.UI) {
		o := newOffice()
		s := opened(ui, frametest.PageSmall, o, frame.DraftPart(o.keep(d).ID))
		insight := func() {
			f := s.shell.Window().Canvas().Focused().(fyne.CanvasObject)
			driver := fyne.CurrentApp().Driver()
			at, card := driver.AbsolutePositionForObject(f), driver.AbsolutePositionForObject(s.form.card)
			require.GreaterOrEqual(t, at.Y, card.Y)
			require.LessOrEqual(t, at.Y+f.Size().Height, card.Y+s.form.card.Size().Height)
		}
		ui.Press("Enter an example address")
		insight()
		ui.Press("Advanced")
		insight()
		s.lead("name", "name_missing")
		ui.Settle()
		insight()
	})
}
