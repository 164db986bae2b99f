package templateeditor

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// form is the card in which the template is written. UI thread only.
type form struct {
	s        *Screen
	notices  *fyne.Container
	head     *head
	special  *special
	heading  *heading
	body     *textBody
	footer   *kit.TextField
	buttons  *buttonList
	code     *codeForm
	advanced *advanced
	plain    *fyne.Container
	under    *fyne.Container // the preview, on narrow pages
	card     *fyne.Container
}

func newForm(s *Screen) *form {
	f := &form{s: s, notices: kit.Col(8), footer: kit.NewTextField(lang.L("Footer"))}
	f.notices.Hide()
	f.head, f.heading, f.code = newHead(s), newHeading(s), newCodeForm(s)
	f.body = newTextBody(s, lang.L("Body"), func() string { return "body" }, func() (words, bool) {
		if s.w == nil {
			return words{}, false
		}
		return bodyWords(&s.w.d), true
	}, func() int {
		if s.w != nil && s.w.d.Design.Offer != nil {
			return offerBodyMax
		}
		return s.offer.MaxBody
	}, bodyHigh)
	f.footer.OnChanged = func(text string) {
		s.w.d.Design.Footer = text
		f.count()
		s.changed("footer")
	}
	f.buttons = newButtonList(s, func() string { return "buttons" }, func() (buttonRow, bool) {
		if s.w == nil {
			return buttonRow{}, false
		}
		return ownButtons(&s.w.d), true
	}, func() int { return s.offer.MaxButtons }, nil)
	f.advanced = newAdvanced(s)
	f.buttons.foot.Objects = append(f.buttons.foot.Objects, f.advanced.open)
	f.special = newSpecial(s)
	f.plain = kit.Col(12, f.heading.row, f.body.content, f.footer, f.buttons.content)
	f.under = kit.Stack()
	f.under.Hide()
	f.card = kit.Stack(kit.NewBox(kit.Surface, kit.Border, 8, 1), kit.Pad(1, 1, 1, 1, kit.Yield(0, kit.Pad(16, 16, 4, 16,
		kit.Col(12, f.notices, f.head.row, f.special.content, f.code.content, f.plain, f.special.cards.content, f.advanced.content, f.under)))))
	return f
}

func (f *form) count() {
	f.footer.SetCounter(f.s.offer.MaxFooter)
}

// show writes what is on the desk into all fields.
func (f *form) show() {
	d := f.s.w.d.Design
	f.head.show()
	f.special.show()
	f.heading.show()
	f.body.show()
	f.footer.SetText(d.Footer)
	f.count()
	f.buttons.show()
	f.code.show()
	f.advanced.show()
	code, cards, offer := d.Code != nil, len(d.Cards) > 0, d.Offer != nil
	f.plain.Hidden = code
	// A carousel has a text above its cards and nothing else. What stands there all
	// the same is shown, so that it can be taken away.
	f.heading.row.Hidden = cards && d.Header == nil
	f.footer.Hidden = (cards || offer) && d.Footer == ""
	f.buttons.content.Hidden = cards && len(d.Buttons) == 0
	f.advanced.place(code || f.buttons.content.Hidden)
	f.relayout()
}

// relayout gives everything its room anew after parts grew or shrank.
func (f *form) relayout() {
	if f.s.content != nil {
		f.s.content.Refresh()
	}
}

func (f *form) lock() {
	locked := f.s.locked()
	f.head.lock(locked)
	f.special.lock(locked)
	f.heading.lock(locked)
	f.body.lock(locked)
	f.footer.SetReadOnly(locked)
	f.buttons.lock(locked)
	f.code.lock(locked)
	f.advanced.lock(locked)
}

func (f *form) mark(faults map[string]string) {
	f.head.mark(faults)
	f.special.mark(faults)
	f.heading.mark(faults)
	f.body.mark(faults["body"])
	f.footer.SetFault(faults["footer"] != "")
	f.buttons.mark(faults)
	f.advanced.mark(faults)
	rules := map[string]bool{}
	for _, found := range f.s.findings {
		rules[found.Rule] = found.Problem
	}
	f.code.mark(rules)
}

// cardOf reads the number of a card from a part.
func cardOf(part string) (int, bool) {
	rest, ok := strings.CutPrefix(part, "cards.")
	number, _, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(number)
	return n, ok && err == nil
}

// focus moves the focus to the part that a rule is about.
func (f *form) focus(part, rule string) {
	if i, ok := cardOf(part); ok {
		f.focusCard(i, part, rule)
		return
	}
	name, rest, _ := strings.Cut(part, ".")
	switch name {
	case "name":
		f.head.name.Focus()
	case "category":
		f.head.category.Focus()
	case "language":
		f.head.language.Focus()
	case "header":
		f.heading.focus(rule)
	case "body":
		f.body.focus(rule)
	case "footer":
		f.footer.Focus()
	case "buttons":
		at, err := strconv.Atoi(rest)
		if err != nil {
			at = -1
		}
		f.buttons.focus(at, rule)
	case "code":
		f.code.focus(rule)
	case "offer":
		f.special.text.Focus()
	case "cards":
		f.special.cards.add.Focus()
	case "lifetime":
		f.advanced.focus()
	}
}

func (f *form) focusCard(i int, part, rule string) {
	c := f.special.cards
	if i >= len(f.s.w.d.Design.Cards) {
		return
	}
	c.turn(i)
	rest := strings.TrimPrefix(part, "cards."+strconv.Itoa(i))
	switch {
	case strings.HasPrefix(rest, ".header"):
		c.sample.focus()
	case strings.HasPrefix(rest, ".body"):
		c.body.focus(rule)
	case strings.HasPrefix(rest, ".buttons"):
		at, err := strconv.Atoi(strings.TrimPrefix(rest, ".buttons."))
		if err != nil {
			at = -1
		}
		c.buttons.focus(at, rule)
	}
}

// toTop shows the beginning of the form.
func (f *form) toTop() {
	top := f.head.row
	if f.notices.Visible() {
		top = f.notices
	}
	kit.Reveal(top)
}

// takeFile hands a file that was dropped to the example that is in sight.
func (f *form) takeFile(path string) {
	d := f.s.w.d.Design
	switch {
	case d.Header != nil && d.Header.Kind.IsFile():
		f.heading.sample.take(path)
	case len(d.Cards) > 0:
		f.special.cards.sample.take(path)
	default:
		f.s.shell.Toast(kit.KindNeutral, lang.L("Choose a header with a file first, then drop it here."), "", nil)
	}
}
