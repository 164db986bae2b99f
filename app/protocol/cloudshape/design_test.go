package cloudshape

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var bothDialects = map[string]Dialect{"nested examples": {}, "flat examples": {FlatExamples: true}}

// Any design that can be written comes back as it was, by way of the provider's
// JSON.
func TestDesignThereAndBack(t *testing.T) {
	for name, l := range bothDialects {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			d := anyDesign(t)
			raw, err := json.Marshal(l.ComposeDesign(d))
			require.NoError(t, err)
			back := l.DesignOf(d.Category, d.Named, raw)
			back.Lifetime = LifetimeOf(LifetimeSeconds(d))
			require.Equal(t, d, back, "%s", raw)
		}))
	}
}

func anyText(t *rapid.T, label string) string {
	return rapid.StringMatching(`[a-zA-Z *_👋é]{1,12}`).Draw(t, label)
}

// anyValued is a text with variables and their samples.
func anyValued(t *rapid.T, named bool, most int) (string, map[string]string) {
	text, samples := anyText(t, "text"), map[string]string{}
	for i := range rapid.IntRange(0, most).Draw(t, "variables") {
		name := string(rune('1' + i))
		if named {
			name = "value_" + name
		}
		text += "{{" + name + "}}" + anyText(t, "text")
		samples[name] = anyText(t, "sample")
	}
	if len(samples) == 0 {
		samples = nil
	}
	return text, samples
}

func anyHeader(t *rapid.T, named bool, kinds ...app.HeaderKind) app.HeaderDesign {
	h := app.HeaderDesign{Kind: rapid.SampledFrom(kinds).Draw(t, "header")}
	switch {
	case h.Kind == app.HeaderText:
		h.Text, h.Samples = anyValued(t, named, 1)
	case h.Kind.IsFile() && rapid.Bool().Draw(t, "uploaded"):
		h.Handle = "4::" + anyText(t, "handle")
	}
	return h
}

func anyButtons(t *rapid.T, most int) (out []app.ButtonDesign) {
	for range rapid.IntRange(1, most).Draw(t, "buttons") {
		b := app.ButtonDesign{Text: anyText(t, "label")}
		b.Kind = rapid.SampledFrom([]app.ButtonKind{
			app.ButtonQuickReply, app.ButtonURL, app.ButtonPhone, app.ButtonCopyCode, app.ButtonFlow, app.ButtonCall, app.ButtonCatalog,
			app.ButtonProducts, app.ButtonOther,
		}).Draw(t, "kind")
		switch b.Kind {
		case app.ButtonURL:
			b.URL = "https://a.example/" + rapid.SampledFrom([]string{"", "{{1}}"}).Draw(t, "url")
			b.Sample = rapid.SampledFrom([]string{"", "https://a.example/1"}).Draw(t, "sample")
		case app.ButtonPhone:
			b.Phone = "+6281234567890"
		case app.ButtonCopyCode:
			b.Text, b.Sample = "", "25OFF"
		case app.ButtonFlow:
			b.Flow = rapid.SampledFrom([]string{"123456789012345678", "sign_up", `{"version":"5.0"}`}).Draw(t, "flow")
		case app.ButtonProducts:
			b.Word = rapid.SampledFrom([]string{"", "SPM"}).Draw(t, "word")
		case app.ButtonOther:
			b.Word = rapid.SampledFrom([]string{"REQUEST_CONTACT_INFO", "APP"}).Draw(t, "word")
		}
		out = append(out, b)
	}
	return out
}

func anyDesign(t *rapid.T) app.TemplateDesign {
	d := app.TemplateDesign{Category: rapid.SampledFrom([]app.TemplateCategory{app.CategoryUtility, app.CategoryMarketing, app.CategoryAuthentication}).Draw(t, "category")}
	d.Lifetime = rapid.SampledFrom([]time.Duration{0, time.Minute, 12 * time.Hour, lifetimeMost}).Draw(t, "lifetime")
	if d.Category == app.CategoryAuthentication && rapid.Bool().Draw(t, "code") {
		d.Code = anyCode(t)
		return d
	}
	d.Named = rapid.Bool().Draw(t, "named")
	if rapid.Bool().Draw(t, "header") {
		h := anyHeader(t, d.Named, headerKinds...)
		d.Header = &h
	}
	d.Body, d.Samples = anyValued(t, d.Named, 4)
	d.Footer = rapid.SampledFrom([]string{"", "Bank"}).Draw(t, "footer")
	if rapid.Bool().Draw(t, "offer") {
		d.Offer = &app.OfferDesign{Text: anyText(t, "offer"), Ends: rapid.Bool().Draw(t, "ends")}
	}
	if rapid.Bool().Draw(t, "buttons") {
		d.Buttons = anyButtons(t, 4)
	}
	for range rapid.IntRange(0, 3).Draw(t, "cards") {
		c := app.CardDesign{Header: anyHeader(t, d.Named, app.HeaderImage, app.HeaderVideo), Buttons: anyButtons(t, 2)}
		if rapid.Bool().Draw(t, "card body") {
			c.Body, c.Samples = anyValued(t, d.Named, 2)
		}
		d.Cards = append(d.Cards, c)
	}
	if rapid.Bool().Draw(t, "unknown") {
		d.Unknown = append(d.Unknown, json.RawMessage(`{"new":{"deep":[1,9007199254740993]},"type":"NEW_PART"}`))
	}
	if rapid.Bool().Draw(t, "unknown member") {
		d.Unknown = append(d.Unknown, json.RawMessage(`{"tracking":{"id":9007199254740993},"type":"BODY"}`))
	}
	return d
}

func anyCode(t *rapid.T) *app.CodeDesign {
	c := &app.CodeDesign{
		Advice: rapid.Bool().Draw(t, "advice"), Minutes: rapid.SampledFrom([]int{0, 1, 90}).Draw(t, "minutes"),
		Delivery: rapid.SampledFrom([]string{DeliveryCopy, DeliveryOneTap, DeliveryZeroTap}).Draw(t, "delivery"),
		CopyText: rapid.SampledFrom([]string{"", "Copy"}).Draw(t, "label"),
	}
	if c.Delivery == DeliveryCopy {
		return c
	}
	c.FillText = rapid.SampledFrom([]string{"", "Fill in"}).Draw(t, "fill")
	for range rapid.IntRange(0, 2).Draw(t, "apps") {
		c.Apps = append(c.Apps, app.CodeApp{Package: "com.example.bank", Hash: "K8a/AINcGX7"})
	}
	c.Accepted = c.Delivery == DeliveryZeroTap
	return c
}

// What a provider tells is sent back whole when the template is edited, members
// and parts that nobody here knows included.
func TestUnknownPartsAreKept(t *testing.T) {
	const told = `[
		{"type":"HEADER","format":"IMAGE","example":{"header_handle":["https://cdn.example/1"]},"crop":"wide"},
		{"type":"BODY","text":"Hi {{1}}, how are you?","example":{"body_text":[["Ann"]]},"spacing":{"above":2}},
		{"type":"BUTTONS","buttons":[
			{"type":"QUICK_REPLY","text":"Yes","icon":"tick"},
			{"type":"URL","text":"Open","url":"https://a.example/"},
			{"type":"APP","text":"Open app","deep_link":{"meta_app_id":9007199254740993}}]},
		{"type":"MAP","zoom":4}]`
	d := Dialect{}.DesignOf(app.CategoryMarketing, false, json.RawMessage(told))
	require.Equal(t, "https://cdn.example/1", d.Header.Handle)
	require.Equal(t, "APP", d.Buttons[2].Word)
	sent, err := json.Marshal(Dialect{}.ComposeDesign(d))
	require.NoError(t, err)
	require.JSONEq(t, told, string(sent))
	require.Contains(t, string(sent), "9007199254740993")

	// What was understood and changed since is not undone by what was kept.
	d.Body, d.Buttons[0].Text = "Hello {{1}}, how are you?", "No"
	sent, err = json.Marshal(Dialect{}.ComposeDesign(d))
	require.NoError(t, err)
	require.JSONEq(t, strings.NewReplacer("Hi ", "Hello ", `"Yes"`, `"No"`).Replace(told), string(sent))
}

// Read back, an authentication template has words and an address that are the
// provider's.
func TestCodeReadBack(t *testing.T) {
	const told = `[
		{"type":"BODY","text":"*{{1}}* is your verification code. For your security, do not share this code.","add_security_recommendation":true,"example":{"body_text":[["123456"]]}},
		{"type":"FOOTER","text":"This code expires in 10 minutes.","code_expiration_minutes":10},
		{"type":"BUTTONS","buttons":[{"type":"URL","text":"Copy code","url":"https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}","example":["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456"]}]}]`
	d := Dialect{}.DesignOf(app.CategoryAuthentication, false, json.RawMessage(told))
	require.Equal(t, &app.CodeDesign{Advice: true, Minutes: 10, Delivery: DeliveryCopy, CopyText: "Copy code"}, d.Code)
	require.Contains(t, d.Body, "is your verification code", "for the preview")
	require.Empty(t, d.Unknown)
	sent, err := json.Marshal(Dialect{}.ComposeDesign(d))
	require.NoError(t, err)
	require.JSONEq(t, `[{"type":"BODY","add_security_recommendation":true},{"type":"FOOTER","code_expiration_minutes":10},
		{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Copy code"}]}]`, string(sent))
}

func TestDesignOfDamage(t *testing.T) {
	for _, raw := range []string{
		``, `null`, `{}`, `[1,"x",null]`, `[{"type":5}]`, `[{"type":"HEADER"}]`, `[{"type":"BUTTONS","buttons":{"a":1}}]`,
		`[{"type":"BODY","text":7,"example":[]}]`, `[{"type":"CAROUSEL","cards":[{"components":[{}]}]}]`, `[{"type":"BODY"},{"type":"BODY","text":"b"}]`,
	} {
		require.NotPanics(t, func() {
			Dialect{}.ComposeDesign(Dialect{}.DesignOf(app.CategoryAuthentication, true, json.RawMessage(raw)))
		}, raw)
	}
}
