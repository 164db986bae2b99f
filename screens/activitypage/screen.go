package activitypage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// The views of the page.
const (
	viewLines    = "lines"
	viewVersions = "versions"
)

// Screen is the page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx     context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at      frame.Place
	mayEdit bool
	role    app.Role

	view     *kit.Segmented
	lines    *lines
	versions *versions
	verify   *verifier
	export   *exporter
	content  *fyne.Container
}

var (
	_ frame.Page     = (*Screen)(nil)
	_ frame.Reloader = (*Screen)(nil)
)

// New builds the page; it reads nothing before Enter.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	s := &Screen{deps: deps, shell: shell, clock: clock, ctx: context.Background(), mayEdit: true}
	s.view = kit.NewSegmented([]kit.Option{{Value: viewLines, Label: lang.L("Activity")}, {Value: viewVersions, Label: lang.L("Versions")}})
	s.view.OnChanged = s.turnTo
	s.lines = newLines(s)
	s.versions = newVersions(s)
	s.verify = newVerifier(s)
	s.export = newExporter(s)
	head := kit.Row(8, s.view, kit.Grow(kit.Spring()), s.verify.button, s.export.button)
	s.content = kit.Pad(20, 24, 24, 24, kit.Col(12, head, s.verify.result, kit.Grow(kit.Stack(s.lines.content, s.versions.content))))
	s.versions.content.Hide()
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Activity") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page; part may be PartVersions.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	member, known := app.ActingMember(ctx)
	s.ctx, s.role = ctx, member.RoleFor(at.Agent)
	s.mayEdit = !known || s.role.Allows(app.MayEdit)
	if at.Agent != s.at.Agent {
		s.lines.forget()
		s.versions.forget()
	}
	s.at = at
	switch part {
	case PartVersions:
		s.view.SetValue(viewVersions)
	case "":
	default:
		s.view.SetValue(viewLines)
	}
	s.turnTo(s.view.Value())
}

// Leave implements frame.Page.
func (s *Screen) Leave() {
	s.lines.cancel()
	s.versions.stage.Cancel()
	s.verify.cancel()
	s.verify.forget()
}

// Reload implements frame.Reloader.
func (s *Screen) Reload() {
	if s.view.Value() == viewVersions {
		s.versions.read()
		return
	}
	s.lines.readAgain()
}

// turnTo shows one of the two views and reads what it shows.
func (s *Screen) turnTo(view string) {
	shows := view == viewLines
	s.lines.content.Hidden, s.versions.content.Hidden = !shows, shows
	s.verify.button.Hidden, s.export.button.Hidden = !shows, !shows
	s.verify.shown(shows)
	s.content.Refresh()
	s.Reload()
}

// showVersion leads from a line to the version that it tells of.
func (s *Screen) showVersion(number int) {
	s.versions.wanted = number
	s.view.SetValue(viewVersions)
	s.turnTo(viewVersions)
}
