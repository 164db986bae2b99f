package sendpage

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// A message that failed says why in short; what was meant, what to do and which row of
// the file it was stand in the tip.
func TestFailuresHaveShortNames(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		d := running()
		p, _ := followed(ui, pageSize, d)
		note := func(row int) kit.Cell {
			cells := latestRow(p.latest.list[row], p.got.names).Cells
			return cells[len(cells)-1]
		}
		assert.Equal(t, kit.Cell{
			Text: "No WhatsApp", Tip: "Row 1,404: This number is not on WhatsApp. Ask the client to check these numbers.", Token: kit.Text2,
		}, note(2))
		assert.Equal(t, kit.Cell{Token: kit.Text2}, note(0), "it was sent")
		assert.Contains(t, ui.Texts(), "No WhatsApp")
		assert.Contains(t, ui.Texts(), "This number is not on WhatsApp", "why they failed is told in full")

		// A failure without a name, and names that cannot be read.
		d.latest[2].Code = "999"
		p.readNow()
		ui.Settle()
		assert.Equal(t, "This number is not on WhatsApp", note(2).Text)
		d.latest[2].Code, d.unnamed = "131026", app.NewError(app.CodeInternal, app.Say("The database cannot be read."))
		p.readNow()
		ui.Settle()
		assert.Equal(t, "This number is not on WhatsApp", note(2).Text)
		assert.Contains(t, note(2).Tip, "Row 1,404")
	})
}

// In the small window a short reason still has its column.
func TestTheNoteStaysInTheSmallWindow(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		followed(ui, pageSmall, running())
		assert.Contains(t, ui.Texts(), "Note")
		assert.Contains(t, ui.Texts(), "No WhatsApp")
		assert.Contains(t, ui.Texts(), "+62 813-5550-9027")
	})
}

// In the small window nothing of the first row is cut.
func TestTheFirstRowIsWhole(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := composed(t, ui, pageSmall, sample())
		for _, l := range s.many.match.lines {
			assert.False(t, l.first.IsCut(), l.first.FullText())
		}
		assert.False(t, s.many.file.name.IsCut())
	})
}
