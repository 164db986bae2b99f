package kit

import "fyne.io/fyne/v2"

// Pill is one choice of Pills: a word with how many there are.
type Pill struct {
	Value, Label string
	// Count stands behind the label; "" leaves it out.
	Count string
}

// Pills is a choice of one from several words with counts, for filters above
// a list. It is one stop of the Tab key for each pill; the arrow keys move
// along. UI thread only.
type Pills struct {
	Block

	// OnChanged is called when the person chooses another one.
	OnChanged func(value string)

	pills []Pill
	at    string
	parts []*pill
	row   *fyne.Container
}

// pill is one of them.
type pill struct {
	Press
	word, count *Line
}

// NewPills makes the row with the first pill chosen.
func NewPills(pills ...Pill) *Pills {
	p := &Pills{row: Row(8)}
	p.Extend(p, p.row)
	p.SetPills(pills...)
	return p
}

// SetPills replaces words and counts; the choice stays when it is among them.
func (p *Pills) SetPills(pills ...Pill) {
	same := len(pills) == len(p.pills)
	for i := range pills {
		same = same && pills[i].Value == p.pills[i].Value
	}
	p.pills = pills
	if !same {
		p.parts, p.row.Objects = nil, nil
		for i := range pills {
			p.parts = append(p.parts, newPill(p, i))
			p.row.Objects = append(p.row.Objects, p.parts[i])
		}
	}
	if !p.has(p.at) && len(pills) > 0 {
		p.at = pills[0].Value
	}
	p.show()
}

func (p *Pills) has(value string) bool {
	for _, x := range p.pills {
		if x.Value == value {
			return true
		}
	}
	return false
}

// Value returns the chosen value.
func (p *Pills) Value() string { return p.at }

// SetValue chooses without calling OnChanged; unknown values do nothing.
func (p *Pills) SetValue(value string) {
	if p.has(value) && value != p.at {
		p.at = value
		p.show()
	}
}

func (p *Pills) show() {
	for i, part := range p.parts {
		part.word.SetText(p.pills[i].Label)
		part.count.SetText(p.pills[i].Count)
		part.count.Hidden = p.pills[i].Count == ""
		part.Label = p.pills[i].Label + " " + p.pills[i].Count
		part.SetSelected(p.pills[i].Value == p.at)
		part.recolour(part.State())
	}
	p.Refresh()
}

func newPill(p *Pills, at int) *pill {
	x := &pill{word: NewLine("", Body, Text2), count: NewLine("", Body, Text2)}
	x.Style, x.OnState = pillFace, x.recolour
	x.OnTapped = func() { p.choose(at) }
	x.OnKey = func(e *fyne.KeyEvent) bool {
		by := arrow(e)
		if to := at + by; by != 0 && to >= 0 && to < len(p.parts) {
			p.parts[to].Focus()
			p.choose(to)
		}
		return by != 0
	}
	x.Extend(x, Fix(0, 32, Pad(0, 12, 0, 12, Row(6, x.word, x.count))), 16)
	x.Role = fyne.AccessibleRoleButton
	return x
}

func pillFace(s PressState) Face {
	switch {
	case s.Selected:
		return Face{Tint, Primary, 1}
	case s.Hovered:
		return Face{NeutralTint, Border, 1}
	}
	return Face{Surface, Border, 1}
}

func (x *pill) recolour(s PressState) {
	style, tok := Body, Text2
	if s.Selected {
		style, tok = BodyStrong, PrimaryText
	}
	x.word.SetStyle(style)
	x.word.SetToken(tok)
	x.count.SetToken(tok)
}

func (p *Pills) choose(at int) {
	if p.pills[at].Value == p.at {
		return
	}
	p.at = p.pills[at].Value
	p.show()
	if p.OnChanged != nil {
		p.OnChanged(p.at)
	}
}
