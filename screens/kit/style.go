package kit

import (
	"math"

	"fyne.io/fyne/v2"
)

// Style names a text style: size, line height and weight together. Screens
// never give a size in numbers.
type Style int

// The text styles. Body, Caption and Mono are what nearly everything uses.
const (
	Body           Style = iota // 13 on 20, regular
	BodyStrong                  // 13 on 20, semi-bold: buttons, names
	Caption                     // 12 on 16, regular: help, details
	CaptionStrong               // 12 on 16, semi-bold: labels, chips, table heads
	Mono                        // 12 on 18, monospaced: identifiers, addresses, code
	Section                     // 14 on 20, semi-bold: card titles
	Title                       // 18 on 24, semi-bold: page and dialog titles
	Metric                      // 20 on 28, semi-bold: counters
	MetricSmall                 // 16 on 24, semi-bold: counters in strips
	Display                     // 24 on 32, semi-bold: the welcome title only
	Lead                        // 14 on 20, regular: the line below a display title
	Heading                     // 15 on 20, semi-bold: titles of large choices
	BodyTight                   // 13 on 16, semi-bold: names on two lines in the rail
	ParagraphTight              // 13 on 16, regular
	MonoBody                    // 12 on 20, monospaced: rows that also hold Body text
)

type styleSpec struct {
	size, line float32
	bold, mono bool
}

var styles = [...]styleSpec{
	Body:           {13, 20, false, false},
	BodyStrong:     {13, 20, true, false},
	Caption:        {12, 16, false, false},
	CaptionStrong:  {12, 16, true, false},
	Mono:           {12, 18, false, true},
	Section:        {14, 20, true, false},
	Title:          {18, 24, true, false},
	Metric:         {20, 28, true, false},
	MetricSmall:    {16, 24, true, false},
	Display:        {24, 32, true, false},
	Lead:           {14, 20, false, false},
	Heading:        {15, 20, true, false},
	BodyTight:      {13, 16, true, false},
	ParagraphTight: {13, 16, false, false},
	MonoBody:       {12, 20, false, true},
}

// Size returns the font size of the style.
func (s Style) Size() float32 { return styles[s].size }

// LineHeight returns the pitch of its lines.
func (s Style) LineHeight() float32 { return styles[s].line }

// TextStyle returns what the toolkit needs to choose the font.
func (s Style) TextStyle() fyne.TextStyle {
	return fyne.TextStyle{Bold: styles[s].bold, Monospace: styles[s].mono}
}

// Width measures a text in this style, rounded to whole device pixels.
func (s Style) Width(text string) float32 {
	return snap(textWidth(text, s.Size(), s.TextStyle()))
}

// top returns how far below the top of its line a text object of this style
// starts, so that its baseline comes where a browser would put it.
func (s Style) top() float32 {
	app := fyne.CurrentApp()
	if app == nil {
		return 0
	}
	size, asc := app.Driver().RenderedTextSize("Hg", s.Size(), s.TextStyle(), nil)
	k := float64(pixelScale())
	a, d := float64(asc)*k, float64(size.Height-asc)*k
	line := math.Round(float64(s.LineHeight()) * k)
	t := math.Floor((line-math.Round(a)-math.Round(d))/2) + math.Round(a) - math.Ceil(a)
	return fromPixels(float32(t), float32(k))
}
