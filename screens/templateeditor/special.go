package templateeditor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// The kinds of marketing template.
const (
	kindPlain = "plain"
	kindOffer = "offer"
	kindCards = "cards"
)

// special is what only marketing templates of some providers have: a limited-time
// offer, or a carousel. UI thread only.
type special struct {
	s       *Screen
	kind    *kit.SegmentedField
	choice  *fyne.Container
	text    *kit.TextField
	ends    *kit.Checkbox
	offer   *fyne.Container
	cards   *cardEditor
	content *fyne.Container
}

func newSpecial(s *Screen) *special {
	p := &special{s: s, text: kit.NewTextField(lang.L("What is offered"))}
	p.text.SetPlaceholder(lang.L("Ends tonight"))
	p.text.OnChanged = func(text string) {
		if o := s.w.d.Design.Offer; o != nil {
			s.w.d.Design.Offer = &app.OfferDesign{Text: text, Ends: o.Ends}
			p.count()
			s.changed("offer")
		}
	}
	p.ends = kit.NewCheckbox(lang.L("Show how long the offer lasts; its end is given with each message"))
	p.ends.OnChanged = func(on bool) {
		if o := s.w.d.Design.Offer; o != nil {
			s.w.d.Design.Offer = &app.OfferDesign{Text: o.Text, Ends: on}
			s.changed("offer")
		}
	}
	p.offer = kit.Col(4, p.text, p.ends)
	p.cards = newCardEditor(s)
	p.choice = kit.Stack()
	p.content = kit.Col(12, p.choice, p.offer)
	return p
}

// forget drops which card is shown.
func (p *special) forget() { p.cards.at = 0 }

// present is the kind of the template as it is.
func (p *special) present() string {
	d := p.s.w.d.Design
	switch {
	case len(d.Cards) > 0:
		return kindCards
	case d.Offer != nil:
		return kindOffer
	}
	return kindPlain
}

func (p *special) show() {
	d := p.s.w.d.Design
	p.buildChoice()
	p.choice.Hidden = p.kind == nil
	p.offer.Hidden = d.Offer == nil
	if d.Offer != nil {
		p.text.SetText(d.Offer.Text)
		p.ends.SetChecked(d.Offer.Ends)
		p.count()
	}
	p.content.Hidden = p.choice.Hidden && p.offer.Hidden
	p.cards.show()
}

func (p *special) count() {
	p.text.SetCounter(offerTextMax)
}

// buildChoice makes the choice of those kinds that the provider takes, for marketing
// templates and for one that is of another kind already.
func (p *special) buildChoice() {
	o, now := p.s.offer, p.present()
	p.kind, p.choice.Objects = nil, nil
	if p.s.w.d.Design.Code != nil || now == kindPlain && (p.s.w.d.Design.Category != app.CategoryMarketing || !o.Offer && !o.Carousel) {
		return
	}
	options := []kit.Option{{Value: kindPlain, Label: lang.L("Message")}}
	if o.Offer || now == kindOffer {
		options = append(options, kit.Option{Value: kindOffer, Label: lang.L("Limited-time offer")})
	}
	if o.Carousel || now == kindCards {
		options = append(options, kit.Option{Value: kindCards, Label: lang.L("Carousel")})
	}
	p.kind = kit.NewSegmentedField(lang.L("Kind of message"), options)
	p.kind.SetValue(now)
	p.kind.OnChanged = p.ask
	p.choice.Objects = []fyne.CanvasObject{p.kind}
}

// ask asks before cards are taken away on which something stands.
func (p *special) ask(kind string) {
	s := p.s
	if kind == kindCards || !cardsHaveWords(s.w.d.Design.Cards) {
		p.choose(kind)
		return
	}
	kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Take the cards away?"),
		Text:  lang.L("What stands on the cards goes away. It comes back when you choose the carousel again."),
		Keep:  lang.L("Keep the cards"), Do: lang.L("Take them away"), Danger: true,
		OnDo: func() { p.choose(kind) }, OnKeep: func() { p.kind.SetValue(p.present()) },
	})
}

func (p *special) choose(kind string) {
	aside := &p.s.w.d.Aside
	d := &p.s.w.d.Design
	if len(d.Cards) > 0 && kind != kindCards {
		aside.Cards, d.Cards = d.Cards, nil
	}
	if kind != kindOffer {
		d.Offer = nil
	}
	switch {
	case kind == kindOffer && d.Offer == nil:
		d.Offer = &app.OfferDesign{Text: p.text.Text()}
	case kind == kindCards && len(d.Cards) == 0 && len(aside.Cards) > 0:
		d.Cards, aside.Cards = aside.Cards, nil
	case kind == kindCards && len(d.Cards) == 0:
		d.Cards = newCarousel()
	}
	p.s.form.show()
	p.s.form.lock()
	if p.kind != nil {
		p.kind.Focus()
	}
	part := map[string]string{kindOffer: "offer", kindCards: "cards"}[kind]
	p.s.changed(part)
	delete(p.s.w.touched, part) // what was chosen just now is empty by right
}

func (p *special) lock(locked bool) {
	if p.kind != nil {
		p.kind.SetDisabled(locked)
	}
	p.text.SetReadOnly(locked)
	p.ends.SetDisabled(locked)
	p.cards.lock(locked)
}

func (p *special) mark(faults map[string]string) {
	p.text.SetFault(faults["offer"] == "offer_text")
	p.cards.mark(faults)
}
