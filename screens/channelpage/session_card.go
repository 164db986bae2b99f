package channelpage

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// The names under which problems of the session settings come.
const (
	askMoreAfter = "ask_more_after"
	endAfter     = "end_confirmation_after"
)

// plainTexts is the number of texts before those that fold away.
const plainTexts = 3

// sessionText is one text of the session settings with its field.
type sessionText struct {
	name  string
	field *kit.TextField
	value func(*app.SessionSettings) *string
	bad   bool
}

// sessionCard holds what happens when a customer goes quiet.
type sessionCard struct {
	s       *Screen
	seen    *customerPanel // what the customer sees of it
	card    *fyne.Container
	saved   *savedMark
	ask     *kit.Switch
	more    *kit.DurationField
	end     *kit.DurationField
	badMore bool
	badEnd  bool
	badAsk  bool
	letters bool // stand where a delay belongs
	texts   []*sessionText
	words   *fyne.Container
	onWords *kit.Link
	pending int
	sent    app.SessionSettings // the last settings on their way, while pending
}

func newSessionCard(s *Screen, seen *customerPanel) *sessionCard {
	c := &sessionCard{s: s, seen: seen, saved: newSavedMark()}
	c.ask = kit.NewSwitch(lang.L("Ask user to end session"), lang.L("When a customer goes quiet, ask before closing the chat."))
	c.ask.OnChanged = func(bool) { c.changed("") }
	c.more = kit.NewDurationField(lang.L("Delay before ask more"))
	c.more.SetHelp(lang.L("After the customer's last message"))
	c.more.OnCommitted = func(time.Duration) { c.changed(askMoreAfter) }
	c.more.OnChanged = c.typing
	c.end = kit.NewDurationField(lang.L("Delay before end confirmation"))
	c.end.SetHelp(lang.L("After the first question"))
	c.end.OnCommitted = func(time.Duration) { c.changed(endAfter) }
	c.end.OnChanged = c.typing
	askMore := c.text("ask_more_text", lang.L("Ask more message"), app.SessionTextMax, func(t *app.SessionSettings) *string { return &t.AskMoreText })
	endText := c.text("end_confirmation_text", lang.L("End confirmation message"), app.SessionTextMax, func(t *app.SessionSettings) *string { return &t.EndConfirmationText })
	closing := c.text("closing_text", lang.L("Closing message"), app.SessionTextMax, func(t *app.SessionSettings) *string { return &t.ClosingText })
	c.buildFold()
	forwarding := kit.NewLink(lang.L("Forwarding to your agent"), "arrow-right", s.goToForwarding)
	links := kit.Row(16, c.onWords, kit.Spring(), forwarding)
	body := kit.Col(0, c.ask, kit.Pad(12, 0, 16, 0, kit.HLine()), kit.Col(16,
		kit.Even(16, c.more, c.end), kit.Even(16, askMore, endText), closing, links, c.words))
	c.card = kit.NewCard(kit.CardHead(lang.L("Session behaviour"), c.saved.row), kit.CardBody(0, body))
	return c
}

// buildFold makes the part that folds away: the answer words.
func (c *sessionCard) buildFold() {
	answer := func(name, label string, value func(*app.SessionSettings) *string) fyne.CanvasObject {
		return c.text(name, label, app.SessionAnswerMax, value)
	}
	c.words = kit.Col(12,
		kit.Even(16,
			answer("ask_more_yes", lang.L("First question: yes"), func(t *app.SessionSettings) *string { return &t.AskMoreYes }),
			answer("ask_more_no", lang.L("First question: no"), func(t *app.SessionSettings) *string { return &t.AskMoreNo })),
		kit.Even(16,
			answer("end_yes", lang.L("Second question: end the chat"), func(t *app.SessionSettings) *string { return &t.EndYes }),
			answer("end_no", lang.L("Second question: keep it open"), func(t *app.SessionSettings) *string { return &t.EndNo })))
	c.words.Hide()
	c.onWords = kit.NewLink(lang.L("Answer words"), "chevron-right", func() { c.fold(c.words, c.onWords, !c.words.Visible()) })
}

func (c *sessionCard) fold(part *fyne.Container, link *kit.Link, open bool) {
	setShown(part, open)
	link.SetIcon(chevron(open))
	c.s.refresh()
}

// text makes the field of one text; typing shows in the chat as soon as it rests.
func (c *sessionCard) text(name, label string, most int, value func(*app.SessionSettings) *string) *kit.TextField {
	t := &sessionText{name: name, field: kit.NewTextField(label), value: value}
	t.field.SetCounter(most)
	t.field.OnCommitted = func(string) { c.changed(name) }
	t.field.OnChanged = func(string) { c.seen.soon(c.typed) }
	c.texts = append(c.texts, t)
	return t.field
}

// typing follows what is typed in a delay. Letters are never committed, so the
// foot of the page hears of them here.
func (c *sessionCard) typing() {
	c.seen.soon(c.typed)
	if letters := isNoNumber(c.more) || isNoNumber(c.end); letters != c.letters {
		c.letters = letters
		c.s.refresh()
	}
}

// forget drops what was typed and not saved.
func (c *sessionCard) forget() {
	c.reset()
	c.letters = false
	set := c.s.m.channel().Session
	for f, d := range map[*kit.DurationField]time.Duration{c.more: set.AskMoreAfter, c.end: set.EndConfirmationAfter} {
		f.SetDuration(d)
		f.SetError("")
	}
}

// reset takes the errors off: everything typed is valid. Letters in place of a
// delay keep theirs.
func (c *sessionCard) reset() {
	c.badMore, c.badEnd, c.badAsk = false, false, false
	for _, t := range c.texts {
		t.bad = false
		t.field.SetError("")
	}
	for _, f := range []*kit.DurationField{c.more, c.end} {
		if !isNoNumber(f) {
			f.SetError("")
		}
	}
}

func (c *sessionCard) apply() {
	m := c.s.m
	set, locked := m.channel().Session, m.readOnly()
	c.saved.set(savedText(m, c.s.clock.Now()))
	c.ask.SetReadOnly(locked)
	c.more.SetReadOnly(locked)
	c.end.SetReadOnly(locked)
	for _, t := range c.texts {
		t.field.SetReadOnly(locked)
		if !t.bad && c.pending == 0 {
			t.field.Load(*t.value(&set))
		}
	}
	if c.pending > 0 {
		return
	}
	if !c.badAsk {
		c.ask.SetOn(set.AskUserToEnd)
	}
	if !c.badMore && !c.more.IsDirty() {
		c.more.SetDuration(set.AskMoreAfter)
	}
	if !c.badEnd && !c.end.IsDirty() {
		c.end.SetDuration(set.EndConfirmationAfter)
	}
}

// known are the settings that are saved or on their way there.
func (c *sessionCard) known() app.SessionSettings {
	if c.pending > 0 {
		return c.sent
	}
	return c.s.m.channel().Session
}

// typed are the settings as they stand in the fields.
func (c *sessionCard) typed() app.SessionSettings {
	out := c.known()
	out.AskUserToEnd = c.ask.On()
	if d, err := c.more.Duration(); err == nil {
		out.AskMoreAfter = d
	}
	if d, err := c.end.Duration(); err == nil {
		out.EndConfirmationAfter = d
	}
	for _, t := range c.texts {
		*t.value(&out) = t.field.Text()
	}
	return out
}

// only is what is saved with one typed setting; "" is the switch.
func (c *sessionCard) only(name string) app.SessionSettings {
	out, typed := c.known(), c.typed()
	switch name {
	case "":
		out.AskUserToEnd = typed.AskUserToEnd
	case askMoreAfter:
		out.AskMoreAfter = typed.AskMoreAfter
	case endAfter:
		out.EndConfirmationAfter = typed.EndConfirmationAfter
	}
	for _, t := range c.texts {
		if t.name == name {
			*t.value(&out) = *t.value(&typed)
		}
	}
	return out
}

// changed saves everything that is typed when all of it is valid, else the one
// setting alone; what is wrong stays in its field with its reason.
func (c *sessionCard) changed(name string) {
	c.seen.apply(c.typed())
	all := c.typed()
	if err := all.Check(); err == nil {
		c.reset()
		c.save(all)
		return
	}
	one := c.only(name)
	if err := one.Check(); err != nil {
		c.fail(name, app.AsError(err))
		return
	}
	c.mark(name, false)
	c.save(one)
}

func (c *sessionCard) save(set app.SessionSettings) {
	if set == c.known() {
		c.s.refresh() // what was wrong may be right again
		return
	}
	c.pending++
	c.sent = set
	c.s.commit(channel.SetSession(set), func(err error) {
		c.pending--
		if err != nil {
			c.s.showProblems(err)
			return
		}
		if !c.s.m.published() {
			c.s.m.view.Channel.Session = set // what was saved; the next reading confirms it
		}
	})
}

// mark notes whether a setting stands in its field without being saved.
func (c *sessionCard) mark(name string, bad bool) {
	switch name {
	case "":
		c.badAsk = bad
	case askMoreAfter:
		c.badMore = bad
	case endAfter:
		c.badEnd = bad
	}
	for _, t := range c.texts {
		if t.name == name {
			t.bad = bad
		}
	}
}

// fail shows a problem at the field that it names; the setting that was
// changed stays as typed.
func (c *sessionCard) fail(changed string, e *app.Error) {
	c.mark(changed, true)
	at := e.Field
	if changed == askMoreAfter && at == endAfter {
		at = changed // the sum is told where it was typed
	}
	c.setError(at, e)
	c.s.refresh()
}

func (c *sessionCard) setError(name string, e *app.Error) bool {
	text := frame.ErrorText(e)
	switch name {
	case askMoreAfter:
		c.more.SetError(text)
	case endAfter:
		c.end.SetError(text)
	default:
		for i, t := range c.texts {
			if t.name == name {
				t.field.SetError(text)
				if i >= plainTexts {
					c.fold(c.words, c.onWords, true)
				}
				return true
			}
		}
		return false
	}
	c.mark(name, true)
	return true
}

func (c *sessionCard) commitTyped() {
	for _, t := range c.texts {
		t.field.Commit()
	}
	for name, f := range map[string]*kit.DurationField{askMoreAfter: c.more, endAfter: c.end} {
		if _, err := f.Duration(); err == nil && f.IsDirty() {
			c.changed(name)
		}
	}
}
