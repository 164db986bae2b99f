package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// flower breaks runs into pieces, greedily, at spaces.
type flower struct {
	p     *Paragraph
	limit float32
	out   []piece
	line  int
	first int // index in out of the first piece of this line
	x     float32
	right bool // the text reads from right to left
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
	return fyne.MeasureText(text, f.p.style.Size(), look.style(f.p.style)).Width
}

// put adds words that belong together, on a new line when they do not fit.
func (f *flower) put(ws []word) {
	need := float32(0)
	for _, w := range ws {
		need += f.measure(w.spaces+w.text, w.ink)
	}
	if len(f.out) > f.first && f.x+need > f.limit+0.01 && strings.TrimSpace(joined(ws)) != "" {
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
	if f.x > 0 && w.text != "" && f.x+f.measure(text, w.ink) > f.limit+0.01 {
		f.newLine() // what it is glued to is wider than a line
		text = w.text
	}
	for f.x+f.measure(text, w.ink) > f.limit+0.01 && f.x == 0 {
		runes := []rune(text)
		n := len(runes)
		for n > 1 && f.measure(string(runes[:n]), w.ink) > f.limit {
			n--
		}
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
	if last := len(f.out) - 1; last >= f.first && last >= 0 && f.out[last].ink == w.ink {
		pc := &f.out[last]
		pc.text += text
		pc.w = f.measure(pc.text, pc.ink)
		f.x = pc.x + pc.w
		return
	}
	wide := f.measure(text, w.ink)
	f.out = append(f.out, piece{text: text, ink: w.ink, line: f.line, x: f.x, w: wide})
	f.x += wide
}

func (f *flower) endLine() {
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
