package historypage

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
)

// Every control of the page can be reached by Tab and says what it is.
func TestTheKeyboardWalk(t *testing.T) {
	walk := []string{"Days: 19 Oct - 17 Nov", "Status, All", "Template, All", "Source, All", "Key, All", "Phone number or name", "Export CSV", "Messages"}
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		assert.Equal(t, append(slices.Clone(walk), "Older messages"), ui.Walk())
		w.filters.set(func(c *choice) { c.status = string(app.MessageFailed) })
		ui.Settle()
		assert.Contains(t, ui.Walk(), "Status, Failed")
		w.filters.clear()
		ui.Settle()
		w.pick(ui, 2)
		assert.Equal(t, append(slices.Clone(walk), "Older messages", "Close", "Send again", "Copy details"), ui.Walk())
	})
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSmall, "")
		assert.Equal(t, []string{"Days: 19 Oct - 17 Nov", "Status, All", "Template, All", "More filters", "Phone number or name", "Export CSV", "Messages"}, ui.Walk()[:7])
	})
}

// With text of 150 % there is room for the search still, and every filter is a step
// away.
func TestFiltersFoldInTheNarrowestWindow(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, fyne.NewSize(780, 641), "")
		assert.NotContains(t, ui.Walk(), "Template, All")
		assert.GreaterOrEqual(t, w.filters.search.Size().Width, float32(160))
		ui.Press("More filters")
		ui.Press("Template, All")
		ui.Key(fyne.KeyDown)
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "card_delivery_update", w.filters.chosen.template)
		assert.Contains(t, ui.Texts(), "Showing 1-3 of 3")
	})
}

// What comes in while somebody reads takes the keyboard from nobody.
func TestTheKeyboardStaysOnTheButtonsOfTheDrawer(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.pick(ui, 2)
		for ui.Focused() != "Copy details" {
			ui.Key(fyne.KeyTab)
		}
		w.history.list[2].ReadAt = now
		w.Reload()
		ui.Settle()
		assert.True(t, focused(w.detail.copied))
		w.history.list[2].Status, w.history.list[2].FailedAt = app.MessageDelivered, time.Time{}
		w.Reload()
		ui.Settle()
		assert.True(t, focused(w.detail.copied), "also when Send again is gone")
	})
}

// The list of usual spans is walked with the arrows, from the one that is chosen on.
func TestArrowsMoveAmongTheSpans(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.filters.span.Focus()
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "Last 30 days", ui.Focused())
		ui.Key(fyne.KeyDown)
		ui.Key(fyne.KeyDown)
		ui.Key(fyne.KeyDown)
		assert.Equal(t, "All time", ui.Focused())
		ui.Key(fyne.KeyUp)
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, spanQuarter, w.filters.chosen.span)
		assert.Zero(t, ui.Layers())
	})
}

// A button that goes with what it does leaves the keyboard to what comes.
func TestTheKeyboardIsNotLostWithAButton(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, frame.HistoryPart(frame.HistoryLink{Status: app.MessageCancelled}))
		for ui.Focused() != "Look at all time" {
			ui.Key(fyne.KeyTab)
		}
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "Phone number or name", ui.Focused(), "still nothing")
		for ui.Focused() != "Clear filters" {
			ui.Key(fyne.KeyTab)
		}
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "Messages", ui.Focused())
	})
}
