package templateeditor

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// textBody is a text with the tools to write it, and its variables below. UI thread
// only.
type textBody struct {
	s       *Screen
	part    func() string
	words   func() (words, bool)
	most    func() int
	title   *kit.Line
	counter *kit.Line
	field   *kit.TextField
	box     *kit.Box
	tools   []*kit.Button
	emoji   *kit.Button
	chips   *chips
	none    *kit.Line
	fault   bool
	content *fyne.Container
}

// The height of the text itself, of the template and of a card.
const (
	bodyHigh = 108
	cardHigh = 68
)

func newTextBody(s *Screen, title string, part func() string, words func() (words, bool), most func() int, high float32) *textBody {
	b := &textBody{s: s, part: part, words: words, most: most, title: kit.NewLine(title, kit.CaptionStrong, kit.Text2), counter: kit.NewLine("", kit.Caption, kit.Text3)}
	b.field = kit.NewTextField("").MultiLine(0).Bare()
	b.field.SetSpoken(title)
	b.field.OnFocused = func(bool) { b.edge() }
	b.field.OnChanged = b.typed
	b.box = kit.NewBox(kit.Surface, kit.Input, 6, 1)
	b.chips = newChips(s, "body", words, b.show)
	b.none = kit.NewLine(lang.L("Variables"), kit.Caption, kit.Text3)
	b.chips.row.Hidden = true
	foot := kit.RowTop(8, kit.Fix(0, 24, kit.Mid(0, 24, b.none)), kit.Grow(b.chips.row))
	inner := kit.Col(0,
		kit.Stack(kit.NewRect(kit.Sunken), kit.Fix(0, 35, kit.Pad(2, 4, 1, 4, b.toolbar()))), kit.NewRect(kit.Border).SetMin(0, 1),
		kit.Fix(0, high, b.field), kit.HLine(), kit.Pad(7, 12, 8, 12, foot))
	b.content = kit.Col(4, kit.Row(6, kit.Grow(b.title), b.counter), kit.Stack(b.box, kit.Pad(2, 2, 2, 2, inner)))
	return b
}

func (b *textBody) toolbar() *fyne.Container {
	tool := func(icon, label string, do func()) *kit.Button {
		t := kit.NewIconButton(icon, label, do).As(kit.VariantQuietNeutral)
		kit.AttachTooltip(t, label)
		b.tools = append(b.tools, t)
		return t
	}
	mark := func(m string) func() {
		return func() {
			b.field.Focus()
			b.field.Surround(m)
		}
	}
	bold, italic, strike := tool("bold", lang.L("Bold"), mark("*")), tool("italic", lang.L("Italic"), mark("_")), tool("strikethrough", lang.L("Strikethrough"), mark("~"))
	b.emoji = tool("smile", lang.L("Emoji"), func() { showEmoji(b.emoji, b.insert) })
	add := kit.NewQuiet(lang.L("Add variable"), b.addVariable).WithIcon("braces")
	b.tools = append(b.tools, add)
	line := kit.Pad(8, 4, 8, 4, kit.NewRect(kit.Border).SetMin(1, 16))
	return kit.Row(0, bold, italic, strike, b.emoji, line, add, kit.Spring())
}

// insert puts text where the cursor is.
func (b *textBody) insert(text string) {
	b.field.Focus()
	b.field.Insert(text)
}

func (b *textBody) addVariable() {
	if w, ok := b.words(); ok {
		b.insert("{{" + nextVariable(*w.text, b.s.w.d.Design.Named) + "}}")
	}
}

func (b *textBody) typed(text string) {
	w, ok := b.words()
	if !ok {
		return
	}
	*w.text = text
	b.fault = false
	b.edge()
	b.count()
	b.chips.show()
	b.s.form.relayout()
	b.s.changed(b.part())
}

func (b *textBody) show() {
	w, ok := b.words()
	if !ok {
		return
	}
	b.field.SetText(*w.text)
	b.count()
	b.chips.show()
}

func (b *textBody) count() {
	n := utf8.RuneCountInString(b.field.Text())
	b.counter.SetText(of(n, b.most()))
	tok := kit.Text3
	if n > b.most() {
		tok = kit.DangerText
	}
	b.counter.SetToken(tok)
}

// edge draws the box around the tools and the text.
func (b *textBody) edge() {
	stroke, width := kit.Input, float32(1)
	if b.field.IsFocused() {
		stroke, width = kit.Primary, 2
	}
	if b.fault {
		stroke = kit.Danger
	}
	b.box.Set(kit.Surface, stroke, width)
}

func (b *textBody) lock(locked bool) {
	b.field.SetReadOnly(locked)
	for _, t := range b.tools {
		t.SetDisabled(locked)
	}
	b.chips.lock(locked)
}

func (b *textBody) mark(rule string) {
	b.fault = rule != "" && rule != "samples_missing"
	b.edge()
	b.chips.mark(rule == "samples_missing")
}

func (b *textBody) focus(rule string) {
	if rule == "samples_missing" {
		b.chips.openMissing()
		return
	}
	b.field.Focus()
}
