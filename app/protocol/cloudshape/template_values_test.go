package cloudshape

import (
	"encoding/json"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// TestValuesOfEveryPart: named values, places, offers and cards as WhatsApp takes
// them.
func TestValuesOfEveryPart(t *testing.T) {
	for name, c := range map[string]struct {
		m    app.TemplateMessage
		want string
	}{
		"nothing": {app.TemplateMessage{}, `null`},
		"named": {app.TemplateMessage{Header: &app.TemplateHeader{Kind: "text", Text: "May", TextName: "month"}, Body: []string{"Ann"}, Names: []string{"name"}},
			`[{"type":"header","parameters":[{"type":"text","parameter_name":"month","text":"May"}]},{"type":"body","parameters":[{"type":"text","parameter_name":"name","text":"Ann"}]}]`},
		"place": {app.TemplateMessage{Header: &app.TemplateHeader{Kind: "location", Place: &app.Place{Latitude: -6.2, Longitude: 106.8, Name: "Monas", Address: "Jakarta"}}},
			`[{"type":"header","parameters":[{"type":"location","location":{"latitude":-6.2,"longitude":106.8,"name":"Monas","address":"Jakarta"}}]}]`},
		"offer": {app.TemplateMessage{OfferEnds: 1798736340000, Buttons: []app.TemplateButton{{Index: 0, Kind: "copy_code", Value: "25OFF"}}},
			`[{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1798736340000}}]},
			{"type":"button","sub_type":"copy_code","index":"0","parameters":[{"type":"coupon_code","coupon_code":"25OFF"}]}]`},
		"cards": {app.TemplateMessage{Body: []string{"Ann"}, Cards: []app.TemplateCard{
			{Header: &app.TemplateHeader{Kind: "image", Link: "https://a.example/1.png"}, Body: []string{"shoes"}, Buttons: []app.TemplateButton{{Index: 1, Kind: "url", Value: "x"}}}, {},
		}},
			`[{"type":"body","parameters":[{"type":"text","text":"Ann"}]},{"type":"carousel","cards":[
			{"card_index":0,"components":[{"type":"header","parameters":[{"type":"image","image":{"link":"https://a.example/1.png"}}]},{"type":"body","parameters":[{"type":"text","text":"shoes"}]},
			{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"x"}]}]},{"card_index":1,"components":[]}]}]`},
	} {
		raw, err := json.Marshal(Components(&c.m, false))
		require.NoError(t, err)
		require.JSONEq(t, c.want, string(raw), name)
		c.m.Name, c.m.Language = "a", "id"
		require.Nil(t, Check(protocol.Outgoing{To: "+6281234567890", Template: &c.m}), name)
	}
	for name, m := range map[string]app.TemplateMessage{
		"names":  {Body: []string{"a", "b"}, Names: []string{"x"}},
		"place":  {Header: &app.TemplateHeader{Kind: "location"}},
		"far":    {Header: &app.TemplateHeader{Kind: "location", Place: &app.Place{Latitude: 91, Name: "x", Address: "y"}}},
		"offer":  {OfferEnds: -1},
		"cards":  {Cards: make([]app.TemplateCard, 11)},
		"a card": {Cards: []app.TemplateCard{{Body: []string{"a\nb"}}}},
	} {
		m.Name, m.Language = "a", "id"
		require.NotNil(t, Check(protocol.Outgoing{To: "+6281234567890", Template: &m}), name)
	}
}
