package handoffpage

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/kit"
)

// The paper's measures.
const (
	codeLeast = 222 // width of the code itself, without its quiet zone
	codePad   = 14  // white between the code and the edge around it
)

// paper shows a sheet as it will look when it is printed: white in both themes.
// UI thread only.
type paper struct {
	kit.Block
	reading reading
	page    int // of the codes, from 0
	inner   *fyne.Container
	holder  *fyne.Container // of the code
	caption *ink
}

func newPaper() *paper {
	p := &paper{holder: kit.Stack(), inner: kit.Stack()}
	sheet := kit.Stack(inkBox(kit.Color(kit.White), inkEdge, 4), p.inner)
	ground := kit.NewBox(kit.Sunken, kit.Border, 8, 1)
	p.Extend(p, kit.Stack(ground, kit.Pad(17, 17, 17, 17, sheet)))
	return p
}

// show puts another sheet on the paper.
func (p *paper) show(r reading) {
	p.reading = r
	p.page = min(p.page, max(len(r.codes)-1, 0))
	s := r.sheet
	body := kit.Col(0,
		paperHead(s),
		kit.Pad(16, 0, 16, 0, inkLine()),
	)
	if w := s.Warning(); w != "" {
		warning := newInk(w, pen{13, 20, false, false, inkWarn}, wrapWords)
		body.Add(kit.Pad(0, 0, 16, 0, kit.Stack(inkBox(warnTint, nil, 8), kit.Pad(8, 12, 8, 12, warning))))
	}
	body.Add(kit.RowTop(24, p.codeColumn(), kit.Grow(paperLines(s))))
	body.Add(kit.Spring())
	body.Add(kit.Pad(16, 0, 0, 0, kit.Row(16,
		kit.Grow(newInk(s.MadeLabel(), penCaption, cutOff)), newInk(s.SheetLabel(), penCaption, cutOff))))
	p.inner.Objects = []fyne.CanvasObject{kit.Pad(25, 25, 25, 25, body)}
	p.turn(0)
	p.Refresh()
}

// codeColumn is the code with its caption and, when there are several, the way
// to the next one.
func (p *paper) codeColumn() fyne.CanvasObject {
	p.caption = newInk("", penCaption, cutOff)
	edge := kit.Stack(inkBox(kit.Color(kit.White), inkEdge, 8), kit.Pad(1+codePad, 1+codePad, 1+codePad, 1+codePad, p.holder))
	var caption fyne.CanvasObject = kit.Mid(0, 16, p.caption)
	if len(p.reading.codes) > 1 {
		next := kit.NewLink(lang.L("Next code"), "chevron-right", func() { p.turn(1) }).SetToken(kit.PrimaryOnWhite)
		caption = kit.Mid(0, 16, kit.Row(12, p.caption, next))
	}
	return kit.Col(8, edge, caption)
}

// turn shows the code so many further on, beginning anew after the last.
func (p *paper) turn(by int) {
	n := len(p.reading.codes)
	if n == 0 {
		return
	}
	p.page = ((p.page+by)%n + n) % n
	c := p.reading.codes[p.page]
	p.holder.Objects = []fyne.CanvasObject{kit.NewQRView(c.picture, codeSide(c, p.scale()))}
	p.caption.setText(c.caption)
	p.Refresh()
}

func (p *paper) scale() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}

// codeSide is the least width of at least codeLeast at which every module is a
// whole number of device pixels.
func codeSide(c code, scale float32) float32 {
	n := float32(c.picture.Bounds().Dx())
	return float32(math.Ceil(float64(codeLeast*scale/n))) * n / scale
}

func paperHead(s handoff.Sheet) fyne.CanvasObject {
	avatar := kit.NewAvatar(app.Initials(s.Agent), kit.AgentColour(s.Agent), 40, false)
	texts := kit.Col(0, newInk(s.Title(), penTitle, wrapWords), newInk(s.Subtitle(), penCaption, wrapWords))
	return kit.Row(12, avatar, kit.Grow(texts), environmentChip(s.Environment, s.EnvironmentLabel()))
}

// environmentChip is the kit's chip in the colours of light, for white ground.
func environmentChip(env app.Environment, word string) fyne.CanvasObject {
	colour, tint, icon := pubInk, pubTint, "radio-tower"
	if env == app.Draft {
		colour, tint, icon = draftInk, draftTint, "pencil-line"
	}
	p := penCaption
	p.bold, p.colour = true, colour
	text := newInk(word, p, cutOff)
	content := kit.Row(6, inkIcon(icon, 14, colour), kit.Fix(p.width(word), 0, text))
	return kit.Fix(0, 24, kit.Stack(inkBox(tint, nil, 12), kit.Pad(0, 10, 0, 10, content)))
}

func paperLines(s handoff.Sheet) fyne.CanvasObject {
	var items []fyne.CanvasObject
	for _, l := range s.Lines() {
		items = append(items, kit.Col(0, newInk(l.Label, penCaption, cutOff), paperValue(s, l)))
	}
	return kit.Col(12, items...)
}

func paperValue(s handoff.Sheet, l handoff.Line) fyne.CanvasObject {
	switch {
	case l.Key == "events" && l.Kind == handoff.LineMono && len(s.Events) > 1:
		return eventsValue(s.Events)
	case l.Kind == handoff.LineMasked:
		return kit.Row(8, newInk(l.Value, penMasked, cutOff), newInk(l.Note, penCaption, cutOff))
	case l.Kind == handoff.LinePerson:
		return personValue(l.Value)
	case l.Kind == handoff.LineStrong:
		return newInk(l.Value, penAccount, cutOff)
	}
	p, w := penValue, wrapWords
	if l.Kind == handoff.LineMono {
		p, w = penMono, wrapURL
	}
	value := newInk(l.Value, p, w)
	if l.Note == "" {
		return value
	}
	return kit.Col(0, value, newInk(l.Note, penCaption, wrapWords))
}

// lineRoom is the width that the lines beside the code surely have.
const lineRoom = 236

// eventsValue gives a long list by its first name and the count of the others:
// what is saved and printed has it whole. Nothing is cut: what does not fit on
// one line takes two.
func eventsValue(events []string) fyne.CanvasObject {
	all := strings.Join(events, ", ")
	if len(events) <= 2 {
		return newInk(all, penMono, wrapWords)
	}
	more := lang.L("and {{.N}} more, on paper", map[string]any{"N": len(events) - 1})
	if penMasked.width(events[0])+8+penCaption.width(more) > lineRoom {
		return kit.Col(0, newInk(events[0], penMono, wrapURL), newInk(more, penCaption, wrapWords))
	}
	return kit.Row(8, newInk(events[0], penMasked, cutOff), newInk(more, penCaption, cutOff))
}

// personValue sets the name heavier than the number, above it when it is long.
func personValue(value string) fyne.CanvasObject {
	name, number, found := strings.Cut(value, ",")
	if !found {
		return newInk(value, penStrong, wrapWords)
	}
	if penStrong.width(name)+penValue.width(","+number) > lineRoom {
		return kit.Col(0, newInk(name, penStrong, wrapWords), newInk(strings.TrimSpace(number), penValue, cutOff))
	}
	return kit.Row(0, newInk(name, penStrong, cutOff), newInk(","+number, penValue, cutOff))
}
