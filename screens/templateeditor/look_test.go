package templateeditor

import (
	"testing"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func TestPictures(t *testing.T) {
	press := func(words ...string) func(*frametest.UI, *Screen) {
		return func(ui *frametest.UI, _ *Screen) {
			for _, w := range words {
				ui.Press(w)
			}
		}
	}
	code := app.TemplateDraft{Name: "sign_in_code", Language: "id", Design: app.TemplateDesign{Category: app.CategoryAuthentication,
		Code: &app.CodeDesign{Advice: true, Minutes: 10, Delivery: deliverZero, Apps: []app.CodeApp{{Package: "com.example.bank", Hash: "K8a/AINcGX7"}}}}}
	carousel := app.TemplateDraft{Name: "cards_of_the_month", Language: "id", Design: app.TemplateDesign{Category: app.CategoryMarketing, Body: "Choose your card this month, we send it home.", Cards: newCarousel()}}
	carousel.Design.Cards[0].Body = "Gold card with {{1}} cashback in shops."
	offer := reminder()
	offer.Design.Category, offer.Design.Footer, offer.Design.Header = app.CategoryMarketing, "", nil
	offer.Design.Offer = &app.OfferDesign{Text: "Ends tonight", Ends: true}
	emptyCards := app.TemplateDraft{Name: "cards_of_the_month", Language: "id", Design: app.TemplateDesign{Category: app.CategoryMarketing, Cards: newCarousel()}}
	emptyOffer := app.TemplateDraft{Name: "ends_tonight", Language: "id", Design: app.TemplateDesign{Category: app.CategoryMarketing, Offer: &app.OfferDesign{}}}
	place := reminder()
	place.Design.Header = &app.HeaderDesign{Kind: app.HeaderLocation}
	for name, p := range map[string]struct {
		mode  kit.Mode
		size  fyne.Size
		draft *app.TemplateDraft
		deps  func(*office)
		show  func(*frametest.UI, *Screen)
	}{
		"written-light": {kit.ModeLight, frametest.PageSize, ptr(reminder()), nil, nil}, "written-dark": {kit.ModeDark, frametest.PageSize, ptr(reminder()), nil, func(_ *frametest.UI, s *Screen) {
			s.preview.fill.SetValue(showNames)
			s.preview.show()
		}},
		"small-light":       {kit.ModeLight, frametest.PageSmall, ptr(reminder()), nil, nil},
		"new-light":         {kit.ModeLight, frametest.PageSize, nil, nil, func(ui *frametest.UI, s *Screen) { s.shell.Window().Canvas().Unfocus() }},
		"code-light":        {kit.ModeLight, frametest.PageSize, &code, nil, nil},
		"carousel-light":    {kit.ModeLight, fyne.NewSize(1060, 1000), &carousel, nil, nil},
		"offer-dark":        {kit.ModeDark, frametest.PageSize, &offer, nil, press("Advanced")},
		"carousel-new-dark": {kit.ModeDark, frametest.PageSize, &emptyCards, nil, nil},
		"offer-new-light":   {kit.ModeLight, frametest.PageSmall, &emptyOffer, nil, nil},
		"place-dark":        {kit.ModeDark, frametest.PageSmall, &place, nil, nil},
		"advanced-light": {kit.ModeLight, frametest.PageSmall, ptr(reminder()), nil, func(ui *frametest.UI, s *Screen) {
			ui.Press("Advanced")
			s.shell.Window().Canvas().Unfocus()
		}},
		"declare-light": {kit.ModeLight, frametest.PageSize, ptr(reminder()), func(o *office) { o.declared() }, nil},
		"viewer-light":  {kit.ModeLight, frametest.PageSize, ptr(reminder()), func(o *office) { o.role = app.Viewer }, nil},
		"variable-light": {kit.ModeLight, frametest.PageSize, ptr(reminder()), nil, func(ui *frametest.UI, s *Screen) {
			ui.Press("Variable 2")
			s.shell.Window().Canvas().Unfocus() // without the caret
		}},
		"emoji-dark":       {kit.ModeDark, frametest.PageSize, ptr(reminder()), nil, press("Emoji")},
		"add-button-light": {kit.ModeLight, frametest.PageSize, ptr(reminder()), nil, press("Add button")},
		"language-light":   {kit.ModeLight, frametest.PageSize, ptr(reminder()), nil, press("Language")},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				o, part := newOffice(), ""
				if p.draft != nil {
					part = frame.DraftPart(o.keep(*p.draft).ID)
				}
				if p.deps != nil {
					p.deps(o)
				}
				s := opened(ui, p.size, o, part)
				if p.show != nil {
					p.show(ui, s)
				}
				ui.Golden(name)
			})
		})
	}
}

func ptr(d app.TemplateDraft) *app.TemplateDraft { return &d }

// declared makes the provider one whose staff set templates up.
func (o *office) declared() {
	f := &o.fake.offer
	f.Listed, f.Create, f.Edit, f.Samples, f.Authentication, f.Carousel, f.Offer, f.Named, f.Lifetime = false, false, false, false, false, false, false, false, false
	f.NoCreate = app.Say("Coster's staff set templates up. Ask them, then write down here what they have registered.")
	o.view.Declaration.Name = "Coster"
}
