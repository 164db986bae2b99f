package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

// Whatever a template can have filled in can be sent.
func TestSendEveryPartOfATemplate(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	body := `{"to":"+628123456789","template":{"name":"sale","language":"id","header":{"kind":"location","place":{"latitude":-6.1754,"longitude":106.8272,"name":"Monas","address":"Jakarta"}},
		"offer_ends_at":"2026-03-30T16:59:00Z","cards":[
		{"header":{"kind":"image","link":"https://files.example/1.png"},"body":["Budi"],"buttons":[{"index":0,"kind":"url","value":"a"}]},{"header":{"kind":"gif","link":"https://files.example/2.mp4"}}]}}`
	doc := d.describe(t)
	assert.True(t, doc.takes("POST", "/v1/messages", body))
	res := d.api("POST", "/v1/messages", body, key)
	require.Equal(t, http.StatusAccepted, res.StatusCode, res.body)
	doc.holds("POST", "/v1/messages", res)
	var stored app.Message
	d.make.View(func(tx app.Tx) (err error) { stored, err = tx.FindMessage("msg_0001"); return err })
	assert.Equal(t, &app.TemplateMessage{
		Name: "sale", Language: "id", OfferEnds: 1774889940000,
		Header: &app.TemplateHeader{Kind: "location", Place: &app.Place{Latitude: -6.1754, Longitude: 106.8272, Name: "Monas", Address: "Jakarta"}},
		Cards: []app.TemplateCard{
			{Header: &app.TemplateHeader{Kind: "image", Link: "https://files.example/1.png"}, Body: []string{"Budi"}, Buttons: []app.TemplateButton{{Index: 0, Kind: "url", Value: "a"}}},
			{Header: &app.TemplateHeader{Kind: "gif", Link: "https://files.example/2.mp4"}},
		},
	}, stored.Content.Template)
	wrong := d.api("POST", "/v1/messages", strings.Replace(body, `{"header":{"kind":"gif"`, `{"colour":1,"header":{"kind":"gif"`, 1), key)
	assert.Equal(t, "body.template.cards[1].colour", wrong.problem(t).Errors[0].Where, wrong.body)
}

// What is refused behind the API is named by its place in the request.
func TestPlacesOfRefusals(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	doc := d.describe(t)
	for _, c := range []struct {
		body, field, where, code string
		is                       app.Code
	}{
		{sendText, "text", "body.text", "invalid", app.CodeIncomplete}, {sendText, "buttons", "body.buttons", "invalid", app.CodeInvalid},
		{sendText, "room", "body.to", "incomplete", app.CodeIncomplete}, {sendText, "due_at", "body.due_at", "invalid", app.CodeInvalid},
		{sendTemplate, "buttons", "body.template.buttons", "invalid", app.CodeInvalid}, {sendTemplate, "values", "body.template.body", "invalid", app.CodeInvalid},
		{sendTemplate, "language", "body.template.language", "invalid", app.CodeIncomplete}, {sendTemplate, "cards", "body.template.cards", "invalid", app.CodeInvalid},
		{sendTemplate, "offer", "body.template.offer_ends_at", "invalid", app.CodeInvalid}, {sendTemplate, "header", "body.template.header", "unsupported", app.CodeUnsupported},
		{sendTemplate, "to", "body.to", "invalid", app.CodeInvalid},
	} {
		d.sender.err = app.NewError(c.is, app.Say("Not so.")).WithField(c.field)
		for _, headers := range [][]string{nil, {"Idempotency-Key", "order-1"}} {
			res := d.api("POST", "/v1/messages", c.body, key, headers...)
			p := res.problem(t)
			assert.Equal(t, c.code, p.Code)
			assert.Equal(t, []gateway.ProblemPlace{{Where: c.where, Message: "Not so."}}, p.Errors)
			doc.holds("POST", "/v1/messages", res)
		}
	}
}
