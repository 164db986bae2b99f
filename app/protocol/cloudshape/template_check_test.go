package cloudshape

import (
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// wholeOffer is a provider that takes all there is.
func wholeOffer() protocol.TemplateOffer {
	return protocol.TemplateOffer{
		Listed: true, Create: true, Categories: AllCategories, Languages: TemplateLanguages, Headers: headerKinds,
		Buttons: []protocol.ButtonOffer{
			{Kind: app.ButtonQuickReply, Max: 10}, {Kind: app.ButtonURL, Max: 2}, {Kind: app.ButtonPhone, Max: 1},
			{Kind: app.ButtonCopyCode, Max: 1}, {Kind: app.ButtonFlow, Max: 1}, {Kind: app.ButtonCall, Max: 1},
		},
		MaxButtons: 10, Authentication: true, Carousel: true, Offer: true, Named: true, Lifetime: true,
		MaxName: 512, MaxBody: 1024, MaxHeader: 60, MaxFooter: 60, MaxLabel: 25, Samples: true,
	}
}

type written struct {
	name, language string
	d              app.TemplateDesign
	offer          protocol.TemplateOffer
}

// good is a template with which nothing is wrong.
func good() written {
	return written{"payment_due", "id", app.TemplateDesign{
		Category: app.CategoryUtility, Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "Payment of {{1}}", Samples: map[string]string{"1": "May"}},
		Body: "Hello {{1}}, your payment of *{{2}}* is due on {{3}}. 👋\nThank you for banking with us today.", Samples: map[string]string{"1": "Sari", "2": "Rp 1", "3": "1 May"}, Footer: "Nusantara Bank",
		Buttons: []app.ButtonDesign{
			{Kind: app.ButtonQuickReply, Text: "Done"}, {Kind: app.ButtonQuickReply, Text: "Later"},
			{Kind: app.ButtonURL, Text: "Pay", URL: "https://pay.example/{{1}}", Sample: "https://pay.example/81"}, {Kind: app.ButtonPhone, Text: "Call us", Phone: "+62215550188"},
		},
	}, wholeOffer()}
}

func code() written {
	w := good()
	w.d = app.TemplateDesign{Category: app.CategoryAuthentication, Code: &app.CodeDesign{Advice: true, Minutes: 10, Delivery: DeliveryCopy}}
	return w
}

func tap() written {
	w := code()
	w.d.Code.Delivery, w.d.Code.Apps = DeliveryOneTap, []app.CodeApp{{Package: "com.example.bank", Hash: "K8a/AINcGX7"}}
	return w
}

func offer() written {
	w := good()
	w.d = app.TemplateDesign{
		Category: app.CategoryMarketing, Header: &app.HeaderDesign{Kind: app.HeaderImage, Handle: "4::x"}, Body: "Only until tonight.",
		Offer: &app.OfferDesign{Text: "Ends tonight", Ends: true}, Buttons: []app.ButtonDesign{{Kind: app.ButtonCopyCode, Sample: "25OFF"}},
	}
	return w
}

func carousel() written {
	w := good()
	card := app.CardDesign{
		Header: app.HeaderDesign{Kind: app.HeaderImage, Handle: "4::x"}, Body: "A nice thing.",
		Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply, Text: "Yes"}, {Kind: app.ButtonURL, Text: "See", URL: "https://a.example/"}},
	}
	w.d = app.TemplateDesign{Category: app.CategoryMarketing, Body: "Look at these.", Cards: []app.CardDesign{card, card}}
	return w
}

// altered makes a template of another one.
func altered(from func() written, how func(w *written)) func() written {
	return func() written {
		w := from()
		how(&w)
		return w
	}
}

func on(how func(d *app.TemplateDesign)) func() written {
	return altered(good, func(w *written) { how(&w.d) })
}

func onCode(how func(c *app.CodeDesign)) func() written {
	return altered(tap, func(w *written) { how(w.d.Code) })
}

func button(b app.ButtonDesign) func() written {
	return on(func(d *app.TemplateDesign) { d.Buttons = []app.ButtonDesign{b} })
}

func times(s string, n int) string { return strings.Repeat(s, n) }

func without(how func(o *protocol.TemplateOffer), from func() written) func() written {
	return altered(from, func(w *written) { how(&w.offer) })
}

type example struct {
	taken, refused []func() written
	// mends is true when each refused example can be mended by a machine.
	mends bool
	// advice is true when the rule only advises.
	advice bool
}

func list(fs ...func() written) []func() written { return fs }

var quick, link = app.ButtonDesign{Kind: app.ButtonQuickReply, Text: "Q"}, app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "https://a.example/"}

var phone = app.ButtonDesign{Kind: app.ButtonPhone, Text: "P", Phone: "+62215550188"}

func name(n string) func() written { return altered(good, func(w *written) { w.name = n }) }

func language(l string) func() written { return altered(good, func(w *written) { w.language = l }) }

func body(text string, samples ...string) func() written {
	return on(func(d *app.TemplateDesign) {
		d.Body, d.Samples = text, map[string]string{}
		for i, s := range samples {
			d.Samples[string(rune('1'+i))] = s
		}
	})
}

func named(text string, names ...string) func() written {
	return on(func(d *app.TemplateDesign) {
		d.Named, d.Header, d.Body, d.Samples = true, nil, text, map[string]string{}
		for _, n := range names {
			d.Samples[n] = "x"
		}
	})
}

func heading(text string) func() written {
	return on(func(d *app.TemplateDesign) { d.Header.Text = text })
}

func lifetime(c app.TemplateCategory, v time.Duration) func() written {
	from := good
	if c == app.CategoryAuthentication {
		from = code
	}
	return altered(from, func(w *written) { w.d.Category, w.d.Lifetime = c, v })
}

func buttons(list ...app.ButtonDesign) func() written {
	return on(func(d *app.TemplateDesign) { d.Buttons = list })
}

func cards(how func(d *app.TemplateDesign)) func() written {
	return altered(carousel, func(w *written) { how(&w.d) })
}

// onCards has cards with these texts, and variables with names.
func onCards(texts ...string) func() written {
	return cards(func(d *app.TemplateDesign) {
		d.Named = true
		for i, text := range texts {
			d.Cards[i].Body, d.Cards[i].Samples = text, map[string]string{"name": "x"}
		}
	})
}

func offers(how func(d *app.TemplateDesign)) func() written {
	return altered(offer, func(w *written) { how(&w.d) })
}

var examplesOfRules = map[string]example{
	"name_missing":   {list(name("a")), list(name(""), name("  ")), false, false},
	"name_form":      {list(name("payment_due_2"), name("_")), list(name("Payment due"), name("tagihan-1")), true, false},
	"name_length":    {list(name(times("a", 512))), list(name(times("a", 513))), false, false},
	"language_known": {list(language("id"), language("en_US"), language("prs_AF")), list(language("en-US"), language("id_ID"), language("EN_us")), true, false},
	"category_known": {list(good, code, altered(good, func(w *written) { w.d.Category = app.CategoryMarketing })),
		list(on(func(d *app.TemplateDesign) { d.Category = app.CategoryAuthentication }), altered(code, func(w *written) { w.d.Category = app.CategoryUtility })), true, false},
	"lifetime_range": {list(lifetime(app.CategoryUtility, 0), lifetime(app.CategoryUtility, 30*time.Second), lifetime(app.CategoryUtility, 12*time.Hour), lifetime(app.CategoryUtility, lifetimeMost),
		lifetime(app.CategoryAuthentication, 15*time.Minute), lifetime(app.CategoryMarketing, 12*time.Hour), lifetime(app.CategoryMarketing, lifetimeMost)),
		list(lifetime(app.CategoryUtility, 29*time.Second), lifetime(app.CategoryUtility, 13*time.Hour), lifetime(app.CategoryAuthentication, 16*time.Minute), lifetime(app.CategoryMarketing, time.Hour),
			without(func(o *protocol.TemplateOffer) { o.Lifetime = false }, lifetime(app.CategoryUtility, time.Minute))), true, false},

	"body_missing": {list(good, code), list(body(""), body(" \n")), false, false},
	"body_length": {list(body(times("a", 1024)), body(times("👋", 1024)), offers(func(d *app.TemplateDesign) { d.Body = times("a", 600) }), cards(func(d *app.TemplateDesign) { d.Cards[0].Body = times("a", 160) })),
		list(body(times("a", 1025)), offers(func(d *app.TemplateDesign) { d.Body = times("a", 601) }), cards(func(d *app.TemplateDesign) { d.Cards[1].Body = times("a", 161) })), false, false},
	"footer_length":    {list(on(func(d *app.TemplateDesign) { d.Footer = times("a", 60) })), list(on(func(d *app.TemplateDesign) { d.Footer = times("a", 61) })), false, false},
	"footer_variables": {list(on(func(d *app.TemplateDesign) { d.Footer = "{1}" })), list(on(func(d *app.TemplateDesign) { d.Footer = "Until {{1}} only" })), true, false},
	"footer_breaks":    {list(good), list(on(func(d *app.TemplateDesign) { d.Footer = "a\nb" })), true, false},
	"variables_broken": {list(body("Pay {1} or {} now."), named("Hi {{name_1}}, hello there my friend.", "name_1")), list(body("Hi {{ 1 }}, hello there my friend.", "x")), true, false},
	"variables_kind":   {list(named("Hi {{name}}, hello there.", "name")), list(named("Hi {{1}}, hello there.", "1"), body("Hi {{1}}, hello {{name}}, how are you today?", "x")), false, false},
	"variables_names": {list(named("Hi {{name_2}}, hello there.", "name_2")), list(named("Hi {{Name}}, hello there.", "Name"), without(func(o *protocol.TemplateOffer) { o.Named = false }, named("Hi {{name}}, hello there.", "name"))),
		true, false},
	"variables_unique": {list(named("Hi {{name}}, hello {{other}} there my friend.", "name", "other"), body("A {{1}} b c d {{1}} e f.", "x"),
		named("Hi {{name}}, hello there.", "name"), onCards("Hello {{name}} there.", "Hello {{name}} there.")),
		list(named("Hi {{name}}, hello {{name}} there my friend.", "name"), named("Hi {{a}}, hello {{a_2}} and {{a}} and {{a}} there my friend of old.", "a", "a_2"),
			altered(named("Hi {{name}}, hello there my friend.", "name"), func(w *written) {
				w.d.Header = &app.HeaderDesign{Kind: app.HeaderText, Text: "Of {{name}}", Samples: map[string]string{"name": "x"}}
			}), onCards("Hello {{name}} there.", "Hello {{name}} and {{name}} there.")), true, false},
	"variables_gap":      {list(body("A {{1}} b c d {{2}} e f.", "x", "y"), body("A {{2}} b c d {{1}} e f.", "x", "y"), body("A {{1}} b c d {{1}} e f.", "x")), list(body("A b c {{2}} e f.", "x", "y"), body("A {{1}} b c d {{3}} e f.", "x", "y", "z"), body("A {{0}} b c d.")), true, false},
	"variables_edges":    {list(body("Hi {{1}}.", "x")), list(body("Hello there my friend {{1}}", "x"), body("Hello there my friend {{1}} \n", "x")), true, false},
	"variables_adjacent": {list(body("Hi {{1}} and {{2}}, you two there.", "x", "y"), body("Hi {{1}}-{{2}}, you two there all.", "x", "y")), list(body("Hi {{1}}{{2}}, you two there all.", "x", "y"), body("Hi {{1}} {{2}}, you two there all.", "x", "y")), false, false},
	"variables_many":     {list(good), list(body("Hi {{1}}.", "x")), false, true},
	"samples_missing":    {list(good), list(body("Hi {{1}}, hello there."), body("Hi {{1}}, hello there.", " "), body("Hi {{1}}, hello there.", "{{1}}"), on(func(d *app.TemplateDesign) { d.Header.Samples = nil })), false, false},

	"header_kind":       {list(good), list(without(func(o *protocol.TemplateOffer) { o.Headers = nil }, good)), true, false},
	"header_missing":    {list(good), list(heading(""), heading(" ")), true, false},
	"header_length":     {list(heading(times("a", 60))), list(heading(times("a", 61))), false, false},
	"header_variables":  {list(heading("Of {{1}}")), list(heading("Of {{1}} and {{2}}")), false, false},
	"header_formatting": {list(heading("It's order_number 5 (new) – 100% ok!"), heading("Of {{1}}")), list(heading("*Bold*"), heading("_soft_ words"), heading("~old~"), heading("two\nlines"), heading("Hi 👋🏽"), heading("`code`"), heading("Flag 🇮🇩")), true, false},
	"header_sample": {list(on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderImage, Handle: "4::x"} }), on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: "/x.png"} }), on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderLocation} })),
		list(on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderDocument} }), cards(func(d *app.TemplateDesign) { d.Cards[1].Header.Handle = "" })), false, false},
	"header_location": {list(on(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderLocation} })), list(altered(code, func(w *written) { w.d.Header = &app.HeaderDesign{Kind: app.HeaderLocation} })), true, false},

	"buttons_many":           {list(buttons(quick, quick, quick, quick, quick, quick, quick, quick, quick, quick)), list(buttons(quick, quick, quick, quick, quick, quick, quick, quick, quick, link, link)), false, false},
	"buttons_kind":           {list(good, button(app.ButtonDesign{Kind: app.ButtonOther, Word: "APP"})), list(button(app.ButtonDesign{Kind: app.ButtonCatalog, Text: "See"})), true, false},
	"buttons_kind_many":      {list(buttons(link, link, phone)), list(buttons(link, link, link), buttons(phone, phone)), true, false},
	"buttons_grouped":        {list(buttons(quick, quick, link, phone), buttons(link, phone, quick, quick)), list(buttons(quick, link, quick), buttons(link, quick, phone)), true, false},
	"button_label":           {list(good, button(app.ButtonDesign{Kind: app.ButtonCopyCode, Sample: "x"})), list(button(app.ButtonDesign{Kind: app.ButtonQuickReply})), false, false},
	"button_label_length":    {list(button(app.ButtonDesign{Kind: app.ButtonQuickReply, Text: times("a", 25)})), list(button(app.ButtonDesign{Kind: app.ButtonQuickReply, Text: times("a", 26)})), false, false},
	"button_label_variables": {list(good), list(button(app.ButtonDesign{Kind: app.ButtonQuickReply, Text: "Pay {{1}} now"})), true, false},
	"button_url":             {list(button(link), button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "http://a.example/?a={{1}}", Sample: "http://a.example/?a=1"})), list(button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "a.example/x"})), true, false},
	"button_url_length":      {list(button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "https://a.example/" + times("a", 1982)})), list(button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "https://a.example/" + times("a", 1983)})), false, false},
	"button_url_variable":    {list(good), list(button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "https://a.example/{{1}}/x", Sample: "x"}), button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "https://a.example/{{1}}{{2}}", Sample: "x"})), false, false},
	"button_url_sample":      {list(good), list(button(app.ButtonDesign{Kind: app.ButtonURL, Text: "U", URL: "https://a.example/{{1}}"})), false, false},
	"button_phone":           {list(button(phone), button(app.ButtonDesign{Kind: app.ButtonPhone, Text: "P", Phone: "16467043595"})), list(button(app.ButtonDesign{Kind: app.ButtonPhone, Text: "P", Phone: "call me"}), button(app.ButtonDesign{Kind: app.ButtonPhone, Text: "P"}), button(app.ButtonDesign{Kind: app.ButtonPhone, Text: "P", Phone: "+62 21 555 0188 (1) (2)"})), false, false},
	"button_code":            {list(button(app.ButtonDesign{Kind: app.ButtonCopyCode, Sample: times("A", 15)})), list(button(app.ButtonDesign{Kind: app.ButtonCopyCode}), button(app.ButtonDesign{Kind: app.ButtonCopyCode, Sample: times("A", 21)})), false, false},
	"button_flow":            {list(button(app.ButtonDesign{Kind: app.ButtonFlow, Text: "F", Flow: "1"})), list(button(app.ButtonDesign{Kind: app.ButtonFlow, Text: "F"})), false, false},

	"code_offered":  {list(code, good), list(without(func(o *protocol.TemplateOffer) { o.Authentication = false }, code)), true, false},
	"code_alone":    {list(code), list(altered(code, func(w *written) { w.d.Footer = "x" }), altered(code, func(w *written) { w.d.Buttons = good().d.Buttons })), true, false},
	"code_delivery": {list(code, tap), list(onCode(func(c *app.CodeDesign) { c.Delivery = "" })), true, false},
	"code_minutes":  {list(onCode(func(c *app.CodeDesign) { c.Minutes = 0 }), onCode(func(c *app.CodeDesign) { c.Minutes = 1 }), onCode(func(c *app.CodeDesign) { c.Minutes = 90 })), list(onCode(func(c *app.CodeDesign) { c.Minutes = 91 }), onCode(func(c *app.CodeDesign) { c.Minutes = -1 })), true, false},
	"code_labels":   {list(onCode(func(c *app.CodeDesign) { c.FillText = times("a", 25) })), list(onCode(func(c *app.CodeDesign) { c.FillText = times("a", 26) }), onCode(func(c *app.CodeDesign) { c.CopyText = times("a", 26) })), false, false},
	"code_apps": {list(tap, code, onCode(func(c *app.CodeDesign) { c.Apps = append(c.Apps, c.Apps[0], c.Apps[0], c.Apps[0], c.Apps[0]) })),
		list(onCode(func(c *app.CodeDesign) { c.Apps = nil }), onCode(func(c *app.CodeDesign) {
			c.Apps = append(c.Apps, c.Apps[0], c.Apps[0], c.Apps[0], c.Apps[0], c.Apps[0])
		}),
			onCode(func(c *app.CodeDesign) { c.Apps[0].Package = "bank" }), onCode(func(c *app.CodeDesign) { c.Apps[0].Package = "com." + times("a", 221) }),
			onCode(func(c *app.CodeDesign) { c.Apps[0].Hash = "K8a/AINcGX" }), onCode(func(c *app.CodeDesign) { c.Apps[0].Hash = "K8a%AINcGX7" })), false, false},
	"code_terms": {list(tap, onCode(func(c *app.CodeDesign) { c.Delivery, c.Accepted = DeliveryZeroTap, true })), list(onCode(func(c *app.CodeDesign) { c.Delivery = DeliveryZeroTap })), false, false},

	"offer_offered":  {list(offer), list(without(func(o *protocol.TemplateOffer) { o.Offer = false }, offer)), true, false},
	"offer_category": {list(offer), list(offers(func(d *app.TemplateDesign) { d.Category = app.CategoryUtility })), true, false},
	"offer_text":     {list(offers(func(d *app.TemplateDesign) { d.Offer.Text = times("a", 16) })), list(offers(func(d *app.TemplateDesign) { d.Offer.Text = times("a", 17) }), offers(func(d *app.TemplateDesign) { d.Offer.Text = "" })), false, false},
	"offer_footer":   {list(offer), list(offers(func(d *app.TemplateDesign) { d.Footer = "x" })), true, false},
	"offer_header":   {list(offer, offers(func(d *app.TemplateDesign) { d.Header = nil }), offers(func(d *app.TemplateDesign) { d.Header.Kind = app.HeaderVideo })), list(offers(func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderText, Text: "x"} })), true, false},
	"cards_offered":  {list(carousel), list(without(func(o *protocol.TemplateOffer) { o.Carousel = false }, carousel)), true, false},
	"cards_category": {list(carousel), list(cards(func(d *app.TemplateDesign) { d.Category = app.CategoryUtility })), true, false},
	"cards_count": {list(carousel, cards(func(d *app.TemplateDesign) {
		d.Cards = append(d.Cards, d.Cards...)
		d.Cards = append(d.Cards, d.Cards...)
		d.Cards = append(d.Cards, d.Cards[:2]...)
	})), list(cards(func(d *app.TemplateDesign) { d.Cards = d.Cards[:1] })), false, false},
	"cards_header":  {list(carousel), list(cards(func(d *app.TemplateDesign) { d.Cards[0].Header = app.HeaderDesign{Kind: app.HeaderText, Text: "x"} })), false, false},
	"cards_buttons": {list(carousel), list(cards(func(d *app.TemplateDesign) { d.Cards[0].Buttons = nil }), cards(func(d *app.TemplateDesign) { d.Cards[0].Buttons = []app.ButtonDesign{quick, quick, quick} })), false, false},
	"cards_alike":   {list(carousel), list(cards(func(d *app.TemplateDesign) { d.Cards[1].Body = "" }), cards(func(d *app.TemplateDesign) { d.Cards[1].Header.Kind = app.HeaderVideo }), cards(func(d *app.TemplateDesign) { d.Cards[1].Buttons = d.Cards[1].Buttons[:1] })), false, false},
	"cards_alone":   {list(carousel), list(cards(func(d *app.TemplateDesign) { d.Footer = "x" })), true, true},
}

func (w written) check() []protocol.TemplateFinding {
	return CheckTemplate(w.offer, w.name, w.language, w.d)
}

func of(rule string, all []protocol.TemplateFinding) (out []protocol.TemplateFinding) {
	for _, f := range all {
		if f.Rule == rule {
			out = append(out, f)
		}
	}
	return out
}

func TestGoodTemplates(t *testing.T) {
	for name, w := range map[string]func() written{"usual": good, "code": code, "one tap": tap, "offer": offer, "carousel": carousel} {
		require.Empty(t, w().check(), name)
	}
}

func TestEachRule(t *testing.T) {
	known := map[string]bool{}
	for _, rules := range [][]templateRule{identityRules, textRules, headerRules, buttonRules, codeRules, specialRules} {
		for _, r := range rules {
			require.False(t, known[r.name], r.name)
			known[r.name] = true
			t.Run(r.name, func(t *testing.T) {
				e, ok := examplesOfRules[r.name]
				require.True(t, ok, "no examples of this rule")
				require.NotEmpty(t, e.taken)
				require.NotEmpty(t, e.refused)
				for i, w := range e.taken {
					require.Empty(t, of(r.name, w().check()), "taken %d", i)
				}
				for i, w := range e.refused {
					heldAndMended(t, r.name, e, i, w())
				}
			})
		}
	}
	require.Len(t, examplesOfRules, len(known))
}

func heldAndMended(t *testing.T, rule string, e example, i int, w written) {
	found := of(rule, w.check())
	require.NotEmpty(t, found, "refused %d", i)
	for _, f := range found {
		require.Equal(t, !e.advice, f.Problem)
		require.NotEmpty(t, f.Part)
		require.NotEmpty(t, f.What.String())
		require.NotEmpty(t, f.Fix.String())
		require.NotContains(t, f.What.String()+f.Fix.String(), "<no value>")
	}
	if !e.mends {
		return
	}
	before := cloneDesign(w.d)
	for range 5 {
		found := of(rule, w.check())
		if len(found) == 0 {
			break
		}
		require.NotNil(t, found[0].Mend, "refused %d", i)
		d := w.d
		w.name, w.language, w.d = found[0].Mend(w.name, w.language, w.d)
		require.Equal(t, cloneDesign(before), cloneDesign(d), "mending changes a copy")
		before = cloneDesign(w.d)
	}
	require.Empty(t, of(rule, w.check()), "mended %d", i)
}

func TestAgainstOthers(t *testing.T) {
	now := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	w := good()
	mine := app.Template{ProviderID: "1", Name: w.name, Language: w.language, Category: w.d.Category, Status: app.TemplateApproved, Design: w.d}
	other := mine
	other.ProviderID, other.Name, other.Design.Body = "2", "other", "Another text."
	rules := func(w written, edits string, others ...app.Template) (out []string) {
		for _, f := range CompareTemplate(w.name, w.language, w.d, edits, others, now) {
			out = append(out, f.Rule)
		}
		return out
	}
	require.Empty(t, rules(w, "", other))
	require.Empty(t, rules(w, "1", mine, other), "itself")
	require.Equal(t, []string{"name_taken", "words_taken"}, rules(w, "", mine))
	english := altered(good, func(w *written) { w.language, w.d.Body = "en", "A text." })()
	require.Empty(t, rules(english, "", mine))
	english.d.Category = app.CategoryMarketing
	require.Equal(t, []string{"name_category"}, rules(english, "", mine))
	same := w
	same.name = "another_one"
	require.Equal(t, []string{"words_taken"}, rules(same, "", mine))
	same.d.Footer = "Another footer"
	require.Empty(t, rules(same, "", mine))

	renamed := w
	renamed.name, renamed.d.Category = "renamed", app.CategoryMarketing
	require.Equal(t, []string{"edit_name", "edit_category"}, rules(renamed, "1", mine))
	mine.Status = app.TemplateRejected
	require.Equal(t, []string{"edit_name"}, rules(renamed, "1", mine), "a rejected one may change its category")

	gone := mine
	gone.Status, gone.ChangedAt = app.TemplateLeaving, now.Add(-29*24*time.Hour)
	require.Equal(t, []string{"name_blocked"}, rules(w, "", gone))
	gone.ChangedAt = now.Add(-30 * 24 * time.Hour)
	require.Empty(t, rules(w, "", gone))
}

func TestWordsOfTemplates(t *testing.T) {
	require.Equal(t, app.TemplateOther, TemplateStatus("LIMIT_EXCEEDED"))
	require.Equal(t, app.TemplateInReview, TemplateStatus("pending"))
	require.Equal(t, app.CategoryUtility, TemplateCategory("PAYMENT_UPDATE"))
	require.Equal(t, app.TemplateCategory(""), TemplateCategory(""))
	for code := range rejects {
		what, fix := RejectionHelp(app.TemplateRejected, code)
		require.NotEmpty(t, what.String())
		require.NotEmpty(t, fix.String())
	}
	for _, s := range []app.TemplateStatus{app.TemplateRejected, app.TemplatePaused, app.TemplateDisabled} {
		what, fix := RejectionHelp(s, "NONE")
		require.NotEmpty(t, what.String())
		require.NotEmpty(t, fix.String())
	}
	what, fix := RejectionHelp(app.TemplateApproved, "NONE")
	require.True(t, what.IsEmpty() && fix.IsEmpty())
}

// The fix of an address says what its press does: it mends what is there, or leads to
// where nothing is.
func TestFixOfAnAddress(t *testing.T) {
	offer := protocol.TemplateOffer{Categories: AllCategories, Languages: TemplateLanguages, Buttons: []protocol.ButtonOffer{{Kind: app.ButtonURL, Max: 2}}, MaxButtons: 10, MaxName: 512, MaxBody: 1024, MaxLabel: 25}
	for address, want := range map[string]string{"": "Enter the web address", "a.example/x": "Put https:// before it", "ftp://a.example": "Enter the web address"} {
		found := CheckTemplate(offer, "due", "id", app.TemplateDesign{Category: app.CategoryUtility, Body: "Pay soon.", Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Pay", URL: address}}})
		require.Len(t, found, 1, address)
		require.Equal(t, want, found[0].Fix.String(), address)
		require.Equal(t, want == "Put https:// before it", found[0].Mend != nil, address)
	}
}
