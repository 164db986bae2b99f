package sendpage

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
)

// What the numbers say changes all the time; what stands below does not move.
func TestProgressDoesNotJump(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := running()
		p, _ := followed(ui, pageSmall, d)
		at := func(o fyne.CanvasObject) fyne.Position { return ui.AbsolutePositionForObject(o) }
		bar, number := at(p.head.bar), at(p.head.counts[2].number)
		for _, c := range []app.BulkCounts{{Held: 2414, Sent: 1}, {Held: 1200, Delivered: 1100, Failed: 115}, {Queued: 1, Read: 2414}, {Sent: 2415}} {
			d.counts = c
			p.readNow()
			ui.Settle()
			require.Equal(t, bar, at(p.head.bar), c)
			require.Equal(t, number, at(p.head.counts[2].number), c)
		}
		d.bulks[0].Status = app.BulkPaused
		p.readNow()
		ui.Settle()
		require.Equal(t, bar, at(p.head.bar), "paused, its words are fewer")
	})
}
