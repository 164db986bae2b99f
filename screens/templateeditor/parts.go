package templateeditor

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// cloneDraft copies a draft with all that a change could reach, for work off the UI
// thread.
func cloneDraft(d app.TemplateDraft) app.TemplateDraft {
	d.Labels = maps.Clone(d.Labels)
	d.Design = cloneDesign(d.Design)
	d.Aside.Cards = cloneCards(d.Aside.Cards)
	if d.Aside.Words != nil {
		words := cloneDesign(*d.Aside.Words)
		d.Aside.Words = &words
	}
	return d
}

func cloneDesign(d app.TemplateDesign) app.TemplateDesign {
	if d.Header != nil {
		h := *d.Header
		h.Samples = maps.Clone(h.Samples)
		d.Header = &h
	}
	if d.Code != nil {
		c := *d.Code
		c.Apps = slices.Clone(c.Apps)
		d.Code = &c
	}
	if d.Offer != nil {
		o := *d.Offer
		d.Offer = &o
	}
	d.Samples, d.Buttons, d.Cards = maps.Clone(d.Samples), slices.Clone(d.Buttons), cloneCards(d.Cards)
	return d
}

func cloneCards(list []app.CardDesign) []app.CardDesign {
	list = slices.Clone(list)
	for i := range list {
		c := &list[i]
		c.Samples, c.Header.Samples, c.Buttons = maps.Clone(c.Samples), maps.Clone(c.Header.Samples), slices.Clone(c.Buttons)
	}
	return list
}

// buttonRow is a list of buttons of a draft: its own, or those of a card. It points
// into the draft and is good until the next change to it.
type buttonRow struct {
	list *[]app.ButtonDesign
	key  string // before "button.N" in labels
}

func ownButtons(d *app.TemplateDraft) buttonRow { return buttonRow{&d.Design.Buttons, ""} }

func cardButtons(d *app.TemplateDraft, i int) buttonRow {
	return buttonRow{&d.Design.Cards[i].Buttons, cardKey(i)}
}

// addButton puts a button of a kind into the row, beside those of its group: quick
// replies stand together, and so do all others. It gives the place.
func addButton(d *app.TemplateDraft, r buttonRow, b app.ButtonDesign) int {
	at := len(*r.list)
	for i := len(*r.list) - 1; i >= 0; i-- {
		if ((*r.list)[i].Kind == app.ButtonQuickReply) == (b.Kind == app.ButtonQuickReply) {
			at = i + 1
			break
		}
	}
	*r.list = slices.Insert(slices.Clone(*r.list), at, b)
	relabelButtons(d, r, func(i int) int {
		if i >= at {
			return i + 1
		}
		return i
	})
	return at
}

func removeButton(d *app.TemplateDraft, r buttonRow, at int) {
	*r.list = slices.Delete(slices.Clone(*r.list), at, at+1)
	if len(*r.list) == 0 {
		*r.list = nil
	}
	relabelButtons(d, r, func(i int) int {
		switch {
		case i == at:
			return -1
		case i > at:
			return i - 1
		}
		return i
	})
}

// moveButton changes two buttons that stand beside each other.
func moveButton(d *app.TemplateDraft, r buttonRow, at, by int) {
	to := at + by
	if to < 0 || to >= len(*r.list) {
		return
	}
	list := slices.Clone(*r.list)
	list[at], list[to] = list[to], list[at]
	*r.list = list
	relabelButtons(d, r, func(i int) int {
		switch i {
		case at:
			return to
		case to:
			return at
		}
		return i
	})
}

func relabelButtons(d *app.TemplateDraft, r buttonRow, move func(i int) int) {
	d.Labels = relabel(d.Labels, func(key string) string {
		rest, ok := strings.CutPrefix(key, r.key+"button.")
		if !ok {
			return key
		}
		i, err := strconv.Atoi(rest)
		if err != nil {
			return key
		}
		if i = move(i); i < 0 {
			return ""
		}
		return r.key + "button." + strconv.Itoa(i)
	})
}

// countKind is how many buttons of a kind there are.
func countKind(list []app.ButtonDesign, k app.ButtonKind) (n int) {
	for _, b := range list {
		if b.Kind == k {
			n++
		}
	}
	return n
}

// mayAdd reports whether another button of a kind fits.
func mayAdd(list []app.ButtonDesign, o protocol.ButtonOffer, most int) bool {
	return len(list) < most && countKind(list, o.Kind) < o.Max
}

// The cards of a carousel, as WhatsApp takes them.
const (
	cardsMin       = 2
	cardsMax       = 10
	cardButtonsMax = 2
	cardBodyMax    = 160
	offerBodyMax   = 600
	offerTextMax   = 16
)

// newCarousel is one with the fewest cards.
func newCarousel() []app.CardDesign {
	card := app.CardDesign{Header: app.HeaderDesign{Kind: app.HeaderImage}, Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply}}}
	second := card
	second.Buttons = slices.Clone(card.Buttons)
	return []app.CardDesign{card, second}
}

// addCard adds a card with the same parts as the first.
func addCard(d *app.TemplateDraft) {
	c := app.CardDesign{}
	if len(d.Design.Cards) > 0 {
		first := d.Design.Cards[0]
		c.Header.Kind = first.Header.Kind
		for _, b := range first.Buttons {
			c.Buttons = append(c.Buttons, app.ButtonDesign{Kind: b.Kind, Text: b.Text})
		}
	}
	d.Design.Cards = append(slices.Clone(d.Design.Cards), c)
}

func removeCard(d *app.TemplateDraft, at int) {
	d.Design.Cards = slices.Delete(slices.Clone(d.Design.Cards), at, at+1)
	d.Labels = relabel(d.Labels, func(key string) string {
		rest, ok := strings.CutPrefix(key, "card.")
		number, tail, more := strings.Cut(rest, ".")
		i, err := strconv.Atoi(number)
		switch {
		case !ok || !more || err != nil || i < at:
			return key
		case i == at:
			return ""
		}
		return cardKey(i-1) + tail
	})
}

// alikeButtons gives all cards buttons of the kinds that the card at from has; what
// is written on those that stay is kept.
func alikeButtons(d *app.TemplateDraft, from int) {
	model := d.Design.Cards[from].Buttons
	for i := range d.Design.Cards {
		c := &d.Design.Cards[i]
		if i == from {
			continue
		}
		out := make([]app.ButtonDesign, len(model))
		for n, b := range model {
			out[n] = app.ButtonDesign{Kind: b.Kind, Text: b.Text}
			if n < len(c.Buttons) && c.Buttons[n].Kind == b.Kind {
				out[n] = c.Buttons[n]
			}
		}
		c.Buttons = out
	}
}

// hasWords reports whether anything was written that a template with a code, whose
// words are the provider's, has no place for.
func hasWords(d app.TemplateDesign) bool {
	return strings.TrimSpace(d.Body) != "" || d.Header != nil || d.Footer != "" || len(d.Buttons) > 0 || d.Offer != nil || len(d.Cards) > 0
}

// cardsHaveWords reports whether taking the cards away would lose anything.
func cardsHaveWords(list []app.CardDesign) bool {
	for _, c := range list {
		if c.Body != "" || c.Header.Path != "" || c.Header.Handle != "" {
			return true
		}
		for _, b := range c.Buttons {
			if b.Text != "" || b.URL != "" || b.Phone != "" || b.Sample != "" {
				return true
			}
		}
	}
	return false
}

// startLifetime is the lifetime that is offered first for a category.
func startLifetime(c app.TemplateCategory) time.Duration {
	switch c {
	case app.CategoryAuthentication:
		return 10 * time.Minute
	case app.CategoryMarketing:
		return 24 * time.Hour
	}
	return 2 * time.Hour
}

// followMend takes the labels of buttons along to where a mend put them; the label of
// a button that is not there any more goes. Cards go only all at once.
func followMend(d *app.TemplateDraft, before app.TemplateDesign) {
	relabelButtons(d, ownButtons(d), func(i int) int {
		if i >= len(before.Buttons) {
			return -1
		}
		if i < len(d.Design.Buttons) && len(d.Design.Buttons) == len(before.Buttons) && d.Design.Buttons[i].Kind == before.Buttons[i].Kind {
			return i
		}
		return slices.Index(d.Design.Buttons, before.Buttons[i])
	})
	if len(d.Design.Cards) != len(before.Cards) {
		d.Labels = relabel(d.Labels, func(key string) string {
			if strings.HasPrefix(key, "card.") {
				return ""
			}
			return key
		})
	}
}
