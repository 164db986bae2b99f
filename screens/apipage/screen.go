package apipage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// read is everything that the page shows of one place.
type read struct {
	view   channel.View
	keys   []app.APIKey
	values apikey.Values
}

// Screen is the page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx       context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at        frame.Place
	got       read
	mayManage bool
	role      app.Role
	askNew    bool // the dialog for a new key is wanted once the page is read

	address *address
	reason  *fyne.Container // why there are no buttons
	keys    *keys
	example *example
	sent    string // the number that the last message went to, in E.164
	stage   *frame.Stage
	ready   *fyne.Container
	content *fyne.Container
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
	_ frame.Maker     = (*Screen)(nil)
)

// New builds the page; it reads nothing before Enter. It panics when something
// that is needed is missing from deps.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	if deps.Keys == nil || deps.Get == nil || deps.Role == nil || deps.Owners == nil || deps.Examples == nil {
		panic("apipage: incomplete Deps")
	}
	s := &Screen{deps: deps, shell: shell, clock: clock, ctx: context.Background(), reason: kit.Stack()}
	s.stage = frame.NewStage(shell, lang.L("The API page could not be read"), skeleton, s.Reload)
	s.reason.Hide()
	s.address = newAddress(s)
	s.keys = newKeys(s)
	s.example = newExample(s)
	s.ready = kit.Col(16, s.address.card, s.reason, s.keys.card, kit.Grow(s.example.card))
	s.content = kit.Page(kit.Col(0, kit.Grow(s.stage)))
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("API integration") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page; part may be PartNewKey.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	s.ctx, s.askNew = ctx, part == PartNewKey
	if at != s.at {
		s.at = at
		s.forget()
	}
	s.Reload()
}

// Leave implements frame.Page. What makes or ends a key goes on: its result must
// not be lost.
func (s *Screen) Leave() {
	s.stage.Cancel()
	s.address.task.Cancel()
	s.askNew = false
}

// forget drops what belongs to another place.
func (s *Screen) forget() {
	s.got = read{}
	s.address.forget()
	s.keys.ended = false
	s.stage.Forget()
}

// Reload implements frame.Reloader.
func (s *Screen) Reload() {
	at := s.at
	frame.Read(s.ctx, s.stage, func(ctx context.Context) (r read, err error) {
		if r.view, err = s.deps.Get(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if r.keys, err = s.deps.Keys.List(ctx, at.Agent, at.Environment); err != nil || s.deps.Values == nil {
			return r, err
		}
		r.values, err = s.deps.Values(ctx, at.Agent, at.Environment)
		return r, err
	}, s.take)
}

// MainAction implements frame.MainActor: it asks for a new key.
func (s *Screen) MainAction() { s.New() }

// New implements frame.Maker: it asks for a new key.
func (s *Screen) New() bool {
	if !s.stage.Shows() || !s.mayManage {
		return false
	}
	s.askNewKey()
	return true
}

func (s *Screen) take(r read) {
	s.got, s.role = r, s.deps.Role(s.at.Agent)
	s.mayManage = s.role.Allows(app.MaySend)
	if !r.view.Declaration.AccountSaved(r.view.Channel) {
		s.stage.Empty(s.accountFirst())
		return
	}
	s.showReason()
	s.address.show()
	s.keys.show()
	s.example.show()
	if !s.stage.Put(s.ready) {
		s.content.Refresh()
	}
	if s.askNew {
		s.askNew = false
		s.MainAction()
	}
}

// accountFirst leads to what must be saved before there is anything to send with.
func (s *Screen) accountFirst() fyne.CanvasObject {
	return frame.Middle(frame.AccountFirst(s.shell, s.role,
		lang.L("Messages go out through the channel's own number. Save its protocol, number and identifiers first, then make keys here."),
		lang.L("Messages go out through the channel's own number, and its account is not saved yet.")+" "+frame.AskOwners(s.deps.Owners())))
}

// showReason tells a member who may only look why there are no buttons.
func (s *Screen) showReason() {
	s.reason.Hidden = s.mayManage
	if !s.mayManage {
		s.reason.Objects = []fyne.CanvasObject{frame.RoleNote(lang.L("You can look, not change."), s.got.view.Agent.Name, s.role, frame.AskOwners(s.deps.Owners()))}
	}
}

// skeleton is the page while it is read.
func skeleton() fyne.CanvasObject {
	return kit.Col(16, kit.NewCard(kit.NewSkeletonRows(1, 90, 340)), kit.NewCard(kit.NewSkeletonRows(4, 140, 110, 200)), kit.NewCard(kit.NewSkeletonRows(6, 420)))
}
