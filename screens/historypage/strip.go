package historypage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

const (
	stripHigh  = 96
	totalWide  = 128
	figureWide = 104
	mostParts  = 5
	// fewBars do not fill the room, so nothing stands below their ends.
	fewBars = 14
)

// strip are the counters and the chart. UI thread only.
type strip struct {
	total, days *kit.Line
	parts       [mostParts]*counter
	chart       *kit.BarChart
	first, last *kit.Line
	unit        *kit.Cut
	none        *fyne.Container
	bars        *fyne.Container
	card        *fyne.Container
	shown       figures
	dimmed      bool
}

// counter is one number with its dot and its share.
type counter struct {
	dot   *kit.Shape
	word  *kit.Line
	value *kit.Line
	note  *kit.Cut
	mark  *kit.Rect // below what the filter chose
	box   *fyne.Container
}

func newStrip() *strip {
	s := &strip{
		total: kit.NewLine("-", kit.MetricSmall, kit.Text), days: kit.NewLine("", kit.Caption, kit.Text3),
		chart: kit.NewBarChart(51, kit.StateRead, kit.StateDelivered, kit.StateSent, kit.StateFailed),
		first: kit.NewLine("", kit.Caption, kit.Text3), last: kit.NewLine("", kit.Caption, kit.Text3),
		unit: kit.NewCut("", kit.Caption, kit.Text3).SetAlign(fyne.TextAlignCenter),
	}
	row := []fyne.CanvasObject{
		kit.Fix(totalWide, 0, kit.Pad(12, 0, 0, 16, kit.Col(0, kit.NewLine(lang.L("Messages"), kit.Caption, kit.Text2), kit.Pad(4, 0, 0, 0, s.total), s.days))), kit.VLine(),
	}
	for i := range s.parts {
		s.parts[i] = newCounter()
		row = append(row, s.parts[i].box)
	}
	s.bars = kit.Col(0, s.chart, kit.NewRect(kit.Border).SetMin(0, 1), kit.Pad(6, 0, 0, 0, kit.Row(8, s.first, kit.Grow(s.unit), s.last)))
	s.none = kit.Mid(0, 72, kit.NewParagraph(kit.Text3, kit.Caption,
		lang.L("Days are not counted for searches, keys and bulk sends.")).SetAlign(fyne.TextAlignCenter))
	s.none.Hide()
	row = append(row, kit.Fix(8, 0, kit.Spring()), kit.VLine(), kit.Grow(kit.Pad(12, 16, 8, 16, kit.Stack(s.bars, s.none))))
	s.card = kit.Fix(0, stripHigh, kit.NewCard(kit.Grow(kit.RowStretch(0, row...))))
	return s
}

func newCounter() *counter {
	c := &counter{
		dot: kit.NewShape(kit.ShapeDisc, 8, kit.StateSent), word: kit.NewLine("", kit.Caption, kit.Text2), value: kit.NewLine("", kit.MetricSmall, kit.Text),
		note: kit.NewCut("", kit.Caption, kit.Text3), mark: kit.NewRect(kit.Primary).SetMin(0, 2),
	}
	c.mark.Hide()
	told := kit.Pad(12, 0, 0, 16, kit.Col(0, kit.Row(6, c.dot, c.word), kit.Pad(4, 0, 0, 0, c.value), c.note))
	c.box = kit.Fix(figureWide, 0, kit.Col(0, told, kit.Spring(), kit.Pad(0, 16, 0, 16, c.mark)))
	return c
}

// show writes the figures.
func (s *strip) show(f figures) {
	s.shown = f
	s.total.SetText(f.total)
	s.days.SetText(f.days)
	for i, c := range s.parts {
		c.box.Hidden = i >= len(f.parts)
		if c.box.Hidden {
			continue
		}
		p := f.parts[i]
		form := kit.ShapeDisc
		if p.ring {
			form = kit.ShapeRing
		}
		c.dot.Set(form, p.tok)
		c.word.SetText(p.word)
		c.value.SetText(p.value)
		c.note.SetText(p.note)
		c.mark.Hidden = !p.chosen
	}
	s.bars.Hidden, s.none.Hidden = f.noDays, !f.noDays
	if !sameBars(s.chart.Bars(), f.bars) {
		s.chart.SetBars(f.bars)
	}
	few := len(f.bars) < fewBars
	s.first.Hidden, s.last.Hidden = few, few
	s.first.SetText(f.first)
	s.last.SetText(f.last)
	s.unit.SetTexts(f.chart, f.chartShort)
	if few {
		s.unit.SetAlign(fyne.TextAlignLeading)
	} else {
		s.unit.SetAlign(fyne.TextAlignCenter)
	}
	s.dim(false)
	s.card.Refresh()
}

// dim greys the numbers while newer ones are awaited.
func (s *strip) dim(dim bool) {
	s.dimmed = dim
	ink := func(bad bool) kit.Token {
		switch {
		case dim:
			return kit.Disabled
		case bad:
			return kit.DangerText
		}
		return kit.Text
	}
	s.total.SetToken(ink(false))
	for i, c := range s.parts {
		c.value.SetToken(ink(i < len(s.shown.parts) && s.shown.parts[i].bad))
	}
}

func sameBars(a, b []kit.Bar) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Tip != b[i].Tip {
			return false
		}
	}
	return true
}
