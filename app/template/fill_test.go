package template_test

import (
	"strings"
	"testing"

	"channeldesk/app"
	"channeldesk/app/template"

	"github.com/stretchr/testify/require"
)

func keys(t app.Template) (out []string) {
	for _, v := range template.Variables(t) {
		out = append(out, v.Key)
	}
	return out
}

func TestFillUsual(t *testing.T) {
	v := app.Template{ProviderID: "7", Name: "due", Language: "id", Labels: map[string]string{"2": "Amount"}, Design: app.TemplateDesign{
		Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "Bill {{1}}", Samples: map[string]string{"1": "May"}},
		Body:   "Dear {{2}}, {{1}} is due, {{2}}.", Samples: map[string]string{"1": "Rp 1", "2": "Ann"},
		Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply, Text: "OK"}, {Kind: app.ButtonURL, Text: "Pay", URL: "https://a.example/{{1}}", Sample: "https://a.example/81"}, {Kind: app.ButtonCopyCode, Sample: "25OFF"}},
	}}
	require.Equal(t, []string{"header", "1", "2", "button.1", "button.2"}, keys(v))
	all := template.Variables(v)
	require.Equal(t, "Amount", all[2].Label.String())
	require.Equal(t, "Amount", all[2].Name)
	require.Equal(t, "81", all[3].Sample)
	m, err := template.Fill(v, map[string]string{"header": "June", "1": "Rp 5", "2": "Sari", "button.1": "x9", "button.2": "10OFF"})
	require.NoError(t, err)
	require.Equal(t, app.TemplateMessage{
		Name: "due", Language: "id", ID: "7", Header: &app.TemplateHeader{Kind: "text", Text: "June"}, Body: []string{"Rp 5", "Sari"},
		Buttons: []app.TemplateButton{{Index: 1, Kind: "url", Value: "x9"}, {Index: 2, Kind: "copy_code", Value: "10OFF"}},
	}, m)
	good := map[string]string{"header": "June", "1": "Rp 5", "2": "Sari", "button.1": "x9", "button.2": "10OFF"}
	for key, bad := range map[string]string{
		"header": strings.Repeat("a", 61), "1": "a\nb", "2": "  ", "button.1": "a     b", "button.2": strings.Repeat("a", 21),
	} {
		values := map[string]string{}
		for k, v := range good {
			values[k] = v
		}
		values[key] = bad
		_, err := template.Fill(v, values)
		require.Error(t, err, key)
		require.Equal(t, key, app.AsError(err).Field)
	}
	good["2"] = strings.Repeat("a", 510)
	_, err = template.Fill(v, good)
	require.Equal(t, "body", app.AsError(err).Field, "it stands there twice")
}

func TestFillNamedAndPlaces(t *testing.T) {
	v := app.Template{Name: "a", Language: "id", Design: app.TemplateDesign{
		Named: true, Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "For {{who}}"}, Body: "Hi {{name}}, your {{header}} is here.",
	}}
	require.Equal(t, []string{"header", "name", "body.header"}, keys(v))
	m, err := template.Fill(v, map[string]string{"header": "you", "name": "Ann", "body.header": "card"})
	require.NoError(t, err)
	require.Equal(t, "who", m.Header.TextName)
	require.Equal(t, []string{"name", "header"}, m.Names)
	require.Equal(t, []string{"Ann", "card"}, m.Body)

	v.Design = app.TemplateDesign{Header: &app.HeaderDesign{Kind: app.HeaderLocation}, Body: "Here."}
	values := map[string]string{"header.latitude": "-6.2", "header.longitude": "106.8", "header.name": "Monas", "header.address": "Jakarta"}
	m, err = template.Fill(v, values)
	require.NoError(t, err)
	require.Equal(t, &app.Place{Latitude: -6.2, Longitude: 106.8, Name: "Monas", Address: "Jakarta"}, m.Header.Place)
	values["header.latitude"] = "91"
	_, err = template.Fill(v, values)
	require.Equal(t, "header.latitude", app.AsError(err).Field)

	v.Design = app.TemplateDesign{Header: &app.HeaderDesign{Kind: app.HeaderDocument}, Body: "See."}
	require.Equal(t, []string{"header", "header.filename"}, keys(v))
	_, err = template.Fill(v, map[string]string{"header": "http://a.example/x.pdf"})
	require.Equal(t, "header", app.AsError(err).Field)
	m, err = template.Fill(v, map[string]string{"header": "https://a.example/x.pdf"})
	require.NoError(t, err)
	require.Equal(t, "document", m.Header.Kind)
}

func TestFillSpecial(t *testing.T) {
	code := app.Template{Name: "otp", Language: "id", Category: app.CategoryAuthentication, Design: app.TemplateDesign{Code: &app.CodeDesign{Delivery: "copy_code"}, Body: "*{{1}}* is your code."}}
	require.Equal(t, []string{"1"}, keys(code))
	m, err := template.Fill(code, map[string]string{"1": "482913"})
	require.NoError(t, err)
	require.Equal(t, []string{"482913"}, m.Body)
	require.Equal(t, []app.TemplateButton{{Index: 0, Kind: "url", Value: "482913"}}, m.Buttons)

	card := app.CardDesign{Header: app.HeaderDesign{Kind: app.HeaderImage}, Body: "{{1}} for you", Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, URL: "https://a.example/{{1}}"}}}
	v := app.Template{Name: "c", Language: "id", Design: app.TemplateDesign{Body: "Look.", Offer: &app.OfferDesign{Text: "x", Ends: true}, Cards: []app.CardDesign{card, card}}}
	require.Equal(t, []string{"offer.ends", "card.0.header", "card.0.1", "card.0.button.0", "card.1.header", "card.1.1", "card.1.button.0"}, keys(v))
	values := map[string]string{"offer.ends": "2026-12-31T23:59:00+07:00"}
	for _, k := range keys(v)[1:] {
		values[k] = "https://a.example/" + k
	}
	m, err = template.Fill(v, values)
	require.NoError(t, err)
	require.EqualValues(t, 1798736340000, m.OfferEnds)
	require.Len(t, m.Cards, 2)
	require.Equal(t, "https://a.example/card.1.header", m.Cards[1].Header.Link)
	values["offer.ends"] = "tomorrow"
	_, err = template.Fill(v, values)
	require.Equal(t, "offer.ends", app.AsError(err).Field)
}

func BenchmarkFill(b *testing.B) {
	f := template.NewFiller(app.Template{Name: "due", Language: "id", Design: app.TemplateDesign{Body: "Dear {{1}}, {{2}} is due on {{3}}."}})
	values := map[string]string{"1": "Sari", "2": "Rp 5", "3": "1 May"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Fill(func(key string) string { return values[key] }); err != nil {
			b.Fatal(err)
		}
	}
}
