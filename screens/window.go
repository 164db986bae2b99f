package screens

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
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
	// Ended is called when the window closes for good; may be nil.
	Ended func()
}

// Window is the one window of Channel Desk. Its methods are for the UI thread
// unless they say otherwise.
type Window struct {
	Params
	win    fyne.Window
	pages  Pages
	byName map[string]frame.Page
	toasts *kit.Toasts

	wide, slim *rail
	bar        *topBar
	main       *fyne.Container // the shell, the welcome page or why there is neither
	alone      *fyne.Container // what has the whole screen
	shell      fyne.CanvasObject
	holder     *fyne.Container // the page in the shell
	failed     *kit.Stage

	signingIn bool // nobody acts: the sign-in view is shown

	agents  []app.Agent
	agent   app.Agent
	place   frame.Place
	pending int
	wanted  string     // the agent that the program was started with, or ""
	page    string     // the page's name; "" outside of the shell
	shown   frame.Page // nil before the first page
	pageCtx context.Context
	leave   context.CancelFunc
	root    context.Context
	stop    context.CancelFunc
	// visit is the time that one member works in the window: what was begun under
	// one name brings nothing to the next.
	visit    context.Context
	endVisit context.CancelFunc

	agentsTask, viewTask, draftTask, reviewTask kit.Task
	sandboxTask, setupTask, diagnosticsTask     kit.Task
	making                                      map[*kit.Task]bool // what is bringing a new agent
	subscription                                *app.Subscription
	later                                       func(time.Duration, func()) (stop func())
	stopReload                                  func() // nil while no reading is due
	copied                                      copiedSecret
	asking                                      *kit.Dialog // what is asked before leaving
	fullScreen                                  func()      // ends the full screen; nil outside of it
}

var _ frame.Shell = (*Window)(nil)

// New builds the window without showing it.
func New(p Params) *Window {
	w := &Window{Params: p, later: laterOnScreen, making: map[*kit.Task]bool{}}
	w.root, w.stop = context.WithCancel(context.Background())
	w.beginVisit()
	w.win = p.App.NewWindow(lang.L("Channel Desk"))
	w.win.SetPadded(false)
	w.toasts = kit.NewToasts()
	w.pages = p.Pages(w)
	w.byName = map[string]frame.Page{
		frame.Overview: w.pages.Overview, frame.Channel: w.pages.Channel,
		frame.Handoff: w.pages.Handoff, frame.Templates: w.pages.Templates, frame.TemplateEditor: w.pages.TemplateEditor,
		frame.Send: w.pages.Send, frame.SendProgress: w.pages.SendProgress, frame.API: w.pages.API, frame.History: w.pages.History, frame.Activity: w.pages.Activity, frame.Settings: w.pages.Settings,
	}
	w.build()
	w.addShortcuts()
	w.win.Resize(w.rememberedSize())
	w.win.SetCloseIntercept(w.askToQuit)
	w.win.SetOnDropped(w.dropped)
	w.win.SetMaster()
	p.Theme.OnTurned = w.turned
	w.subscription = p.Bus.Subscribe(func(e app.Event) { kit.Do(func() { w.onEvent(e) }) })
	return w
}

// laterOnScreen calls a function on the UI thread after some time.
func laterOnScreen(wait time.Duration, do func()) (stop func()) {
	t := time.AfterFunc(wait, func() { kit.Do(do) })
	return func() { t.Stop() }
}

func (w *Window) build() {
	w.wide = newRail(false, w.OpenAgents, w.openMenuAt(false), w.goTo)
	w.slim = newRail(true, w.OpenAgents, w.openMenuAt(true), w.goTo)
	w.bar = newTopBar(func() { w.Go(frame.Channel, frame.PartAccount) }, w.ReviewPublish, w.CreateDraft)
	w.bar.crumb.OnTapped = func() { w.goTo(w.above(w.page)) }
	w.bar.env.OnChoose = func(env string) { w.ChooseEnvironment(app.Environment(env)) }
	w.bar.env.OnLocked = w.explainNoDraft
	w.holder = &fyne.Container{Layout: holderLayout{}}
	edge := kit.NewRect(kit.Border)
	l := &frameLayout{wide: w.wide.content, slim: w.slim.content, edge: edge, bar: w.bar.content, strip: w.bar.strip, page: w.holder}
	w.shell = &fyne.Container{Layout: l, Objects: []fyne.CanvasObject{l.wide, l.slim, edge, l.bar, l.strip, l.page}}
	w.failed = kit.NewStage()
	for _, t := range []*kit.Task{&w.sandboxTask, &w.setupTask} {
		w.watchMaking(t, func(bool) {})
	}
	w.main = &fyne.Container{Layout: minimumLayout{}}
	w.alone = &fyne.Container{Layout: holderLayout{}, Hidden: true}
	w.win.SetContent(kit.Stack(kit.NewRect(kit.Bg), w.main, w.alone, kit.NewOverlayLayer(), w.toasts))
}

// rememberedSize is how large the window opens. What is kept is as large as it was
// on the screen, whatever the size of the text.
func (w *Window) rememberedSize() fyne.Size {
	size, least := fyne.NewSize(startWidth, startHeight), fyne.NewSize(minWidth, minHeight)
	var width, height float32
	if n, _ := fmt.Sscanf(w.Deps.Preference(app.SettingWindowSize), "%gx%g", &width, &height); n == 2 && width >= least.Width && height >= least.Height && width < 8000 && height < 8000 {
		size = fyne.NewSize(width, height)
	}
	by := textScale()
	return fyne.NewSize(size.Width/by, size.Height/by).Max(smallest())
}

// ShowAndRun shows the window and returns when it was closed.
func (w *Window) ShowAndRun() {
	w.win.Show()
	kit.RunApp(w.App)
}

// Raise brings the window to the front; safe for concurrent use.
func (w *Window) Raise() {
	kit.Do(func() {
		w.win.Show()
		w.win.RequestFocus()
	})
}

// Window implements frame.Shell.
func (w *Window) Window() fyne.Window { return w.win }

// turned tells the page that is shown that the window is light or dark now.
func (w *Window) turned() {
	if p, ok := w.shown.(frame.Turner); ok {
		p.Turned()
	}
}

// ctx is the context of calls to the services: it carries the acting member.
func (w *Window) ctx() context.Context {
	if m, ok := w.Deps.Me(); ok {
		return app.WithMember(w.visit, m)
	}
	return w.visit
}

// beginVisit ends what the member until now had under way.
func (w *Window) beginVisit() {
	if w.endVisit != nil {
		w.endVisit()
	}
	w.visit, w.endVisit = context.WithCancel(w.root)
}

// ended reports whether the window is closing: nothing may begin any more.
func (w *Window) ended() bool { return w.root.Err() != nil }

func (w *Window) rails() []*rail { return []*rail{w.wide, w.slim} }

// remember keeps a preference; that it could not is for the log alone.
func (w *Window) remember(name, value string) {
	if err := w.Deps.SetPreference(name, value); err != nil {
		w.Log.Warn("remember a preference", "name", name, "cause", err)
	}
}

// turnTo shows one of the objects that a container holds in turn. Those that
// were shown before stay in the tree, hidden, so that a change of scale
// reaches them as well; but only the one that is shown is laid out and painted.
func turnTo(holder *fyne.Container, content fyne.CanvasObject) {
	known, turned := false, false
	for _, o := range holder.Objects {
		switch {
		case o == content:
			known = true
		case o.Visible():
			o.Hide()
			turned = true
		}
	}
	if known && !turned && content.Visible() {
		return // it is shown already
	}
	content.Show()
	if !known {
		holder.Objects = append(holder.Objects, content)
	}
	if holder.Layout != nil {
		holder.Layout.Layout(holder.Objects, holder.Size())
	}
	if known {
		content.Refresh()
		return
	}
	canvas.Refresh(content)
}
