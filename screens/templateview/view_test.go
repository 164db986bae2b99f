package templateview_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

var full = app.Template{Name: "offer", Language: "en", Labels: map[string]string{"1": "Customer name"}, Design: app.TemplateDesign{
	Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "Hello {{1}}", Samples: map[string]string{"1": "you"}},
	Body:   "Dear {{1}}, keep {{2}}.", Samples: map[string]string{"1": "Ibu Sari", "2": "Rp 10"}, Footer: "Bank",
	Offer:   &app.OfferDesign{Text: "Half", Ends: true},
	Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "See", URL: "https://x.example/{{1}}", Sample: "https://x.example/abc"}, {Kind: app.ButtonCopyCode, Sample: "HALF"}},
	Cards:   []app.CardDesign{{Header: app.HeaderDesign{Kind: app.HeaderImage}, Body: "Card {{1}}", Samples: map[string]string{"1": "one"}, Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply, Text: "Ask"}}}},
}}

func TestMessageIsFilledWithItsSamples(t *testing.T) {
	m := templateview.Message(full, templateview.Samples(full), "09:41")
	assert.Equal(t, kit.MessageHeader{Kind: kit.MediaText, Text: "Hello {{1}}", Values: map[string]string{"1": "you"}}, m.Header)
	assert.Equal(t, map[string]string{"1": "Ibu Sari", "2": "Rp 10"}, m.Values)
	assert.Equal(t, []kit.MessageButton{{Icon: "external-link", Text: "See"}, {Icon: "copy", Text: "Copy offer code"}}, m.Buttons)
	assert.Equal(t, "HALF", m.Offer.Code)
	require.Len(t, m.Cards, 1)
	assert.Equal(t, map[string]string{"1": "one"}, m.Cards[0].Values)
	assert.Equal(t, kit.MediaImage, m.Cards[0].Header.Kind)

	assert.Equal(t, map[string]string{"1": "Customer name"}, templateview.Message(full, templateview.Names(full), "").Values)
}

func TestSentShowsWhatWasFilledIn(t *testing.T) {
	values := map[string]string{"header": "Sari", "1": "Ibu", "2": "Rp 5", "button.0": "x1", "button.1": "C0DE", "offer.ends": "1798736340000",
		"card.0.header": "https://x.example/a.png", "card.0.1": "one"}
	m, err := template.Fill(full, values)
	require.NoError(t, err)
	got := templateview.Values(full, m)
	delete(values, "offer.ends")
	for k, v := range values {
		assert.Equal(t, v, got[k], k)
	}
	assert.NotEmpty(t, got["offer.ends"])
	assert.Equal(t, "C0DE", templateview.Sent(full, m, "").Offer.Code)

	named := app.Template{Design: app.TemplateDesign{Named: true, Body: "{{header}} and {{b}}"}}
	m, err = template.Fill(named, map[string]string{"body.header": "one", "b": "two"})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"header": "one", "b": "two"}, templateview.Sent(named, m, "").Values)
}

// The words of a template with a code are WhatsApp's own, in the template's language
// and not in the window's; where they are not known they are English, and that is said.
func TestCodeHasWhatsAppsOwnWords(t *testing.T) {
	code := func(language, body, delivery string) app.Template {
		return app.Template{Language: language, Design: app.TemplateDesign{Body: body, Code: &app.CodeDesign{Advice: true, Minutes: 5, Delivery: delivery}}}
	}
	const english = "*{{1}}* is your verification code. For your security, do not share this code."
	for name, c := range map[string]struct {
		t                    app.Template
		body, footer, button string
		note                 string // a part of it
	}{
		"english":    {code("en_US", "", "copy_code"), english, "This code expires in 5 minutes.", "Copy code", ""},
		"indonesian": {code("id", "", "copy_code"), "*{{1}}* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.", "Kode ini kedaluwarsa dalam 5 menit.", "Salin kode", ""},
		"spanish":    {code("es_MX", "", "one_tap"), "*{{1}}* es tu código de verificación. Por tu seguridad, no lo compartas.", "Este código caduca en 5 minutos.", "Autocompletar", ""},
		"spain":      {code("es_ES", "", "zero_tap"), "Tu código de verificación es *{{1}}*. Por tu seguridad, no lo compartas.", "Este código caduca en 5 minutos.", "", ""},
		"not known":  {code("fr", "", "copy_code"), english, "This code expires in 5 minutes.", "Copy code", "in French"},
		"one word":   {code("id", "", "one_tap"), "*{{1}}* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.", "Kode ini kedaluwarsa dalam 5 menit.", "Autofill", "in Indonesian"},
		"told":       {code("fr", "*{{1}}* est votre code.", "zero_tap"), "*{{1}}* est votre code.", "This code expires in 5 minutes.", "", "in French"},
	} {
		m := templateview.Message(c.t, templateview.Samples(c.t), "")
		assert.Equal(t, c.body, m.Body, name)
		assert.Equal(t, map[string]string{"1": "123456"}, m.Values, name)
		assert.Equal(t, c.footer, m.Footer, name)
		if c.button == "" {
			assert.Empty(t, m.Buttons, name)
		} else {
			assert.Equal(t, c.button, m.Buttons[0].Text, name)
		}
		if c.note == "" {
			assert.Empty(t, templateview.CodeNote(c.t), name)
		} else {
			assert.Contains(t, templateview.CodeNote(c.t), c.note, name)
		}
	}
	told := code("fr", "*{{1}}* est votre code.", "copy_code")
	told.Design.Code.Minutes, told.Design.Code.CopyText = 0, "Copier le code"
	assert.Empty(t, templateview.CodeNote(told), "all of it is the provider's")
	assert.Equal(t, english, templateview.Message(templateview.OfDraft(app.TemplateDraft{Language: "fr", Design: told.Design}), nil, "").Body, "of a draft nothing was told")
	assert.Empty(t, templateview.CodeNote(full))
}

func TestLanguageNames(t *testing.T) {
	for code, want := range map[string]string{"en": "English", "id": "Indonesian", "en_US": "English (US)", "pt_BR": "Portuguese (BR)", "fil": "Filipino", "xx1": "xx1", "": ""} {
		assert.Equal(t, want, templateview.Language(code), code)
	}
	assert.Equal(t, "EN US", templateview.ShortLanguage("en_US"))
}

func TestEveryStatusHasALook(t *testing.T) {
	for _, s := range []app.TemplateStatus{app.TemplateApproved, app.TemplateInReview, app.TemplateRejected, app.TemplatePaused, app.TemplateDisabled, app.TemplateLeaving, app.TemplateDeclared, app.TemplateOther} {
		_, icon, word := templateview.Status(app.Template{Status: s, StatusWord: "ODD"})
		assert.NotEmpty(t, icon)
		assert.NotEmpty(t, word, s)
	}
}
