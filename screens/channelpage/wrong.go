package channelpage

import (
	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// wrongValue is a value that a person typed and that is neither saved nor held
// back, because it is not valid or waits for an answer.
type wrongValue struct {
	held  bool   // an earlier value of the same setting is held back
	reach func() // brings it into sight, with the focus on it
}

// wrong are the typed values of Published that are to be put right, in the order
// of the page. In Draft they stay in their fields and are nobody's change.
func (s *Screen) wrong() []wrongValue {
	if !s.m.editing {
		return nil
	}
	out := append(s.account.wrong(), s.secrets.wrong()...)
	s.hooks.ifBuilt(func(h *hooksTab) { out = append(out, h.session.wrong()...) })
	s.incoming.ifBuilt(func(in *incoming) { out = append(out, in.forward.wrong()...) })
	return out
}

// unsaved is the number of settings that leaving would lose: those held back, and
// those typed that are to be put right.
func (s *Screen) unsaved() int {
	n := s.m.heldCount()
	for _, w := range s.wrong() {
		if !w.held {
			n++
		}
	}
	return n
}

func (a *accountCard) wrong() []wrongValue {
	var out []wrongValue
	for _, b := range a.boxes {
		if b.bad && b.applies(a.s.m.declaration(), a.s.m.channel()) {
			out = append(out, wrongValue{held: a.s.m.holds(b.name), reach: func() { a.s.focusField(b.name) }})
		}
	}
	return out
}

// shelf is where a field's value waits: with its protocol, the account code with none.
func (a *accountCard) shelf(b *fieldBox) app.ProtocolID {
	if b.name == accountCode {
		return ""
	}
	return a.built.ID
}

// shelve keeps what is to be put right of the protocol shown, because another one
// is chosen: its held edits wait as well.
func (a *accountCard) shelve() {
	for _, b := range a.boxes {
		if !a.s.m.editing || !b.bad {
			continue
		}
		if a.typed == nil {
			a.typed = map[app.ProtocolID]map[string]string{}
		}
		at := a.shelf(b)
		if a.typed[at] == nil {
			a.typed[at] = map[string]string{}
		}
		a.typed[at][b.name] = b.text.Text()
	}
}

// unshelve puts it back into its fields, with the reason why it is not taken.
func (a *accountCard) unshelve() {
	for _, b := range a.boxes {
		was := a.typed[a.shelf(b)]
		if text, ok := was[b.name]; ok {
			delete(was, b.name)
			b.text.SetText(text)
			b.committed(text)
		}
	}
}

func (c *credentialsCard) wrong() []wrongValue {
	var out []wrongValue
	for _, b := range c.boxes {
		if (b.field.IsDirty() || b.doubt.Visible()) && c.built.Applies(c.s.m.channel(), b.decl.When) {
			_, held := c.s.m.held.Secrets[b.decl.Name]
			out = append(out, wrongValue{held: held, reach: func() {
				c.s.selectPart(frame.PartAccount)
				b.field.Focus()
			}})
		}
	}
	return out
}

func (c *sessionCard) wrong() []wrongValue {
	var out []wrongValue
	add := func(bad, held bool, focus func()) {
		if bad {
			out = append(out, wrongValue{held: held, reach: func() {
				c.s.selectPart(frame.PartWebhook)
				focus()
			}})
		}
	}
	was, now := c.s.m.view.Channel.Session, c.s.m.channel().Session
	add(c.badAsk, was.AskUserToEnd != now.AskUserToEnd, c.ask.Focus)
	add(c.badMore || isNoNumber(c.more), was.AskMoreAfter != now.AskMoreAfter, c.more.Focus)
	add(c.badEnd || isNoNumber(c.end), was.EndConfirmationAfter != now.EndConfirmationAfter, c.end.Focus)
	for i, t := range c.texts {
		add(t.bad, *t.value(&was) != *t.value(&now), func() {
			if i >= plainTexts {
				c.fold(c.words, c.onWords, true)
			}
			t.field.Focus()
		})
	}
	return out
}

// isNoNumber reports that letters stand where a number belongs.
func isNoNumber(f *kit.DurationField) bool {
	_, err := f.Duration()
	return err != nil
}

func (c *forwardCard) wrong() []wrongValue {
	if !c.bad {
		return nil
	}
	return []wrongValue{{held: c.in.s.m.held.Forward != nil, reach: c.in.s.goToForwarding}}
}
