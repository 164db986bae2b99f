package cloudshape

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"channeldesk/app"
)

// The rules about templates with a code.
var codeRules = []templateRule{
	{"code_offered", codeOffered},
	{"code_alone", codeAlone},
	{"code_delivery", codeDelivery},
	{"code_minutes", codeMinutes},
	{"code_labels", codeLabels},
	{"code_apps", codeApps},
	{"code_terms", codeTerms},
}

const appsMax = 5

func codeOffered(s *subject) {
	if s.d.Code != nil && !s.offer.Authentication {
		s.problem("code", app.Say("The provider takes no templates with a code."), app.Say("Write the text yourself"), onDesign(func(d *app.TemplateDesign) {
			d.Code, d.Category = nil, app.CategoryUtility
		}))
	}
}

// codeAlone: the words are the provider's, and nothing stands beside them.
func codeAlone(s *subject) {
	d := s.d
	if d.Code != nil && (d.Header != nil || d.Footer != "" || len(d.Buttons) > 0 || d.Offer != nil || len(d.Cards) > 0) {
		s.problem("code", app.Say("A template with a code has no heading, footer, buttons, offer or cards of its own."), app.Say("Take them away"), onDesign(func(d *app.TemplateDesign) {
			d.Header, d.Footer, d.Buttons, d.Offer, d.Cards = nil, "", nil, nil, nil
		}))
	}
}

func codeDelivery(s *subject) {
	if c := s.d.Code; c != nil && !slices.Contains([]string{DeliveryCopy, DeliveryOneTap, DeliveryZeroTap}, c.Delivery) {
		s.problem("code", app.Say("It is not said how the code gets into the app."), app.Say("Let people copy it"), onDesign(func(d *app.TemplateDesign) { d.Code.Delivery = DeliveryCopy }))
	}
}

func codeMinutes(s *subject) {
	if c := s.d.Code; c != nil && (c.Minutes < 0 || c.Minutes > 90) {
		s.problem("code", app.Say("A code is valid for 1 to 90 minutes."), app.Say("Use {{.N}} minutes", "N", min(max(c.Minutes, 1), 90)),
			onDesign(func(d *app.TemplateDesign) { d.Code.Minutes = min(max(d.Code.Minutes, 1), 90) }))
	}
}

func codeLabels(s *subject) {
	if c := s.d.Code; c != nil {
		for _, label := range []string{c.CopyText, c.FillText} {
			if n := utf8.RuneCountInString(label); n > s.offer.MaxLabel {
				s.problem("code", app.Say("The button has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", s.offer.MaxLabel), app.Say("Shorten it."), nil)
			}
		}
	}
}

var (
	packageForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$`)
	hashForm    = regexp.MustCompile(`^[A-Za-z0-9+/=]{11}$`)
)

const packageMax = 224

func codeApps(s *subject) {
	c := s.d.Code
	if c == nil || c.Delivery == DeliveryCopy {
		return
	}
	if len(c.Apps) == 0 || len(c.Apps) > appsMax {
		s.problem("code", app.Say("To fill a code in, 1 to {{.Max}} Android apps must be named.", "Max", appsMax), app.Say("Name the app that may fill the code in."), nil)
	}
	for i, a := range c.Apps {
		switch {
		case !packageForm.MatchString(a.Package) || len(a.Package) > packageMax:
			s.problem("code", app.Say("The package name of app {{.N}} has two parts or more with a point between, like com.example.bank.", "N", i+1), app.Say("Ask the makers of the app."), nil)
		case !hashForm.MatchString(a.Hash):
			s.problem("code", app.Say("The signature of app {{.N}} has exactly 11 letters, digits, plus, slash or equals signs.", "N", i+1), app.Say("Ask the makers of the app."), nil)
		}
	}
}

func codeTerms(s *subject) {
	if c := s.d.Code; c != nil && c.Delivery == DeliveryZeroTap && !c.Accepted {
		s.problem("code", app.Say("Filling a code in without a tap takes that somebody accepts Meta's terms for it."), app.Say("Read the terms, then accept them."), nil)
	}
}

// The rules about limited-time offers and carousels.
var specialRules = []templateRule{
	{"offer_offered", offerOffered},
	{"offer_category", offerCategory},
	{"offer_text", offerText},
	{"offer_footer", offerFooter},
	{"offer_header", offerHeader},
	{"cards_offered", cardsOffered},
	{"cards_category", cardsCategory},
	{"cards_count", cardsCount},
	{"cards_header", cardsHeader},
	{"cards_buttons", cardsButtons},
	{"cards_alike", cardsAlike},
	{"cards_alone", cardsAlone},
}

const (
	offerTextMax   = 16
	cardsMin       = 2
	cardsMax       = 10
	cardButtonsMax = 2
)

func offerOffered(s *subject) {
	if s.d.Offer != nil && !s.offer.Offer {
		s.problem("offer", app.Say("The provider takes no limited-time offers."), app.Say("Leave the offer out"), onDesign(func(d *app.TemplateDesign) { d.Offer = nil }))
	}
}

func (s *subject) marketing(part string, what app.Text) {
	if s.d.Category != app.CategoryMarketing {
		s.problem(part, what, app.Say("Use the category marketing"), onDesign(func(d *app.TemplateDesign) { d.Category = app.CategoryMarketing }))
	}
}

func offerCategory(s *subject) {
	if s.d.Offer != nil {
		s.marketing("offer", app.Say("A limited-time offer is of the category marketing."))
	}
}

func offerText(s *subject) {
	if o := s.d.Offer; o != nil {
		switch n := utf8.RuneCountInString(o.Text); {
		case strings.TrimSpace(o.Text) == "":
			s.problem("offer", app.Say("The offer has no words yet."), app.Say("Write what is offered, like Ends tonight."), nil)
		case n > offerTextMax:
			s.problem("offer", app.Say("The offer has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", offerTextMax), app.Say("Shorten it."), nil)
		}
	}
}

func offerFooter(s *subject) {
	if s.d.Offer != nil && s.d.Footer != "" {
		s.problem("footer", app.Say("A limited-time offer has no footer."), app.Say("Take the footer away"), onDesign(func(d *app.TemplateDesign) { d.Footer = "" }))
	}
}

func offerHeader(s *subject) {
	if h := s.d.Header; s.d.Offer != nil && h != nil && h.Kind != app.HeaderImage && h.Kind != app.HeaderVideo {
		s.problem("header", app.Say("A limited-time offer has an image or a video as heading, or none."), app.Say("Leave the heading out"), onDesign(func(d *app.TemplateDesign) { d.Header = nil }))
	}
}

func cardsOffered(s *subject) {
	if len(s.d.Cards) > 0 && !s.offer.Carousel {
		s.problem("cards", app.Say("The provider takes no carousels."), app.Say("Take the cards away"), onDesign(func(d *app.TemplateDesign) { d.Cards = nil }))
	}
}

func cardsCategory(s *subject) {
	if len(s.d.Cards) > 0 {
		s.marketing("cards", app.Say("A carousel is of the category marketing."))
	}
}

func cardsCount(s *subject) {
	if n := len(s.d.Cards); n > 0 && (n < cardsMin || n > cardsMax) {
		s.problem("cards", app.Say("A carousel has {{.Min}} to {{.Max}} cards.", "Min", cardsMin, "Max", cardsMax), app.Say("Add a card, or take some away."), nil)
	}
}

func cardsHeader(s *subject) {
	for i, c := range s.d.Cards {
		if c.Header.Kind != app.HeaderImage && c.Header.Kind != app.HeaderVideo {
			s.problem(cardPart(i, "header"), app.Say("Each card has an image or a video."), app.Say("Choose one."), nil)
		}
	}
}

func cardsButtons(s *subject) {
	for i, c := range s.d.Cards {
		if n := len(c.Buttons); n < 1 || n > cardButtonsMax {
			s.problem(cardPart(i, "buttons"), app.Say("Each card has one button or two."), app.Say("Add a button, or take one away."), nil)
		}
	}
}

// shape is what all cards must have in common.
func shape(c app.CardDesign) string {
	parts := []string{string(c.Header.Kind), strconv.FormatBool(c.Body != "")}
	for _, b := range c.Buttons {
		parts = append(parts, string(b.Kind))
	}
	return strings.Join(parts, " ")
}

func cardsAlike(s *subject) {
	for i, c := range s.d.Cards {
		if shape(c) != shape(s.d.Cards[0]) {
			s.problem(cardPart(i, ""), app.Say("All cards have the same parts: heading, text or none, and the same kinds of button."), app.Say("Make it like the first card."), nil)
			return
		}
	}
}

// cardsAlone is advice: whether anything may stand beside the text above the cards
// is not said anywhere.
func cardsAlone(s *subject) {
	if d := s.d; len(d.Cards) > 0 && (d.Header != nil || d.Footer != "" || len(d.Buttons) > 0 || d.Offer != nil) {
		s.advice("cards", app.Say("A carousel has a text above its cards. What else stands there may be refused."), app.Say("Take it away"), onDesign(func(d *app.TemplateDesign) {
			d.Header, d.Footer, d.Buttons, d.Offer = nil, "", nil, nil
		}))
	}
}
