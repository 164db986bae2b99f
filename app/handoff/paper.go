package handoff

import (
	"fmt"
	"strings"

	"channeldesk/app"
	"channeldesk/app/bidi"
)

// Measures of the paper, in the drawing's pixels. A paper 620 wide becomes a
// picture of 1240 pixels; in the PDF the same 572 of content fill 180 mm, which
// makes a code 70 mm wide.
const (
	paperWidth  = 620.0
	paperMargin = 24.0
	content     = paperWidth - 2*paperMargin
	codeCard    = 252.0
	codeSide    = 244.0
	codeGap     = 24.0
	lineGap     = 12.0
	footRoom    = 40.0
)

// paper sets a sheet on a pen, from top to bottom.
type paper struct {
	pen
	sheet Sheet
	faces *typefaces
	left  float64
	y     float64
	top   float64
}

// lay draws the whole sheet and gives the height that it needed.
func (p *paper) lay(codes []Code) float64 {
	p.y = p.top
	p.head()
	p.body(codes)
	p.steps()
	if h := p.pageHeight(); h > 0 {
		p.foot(h - p.top - captionStyle.height)
		return h
	}
	p.y += 16
	p.foot(p.y)
	return p.y + captionStyle.height + p.top
}

// room begins a new page when less than h is left on this one.
func (p *paper) room(h float64) {
	limit := p.pageHeight()
	if limit == 0 || p.y+h <= limit-p.top-footRoom {
		return
	}
	p.foot(limit - p.top - captionStyle.height)
	p.page()
	p.y = p.top
}

// put sets one line of text at x and gives its width.
func (p *paper) put(x, top float64, text string, s style) float64 {
	text = p.faces.drawable(text, s.face)
	return p.set(x, top, text, s, bidi.FromRight([]rune(text)))
}

// set sets a line of a text that begins from the right or not, and gives its width.
func (p *paper) set(x, top float64, text string, s style, right bool) float64 {
	at, base := x, s.baseline(top)
	for _, part := range p.faces.stretches(text, s.face, right) {
		if !part.other {
			p.text(at, base, part.text, s.face, s.size, s.color)
			at += p.width(part.text, s.face, s.size)
			continue
		}
		p.marks(at, base, part.marks, s.size, s.color)
		for _, r := range part.read {
			p.says(at+r.x*s.size, base, r.width*s.size, r.text, s.size)
		}
		at += part.advance * s.size
	}
	return at - x
}

// sum is the width of the parts of a line.
func (p *paper) sum(parts []stretch, s style) (wide float64) {
	for _, part := range parts {
		if part.other {
			wide += part.advance * s.size
		} else {
			wide += p.width(part.text, s.face, s.size)
		}
	}
	return wide
}

// measure is the width of what drawable gave.
func (p *paper) measure(text string, s style) float64 {
	return p.sum(p.faces.stretches(text, s.face, false), s)
}

// lines breaks a text for a width.
func (p *paper) lines(text string, s style, limit float64) []string {
	return wrap(p.faces.drawable(text, s.face), limit, func(t string) float64 { return p.measure(t, s) })
}

// block sets a text of several lines at x, from p.y on.
func (p *paper) block(x float64, text string, s style, limit float64) {
	right := bidi.FromRight([]rune(text))
	for _, line := range p.lines(text, s, limit) {
		p.set(x, p.y, line, s, right)
		p.y += s.height
	}
}

func (p *paper) head() {
	const badge = 40.0
	p.box(p.left, p.y, badge, badge, 8, badgeInk, none)
	initials := strongStyle
	initials.color = white
	letters := p.faces.drawable(app.Initials(p.sheet.Agent), semiBold)
	w := p.measure(letters, initials)
	p.put(p.left+(badge-w)/2, p.y+(badge-initials.height)/2, letters, initials)

	chip := chipStyle
	fill := pubTint
	if p.sheet.Environment == app.Draft {
		chip.color, fill = draftInk, draftBg
	}
	label := p.sheet.EnvironmentLabel()
	chipWidth := p.measure(label, chip) + 2*10
	right := p.left + content
	p.box(right-chipWidth, p.y+8, chipWidth, 24, 12, fill, none)
	p.put(right-chipWidth+10, p.y+12, label, chip)

	x, top := p.left+badge+12, p.y
	limit := right - chipWidth - 16 - x
	p.block(x, p.sheet.Title(), titleStyle, limit)
	p.block(x, p.sheet.Subtitle(), captionStyle, limit)
	p.y = max(p.y, top+badge) + 16
	p.box(p.left, p.y, content, 1, 0, edgeInk, none)
	p.y += 17
	if warning := p.sheet.Warning(); warning != "" {
		p.warn(warning)
	}
}

func (p *paper) warn(text string) {
	s := valueStyle
	s.color = warnInk
	height := float64(len(p.lines(text, s, content-24)))*s.height + 16
	p.box(p.left, p.y, content, height, 8, warnTint, none)
	p.y += 8
	p.block(p.left+12, text, s, content-24)
	p.y += 8 + 16
}

// body has the first code at the left and the facts beside it; further codes
// stand in pairs below, then the events, which may be many, over the full width.
func (p *paper) body(codes []Code) {
	top := p.y
	p.codeCard(p.left, top, codes[0])
	p.y = top
	x := p.left + codeCard + codeGap
	var events []Line
	for _, l := range p.sheet.Lines() {
		if l.Key == "events" {
			events = append(events, l)
			continue
		}
		p.line(x, p.left+content-x, l)
		p.y += lineGap
	}
	p.y -= lineGap
	p.y = max(p.y, top+codeCard+8+captionStyle.height) + 16
	for i := 1; i < len(codes); i += 2 {
		height := codeCard + 8 + captionStyle.height + 16
		p.room(height)
		p.codeCard(p.left, p.y, codes[i])
		if i+1 < len(codes) {
			p.codeCard(p.left+codeCard+codeGap, p.y, codes[i+1])
		}
		p.y += height
	}
	for _, l := range events {
		p.room(captionStyle.height + float64(len(p.lines(l.Value, monoStyle, content)))*monoStyle.height)
		p.line(p.left, content, l)
		p.y += 16
	}
}

func (p *paper) codeCard(x, y float64, c Code) {
	p.box(x, y, codeCard, codeCard, 8, white, edgeInk)
	inset := (codeCard - codeSide) / 2
	p.code(x+inset, y+inset, codeSide, c)
	caption := p.sheet.ScanLabel(c)
	w := p.measure(caption, captionStyle)
	p.put(x+(codeCard-w)/2, y+codeCard+8, caption, captionStyle)
}

func (p *paper) line(x, limit float64, l Line) {
	p.put(x, p.y, l.Label, captionStyle)
	p.y += captionStyle.height
	s := valueStyle
	switch l.Kind {
	case LinePlain:
	case LineStrong:
		s = largeStyle
	case LineMono:
		s = monoStyle
	case LineMasked:
		w := p.put(x, p.y, l.Value, monoStyle)
		p.put(x+w+8, p.y+1, l.Note, captionStyle)
		p.y += monoStyle.height
		return
	case LinePerson:
		p.person(x, limit, l.Value)
		return
	}
	p.block(x, l.Value, s, limit)
	if l.Note != "" {
		p.block(x, l.Note, captionStyle, limit)
	}
}

// person sets the name heavier than the number, on one line when both fit.
func (p *paper) person(x, limit float64, value string) {
	name, rest, ok := strings.Cut(value, ",")
	name = p.faces.drawable(name, strongStyle.face)
	if rest = p.faces.drawable(strings.TrimSpace(rest), regular); !ok {
		p.block(x, name, strongStyle, limit)
		return
	}
	if p.measure(name, strongStyle)+p.measure(", "+rest, valueStyle) > limit {
		p.block(x, name, strongStyle, limit)
		p.block(x, rest, valueStyle, limit)
		return
	}
	wide := p.put(x, p.y, name, strongStyle)
	p.put(x+wide, p.y, ", "+rest, valueStyle)
	p.y += valueStyle.height
}

func (p *paper) steps() {
	p.room(3 * valueStyle.height)
	p.box(p.left, p.y, content, 1, 0, edgeInk, none)
	p.y += 13
	p.put(p.left, p.y, p.sheet.StepsTitle(), strongStyle)
	p.y += strongStyle.height + 2
	for i, step := range p.sheet.Steps() {
		p.room(float64(len(p.lines(step, valueStyle, content-20))) * valueStyle.height)
		p.put(p.left, p.y, fmt.Sprintf("%d.", i+1), valueStyle)
		p.block(p.left+20, step, valueStyle, content-20)
		p.y += 2
	}
}

// foot says when the sheet was made and which one it is.
func (p *paper) foot(y float64) {
	p.put(p.left, y, p.sheet.MadeLabel(), captionStyle)
	number := p.faces.drawable(p.sheet.SheetLabel(), captionStyle.face)
	w := p.measure(number, captionStyle)
	p.put(p.left+content-w, y, number, captionStyle)
}
