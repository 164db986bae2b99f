// Command plaintable is a window of the toolkit with nothing but its own table, as
// large as that of the history page and with as many cells. make bench measures how
// the history page scrolls beside it.
package main

import (
	"flag"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// rowHeight with the toolkit's gap is about that of the history's rows.
const rowHeight = 32

func main() {
	width := flag.Float64("width", 1000, "of the table")
	height := flag.Float64("height", 400, "of the table")
	rows := flag.Int("rows", 50, "how many there are")
	flag.Parse()
	words := []string{"%d Jul 2026, 10:%02d", "+62 812-34%02d-%04d", "installment_reminder_%d_%d", "Delivered %d.%d", "API %d.%d", "Rp %d,%03d"}
	w := app.NewWithID("example.channeldesk.plaintable").NewWindow("Plain table")
	t := widget.NewTable(
		func() (int, int) { return *rows, len(words) },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(id widget.TableCellID, o fyne.CanvasObject) {
			o.(*widget.Label).SetText(fmt.Sprintf(words[id.Col], id.Row%100, id.Row*7919%1000))
		},
	)
	for i := range words {
		t.SetColumnWidth(i, float32(*width)/float32(len(words))-4)
	}
	for i := range *rows {
		t.SetRowHeight(i, rowHeight)
	}
	t.Resize(fyne.NewSize(float32(*width), float32(*height)))
	w.SetContent(container.NewWithoutLayout(t))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
