package templateeditor

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// cardEditor shows one card of a carousel at a time. What all cards must have in
// common, the kind of picture and the kinds of button, changes on all of them. UI
// thread only.
type cardEditor struct {
	s       *Screen
	at      int
	heads   *fyne.Container
	tabs    []*kit.Button
	add     *kit.Button
	remove  *kit.Button
	kind    *kit.Select
	sample  *sample
	body    *textBody
	buttons *buttonList
	content *fyne.Container
	locked  bool
	faulty  map[int]bool
}

func newCardEditor(s *Screen) *cardEditor {
	c := &cardEditor{s: s, heads: kit.Wrap(4), faulty: map[int]bool{}}
	c.kind = kit.NewSelect(lang.L("Header"), []kit.Option{{Value: string(app.HeaderImage), Label: headerWord(app.HeaderImage)}, {Value: string(app.HeaderVideo), Label: headerWord(app.HeaderVideo)}})
	c.kind.OnChanged = c.chooseKind
	c.sample = newSample(s, "cards", func() *app.HeaderDesign {
		if d := c.card(); d != nil {
			return &d.Header
		}
		return nil
	})
	c.body = newTextBody(s, lang.L("Text of the card"), func() string { return c.part("body") }, func() (words, bool) {
		if c.card() == nil {
			return words{}, false
		}
		return cardWords(&s.w.d, c.at), true
	}, func() int { return cardBodyMax }, cardHigh)
	c.buttons = newButtonList(s, func() string { return c.part("buttons") }, func() (buttonRow, bool) {
		if c.card() == nil {
			return buttonRow{}, false
		}
		return cardButtons(&s.w.d, c.at), true
	}, func() int { return cardButtonsMax }, func() { alikeButtons(&s.w.d, c.at) })
	c.add = kit.NewQuiet(lang.L("Add card"), func() {
		addCard(&s.w.d)
		c.turn(len(s.w.d.Design.Cards) - 1)
		s.changed("cards")
	}).WithIcon("plus")
	c.remove = kit.NewQuiet(lang.L("Remove this card"), c.askRemove).As(kit.VariantDangerText)
	c.content = kit.Col(12, kit.HLine(), c.heads, kit.RowTop(16, kit.Fix(160, 0, c.kind), kit.Grow(c.sample)), c.body.content, c.buttons.content)
	return c
}

func (c *cardEditor) card() *app.CardDesign {
	if c.s.w == nil || c.at >= len(c.s.w.d.Design.Cards) {
		return nil
	}
	return &c.s.w.d.Design.Cards[c.at]
}

// part names a part of the card that is shown.
func (c *cardEditor) part(rest string) string { return "cards." + strconv.Itoa(c.at) + "." + rest }

func (c *cardEditor) show() {
	n := len(c.s.w.d.Design.Cards)
	c.content.Hidden = n == 0
	if n == 0 {
		return
	}
	c.at = max(min(c.at, n-1), 0)
	c.sample.part = c.part("header")
	c.showHeads(n)
	c.kind.SetValue(string(c.card().Header.Kind))
	c.sample.show()
	c.body.show()
	c.buttons.show()
	c.s.form.relayout()
}

func (c *cardEditor) showHeads(n int) {
	c.heads.Objects, c.tabs = nil, nil
	for i := range n {
		b := kit.NewButton(lang.L("Card {{.N}}", map[string]any{"N": i + 1}), func() { c.turn(i) })
		if i != c.at {
			b.As(kit.VariantQuietNeutral)
		}
		if c.faulty[i] {
			b.WithIcon("circle-x")
		}
		c.tabs = append(c.tabs, b)
		c.heads.Objects = append(c.heads.Objects, b)
	}
	c.add.SetDisabled(c.locked || n >= cardsMax)
	c.remove.SetDisabled(c.locked)
	c.remove.Hidden = n <= cardsMin
	c.heads.Objects = append(c.heads.Objects, c.add, c.remove)
	c.heads.Refresh()
}

// turn shows another card.
func (c *cardEditor) turn(at int) {
	c.at = at
	c.sample.problem.Hide()
	c.show()
	c.s.preview.show()
	c.lock(c.locked)
	if at < len(c.tabs) {
		c.tabs[at].Focus()
	}
	c.s.showFindings()
}

// askRemove asks before a card with words on it goes.
func (c *cardEditor) askRemove() {
	remove := func() {
		removeCard(&c.s.w.d, c.at)
		c.turn(max(min(c.at, len(c.s.w.d.Design.Cards)-1), 0))
		c.s.changed("cards")
	}
	if d := c.card(); d == nil || !cardsHaveWords([]app.CardDesign{*d}) {
		remove()
		return
	}
	kit.Confirm(c.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Remove card {{.N}}?", map[string]any{"N": c.at + 1}), Text: lang.L("What stands on it goes away."),
		Keep: lang.L("Keep the card"), Do: lang.L("Remove the card"), Danger: true, OnDo: remove,
	})
}

func (c *cardEditor) chooseKind(value string) {
	for i := range c.s.w.d.Design.Cards {
		c.s.w.d.Design.Cards[i].Header = app.HeaderDesign{Kind: app.HeaderKind(value)}
	}
	c.show()
	c.s.changed(c.part("header"))
}

func (c *cardEditor) lock(locked bool) {
	c.locked = locked
	c.kind.SetReadOnly(locked)
	c.sample.lock(locked)
	c.body.lock(locked)
	c.buttons.lock(locked)
	n := 0
	if c.s.w != nil {
		n = len(c.s.w.d.Design.Cards)
	}
	c.add.SetDisabled(locked || n >= cardsMax)
	c.remove.SetDisabled(locked)
	c.remove.Hidden = n <= cardsMin
}

func (c *cardEditor) mark(faults map[string]string) {
	if c.content.Hidden {
		return
	}
	before := len(c.faulty)
	c.faulty = map[int]bool{}
	for part := range faults {
		if i, ok := cardOf(part); ok {
			c.faulty[i] = true
		}
	}
	for i, b := range c.tabs {
		icon := ""
		if c.faulty[i] {
			icon = "circle-x"
		}
		b.SetIcon(icon)
	}
	if before != len(c.faulty) {
		c.heads.Refresh()
	}
	c.sample.mark(faults[c.part("header")] != "")
	c.body.mark(faults[c.part("body")])
	c.buttons.mark(faults)
}
