// Package overview is the first page of an agent: how the channel is, what of
// the set-up is done, and what comes next.
package overview

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/radar"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Deps is what the page needs of the services.
type Deps interface {
	Get(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	Log(ctx context.Context, agent app.AgentID, env app.Environment) ([]handoff.Entry, error)
	Recent(ctx context.Context, agent app.AgentID, limit int) ([]app.Activity, error)
	// Ahead gives what ends within 30 days or has ended, the soonest first, of
	// all agents that the acting member may see.
	Ahead(ctx context.Context) ([]radar.End, error)
	// GatewayRuns reports whether a gateway works in this workspace, in whichever
	// program; it answers at once.
	GatewayRuns() bool
	// Role is the acting member's role with an agent; it answers at once.
	Role(agent app.AgentID) app.Role
}

// Extras are what the page offers besides going to other pages.
type Extras struct {
	// OpenSandbox starts the sandbox and opens its agent.
	OpenSandbox func()
}

// Screen is the page. UI thread only.
type Screen struct {
	deps   Deps
	shell  frame.Shell
	clock  app.Clock
	extras Extras

	stage *kit.Stage
	page  fyne.CanvasObject
	task  kit.Task
	ctx   context.Context
	at    frame.Place
	next  func()

	shown  model
	button *kit.Button // of the next step; nil when all is done
	sent   *deliveryCard
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
)

// New builds the page.
func New(deps Deps, shell frame.Shell, clock app.Clock, extras Extras) *Screen {
	s := &Screen{deps: deps, shell: shell, clock: clock, extras: extras, stage: kit.NewStage()}
	s.page = s.stage
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Overview") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Enter implements frame.Page.
func (s *Screen) Enter(ctx context.Context, at frame.Place, _ string) {
	if at != s.at {
		s.stage.Loading(skeleton())
	}
	s.ctx, s.at = ctx, at
	s.Reload()
}

// Leave implements frame.Page.
func (s *Screen) Leave() { s.task.Cancel() }

// Reload implements frame.Reloader.
func (s *Screen) Reload() {
	at, now := s.at, s.clock.Now()
	kit.Start(&s.task, s.ctx, func(ctx context.Context) (model, error) {
		return load(ctx, s.deps, at, now)
	}, func(m model, err error) {
		if err != nil {
			s.next, s.button = nil, nil
			s.stage.Failed(lang.L("The overview could not be read"), frame.ErrorText(err), s.retry, func() {
				s.shell.CopyText(frame.Details(err), lang.L("Details copied"))
			})
			return
		}
		s.show(m)
	})
}

func (s *Screen) retry() {
	s.stage.Loading(skeleton())
	s.Reload()
}

// MainAction implements frame.MainActor: the next step.
func (s *Screen) MainAction() {
	if s.next != nil {
		s.next()
	}
}

// sameBut reports whether two models differ in deliveries at most.
func sameBut(a, b model) bool {
	a.sent, b.sent = deliveries{}, deliveries{}
	return reflect.DeepEqual(a, b)
}

// show draws the model. What is the same already is left alone; the keyboard
// focus stays on the button of the next step.
func (s *Screen) show(m model) {
	if s.stage.State() == kit.StageReady && sameBut(m, s.shown) {
		if s.sent != nil && m.sent.total > 0 {
			s.shown.sent = m.sent
			s.sent.show(m.sent)
			return
		}
		if m.sent.total == s.shown.sent.total {
			return
		}
	}
	s.sent = nil
	focused := s.button != nil && s.button.State().Focused
	s.shown, s.next, s.button = m, nil, nil
	if m.isFresh() {
		s.stage.Ready(kit.Page(s.fresh(m)))
	} else {
		s.stage.Ready(kit.Page(s.dashboard(m)))
	}
	if focused && s.button != nil {
		s.button.Focus()
	}
}
