package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Run is a stretch of text inside a Paragraph with one weight and one colour.
// The zero Token means the colour of the paragraph.
type Run struct {
	Text  string
	Bold  bool
	Token Token
	// Italic, Strike (a line through it) and Mono are for what people write in a
	// chat; the window's own words do without.
	Italic, Strike, Mono bool
}

// ink is what a run looks like.
type ink struct {
	bold, italic, strike, mono bool
	tok                        Token
}

func (r Run) ink(tok Token) ink {
	if r.Token != Transparent {
		tok = r.Token
	}
	return ink{r.Bold, r.Italic, r.Strike, r.Mono, tok}
}

// style is the font of the ink in text of a style.
func (i ink) style(s Style) fyne.TextStyle {
	t := s.TextStyle()
	t.Bold, t.Italic, t.Monospace = t.Bold || i.bold, i.italic, t.Monospace || i.mono
	return t
}

// Paragraph is text that wraps at spaces to the width it gets, with the exact
// line pitch of its style. A line break in the text starts a new line. Words
// may be bold or coloured by runs.
type Paragraph struct {
	widget.BaseWidget
	runs  []Run
	style Style
	tok   Token
	align fyne.TextAlign

	width  float32 // of the last layout; 0 before the first
	pieces []piece
	laid   float32 // width the pieces were broken for; -1 when out of date
}

// piece is what one canvas text shows: a part of one run on one line.
type piece struct {
	text  string
	ink   ink
	line  int
	x, w  float32
	lineW float32
	right bool // of a text that reads from right to left
}

// NewParagraph makes wrapped text of one weight and colour.
func NewParagraph(tok Token, style Style, text string) *Paragraph {
	p := &Paragraph{style: style, tok: tok, runs: []Run{{Text: text}}, laid: -1}
	p.ExtendBaseWidget(p)
	return p
}

// NewRuns makes wrapped text from runs; runs without a token use Text.
func NewRuns(style Style, runs ...Run) *Paragraph {
	p := &Paragraph{style: style, tok: Text, runs: runs, laid: -1}
	p.ExtendBaseWidget(p)
	return p
}

// SetText replaces the content by plain text.
func (p *Paragraph) SetText(text string) {
	if len(p.runs) == 1 && p.runs[0] == (Run{Text: text}) {
		return
	}
	p.SetRuns(Run{Text: text})
}

// SetRuns replaces the content.
func (p *Paragraph) SetRuns(runs ...Run) {
	p.runs, p.laid = runs, -1
	p.Refresh()
}

// SetToken changes the colour of the runs that have none of their own.
func (p *Paragraph) SetToken(tok Token) {
	if p.tok != tok {
		p.tok, p.laid = tok, -1
		p.Refresh()
	}
}

// SetAlign places the lines at the start, the middle or the end and returns
// the paragraph itself.
func (p *Paragraph) SetAlign(align fyne.TextAlign) *Paragraph {
	if p.align != align {
		p.align = align
		p.Refresh()
	}
	return p
}

// FullText returns the text of all runs.
func (p *Paragraph) FullText() string {
	var b strings.Builder
	for _, r := range p.runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// IdealWidth is the width at which no line has to wrap.
func (p *Paragraph) IdealWidth() float32 {
	widest := float32(0)
	for _, pc := range p.flow(noLimit) {
		widest = max(widest, pc.lineW)
	}
	return snap(widest + 0.49)
}

// HeightFor returns the height of the text when it is given this width.
func (p *Paragraph) HeightFor(width float32) float32 {
	p.width = width
	p.wrap(width)
	return p.height()
}

func (p *Paragraph) height() float32 {
	lines := 1
	if n := len(p.pieces); n > 0 {
		lines = p.pieces[n-1].line + 1
	}
	return float32(lines) * p.style.LineHeight()
}

// noLimit is wider than any line.
const noLimit = 1e6

// wrap breaks the text for a width, unless that is what is there already. What has no
// room yet, because nothing around it has a size, is not broken at every letter.
func (p *Paragraph) wrap(width float32) {
	if p.laid == width {
		return
	}
	limit := width
	if limit <= 0 {
		limit = noLimit
	}
	p.pieces, p.laid = p.flow(limit), width
}

// MinSize is 0 wide and as high as the text is at its last width, so that a
// scroll area around it knows the right height.
func (p *Paragraph) MinSize() fyne.Size {
	if p.width <= 0 {
		return fyne.NewSize(0, p.style.LineHeight())
	}
	return fyne.NewSize(0, p.HeightFor(p.width))
}

func (p *Paragraph) minWidth() float32 { return 0 }

// CreateRenderer is called by the toolkit.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	return again(p, &paragraphRenderer{p: p})
}

type paragraphRenderer struct {
	p       *Paragraph
	coat    coat
	texts   []*canvas.Text
	shown   []piece // what the texts show
	strikes []*canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *paragraphRenderer) Destroy()           {}
func (r *paragraphRenderer) MinSize() fyne.Size { return r.p.MinSize() }

func (r *paragraphRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.ink()
	}
	return r.objects
}

// ink gives the texts, and the lines through some of them, their colours.
func (r *paragraphRenderer) ink() {
	struck := 0
	for i, pc := range r.shown {
		r.texts[i].Color = Color(pc.ink.tok)
		if pc.ink.strike {
			r.strikes[struck].FillColor = r.texts[i].Color
			struck++
		}
	}
}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	changed := r.p.laid != size.Width || len(r.texts) != len(r.p.pieces)
	r.p.width = size.Width
	r.p.wrap(size.Width)
	r.show(size.Width)
	if changed {
		canvas.Refresh(r.p)
	}
}

// show makes one canvas text per piece, reusing those that exist.
func (r *paragraphRenderer) show(width float32) {
	p := r.p
	for len(r.texts) < len(p.pieces) {
		r.texts = append(r.texts, &canvas.Text{})
	}
	r.texts, r.shown = r.texts[:len(p.pieces)], p.pieces
	r.objects = make([]fyne.CanvasObject, len(r.texts))
	r.strikes = nil
	top := p.style.top()
	for i, pc := range p.pieces {
		t := r.texts[i]
		t.Text = pc.text
		t.TextSize, t.TextStyle = p.style.Size(), pc.ink.style(p.style)
		shift := float32(0)
		switch {
		case p.align == fyne.TextAlignCenter:
			shift = snapDown((width - pc.lineW) / 2)
		case p.align == fyne.TextAlignTrailing, pc.right:
			shift = snap(width - pc.lineW)
		}
		t.Move(fyne.NewPos(snap(shift+pc.x), snap(float32(pc.line)*p.style.LineHeight())+top))
		t.Resize(fyne.NewSize(pc.w, t.MinSize().Height))
		r.objects[i] = t
		if pc.ink.strike {
			r.strike(t, pc)
		}
	}
	for _, s := range r.strikes {
		r.objects = append(r.objects, s)
	}
	r.ink()
}

// strike draws a line through the middle of the small letters.
func (r *paragraphRenderer) strike(t *canvas.Text, pc piece) {
	lead := strings.TrimLeft(pc.text, " ")
	from := fyne.MeasureText(pc.text[:len(pc.text)-len(lead)], t.TextSize, t.TextStyle).Width
	line := &canvas.Rectangle{}
	y := float32(pc.line)*r.p.style.LineHeight() + r.p.style.LineHeight()/2
	line.Move(fyne.NewPos(snap(t.Position().X+from), snap(y)))
	line.Resize(fyne.NewSize(snap(pc.w-from), 1))
	r.strikes = append(r.strikes, line)
}

func (r *paragraphRenderer) Refresh() {
	r.p.laid = -1
	if w := r.p.Size().Width; w > 0 {
		r.p.wrap(w)
		r.show(w)
	}
	for _, t := range r.texts {
		t.Refresh()
	}
	canvas.Refresh(r.p)
}
