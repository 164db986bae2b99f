package screens

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/health"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Params are what the window is made of; all are needed.
type Params struct {
	App   fyne.App
	Deps  Deps
	Bus   *app.Bus
	Clock app.Clock
	Log   *slog.Logger
	Theme *kit.Theme
	// Pages makes the pages once the shell is there.
	Pages func(frame.Shell) Pages
}

// Window is the one window of Channel Desk. Its methods are for the UI thread.
type Window struct {
	Params
	win    fyne.Window
	pages  Pages
	byName map[string]frame.Page
	toasts *kit.Toasts
	layer  fyne.CanvasObject

	wide, slim *rail
	bar        *topBar
	holder     *fyne.Container // the page shown
	shell      fyne.CanvasObject

	agents  []app.Agent
	agent   app.Agent
	place   frame.Place
	view    channel.View
	pending int
	page    string
	leave   context.CancelFunc
	root    context.Context
	stop    context.CancelFunc

	agentsTask, viewTask, actTask, fileTask kit.Task
	clipboard                               *time.Timer
	copied                                  app.Secret
	subscription                            *app.Subscription
	reload                                  *time.Timer
	fullScreen                              func()
}

var _ frame.Shell = (*Window)(nil)

// New builds the window without showing it.
func New(p Params) *Window {
	w := &Window{Params: p, byName: map[string]frame.Page{}}
	w.root, w.stop = context.WithCancel(context.Background())
	w.win = p.App.NewWindow(lang.L("Channel Desk"))
	w.win.SetPadded(false)
	w.toasts = kit.NewToasts()
	w.layer = kit.NewOverlayLayer()
	w.pages = p.Pages(w)
	w.byName = map[string]frame.Page{
		frame.Overview: w.pages.Overview, frame.Channel: w.pages.Channel,
		frame.Handoff: w.pages.Handoff, frame.Settings: w.pages.Settings,
	}
	w.build()
	w.addShortcuts()
	w.win.Resize(w.rememberedSize())
	w.win.SetCloseIntercept(w.askToQuit)
	w.win.SetMaster()
	w.subscription = p.Bus.Subscribe(func(e app.Event) { fyne.Do(func() { w.onEvent(e) }) })
	return w
}

func (w *Window) build() {
	w.wide = newRail(false, w.OpenAgents, w.openMenuAt(false), w.goTo)
	w.slim = newRail(true, w.OpenAgents, w.openMenuAt(true), w.goTo)
	w.bar = newTopBar(func() { w.Go(frame.Channel, frame.PartAccount) }, w.ReviewPublish, w.CreateDraft)
	w.bar.env.OnChoose = func(env string) { w.ChooseEnvironment(app.Environment(env)) }
	w.bar.env.OnLocked = w.explainNoDraft
	w.holder = fyne.NewContainerWithoutLayout()
	w.holder.Layout = holderLayout{}
	edge := kit.NewRect(kit.Border)
	l := &frameLayout{wide: w.wide.content, slim: w.slim.content, edge: edge, bar: w.bar.content, strip: w.bar.strip, page: w.holder}
	c := fyne.NewContainerWithoutLayout(l.wide, l.slim, edge, l.bar, l.strip, l.page)
	c.Layout = l
	w.shell = c
}

func (w *Window) rememberedSize() fyne.Size {
	size := fyne.NewSize(startWidth, startHeight)
	var width, height float32
	if n, _ := fmt.Sscanf(w.Deps.Preference(app.SettingWindowSize), "%gx%g", &width, &height); n == 2 && width >= minWidth && height >= minHeight && width < 8000 && height < 8000 {
		size = fyne.NewSize(width, height)
	}
	return size
}

// Open reads the agents and shows the right first page: of the agent with that
// name, or of the one used last for "". The window is complete when it returns.
func (w *Window) Open(name string) {
	agents, err := w.Deps.ListAgents(w.root)
	if err != nil {
		w.ShowError(err)
	}
	w.setAgents(agents)
	if len(agents) == 0 {
		w.showWelcome()
		return
	}
	chosen := agents[0]
	for _, a := range agents {
		if name == "" && fmt.Sprint(a.ID) == w.Deps.Preference(app.SettingLastAgent) || strings.EqualFold(a.Name, name) {
			chosen = a
		}
	}
	env := app.Environment(w.Deps.Preference(app.SettingLastEnv))
	if env != app.Draft || !chosen.HasDraft {
		env = app.Published
	}
	w.showPlace(chosen, env, frame.Overview, "")
}

// ShowAndRun shows the window and returns when it was closed.
func (w *Window) ShowAndRun() {
	w.win.Show()
	w.App.Run()
}

// Raise brings the window to the front; safe for concurrent use.
func (w *Window) Raise() {
	fyne.Do(func() {
		w.win.Show()
		w.win.RequestFocus()
	})
}

// Window implements frame.Shell.
func (w *Window) Window() fyne.Window { return w.win }

// ctx is the context of calls to the services: it carries the acting member.
func (w *Window) ctx() context.Context {
	if m, ok := w.Deps.Owner(); ok {
		return app.WithMember(w.root, m)
	}
	return w.root
}

func (w *Window) setContent(o fyne.CanvasObject) {
	w.win.SetContent(ground(o, w.layer, w.toasts))
}

func (w *Window) showWelcome() {
	w.leavePage()
	w.page, w.place = "", frame.Place{}
	w.setContent(atLeast(w.pages.Welcome.Content()))
	w.enter(w.pages.Welcome, "")
}

func (w *Window) setAgents(agents []app.Agent) {
	w.agents = agents
	for _, a := range agents {
		if a.ID == w.agent.ID {
			w.agent = a
		}
	}
}

// showPlace changes agent and environment and shows a page of them.
func (w *Window) showPlace(a app.Agent, env app.Environment, page, part string) {
	first := w.page == ""
	w.leavePage()
	w.agent, w.place = a, frame.Place{Agent: a.ID, Environment: env}
	for _, r := range []*rail{w.wide, w.slim} {
		r.setAgent(a)
		if m, ok := w.Deps.Owner(); ok {
			r.setMember(m)
		}
	}
	w.bar.show(env, a.HasDraft, 0)
	w.showPage(page, part)
	if first {
		w.setContent(w.shell)
	}
	w.remember(app.SettingLastAgent, fmt.Sprint(a.ID))
	w.remember(app.SettingLastEnv, string(env))
	w.readView()
}

func (w *Window) showPage(name, part string) {
	p := w.byName[name]
	w.page = name
	w.wide.choose(name)
	w.slim.choose(name)
	w.bar.title.SetText(p.Title())
	w.win.SetTitle(fmt.Sprintf("%s · %s · %s", p.Title(), w.agent.Name, frame.EnvironmentName(w.place.Environment)))
	w.turnTo(p.Content())
	w.enter(p, part)
}

// turnTo shows one page's content. Pages that were shown before stay in the tree,
// hidden, so that a change of theme or scale reaches them as well.
func (w *Window) turnTo(content fyne.CanvasObject) {
	known := false
	for _, o := range w.holder.Objects {
		if o == content {
			known = true
			continue
		}
		o.Hide()
	}
	if !known {
		w.holder.Objects = append(w.holder.Objects, content)
	}
	content.Show()
	w.holder.Refresh()
}

func (w *Window) enter(p frame.Page, part string) {
	ctx, cancel := context.WithCancel(w.ctx())
	w.leave = cancel
	p.Enter(ctx, w.place, part)
}

func (w *Window) current() frame.Page {
	if w.page == "" {
		return w.pages.Welcome
	}
	return w.byName[w.page]
}

func (w *Window) leavePage() {
	if w.leave == nil {
		return
	}
	w.leave()
	w.leave = nil
	w.current().Leave()
}

// readView reads what the bar shows: pending changes and connection.
func (w *Window) readView() {
	place := w.place
	if place.Agent == 0 {
		return
	}
	kit.Start(&w.viewTask, w.ctx(), func(ctx context.Context) (channel.View, error) {
		return w.Deps.Get(ctx, place.Agent, place.Environment)
	}, func(v channel.View, err error) {
		if err != nil {
			w.Log.Warn("read the bar", "cause", err)
			return
		}
		w.view, w.pending = v, v.Pending
		w.bar.show(place.Environment, v.Agent.HasDraft, v.Pending)
		w.SetConnection(health.ReadConnection(health.Input{
			Agent: v.Agent, Channel: v.Channel, Declaration: v.Declaration, Report: v.Report,
			ReportCurrent: v.CheckIsCurrent(), Now: w.Clock.Now(),
		}), false)
	})
}

// SetConnection implements frame.Shell.
func (w *Window) SetConnection(c health.Connection, checking bool) {
	w.bar.setConnection(c, checking)
	for _, r := range []*rail{w.wide, w.slim} {
		r.items[frame.Channel].SetWarning(!checking && c == health.NeedsAttention)
	}
}

// reloadAfter gathers a burst of events into one reading.
const reloadAfter = 150 * time.Millisecond

func (w *Window) onEvent(e app.Event) {
	if e.AgentID != 0 && e.AgentID != w.place.Agent && e.Kind != app.AgentsChanged {
		return
	}
	if w.reload != nil {
		w.reload.Stop()
	}
	w.reload = time.AfterFunc(reloadAfter, func() { fyne.Do(w.readAgain) })
}

func (w *Window) readAgain() {
	if w.root.Err() != nil {
		return
	}
	kit.Start(&w.agentsTask, w.ctx(), w.Deps.ListAgents, func(agents []app.Agent, err error) {
		if err != nil {
			return
		}
		w.setAgents(agents)
		for _, r := range []*rail{w.wide, w.slim} {
			r.setAgent(w.agent)
		}
	})
	w.readView()
	if r, ok := w.current().(frame.Reloader); ok {
		r.Reload()
	}
}

func (w *Window) remember(name, value string) {
	if err := w.Deps.SetPreference(name, value); err != nil {
		w.Log.Warn("remember a preference", "name", name, "cause", err)
	}
}

// atLeast keeps the window from becoming smaller than the design allows.
func atLeast(o fyne.CanvasObject) fyne.CanvasObject {
	c := fyne.NewContainerWithoutLayout(o)
	c.Layout = minimumLayout{}
	return c
}
