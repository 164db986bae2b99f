package handoffpage

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"channeldesk/app/bidi"
	"channeldesk/assets"
	"channeldesk/screens/kit"
)

// Paper is white with dark ink in the dark theme too, so what is on it has
// fixed colours and not the tokens of the kit.
var (
	inkText   = color.NRGBA{0x17, 0x1A, 0x21, 0xFF}
	inkLight  = color.NRGBA{0x5C, 0x66, 0x78, 0xFF}
	inkEdge   = color.NRGBA{0xE1, 0xE4, 0xEA, 0xFF}
	inkWarn   = color.NRGBA{0x9A, 0x3F, 0x05, 0xFF}
	warnTint  = color.NRGBA{0xFE, 0xF0, 0xE4, 0xFF}
	pubInk    = color.NRGBA{0x0D, 0x5C, 0x37, 0xFF}
	pubTint   = color.NRGBA{0xE0, 0xF4, 0xE9, 0xFF}
	draftInk  = color.NRGBA{0x6B, 0x47, 0x00, 0xFF}
	draftTint = color.NRGBA{0xFF, 0xF2, 0xCC, 0xFF}
)

// pen is a text style on paper: font size, line height, face and colour.
type pen struct {
	size, line float32
	bold, mono bool
	colour     color.Color
}

var (
	penTitle   = pen{16, 24, true, false, inkText}
	penAccount = pen{16, 20, true, false, inkText}
	penValue   = pen{13, 20, false, false, inkText}
	penStrong  = pen{13, 20, true, false, inkText}
	penCaption = pen{12, 16, false, false, inkLight}
	penMono    = pen{12, 18, false, true, inkText}
	penMasked  = pen{12, 20, false, true, inkText}
)

func (p pen) style() fyne.TextStyle { return fyne.TextStyle{Bold: p.bold, Monospace: p.mono} }

func (p pen) width(text string) float32 {
	return float32(math.Round(float64(fyne.MeasureText(kit.ShownText(text), p.size, p.style()).Width)))
}

// top is how far below the top of its line a text starts, so that the baseline
// is where a browser puts it.
func (p pen) top() float32 {
	size, asc := fyne.CurrentApp().Driver().RenderedTextSize("Hg", p.size, p.style(), nil)
	a, d := float64(asc), float64(size.Height-asc)
	return float32(math.Floor((float64(p.line)-math.Round(a)-math.Round(d))/2) + math.Round(a) - math.Ceil(a))
}

// wrapping says what a text does when there is too little room.
type wrapping int

const (
	cutOff    wrapping = iota // one line that ends with an ellipsis
	wrapWords                 // breaks at blanks
	wrapURL                   // breaks after the host, then anywhere
)

// ink is text on paper. Its least width is 0.
type ink struct {
	widget.BaseWidget
	pen    pen
	wrap   wrapping
	align  fyne.TextAlign
	text   string
	width  float32 // of the last layout; 0 before the first
	broken []string
	forW   float32
}

func newInk(text string, p pen, w wrapping) *ink {
	i := &ink{text: text, pen: p, wrap: w, forW: -1}
	i.ExtendBaseWidget(i)
	return i
}

func (i *ink) setText(text string) {
	if i.text != text {
		i.text, i.forW = text, -1
		i.Refresh()
	}
}

func (i *ink) lines(width float32) []string {
	if i.forW != width {
		i.broken, i.forW = i.pen.breakText(i.text, width, i.wrap), width
	}
	return i.broken
}

// HeightFor is the height of the text at a width.
func (i *ink) HeightFor(width float32) float32 {
	i.width = width
	return float32(len(i.lines(width))) * i.pen.line
}

// IdealWidth is the width at which nothing breaks.
func (i *ink) IdealWidth() float32 { return i.pen.width(i.text) }

// MinSize has no width of its own and the height at the last width.
func (i *ink) MinSize() fyne.Size {
	if i.width <= 0 {
		return fyne.NewSize(0, i.pen.line)
	}
	return fyne.NewSize(0, i.HeightFor(i.width))
}

// CreateRenderer is called by the toolkit.
func (i *ink) CreateRenderer() fyne.WidgetRenderer { return &inkRenderer{ink: i} }

type inkRenderer struct {
	ink     *ink
	objects []fyne.CanvasObject
}

func (r *inkRenderer) Destroy()                     {}
func (r *inkRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *inkRenderer) MinSize() fyne.Size           { return r.ink.MinSize() }

func (r *inkRenderer) Layout(size fyne.Size) {
	i := r.ink
	if size.Width <= 0 {
		return
	}
	i.width = size.Width
	lines := i.lines(size.Width)
	r.objects = r.objects[:0:0]
	for n, line := range lines {
		t := canvas.NewText(kit.ShownText(line), i.pen.colour)
		t.TextSize, t.TextStyle = i.pen.size, i.pen.style()
		w := i.pen.width(line)
		x := float32(0)
		switch i.align {
		case fyne.TextAlignCenter:
			x = float32(math.Floor(float64(size.Width-w) / 2))
		case fyne.TextAlignTrailing:
			x = size.Width - w
		}
		t.Move(fyne.NewPos(x, float32(n)*i.pen.line+i.pen.top()))
		t.Resize(fyne.NewSize(w, t.MinSize().Height))
		r.objects = append(r.objects, t)
	}
}

func (r *inkRenderer) Refresh() {
	r.ink.forW = -1
	r.Layout(r.ink.Size())
	canvas.Refresh(r.ink)
}

const ellipsis = "…"

// breakText gives the lines of a text at a width; at least one.
func (p pen) breakText(text string, width float32, w wrapping) []string {
	if p.width(text) <= width+1 {
		return []string{text}
	}
	switch w {
	case cutOff:
		runes := []rune(text)
		n := p.fitting(runes, width-p.width(ellipsis))
		return []string{strings.TrimRight(string(runes[:n]), " ") + ellipsis}
	case wrapURL:
		host, rest := splitURL(text)
		lines := p.chop(host, width)
		if rest != "" {
			lines = append(lines, p.chop(rest, width)...)
		}
		return lines
	case wrapWords:
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		next := strings.TrimLeft(line+" "+word, " ")
		if line != "" && p.width(next) > width {
			lines = append(lines, line)
			next = word
		}
		for parts := p.chop(next, width); len(parts) > 1; parts = p.chop(next, width) {
			lines = append(lines, parts[0])
			next = strings.TrimPrefix(next, parts[0])
		}
		line = next
	}
	return append(lines, line)
}

// chop breaks anywhere.
func (p pen) chop(text string, width float32) []string {
	var lines []string
	runes := []rune(text)
	for {
		n := max(p.fitting(runes, width+1), bidi.ClusterEnd(runes, 0, len(runes)))
		if n >= len(runes) {
			return append(lines, string(runes))
		}
		lines = append(lines, string(runes[:n]))
		runes = runes[n:]
	}
}

// fitting is how many runes fit, found by halving.
func (p pen) fitting(runes []rune, width float32) int {
	fits, over := 0, len(runes)+1
	for over-fits > 1 {
		mid := (fits + over) / 2
		if p.width(string(runes[:mid])) <= width {
			fits = mid
		} else {
			over = mid
		}
	}
	whole := 0 // letters with their marks, and emoji of several parts, stay in one piece
	for whole < len(runes) {
		end := bidi.ClusterEnd(runes, whole, len(runes))
		if end > fits {
			break
		}
		whole = end
	}
	return whole
}

// splitURL parts an address behind its host.
func splitURL(u string) (host, rest string) {
	from := 0
	if i := strings.Index(u, "://"); i >= 0 {
		from = i + 3
	}
	if i := strings.IndexByte(u[from:], '/'); i > 0 {
		return u[:from+i], u[from+i:]
	}
	return u, ""
}

// inkBox is a rounded box with a fixed fill and, unless edge is nil, an edge of
// one unit.
func inkBox(fill, edge color.Color, radius float32) fyne.CanvasObject {
	inner := kit.NewBox(kit.Transparent, kit.Transparent, radius, 0)
	inner.SetFillColor(fill)
	if edge == nil {
		return inner
	}
	inner = kit.NewBox(kit.Transparent, kit.Transparent, radius-1, 0)
	inner.SetFillColor(fill)
	outer := kit.NewBox(kit.Transparent, kit.Transparent, radius, 0)
	outer.SetFillColor(edge)
	return kit.Stack(outer, kit.Pad(1, 1, 1, 1, inner))
}

// inkLine is a line across the paper.
func inkLine() fyne.CanvasObject {
	r := canvas.NewRectangle(inkEdge)
	r.SetMinSize(fyne.NewSize(1, 1))
	return r
}

// inkIcon is a line icon in a fixed colour, its lines as thick as those of the
// kit's icons.
func inkIcon(name string, size float32, c color.NRGBA) fyne.CanvasObject {
	scale := float32(1)
	if windows := fyne.CurrentApp().Driver().AllWindows(); len(windows) > 0 {
		scale = max(windows[len(windows)-1].Canvas().Scale(), 1)
	}
	hex := fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
	width := fmt.Sprintf(`stroke-width="%.3f"`, 2*size/24*scale)
	svg := strings.ReplaceAll(string(assets.Icon(name)), "currentColor", hex)
	svg = strings.ReplaceAll(svg, `stroke-width="2"`, width)
	img := canvas.NewImageFromResource(fyne.NewStaticResource(fmt.Sprintf("paper-%s-%s-%g.svg", name, hex[1:], 2*size/24*scale), []byte(svg)))
	img.FillMode = canvas.ImageFillContain
	return kit.Fix(size, size, img)
}
