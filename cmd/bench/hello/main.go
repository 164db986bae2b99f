// Command hello is a bare window of the toolkit: a list of 50 rows and nothing
// else. make bench measures Channel Desk beside it.
package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.NewWithID("example.channeldesk.hello").NewWindow("Hello")
	w.SetContent(widget.NewList(
		func() int { return 50 },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*widget.Label).SetText(fmt.Sprintf("Row %d", i+1)) },
	))
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
