package sendpage

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/price"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// The views of the page.
const (
	viewOne   = "one"
	viewMany  = "many"
	viewSends = "sends"
)

// read is everything that the page shows of one place.
type read struct {
	view      channel.View
	templates []app.Template
	bulks     []app.BulkSend
	outs      int
	gateway   bool
	sending   protocol.Sending
	prices    price.Book
}

// Screen is the page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx     context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at      frame.Place
	got     read
	role    app.Role
	maySend bool
	wanted  app.TemplateID // to be chosen once the templates are read
	mine    string         // the number that the last test went to, in E.164

	mode    string
	modes   map[string]*kit.Segmented
	outs    []*kit.Link
	one     *one
	many    *many
	sends   *sends
	reason  *fyne.Container // why there are no buttons
	stage   *frame.Stage
	ready   *fyne.Container
	content *fyne.Container
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
	_ frame.Maker     = (*Screen)(nil)
	_ frame.FileTaker = (*Screen)(nil)
	_ frame.Escaper   = (*Screen)(nil)
)

// New builds the page; it reads nothing before Enter. It panics when something
// that is needed is missing from deps.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	deps.check()
	s := &Screen{modes: map[string]*kit.Segmented{}, deps: deps, shell: shell, clock: clock, ctx: context.Background(), reason: kit.Stack(), mode: viewMany}
	s.stage = frame.NewStage(shell, lang.L("The Send page could not be read"), skeleton, s.Reload)
	s.reason.Hide()
	s.one = newOne(s)
	s.many = newMany(s)
	s.sends = newSends(s)
	s.ready = kit.Col(16, s.reason, kit.Grow(kit.Stack(s.one.content, s.many.content, s.sends.content)))
	s.content = kit.Page(kit.Col(0, kit.Grow(s.stage)))
	s.show(viewMany)
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Send") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page; part may be a frame.TemplatePart.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	s.ctx = ctx
	if at != s.at {
		s.at = at
		s.forget() //nolint:contextcheck // what a row asks for later has the page's context
	}
	if id, ok := frame.PartTemplate(part); ok {
		s.wanted = id
		if s.mode == viewSends {
			s.show(viewMany)
		}
	}
	s.Reload()
}

// Leave implements frame.Page. What is being stored goes on; what was typed stays.
func (s *Screen) Leave() {
	s.stage.Cancel()
	s.one.leave()
	s.many.leave()
}

// forget drops what belongs to another place.
func (s *Screen) forget() {
	s.got, s.wanted = read{}, 0
	s.one.forget()
	s.many.forget()
	s.stage.Forget()
}

// modeRow is the choice of what is sent, with the list of those who get nothing.
func (s *Screen) modeRow(mode string) fyne.CanvasObject {
	m := kit.NewSegmented([]kit.Option{{Value: viewOne, Label: lang.L("One message")}, {Value: viewMany, Label: lang.L("Many from a file")}, {Value: viewSends, Label: lang.L("Bulk sends")}})
	m.OnChanged = s.show
	outs := kit.NewLink(lang.L("Opt-out list"), "ban", s.showOptOuts)
	s.modes[mode], s.outs = m, append(s.outs, outs)
	return kit.Row(12, m, kit.Grow(kit.Spring()), outs)
}

// show turns to a view.
func (s *Screen) show(mode string) {
	focused := false
	s.mode = mode
	for _, m := range s.modes {
		m.SetValue(mode)
		focused = focused || m.State().Focused
	}
	s.one.content.Hidden, s.many.content.Hidden, s.sends.content.Hidden = mode != viewOne, mode != viewMany, mode != viewSends
	if s.stage.Shows() {
		s.content.Refresh()
	}
	if focused { // each view has a choice of its own
		s.modes[mode].Focus()
	}
}

// Reload implements frame.Reloader.
func (s *Screen) Reload() {
	at := s.at
	frame.Read(s.ctx, s.stage, func(ctx context.Context) (r read, err error) {
		if r.view, err = s.deps.Get(ctx, at.Agent, at.Environment); err != nil || !r.view.Declaration.AccountSaved(r.view.Channel) {
			return r, err
		}
		if r.templates, _, err = s.deps.Templates(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if r.bulks, err = s.deps.Bulk.List(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if r.sending, err = s.deps.Bulk.Sending(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if s.deps.Prices != nil {
			if r.prices, err = s.deps.Prices(ctx); err != nil {
				r.prices = nil // Settings tell why
			}
		}
		r.gateway = s.deps.GatewayRuns()
		outs, err := s.deps.Bulk.OptOuts(ctx, at.Agent, at.Environment)
		r.outs = len(outs)
		return r, err
	}, s.take)
	s.one.follow()
}

func (s *Screen) take(r read) {
	s.got, s.role = r, s.deps.Role(s.at.Agent)
	s.maySend = s.role.Allows(app.MaySend)
	if !r.view.Declaration.AccountSaved(r.view.Channel) {
		s.stage.Empty(s.accountFirst())
		return
	}
	s.showReason()
	for _, l := range s.outs {
		l.SetText(outsText(r.outs))
	}
	s.one.take()
	s.many.take()
	s.sends.take()
	if s.wanted != 0 {
		s.choose(s.wanted)
		s.wanted = 0
	}
	if !s.stage.Put(s.ready) {
		s.content.Refresh()
	}
}

func outsText(n int) string {
	if n == 0 {
		return lang.L("Opt-out list")
	}
	return say("Opt-out list, {{.N}}", "N", kit.Number(n))
}

// choose takes a template that another page led here with.
func (s *Screen) choose(id app.TemplateID) {
	for _, t := range s.got.templates {
		if t.ID != id {
			continue
		}
		s.one.pick.choose(t)
		s.many.pick.choose(t)
	}
}

// MainAction implements frame.MainActor: it sends.
func (s *Screen) MainAction() {
	if !s.stage.Shows() || !s.maySend {
		return
	}
	switch s.mode {
	case viewOne:
		s.one.ask()
	case viewMany:
		s.many.ask()
	}
}

// New implements frame.Maker: it begins a new one.
func (s *Screen) New() bool {
	if !s.stage.Shows() || !s.maySend {
		return false
	}
	if s.mode == viewSends {
		s.show(viewMany)
	}
	s.one.clear()
	s.many.clear()
	return true
}

// Escape implements frame.Escaper: it closes the row that is being mended.
func (s *Screen) Escape() bool { return s.mode == viewMany && s.many.problems.leaveEdit() }

// TakeFiles implements frame.FileTaker.
func (s *Screen) TakeFiles(paths []string, _ fyne.Position) {
	if !s.stage.Shows() || !s.maySend {
		return
	}
	s.show(viewMany)
	s.many.open(paths[0])
	if len(paths) > 1 {
		s.shell.Toast(kit.KindNeutral, say("Only {{.Name}} was taken: one file at a time", "Name", filepath.Base(paths[0])), "", nil)
	}
}

// accountFirst leads to what must be saved before there is anything to send with.
func (s *Screen) accountFirst() fyne.CanvasObject {
	text := lang.L("Messages go out through the channel's own number. Save its protocol, number and identifiers first.")
	return frame.Middle(frame.AccountFirst(s.shell, s.role, text, text+" "+askOwners(s.deps.Owners())))
}

// showReason tells a member who may only look why there are no buttons.
func (s *Screen) showReason() {
	s.reason.Hidden = s.maySend
	for _, m := range s.modes {
		m.Hidden = !s.maySend
	}
	if s.maySend {
		return
	}
	s.reason.Objects = []fyne.CanvasObject{frame.RoleNote(lang.L("You can look, not send."), s.got.view.Agent.Name, s.role, askOwners(s.deps.Owners()))}
	s.show(viewSends)
}

// skeleton is the page while it is read.
func skeleton() fyne.CanvasObject {
	form := kit.Col(16, kit.NewCard(kit.NewSkeletonRows(1, 220, 300)), kit.NewCard(kit.NewSkeletonRows(5, 140, 160, 120)))
	return kit.FormBeside(form, kit.NewCard(kit.NewSkeletonRows(6, 220)), formWidth, panelMin)
}

const (
	formWidth = 660
	panelMin  = 336
)
