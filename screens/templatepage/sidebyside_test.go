package templatepage

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
)

// The languages of a template are held against each other, and other variables are
// told.
func TestLanguagesSideBySide(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		for i := range f.list {
			if f.list[i].Name == "installment_reminder" && f.list[i].Language == "id" {
				f.list[i].Design.Body, f.list[i].Labels = "Halo {{1}}, angsuran Anda jatuh tempo.", map[string]string{"1": "Nama"}
			}
		}
		p := open(t, ui, f)
		p.choose("payment_received", "en")
		ui.Settle()
		ui.Press("Side by side")
		assert.Contains(t, ui.Texts(), "payment_received in 2 languages")
		assert.NotContains(t, ui.Texts(), "Its variables are")
		ui.Press("Close")
		p.choose("installment_reminder", "en")
		ui.Settle()
		ui.Press("Side by side")
		assert.Contains(t, ui.Texts(), "Its variables are {{1}}. In English they are {{1}}, {{2}}.")
		assert.Contains(t, ui.Texts(), "Halo {{1}}, angsuran Anda jatuh tempo.")
		ui.Press("Close")
		assert.Zero(t, ui.Layers())
	})
}

func TestOneLanguageHasNothingBesideIt(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := open(t, ui, fake())
		p.choose("mortgage_rate_change", "id")
		ui.Settle()
		assert.NotContains(t, ui.Texts(), "Side by side")
		assert.Equal(t, app.TemplateInReview, p.detail.shown.template.Status)
	})
}
