package gateway_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func TestTemplates(t *testing.T) {
	d := start(t)
	_, read := d.key(app.Published, app.ScopeRead)
	_, send := d.key(app.Published, app.ScopeSend)
	_, draft := d.key(app.Draft)
	require.JSONEq(t, `{"templates":[]}`, d.api("GET", "/v1/templates", "", read).body)
	require.NoError(t, d.store.Update(d.ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(d.agent.ID, app.Published)
		if err != nil {
			return err
		}
		for _, v := range []app.Template{
			{Name: "due", Language: "id", ProviderID: "7", Category: app.CategoryUtility, Status: app.TemplateApproved, Labels: map[string]string{"1": "Name"}, Design: app.TemplateDesign{
				Header: &app.HeaderDesign{Kind: app.HeaderImage}, Body: "Dear {{2}}, {{1}}.", Footer: "Bank",
				Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply, Text: "OK"}, {Kind: app.ButtonURL, Text: "Pay", URL: "https://a.example/{{1}}"}},
			}},
			{Name: "otp", Language: "id", Category: app.CategoryAuthentication, Status: app.TemplateInReview, Design: app.TemplateDesign{Code: &app.CodeDesign{}, Body: "{{1}} is your code."}},
			{Name: "sale", Language: "id", Category: app.CategoryMarketing, Status: app.TemplateApproved, Design: app.TemplateDesign{
				Body: "Hello", Offer: &app.OfferDesign{Ends: true}, Cards: []app.CardDesign{
					{Header: app.HeaderDesign{Kind: app.HeaderImage}, Body: "For {{1}}", Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Buy", URL: "https://a.example/{{1}}"}}},
					{Header: app.HeaderDesign{Kind: app.HeaderVideo}},
				},
			}},
		} {
			v.ChannelID = c.ID
			if _, err := tx.SaveTemplate(v); err != nil {
				return err
			}
		}
		return tx.SetTemplateSync(c.ID, app.TemplateSync{At: d.Now()})
	}))
	res := d.api("GET", "/v1/templates?status=approved&name=due", "", read)
	require.Equal(t, http.StatusOK, res.StatusCode)
	got := res.json(t)
	require.NotEmpty(t, got["synced_at"])
	list := got["templates"].([]any)
	require.Len(t, list, 1)
	require.Equal(t, map[string]any{
		"name": "due", "language": "id", "id": "7", "category": "utility", "status": "approved", "sendable": true, "header": "image", "header_value": true,
		"body": "Dear {{2}}, {{1}}.", "values": []any{"1", "2"}, "named": false, "labels": map[string]any{"1": "Name"}, "footer": "Bank",
		"buttons": []any{map[string]any{"index": 0.0, "kind": "quick_reply", "text": "OK", "value": false}, map[string]any{"index": 1.0, "kind": "url", "text": "Pay", "value": true}},
	}, list[0])
	d.describe(t).holds("GET", "/v1/templates", res)
	res = d.api("GET", "/v1/templates?name=sale", "", read)
	d.describe(t).holds("GET", "/v1/templates", res)
	sale := res.json(t)["templates"].([]any)[0].(map[string]any)
	require.Equal(t, true, sale["offer_ends"])
	require.Equal(t, []any{
		map[string]any{"header": "image", "body": "For {{1}}", "values": []any{"1"}, "buttons": []any{map[string]any{"index": 0.0, "kind": "url", "text": "Buy", "value": true}}},
		map[string]any{"header": "video", "values": []any{}, "buttons": []any{}},
	}, sale["cards"])
	require.Len(t, d.api("GET", "/v1/templates?name=otp&language=id", "", read).json(t)["templates"], 1)
	require.Len(t, d.api("GET", "/v1/templates?name=nothing", "", read).json(t)["templates"], 0)
	require.Len(t, d.api("GET", "/v1/templates", "", draft).json(t)["templates"], 0, "the other environment's")
	require.Equal(t, http.StatusForbidden, d.api("GET", "/v1/templates", "", send).StatusCode)
	require.Equal(t, http.StatusForbidden, d.api("GET", "/v1/templates?environment=published", "", draft).StatusCode)
	require.Equal(t, http.StatusUnprocessableEntity, d.api("GET", "/v1/templates?status=good", "", read).StatusCode)
}
