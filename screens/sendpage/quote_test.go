package sendpage

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// A quotation mark too many says on which line it stands, what became of the lines
// below, and how it is mended; the cell itself is not to be mended in the window.
func TestAStrayQuotationMarkIsExplained(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, sample())
		s.many.pick.choose(reminder())
		s.TakeFiles([]string{write(t, "stray.csv", "phone,name,amount,loan,due\n0812-5550-1423,Wulan,1,2,3\n0812-5550-1424,\"Agus,1,2,3\n0812-5550-1425,Ani,1,2,3\n")}, fyne.Position{})
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Quotation mark not closed")
		const what = "The quotation mark on line 3 is not closed there, so the line below became part of this row. Close it or take it away in the file, then choose the file again."
		assert.Contains(t, ui.Texts(), what)
		row := s.many.problems.row(0, s.many.problems.list[0])
		assert.Equal(t, what, row.Cells[3].Tip)
		assert.Equal(t, "Skip", row.Cells[4].Action)
		ui.Golden("quote-light")
	})
}
