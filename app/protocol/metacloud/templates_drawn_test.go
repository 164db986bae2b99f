package metacloud_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/protocol/metacloud"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawn makes designs of all kinds, near the limits and a little beyond them: most
// are taken.
type drawn struct{ t *rapid.T }

func (d drawn) often(label string) bool { return rapid.IntRange(0, 29).Draw(d.t, label) < 29 }

func (d drawn) pick(label string, list ...string) string {
	return rapid.SampledFrom(list).Draw(d.t, label)
}

// mostly gives one of the good values, and now and then the last one.
func (d drawn) mostly(label string, list ...string) string {
	if d.often(label + " good") {
		list = list[:len(list)-1]
	}
	return d.pick(label, list...)
}

// words are a text of about some length, with variables in it.
func (d drawn) words(label string, most int, named bool, variables int) (string, map[string]string) {
	samples := map[string]string{}
	text := d.pick(label, "Hello", "Halo Ibu", "Dear customer,", d.mostly(label+" sign", "Hello there", "👋 *Hi*"))
	for n := range rapid.IntRange(0, variables).Draw(d.t, label+" variables") {
		name := string(rune('1' + n))
		if named {
			name = d.mostly(label+" name", []string{"name", "amount", "due_date", "no_2", "e"}[n], "name")
		}
		text += d.pick(label+" between", " here is {{", " and it is {{", " as {{") + name + "}}"
		if d.often(label + " sample") {
			samples[name] = d.pick(label+" value", "Sari", "Rp 1.250.000", "1 May", `"quoted" \ {x}`)
		}
	}
	text += d.mostly(label+" end", " is all we say today.", "!", " – thanks.", "")
	if rapid.IntRange(0, 19).Draw(d.t, label+" long") == 0 {
		text = strings.Repeat("a", max(0, most-len([]rune(text))-1+rapid.IntRange(-1, 1).Draw(d.t, label+" length"))) + " " + text
	}
	return text, samples
}

func (d drawn) header(named bool) *app.HeaderDesign {
	kind := app.HeaderKind(d.mostly("header", "", "text", "image", "video", "document", "location", "gif"))
	switch kind {
	case "":
		return nil
	case app.HeaderText:
		h := &app.HeaderDesign{Kind: kind}
		h.Text, h.Samples = d.words("heading", 60, named, 1)
		return h
	case app.HeaderLocation:
		return &app.HeaderDesign{Kind: kind}
	}
	return d.file(kind)
}

func (d drawn) file(kind app.HeaderKind) *app.HeaderDesign {
	return &app.HeaderDesign{Kind: kind, Handle: d.mostly("handle", "4::aW1hZ2UvcG5n:ARb", "4::x", "")}
}

func (d drawn) buttons(label string, most int) (out []app.ButtonDesign) {
	for range rapid.IntRange(0, most).Draw(d.t, label) {
		b := app.ButtonDesign{Kind: app.ButtonKind(d.pick("kind", "quick_reply", "quick_reply", "quick_reply", "url", "phone", "copy_code", "flow", "call", "catalog", "products"))}
		b.Text = d.mostly("label", "Yes", "Pay now", "Call us 📞", strings.Repeat("b", 25), strings.Repeat("b", 26))
		switch b.Kind {
		case app.ButtonURL:
			b.URL = d.mostly("url", "https://a.example/", "https://a.example/x/{{1}}", "http://a.example/?q={{1}}", d.pick("bad url", "https://a.example/{{1}}/x", "a.example"))
			b.Sample = d.mostly("url sample", "https://a.example/x/1", "")
		case app.ButtonPhone:
			b.Phone = d.mostly("phone", "+62215550188", "+62 21 555 0188", "none")
		case app.ButtonCopyCode:
			b.Text, b.Sample = "", d.mostly("coupon", "25OFF", strings.Repeat("A", 20), "")
		case app.ButtonFlow:
			b.Flow = d.mostly("flow", "123456789012345", "")
		}
		out = append(out, b)
	}
	if d.often("in order") {
		slices.SortStableFunc(out, func(a, b app.ButtonDesign) int { return strings.Compare(order(a), order(b)) })
	}
	return out
}

func order(b app.ButtonDesign) string {
	if b.Kind == app.ButtonQuickReply {
		return "0"
	}
	return "1"
}

func (d drawn) code() *app.CodeDesign {
	c := &app.CodeDesign{
		Advice: d.often("advice"), Minutes: rapid.SampledFrom([]int{0, 1, 5, 90, 91}).Draw(d.t, "minutes"), Delivery: d.pick("delivery", "copy_code", "one_tap", "zero_tap"),
		CopyText: d.pick("copy", "", "Copy the code"), FillText: d.pick("fill", "", "Fill in"), Accepted: d.often("terms"),
	}
	for range rapid.IntRange(0, 6).Draw(d.t, "apps") {
		c.Apps = append(c.Apps, app.CodeApp{Package: d.mostly("package", "com.example.bank", "com.example", "nothing"), Hash: d.mostly("hash", "K8a/AINcGX7", "short")})
	}
	return c
}

func (d drawn) cards(named bool) (out []app.CardDesign) {
	kind, buttons, body := app.HeaderKind(d.pick("card header", "image", "video")), d.buttons("card buttons", 2), d.often("card body")
	for range rapid.SampledFrom([]int{1, 2, 2, 3, 4, 10, 11}).Draw(d.t, "cards") {
		c := app.CardDesign{Header: *d.file(kind), Buttons: buttons}
		if body {
			c.Body, c.Samples = d.words("card text", 160, named, 1)
		}
		out = append(out, c)
	}
	return out
}

func (d drawn) design(kind string) app.TemplateDesign {
	out := app.TemplateDesign{Category: app.TemplateCategory(d.pick("category", "utility", "marketing")), Named: rapid.Bool().Draw(d.t, "named")}
	out.Lifetime = time.Duration(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 60, 12 * 3600, 24 * 3600, 30 * 24 * 3600}).Draw(d.t, "lifetime")) * time.Second
	switch kind {
	case "code":
		out.Category, out.Code, out.Named = app.CategoryAuthentication, d.code(), false
		return out
	case "offer":
		out.Offer = &app.OfferDesign{Text: d.mostly("offer", "Ends tonight", strings.Repeat("o", 16), strings.Repeat("o", 17)), Ends: rapid.Bool().Draw(d.t, "ends")}
		out.Category = app.CategoryMarketing
	case "cards":
		out.Cards, out.Category = d.cards(out.Named), app.CategoryMarketing
		out.Body, out.Samples = d.words("text", 1024, out.Named, 3)
		return out
	}
	out.Body, out.Samples = d.words("text", 1024, out.Named, 5)
	out.Header, out.Buttons = d.header(out.Named), d.buttons("buttons", 4)
	if out.Offer == nil && rapid.Bool().Draw(d.t, "footer") {
		out.Footer = d.mostly("footer text", "Nusantara Bank", strings.Repeat("f", 60), strings.Repeat("f", 61), "For {{1}}")
	}
	return out
}

// Whatever our rules take, Meta's description takes in the form in which it is sent,
// it keeps to what Meta's pages say, and it is read back as the same design.
func TestWhatTheRulesTakeIsTaken(t *testing.T) {
	doc, err := description()
	require.NoError(t, err)
	var sent *recorded
	p := metacloud.New(metacloud.Options{HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		rec := &recorder{next: http.NotFoundHandler()}
		rec.ServeHTTP(discard{}, r)
		sent = &rec.list[0]
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(`{"id":"1","status":"PENDING","category":"UTILITY"}`))}, nil
	})}})
	c := protocol.Config{
		Channel: app.Channel{Protocol: metacloud.ID, Fields: map[string]string{"waba_id": "118204417730915"}},
		Secrets: map[string]app.Secret{"access_token": app.NewSecret("EAAx")},
	}
	for _, kind := range []string{"usual", "code", "offer", "cards"} {
		t.Run(kind, func(t *testing.T) {
			taken, all := 0, 0
			rapid.Check(t, func(rt *rapid.T) {
				d := drawn{rt}.design(kind)
				all++
				if slices.ContainsFunc(p.CheckTemplate("payment_due", "id", d), func(f protocol.TemplateFinding) bool { return f.Problem }) {
					return
				}
				taken++
				sent = nil
				_, err := p.CreateTemplate(t.Context(), c, "payment_due", "id", d)
				require.NoError(rt, err)
				require.NotNil(rt, sent)
				if doc != nil {
					require.NoError(rt, hold(doc, templatesPath, "WABA-ID", "118204417730915", *sent), "%s", sent.body)
				}
				what, components := keepsToPages(rt, sent.body)
				require.Equal(rt, kind, what)
				back := cloudshape.Dialect{}.DesignOf(d.Category, d.Named, components)
				require.Equal(rt, cloudshape.Dialect{}.ComposeDesign(d), cloudshape.Dialect{}.ComposeDesign(back), "%s", sent.body)
			})
			t.Logf("%d of %d are taken", taken, all)
			require.Greater(t, taken*20, all, "else it says little")
		})
	}
}
