package cloudshape

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// What else each rule refuses and takes, at the edges, where nothing can be mended by
// a machine.
func TestEdgesOfRules(t *testing.T) {
	eleven := cards(func(d *app.TemplateDesign) {
		for len(d.Cards) < cardsMax+1 {
			d.Cards = append(d.Cards, d.Cards[0])
		}
	})
	bare := cards(func(d *app.TemplateDesign) {
		for i := range d.Cards {
			d.Cards[i].Body = ""
		}
	})
	two := func(text string) func() written { return named(text, "name", "other") }
	call := app.ButtonDesign{Kind: app.ButtonCall, Text: "C"}
	coupon := app.ButtonDesign{Kind: app.ButtonCopyCode, Sample: "25OFF"}
	flow := app.ButtonDesign{Kind: app.ButtonFlow, Text: "F", Flow: "1"}
	for rule, c := range map[string]struct{ taken, refused []func() written }{
		"language_known":   {list(language("en"), language("en_US"), language("zh_HK")), list(language(""), language("xx"))},
		"category_known":   {list(code), list(on(func(d *app.TemplateDesign) { d.Category = "" }), on(func(d *app.TemplateDesign) { d.Category = "news" }))},
		"lifetime_range":   {list(lifetime(app.CategoryAuthentication, 30*time.Second), lifetime(app.CategoryAuthentication, lifetimeMost)), list(lifetime(app.CategoryAuthentication, 29*time.Second), lifetime(app.CategoryMarketing, lifetimeMost+time.Second), lifetime(app.CategoryUtility, 90*time.Second/4))},
		"variables_broken": {list(two("Hi {{name}}, you and {{other}} are both welcome.")), list(two("Hi {{na#me}}, you are welcome."), two("Hi {{na$me}}, you are welcome."), two("Hi {{na%me}}, you are welcome."), two("Hi {{first name}}, you are welcome."), body("Hi {{1}, you are welcome."), body("Hi {{}}, you are welcome."))},
		"variables_edges": {list(heading("{{1}} is due")), list(body("{{1}}, hello there my friend.", "x"), cards(func(d *app.TemplateDesign) {
			d.Cards[0].Body, d.Cards[0].Samples = "{{1}} is nice.", map[string]string{"1": "x"}
		}))},
		"variables_gap": {list(cards(func(d *app.TemplateDesign) {
			d.Cards[1].Body, d.Cards[1].Samples = "A {{1}} thing.", map[string]string{"1": "x"}
		})), list(cards(func(d *app.TemplateDesign) {
			d.Cards[1].Body, d.Cards[1].Samples = "A {{2}} thing.", map[string]string{"2": "x"}
		}))},
		"samples_missing": {list(two("Hi {{name}}, you are welcome.")), list(named("Hi {{name}}, you are welcome."), cards(func(d *app.TemplateDesign) { d.Cards[1].Body = "A {{1}} thing." }))},
		"header_sample":   {list(on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderVideo, Handle: "4::x"} })), list(on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderImage} }), on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderVideo} }))},
		"header_location": {list(on(func(d *app.TemplateDesign) {
			d.Category, d.Header = app.CategoryMarketing, &app.HeaderDesign{Kind: app.HeaderLocation}
		})), list(altered(code, func(w *written) { w.d.Header = &app.HeaderDesign{Kind: app.HeaderLocation} }))},
		"buttons_kind_many": {list(buttons(coupon, flow, call, phone, link, link)), list(buttons(coupon, coupon), buttons(flow, flow), buttons(call, call))},
		"buttons_grouped":   {list(buttons(quick, quick), buttons(link, phone), buttons(quick)), list(cards(func(d *app.TemplateDesign) { d.Cards[0].Buttons = []app.ButtonDesign{quick, link, quick} }))},
		"button_label":      {list(button(flow)), list(button(app.ButtonDesign{Kind: app.ButtonCall}), button(app.ButtonDesign{Kind: app.ButtonURL, URL: "https://a.example/"}), button(app.ButtonDesign{Kind: app.ButtonFlow, Flow: "1"}))},
		"button_url":        {list(button(link)), list(button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U"}), button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "ftp://a.example"}))},
		"button_phone":      {list(button(app.ButtonDesign{Kind: app.ButtonPhone, Text: "P", Phone: times("1", 20)})), list(button(app.ButtonDesign{Kind: app.ButtonPhone, Text: "P", Phone: times("1", 21)}))},
		"code_alone":        {list(tap), list(altered(code, func(w *written) { w.d.Header = &app.HeaderDesign{Kind: app.HeaderText, Text: "x"} }), altered(code, func(w *written) { w.d.Offer = &app.OfferDesign{Text: "x"} }), altered(code, func(w *written) { w.d.Cards = carousel().d.Cards }))},
		"code_apps":         {list(onCode(func(c *app.CodeDesign) { c.Apps[0].Package = "com." + times("a", 220) }), onCode(func(c *app.CodeDesign) { c.Apps[0].Hash = "+/=aA0bB1cC" })), list(onCode(func(c *app.CodeDesign) { c.Delivery, c.Apps, c.Accepted = DeliveryZeroTap, nil, true }), onCode(func(c *app.CodeDesign) { c.Apps[0].Hash = "K8a/AINcGX77" }), onCode(func(c *app.CodeDesign) { c.Apps[0].Package = "com..bank" }))},
		"offer_header":      {list(offer), list(offers(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderDocument, Handle: "4::x"} }), offers(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderLocation} }))},
		"cards_count":       {list(carousel), list(eleven)},
		"cards_header": {list(cards(func(d *app.TemplateDesign) {
			d.Cards[0].Header.Kind, d.Cards[1].Header.Kind = app.HeaderVideo, app.HeaderVideo
		})), list(cards(func(d *app.TemplateDesign) { d.Cards[1].Header.Kind = app.HeaderDocument }))},
		"cards_alike": {list(bare), list(cards(func(d *app.TemplateDesign) { d.Cards[1].Buttons = []app.ButtonDesign{link, quick} }))},
	} {
		require.Contains(t, examplesOfRules, rule)
		for i, w := range c.taken {
			require.Empty(t, of(rule, w().check()), "%s: taken %d", rule, i)
		}
		for i, w := range c.refused {
			require.NotEmpty(t, of(rule, w().check()), "%s: refused %d", rule, i)
		}
	}
	longer := button(app.ButtonDesign{Kind: app.ButtonCopyCode, Sample: times("A", couponMax)})
	found := of("button_code", longer().check())
	require.Len(t, found, 1)
	require.False(t, found[0].Problem, "up to 20 characters it is advice")
}

// Only what is approved can be sent; a state that is not known cannot.
func TestOnlyApprovedCanBeSent(t *testing.T) {
	for word, may := range map[string]bool{
		"APPROVED": true, "REINSTATED": true, "UNARCHIVED": true,
		"PENDING": false, "REJECTED": false, "PAUSED": false, "DISABLED": false, "IN_APPEAL": false, "PENDING_DELETION": false,
		"DELETED": false, "LIMIT_EXCEEDED": false, "LOCKED": false, "FLAGGED": false, "ARCHIVED": false, "SOMETHING_NEW": false, "": false,
	} {
		require.Equal(t, may, app.Template{Status: TemplateStatus(word)}.Sendable(), word)
	}
	for _, code := range []string{"ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "PROMOTIONAL", "SCAM", "TAG_CONTENT_MISMATCH"} {
		require.Contains(t, rejects, code)
	}
	require.Empty(t, Reason("NONE"))
}
