package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// ellipsis ends a text that did not fit.
const ellipsis = "…"

// Cut is one line of text that gives way: its minimum width is 0, and when
// there is too little room it ends with an ellipsis. Use it for everything
// that comes from data. In a Row it takes the width of its text as long as
// there is room; wrap it in Grow to take all that is left.
type Cut struct {
	lettering
	short string // what stands there in place of a text that does not fit
	end   string // the end of the text, which is never cut off
	part  string // what of the text is shown
}

// NewCut makes a text that is shortened to the room it gets.
func NewCut(text string, style Style, tok Token) *Cut {
	c := &Cut{lettering: newLettering(text, style, tok), part: text}
	c.ExtendBaseWidget(c)
	return c
}

// SetTexts replaces the text, and sets what stands there where there is too little
// room for the whole of it.
func (c *Cut) SetTexts(text, short string) {
	if c.text != text || c.short != short {
		c.text, c.short = text, short
		c.Refresh()
	}
}

// NewCutBefore makes a text of a beginning that is shortened to the room, and an end
// that follows it closely and stays whole as long as there is room for it.
func NewCutBefore(text, end string, style Style, tok Token) *Cut {
	c := NewCut(text+end, style, tok)
	c.end = end
	return c
}

// FullText returns the whole text, for a tooltip or the clipboard.
func (c *Cut) FullText() string { return c.text }

// IsCut tells whether the text is shortened at the present width.
func (c *Cut) IsCut() bool { return c.part != c.text }

// SetAlign places the text inside a wider line and returns the cut itself.
func (c *Cut) SetAlign(align fyne.TextAlign) *Cut {
	c.setAlign(align)
	return c
}

// IdealWidth is the width at which nothing is cut.
func (c *Cut) IdealWidth() float32 { return c.style.Width(ShownText(c.text)) }

func (c *Cut) minWidth() float32 { return 0 }

// CreateRenderer is called by the toolkit.
func (c *Cut) CreateRenderer() fyne.WidgetRenderer {
	r := &cutRenderer{cut: c, objects: []fyne.CanvasObject{c.draw}}
	r.apply(c.Size())
	return r
}

type cutRenderer struct {
	cut     *Cut
	coat    coat
	objects []fyne.CanvasObject
}

func (r *cutRenderer) Destroy() {}

func (r *cutRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.cut.ink()
	}
	return r.objects
}

func (r *cutRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, r.cut.style.LineHeight())
}

// apply shortens the text for the width and places it.
func (r *cutRenderer) apply(size fyne.Size) {
	c := r.cut
	c.ink()
	c.part = c.text
	if size.Width > 0 {
		c.part = c.shortened(size.Width)
		if c.short != "" && c.part != c.text {
			c.part = shorten(c.short, c.style, size.Width)
		}
	}
	c.draw.Text = ShownText(c.part)
	placeText(c.draw, c.style, c.align, size)
}

// shortened is the text for a width, with its end where that has room.
func (c *Cut) shortened(width float32) string {
	whole := shorten(c.text, c.style, width)
	start, ends := strings.CutSuffix(c.text, c.end)
	room := width - c.style.Width(ShownText(c.end))
	if whole == c.text || c.end == "" || !ends || room < c.style.Width(ellipsis) {
		return whole
	}
	return shorten(start, c.style, room) + c.end
}

func (r *cutRenderer) Layout(size fyne.Size) {
	before := r.cut.draw.Text
	r.apply(size)
	if r.cut.draw.Text != before {
		r.cut.draw.Refresh()
	}
}

func (r *cutRenderer) Refresh() {
	r.apply(r.cut.Size())
	r.cut.draw.Refresh()
}

// shorten returns the longest beginning of the text that fits with an
// ellipsis, or the text itself when it fits. The search halves the range, so
// that long texts cost few measurements.
func shorten(text string, style Style, width float32) string {
	if style.Width(ShownText(text)) <= width+0.01 {
		return text
	}
	runes := []rune(text)
	fits, over := 0, len(runes)
	for over-fits > 1 {
		mid := (fits + over) / 2
		if style.Width(ShownText(string(runes[:mid])+ellipsis)) <= width+0.01 {
			fits = mid
		} else {
			over = mid
		}
	}
	for fits > 0 && runes[fits-1] == ' ' {
		fits--
	}
	return string(runes[:fits]) + ellipsis
}
