package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// lettering is what the texts of one line share: the text, its looks, and where it
// stands in a wider line.
type lettering struct {
	widget.BaseWidget
	text  string
	style Style
	tok   Token
	align fyne.TextAlign
	draw  *canvas.Text
}

func newLettering(text string, style Style, tok Token) lettering {
	return lettering{text: text, style: style, tok: tok, draw: canvas.NewText(ShownText(text), color.Transparent)}
}

// SetText replaces the text; the same text does nothing.
func (l *lettering) SetText(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// SetToken changes the colour; the same token does nothing.
func (l *lettering) SetToken(tok Token) {
	if l.tok != tok {
		l.tok = tok
		l.Refresh()
	}
}

// SetStyle changes the text style; the same style does nothing.
func (l *lettering) SetStyle(style Style) {
	if l.style != style {
		l.style = style
		l.Refresh()
	}
}

func (l *lettering) setAlign(align fyne.TextAlign) {
	if l.align != align {
		l.align = align
		l.Refresh()
	}
}

// ink gives the drawn object colour, size and weight.
func (l *lettering) ink() {
	l.draw.Color = Color(l.tok)
	l.draw.TextSize, l.draw.TextStyle = l.style.Size(), l.style.TextStyle()
}
