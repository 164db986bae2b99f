package channelpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// Held implements frame.Holder. What was typed and is not valid counts too: it
// would be lost as well.
func (s *Screen) Held() int { return s.unsaved() }

// Discard implements frame.Holder.
func (s *Screen) Discard() {
	s.m.discard()
	s.account.reset()
	s.secrets.reset()
	s.hooks.ifBuilt(func(h *hooksTab) { h.session.forget() })
	s.incoming.ifBuilt(func(in *incoming) { in.forward.forget() })
	s.show()
}

// ReviewHeld implements frame.Holder. As long as a typed value is to be put right
// it leads there: a review without it would end the editing, and lose it.
func (s *Screen) ReviewHeld() {
	s.commitTyped()
	if wrong := s.wrong(); len(wrong) > 0 {
		wrong[0].reach()
		return
	}
	if s.m.heldCount() == 0 {
		return
	}
	at := s.m.at
	s.shell.ReviewEdits(s.m.held, func(saved bool) {
		if at != s.m.at {
			return
		}
		if saved {
			s.m.discard()
			s.secrets.reset()
			s.apply()
		}
		s.Reload()
	})
}

// startEditing unlocks Published.
func (s *Screen) startEditing() {
	if s.m.editing {
		return
	}
	s.m.edit()
	s.show()
}

// heldBar stands at the page's foot while Published is edited.
type heldBar struct {
	s       *Screen
	row     *fyne.Container
	text    *kit.Cut
	discard *kit.Button
	review  *kit.Button
}

func newHeldBar(s *Screen) *heldBar {
	b := &heldBar{s: s, text: kit.NewCut("", kit.BodyStrong, kit.Text)}
	b.discard = kit.NewQuiet("", s.askDiscard).As(kit.VariantQuietNeutral)
	b.review = kit.NewPrimary(lang.L("Review and save"), s.ReviewHeld)
	row := kit.Row(12, kit.NewIcon("lock", 16, kit.Text2), kit.Grow(b.text), b.discard, b.review)
	b.row = kit.Stack(kit.NewRect(kit.Surface), kit.Col(0, kit.NewRect(kit.Border).SetMin(0, 1), kit.Pad(12, 24, 12, 24, row)))
	b.row.Hide()
	return b
}

func (b *heldBar) apply() {
	n, wrong := b.s.unsaved(), len(b.s.wrong())
	setShown(b.row, b.s.m.editing)
	switch {
	case n == 0:
		b.text.SetText(lang.L("Nothing is changed yet. Customers keep what is published"))
		b.discard.SetText(lang.L("Stop editing"))
	case wrong > 0:
		b.text.SetText(plural(wrong, "1 value is to be put right before it can be saved", "{{.N}} values are to be put right before they can be saved"))
		b.discard.SetText(lang.L("Discard"))
	default:
		b.text.SetText(plural(n, "1 change is not live yet", "{{.N}} changes are not live yet"))
		b.discard.SetText(lang.L("Discard"))
	}
	b.review.SetDisabled(n == 0)
}

// askDiscard asks before typed changes are lost.
func (s *Screen) askDiscard() {
	n := s.unsaved()
	if n == 0 {
		s.Discard()
		return
	}
	kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
		Title: plural(n, "Discard the change?", "Discard {{.N}} changes?"),
		Text:  lang.L("They were never live. What is published stays as it is."),
		Keep:  lang.L("Keep editing"), Do: lang.L("Discard"), Danger: true, OnDo: s.Discard,
	})
}

// reloadAndCompare lays the held edits over the settings that somebody else
// published meanwhile, and opens the comparison.
func (s *Screen) reloadAndCompare() {
	s.m.rebase()
	s.apply()
	if s.m.heldCount() == 0 {
		s.shell.Toast(kit.KindNeutral, lang.L("Your changes are published already"), "", nil)
		return
	}
	s.ReviewHeld()
}
