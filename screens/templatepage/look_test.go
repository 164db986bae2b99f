package templatepage

import (
	"testing"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// TestPictures keeps what the page looks like, as designed.
func TestPictures(t *testing.T) {
	for name, mode := range map[string]kit.Mode{"list-light": kit.ModeLight, "list-dark": kit.ModeDark} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, mode, func(t *testing.T, ui *frametest.UI) {
				open(t, ui, fake())
				ui.Golden(name)
			})
		})
	}
	t.Run("small", func(t *testing.T) {
		frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
			f := fake()
			f.sync.Problem = app.Say("The provider did not answer.")
			f.drafts = []app.TemplateDraft{{ID: 3, Name: "ramadan_hours", Language: "id", Design: app.TemplateDesign{Category: app.CategoryUtility, Body: "We close at 15.00 during Ramadan."}, SavedAt: now, CreatedBy: "Dewi Kartika"}}
			newPage(t, ui, frametest.PageSmall, f).enter("")
			ui.Golden("small-light")
		})
	})
	t.Run("empty", func(t *testing.T) {
		frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
			f := fake()
			f.list = nil
			open(t, ui, f)
			ui.Golden("empty-light")
		})
	})
}
