package channelpage

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// choiceControl is a labelled choice of one, in either of its forms.
type choiceControl interface {
	fyne.CanvasObject
	SetHelp(text string)
	SetCaption(text string)
	SetError(text string)
	SetValue(value string)
	SetReadOnly(readOnly bool)
	Focus()
}

// The room of a choice whose words are all in sight: at most so many letters
// in half a row, and in a whole one.
const (
	lettersInHalf  = 24
	lettersInWhole = 72
	wordsInRow     = 4
)

// newChoice shows all words of a choice side by side when they fit, else a list.
// A choice that decides about other fields has a row of its own.
func newChoice(f protocol.Field, changed func(string)) choiceControl {
	options, letters := make([]kit.Option, len(f.Choices)), 0
	for i, c := range f.Choices {
		options[i] = kit.Option{Value: c.Value, Label: frame.T(c.Label)}
		letters += utf8.RuneCountInString(options[i].Label)
	}
	if len(options) <= wordsInRow && letters <= lettersInWhole && (letters <= lettersInHalf || len(options) == 2) {
		c := kit.NewSegmentedField(lang.L(f.Label), options)
		c.OnChanged = changed
		return c
	}
	c := kit.NewSelect(lang.L(f.Label), options)
	c.OnChanged = changed
	return c
}

// decidesSecrets reports whether a choice says which secrets there are: it then
// stands above them.
func decidesSecrets(d protocol.Declaration, f protocol.Field) bool {
	if f.Kind != protocol.Choice {
		return false
	}
	for _, s := range d.Secrets {
		if s.When != nil && s.When.Field == f.Name {
			return true
		}
	}
	return false
}

// offerKnown puts a button beside a field that offers its usual values.
func (b *fieldBox) offerKnown() {
	spoken := lang.L("Usual addresses")
	b.known = kit.NewIconButton("chevron-down", spoken, func() {
		var items []kit.MenuItem
		for _, c := range b.decl.Choices {
			items = append(items, kit.MenuItem{Text: knownText(c), Checked: c.Value == b.text.Text(), Do: func() {
				b.text.SetText(c.Value)
				b.committed(c.Value)
			}})
		}
		kit.ShowMenu(b.known, items)
	})
	kit.AttachTooltip(b.known, spoken)
	b.text.SetTrailing(b.known)
}

func knownText(c protocol.ChoiceOption) string {
	if label := frame.T(c.Label); label != "" {
		return label
	}
	return c.Value
}

// applies reports whether a field is part of the form of a channel.
func (b *fieldBox) applies(d protocol.Declaration, c app.Channel) bool {
	return b.name == accountCode || d.Applies(c, b.decl.When)
}
