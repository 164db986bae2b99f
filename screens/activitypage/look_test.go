package activitypage

import (
	"testing"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func TestPictures(t *testing.T) {
	line := func(row int) func(*frametest.UI, *Screen) {
		return func(_ *frametest.UI, s *Screen) { s.lines.table.SetSelected(row); s.lines.show(row) }
	}
	all := func(_ *frametest.UI, s *Screen) { s.lines.filters.widen() }
	verified := func(ui *frametest.UI, _ *Screen) { ui.Press("Verify") }
	version := func(row int) func(*frametest.UI, *Screen) {
		return func(_ *frametest.UI, s *Screen) { s.versions.table.SetSelected(row); s.versions.show(row) }
	}
	none := func(_ *frametest.UI, s *Screen) {
		s.lines.filters.chosen.group = groupMembers
		s.lines.filters.show()
		s.lines.refilter()
	}
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
		role app.Role
		part string
		show func(*frametest.UI, *Screen)
	}{
		"all-light": {kit.ModeLight, pageSize, app.Owner, "", all}, "all-dark": {kit.ModeDark, pageSize, app.Owner, "", all},
		"line-light": {kit.ModeLight, pageSize, app.Owner, "", line(1)}, "line-dark": {kit.ModeDark, pageSize, app.Owner, "", line(2)},
		"line-small-light": {kit.ModeLight, pageSmall, app.Owner, "", line(4)},
		"line-least-light": {kit.ModeLight, frametest.PageSmall, app.Owner, "", line(4)},
		"line-least-dark":  {kit.ModeDark, frametest.PageSmall, app.Owner, "", line(3)},
		"verified-light":   {kit.ModeLight, pageSmall, app.Owner, "", verified},
		"nothing-light":    {kit.ModeLight, pageSmall, app.Owner, "", none},
		"versions-light":   {kit.ModeLight, pageSize, app.Owner, PartVersions, nil}, "versions-dark": {kit.ModeDark, pageSize, app.Owner, PartVersions, version(1)},
		"versions-least-light": {kit.ModeLight, frametest.PageSmall, app.Owner, PartVersions, version(1)},
		"versions-small-light": {kit.ModeLight, pageSmall, app.Viewer, PartVersions, version(3)},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				deps := &fakeDeps{log: sample(), versions: sampleVersions(), proof: app.ActivityProof{Lines: 1204, Head: "3f9ac41207be8d55aa01"}}
				s, _ := opened(ui, p.size, deps, p.role, p.part)
				if p.show != nil {
					p.show(ui, s)
				}
				ui.Golden(name)
			})
		})
	}
}

func TestABrokenLogIsRed(t *testing.T) {
	frametest.Run(t, kit.ModeDark, func(_ *testing.T, ui *frametest.UI) {
		opened(ui, pageSize, &fakeDeps{log: sample(), proof: app.ActivityProof{Lines: 1204, BrokenAt: 317}}, app.Owner, "")
		ui.Press("Verify")
		ui.Golden("broken-dark")
	})
}
