package settingspage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	formWidth = 624
	panelMin  = 336
)

// Screen is the settings page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx  context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at   frame.Place
	part string // where to go once the page is there

	look    *appearance
	secrets *secretsCard
	members *membersCard
	gate    *gateway
	agent   *agentCard
	data    *dataCard
	keep    *keepCard
	prices  *pricesCard
	details *kit.Stage // of gateway and agent
	both    *fyne.Container
	content *fyne.Container
	load    kit.Task
}

var (
	_ frame.Page          = (*Screen)(nil)
	_ frame.Reloader      = (*Screen)(nil)
	_ frame.AddressCopier = (*Screen)(nil)
)

// New builds the page; it reads nothing slow before Enter.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	s := &Screen{deps: deps, shell: shell, clock: clock, ctx: context.Background(), details: kit.NewStage()}
	s.look = newAppearance(s)
	s.secrets = newSecretsCard(s)
	s.members = newMembersCard(s)
	s.gate = newGateway(s)
	s.agent = newAgentCard(s)
	s.data = newDataCard(s)
	s.keep = newKeepCard(s)
	s.prices = newPricesCard(s)
	s.both = kit.Col(16, s.gate.card, s.agent.card)
	form := kit.Col(16, s.look.card, s.secrets.card, s.members.card, s.prices.card, s.details)
	panel := kit.Col(16, s.data.card, s.keep.card, newAboutCard(s))
	s.content = kit.Page(kit.FormPanel(form, panel, formWidth, panelMin))
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Settings") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	s.ctx, s.part = ctx, part
	member, known := app.ActingMember(ctx)
	may := func(agent app.AgentID, p app.Permission) bool { return !known || member.RoleFor(agent).Allows(p) }
	s.gate.address.SetReadOnly(!may(0, app.MayEdit))
	s.gate.run.SetReadOnly(!may(0, app.MayEdit))
	s.gate.listen.setMay(may(0, app.MayEdit))
	s.agent.setMay(may(at.Agent, app.MayEdit), may(at.Agent, app.MayManage))
	s.secrets.setMay(may(0, app.MayEdit))
	s.look.load()
	s.keep.read(may(0, app.MayManage))
	if at != s.at || s.details.State() != kit.StageReady {
		s.at = at
		s.details.Loading(skeleton())
	}
	s.read()
	s.secrets.read()
	s.members.read()
	s.prices.read(may(0, app.MayEdit))
}

// Leave implements frame.Page.
func (s *Screen) Leave() {
	for _, t := range []*kit.Task{&s.load, &s.secrets.task, &s.members.load, &s.data.task, &s.keep.load, &s.prices.load} {
		t.Cancel()
	}
	s.data.check.SetBusy(false)
	s.secrets.busy = false
}

// Reload implements frame.Reloader.
func (s *Screen) Reload() {
	s.read()
	s.secrets.read()
	s.members.read()
	s.prices.read(s.prices.may)
}

// CopyAddress implements frame.AddressCopier.
func (s *Screen) CopyAddress() { s.gate.copyURL() }

func (s *Screen) remember(name, value string) {
	if err := s.deps.SetPreference(name, value); err != nil {
		s.shell.ShowError(err)
	}
}

// read asks for the agent and the public address.
func (s *Screen) read() {
	at := s.at
	if at.Agent == 0 {
		return
	}
	kit.Start(&s.load, s.ctx, func(ctx context.Context) (channel.View, error) {
		return s.deps.Get(ctx, at.Agent, at.Environment)
	}, func(v channel.View, err error) {
		if err != nil {
			s.failed(err)
			return
		}
		s.gate.show(v)
		s.agent.show(v.Agent)
		if s.details.State() != kit.StageReady {
			s.details.Ready(s.both)
		}
		s.content.Refresh()
		s.goToPart()
	})
}

func (s *Screen) failed(err error) {
	if app.ErrorCode(err) == app.CodeCancelled {
		return
	}
	if s.details.State() == kit.StageReady {
		s.shell.ShowError(err)
		return
	}
	s.details.Failed(lang.L("The agent could not be read"), frame.ErrorText(err), func() {
		s.details.Loading(skeleton())
		s.read()
	}, func() { s.shell.CopyText(frame.Details(err), lang.L("Details copied")) })
	s.content.Refresh()
}

// goToPart scrolls to what a link led to, once: to the gateway, with the focus in
// its address, to the members, or to the prices.
func (s *Screen) goToPart() {
	if s.members.stage.State() == kit.StageLoading || s.prices.isLoading() {
		return // their heights are not known yet
	}
	var card fyne.CanvasObject
	switch s.part {
	case frame.PartGateway:
		card = s.gate.card
		s.gate.address.Focus()
	case frame.PartMembers:
		card = s.members.card
	case frame.PartPrices:
		if s.prices.card == nil {
			return
		}
		card = s.prices.card
	default:
		return
	}
	s.part = ""
	scroll, ok := s.content.Objects[0].(*container.Scroll)
	if !ok {
		return
	}
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(card).Y - d.AbsolutePositionForObject(scroll.Content).Y
	const above = 20
	scroll.ScrollToOffset(fyne.NewPos(0, max(top-above, 0)))
}

// skeleton stands for gateway and agent while they load.
func skeleton() fyne.CanvasObject {
	card := func(widths ...float32) fyne.CanvasObject {
		return kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonBlock(widths...)))
	}
	return kit.Col(16, card(90, 480, 420, 120, 520), card(80, 160, 500, 180, 500, 180, 500))
}
