package kit

import (
	"sort"
	"strings"
)

// flower breaks runs into pieces, greedily, at spaces.
type flower struct {
	p     *Paragraph
	limit float32
	out   []piece
	line  int
	first int // index in out of the first piece of this line
	// x is where the line ends. While it grows word by word it is the sum of their
	// widths, and off is how far that may be from the width of the whole.
	x, off float32
	right  bool // the text reads from right to left
}

// word is a part that may not be broken, with the spaces before it.
type word struct {
	spaces string
	text   string
	ink    ink
}

func (p *Paragraph) flow(limit float32) []piece {
	f := &flower{p: p, limit: limit}
	for i, para := range splitLines(p.runs) {
		if i > 0 {
			f.newLine()
		}
		f.right = beginsRight(para)
		f.paragraph(para, p.tok)
	}
	f.endLine()
	return f.out
}

// splitLines cuts the runs where the text has line breaks.
func splitLines(runs []Run) [][]Run {
	lines := [][]Run{{}}
	for _, r := range runs {
		for i, part := range strings.Split(r.Text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			last := len(lines) - 1
			r.Text = part
			lines[last] = append(lines[last], r)
		}
	}
	return lines
}

// paragraph lays one text without line breaks. Parts of different runs that
// touch without a space stay together on a line.
func (f *flower) paragraph(runs []Run, tok Token) {
	var glued []word
	for _, r := range runs {
		look := r.ink(tok)
		for _, w := range words(r.Text) {
			w.ink = look
			if w.spaces != "" && len(glued) > 0 {
				f.put(glued)
				glued = nil
			}
			glued = append(glued, w)
		}
	}
	if len(glued) > 0 {
		f.put(glued)
	}
}

// words splits a text into words that remember the spaces before them.
// Spaces at the end become a word without text.
func words(text string) []word {
	var out []word
	for text != "" {
		body := strings.TrimLeft(text, " ")
		spaces := text[:len(text)-len(body)]
		end := strings.IndexByte(body, ' ')
		if end < 0 {
			end = len(body)
		}
		out = append(out, word{spaces: spaces, text: body[:end]})
		text = body[end:]
	}
	return out
}

func (f *flower) measure(text string, look ink) float32 {
	return textWidth(text, f.p.style.Size(), look.style(f.p.style))
}

// put adds words that belong together, on a new line when they do not fit.
func (f *flower) put(ws []word) {
	need := float32(0)
	for _, w := range ws {
		need += f.measure(w.spaces+w.text, w.ink)
	}
	if len(f.out) > f.first && f.passes(need) && strings.TrimSpace(joined(ws)) != "" {
		f.newLine()
	}
	if len(f.out) == f.first && f.line > 0 {
		ws[0].spaces = ""
	}
	for _, w := range ws {
		f.add(w)
	}
}

func joined(ws []word) string {
	var b strings.Builder
	for _, w := range ws {
		b.WriteString(w.text)
	}
	return b.String()
}

// add appends a word to the last piece when weight and colour are the same,
// and breaks a word that is wider than the whole line.
func (f *flower) add(w word) {
	text := w.spaces + w.text
	if f.x > 0 && w.text != "" && f.passes(f.measure(text, w.ink)) {
		f.newLine() // what it is glued to is wider than a line
		text = w.text
	}
	for f.x == 0 && f.measure(text, w.ink) > f.limit+0.01 {
		runes := []rune(text)
		n := max(sort.Search(len(runes), func(n int) bool { return f.measure(string(runes[:n+1]), w.ink) > f.limit }), 1)
		if n >= len(runes) {
			break
		}
		f.append(string(runes[:n]), w)
		f.newLine()
		text = string(runes[n:])
	}
	if text != "" {
		f.append(text, w)
	}
}

func (f *flower) append(text string, w word) {
	wide := f.measure(text, w.ink)
	if last := len(f.out) - 1; last >= f.first && last >= 0 && f.out[last].ink == w.ink {
		f.out[last].text += text
		f.x += wide
		f.off += mostKerning
		return
	}
	f.settle()
	f.out = append(f.out, piece{text: text, ink: w.ink, line: f.line, x: f.x, w: wide})
	f.x += wide
}

// mostKerning is how far apart the sum of two widths and the width of both texts
// together may lie: where they meet, letters move closer or become one.
const mostKerning = 2

// passes reports whether the line would become too wide by what is added. Only near
// the limit the whole line is measured.
func (f *flower) passes(more float32) bool {
	over := f.x + more - f.limit - 0.01
	if max(over, -over) <= f.off {
		f.settle()
		over = f.x + more - f.limit - 0.01
	}
	return over > 0
}

// settle measures the last piece as a whole.
func (f *flower) settle() {
	if f.off == 0 {
		return
	}
	pc := &f.out[len(f.out)-1]
	pc.w = f.measure(pc.text, pc.ink)
	f.x, f.off = pc.x+pc.w, 0
}

func (f *flower) endLine() {
	f.settle()
	f.arrange()
	for i := f.first; i < len(f.out); i++ {
		f.out[i].lineW = f.x
	}
}

func (f *flower) newLine() {
	f.endLine()
	f.line++
	f.first, f.x = len(f.out), 0
}
