package templateview_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// Messages that are hard to show stay within their bubble.
func TestHardMessages(t *testing.T) {
	long := "Dear {{1}}, " + strings.TrimSpace(strings.Repeat("this sentence fills the letter to its very end. ", 22))
	for name, c := range map[string]struct {
		height float32
		design app.TemplateDesign
		values map[string]string
	}{
		"long": {600, app.TemplateDesign{Body: long[:1024], Footer: "A footer of sixty characters, which is all that a footer has."}, map[string]string{"1": "Ibu Sari"}},
		"right": {250, app.TemplateDesign{Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "שלום {{1}}"}, Body: "مرحبا {{1}}، تم استلام دفعتك بقيمة {{2}} بنجاح.\nשלום {{1}}, הקוד (שלך) הוא {{2}}.\nThank you.",
			Footer: "תודה רבה"}, map[string]string{"header": "Sari", "1": "Sari", "2": "150"}},
		"emoji": {160, app.TemplateDesign{Body: "Selamat {{1}} 🎉👍🏽 family 👨‍👩‍👧 flag 🇮🇩 heart ❤️ *bold 🎁* _italic ☕️_ ~gone 👋~"}, map[string]string{"1": "Sari 🌷"}},
		"words": {440, app.TemplateDesign{Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "Donaudampfschifffahrtsgesellschaftskapitän of {{1}}"},
			Body: "See https://pay.example.test/" + strings.Repeat("a1b2c3d4", 12) + " or {{1}}.", Footer: strings.Repeat("x", 60), Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "A button of twenty-5 chars", URL: "https://x.example"}}},
			map[string]string{"header": strings.Repeat("Y", 60), "1": strings.Repeat("Z", 90)}},
		"empty": {160, app.TemplateDesign{Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "{{1}}"}, Body: "{{1}}", Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply}}}, map[string]string{"1": "", "header": " "}},
		"buttons": {280, app.TemplateDesign{Body: "Three, and each has its row.", Buttons: []app.ButtonDesign{
			{Kind: app.ButtonURL, Text: "Pay now", URL: "https://x.example"}, {Kind: app.ButtonPhone, Text: "Call the branch", Phone: "+62811"}, {Kind: app.ButtonQuickReply, Text: "Not interested any more"}}}, nil},
		"carousel": {500, app.TemplateDesign{Body: "Two houses near {{1}}.", Cards: []app.CardDesign{
			{Header: app.HeaderDesign{Kind: app.HeaderImage}, Body: "House one, with a garden that is described at some length", Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Look", URL: "https://x.example"}, {Kind: app.ButtonQuickReply, Text: "Ask"}}},
			{Header: app.HeaderDesign{Kind: app.HeaderImage}, Body: "House two", Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Look", URL: "https://x.example"}, {Kind: app.ButtonQuickReply, Text: "Ask"}}}}}, map[string]string{"1": "Depok"}},
		"code": {220, app.TemplateDesign{Code: &app.CodeDesign{Advice: true, Minutes: 10, Delivery: "copy_code"}}, map[string]string{"1": "483920"}},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.LightAndDark(t, name, 336, c.height, func(*testing.T) fyne.CanvasObject {
				v := kit.NewMessageView()
				v.Set(templateview.Message(app.Template{Name: "x", Language: "en", Design: c.design}, c.values, "09:41"))
				return kit.Pad(12, 16, 16, 16, kit.Col(0, v))
			})
		})
	}
}
