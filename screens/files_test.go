package screens

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"github.com/stretchr/testify/assert"

	"channeldesk/screens/frame"
)

// takerPage takes files that are dropped.
type takerPage struct {
	*fakePage
	took []string
}

func (p *takerPage) TakeFiles(paths []string, _ fyne.Position) { p.took = append(p.took, paths...) }

// Files that are dropped on the window go to the page that is shown, if it takes any,
// and no dialog is open over it.
func TestFilesAreDroppedOnAPage(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		drop := func(addresses ...string) {
			var files []fyne.URI
			for _, a := range addresses {
				u, err := storage.ParseURI(a)
				assert.NoError(t, err)
				files = append(files, u)
			}
			d.w.dropped(fyne.NewPos(500, 300), files)
		}
		drop("file:///home/dewi/due.csv") // the overview takes none

		taker := &takerPage{fakePage: newFakePage("Send")}
		d.w.byName[frame.Send] = taker
		d.w.Go(frame.Send, "")
		d.Settle()
		drop("file:///home/dewi/november due.csv", "https://files.example/due.csv", "file:///home/dewi/more.csv")
		assert.Equal(t, []string{"/home/dewi/november due.csv", "/home/dewi/more.csv"}, taker.took)
		d.w.NewAgent()
		d.Settle()
		drop("file:///home/dewi/due.csv")
		assert.Len(t, taker.took, 2, "a dialog is open")
	})
}
