package historypage

import (
	"testing"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// big are counts like those of the picture.
var big = app.HistoryCounts{Total: 1_204_318, Read: 902_117, Delivered: 279_285, Sent: 8_110, Failed: 14_806}

func TestPictures(t *testing.T) {
	row := func(n int) func(*frametest.UI, *world) {
		return func(ui *frametest.UI, w *world) { w.pick(ui, n) }
	}
	exporting := func(ui *frametest.UI, w *world) {
		w.pick(ui, 2)
		w.export.show(true)
		w.export.tell(41, 100)
	}
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
		list []app.Message
		part string
		show func(*frametest.UI, *world)
	}{
		"failed-light": {kit.ModeLight, frametest.PageSize, sample(), "", exporting}, "failed-dark": {kit.ModeDark, frametest.PageSize, sample(), "", exporting},
		"doubt-light":      {kit.ModeLight, frametest.PageSize, sample(), "", row(9)},
		"small-light":      {kit.ModeLight, frametest.PageSmall, sample(), "", nil},
		"small-open-light": {kit.ModeLight, frametest.PageSmall, sample(), "", row(0)},
		"small-open-dark":  {kit.ModeDark, frametest.PageSmall, sample(), "", row(9)},
		"bulks-light": {kit.ModeLight, frametest.PageSize, sample(), "", func(ui *frametest.UI, w *world) {
			w.filters.set(func(c *choice) { c.setSource(app.SourceBulk) })
			ui.Settle()
		}},
		"none-light":    {kit.ModeLight, frametest.PageSize, nil, "", nil},
		"bulk-dark":     {kit.ModeDark, frametest.PageSize, sample(), frame.HistoryPart(frame.HistoryLink{Bulk: 7}), nil},
		"nothing-light": {kit.ModeLight, frametest.PageSmall, sample(), frame.HistoryPart(frame.HistoryLink{Status: app.MessageCancelled}), nil},
		"state-light":   {kit.ModeLight, frametest.PageSmall, sample(), frame.HistoryPart(frame.HistoryLink{Status: app.MessageFailed}), nil},
		"dates-light":   {kit.ModeLight, frametest.PageSize, sample(), "", func(ui *frametest.UI, w *world) { w.filters.askDays() }},
		"more-light":    {kit.ModeLight, frametest.PageSmall, sample(), frame.HistoryPart(frame.HistoryLink{Bulk: 7}), func(ui *frametest.UI, w *world) { ui.Press("More filters") }},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				w := newWorld(ui, p.list)
				if p.part == "" && p.list != nil {
					w.history.counts = &big
				}
				w.open(ui, p.size, p.part)
				if p.show != nil {
					p.show(ui, w)
				}
				ui.Golden(name)
			})
		})
	}
}
