package screens

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Open reads the agents and shows the right first page: of the agent with that
// name, or of the one used last for "". The window is complete when it returns.
func (w *Window) Open(name string) {
	w.wanted = name
	r, err := w.readEverything(w.ctx())
	w.opened(name, r, err)
}

// everything is what decides what the window shows.
type everything struct {
	signedIn bool
	agents   []app.Agent
}

// readEverything reads who acts and then the agents that this member may see.
// Safe for concurrent use.
func (w *Window) readEverything(ctx context.Context) (r everything, err error) {
	if r.signedIn, err = w.Deps.ReadMe(ctx); err != nil || !r.signedIn {
		return r, err
	}
	if m, ok := w.Deps.Me(); ok {
		ctx = app.WithMember(ctx, m)
	}
	r.agents, err = w.Deps.ListAgents(ctx)
	return r, err
}

func (w *Window) opened(name string, r everything, err error) {
	if err != nil {
		w.Log.Error("read the agents", "cause", err)
		w.failed.Failed(lang.L("The agents could not be read"), frame.ErrorText(err), func() {
			kit.Start(&w.agentsTask, w.ctx(), w.readEverything, func(r everything, err error) { w.opened(name, r, err) })
		}, func() { w.CopyText(frame.Details(err), lang.L("Details copied")) })
		turnTo(w.main, w.failed)
		return
	}
	if !r.signedIn {
		w.showSignIn()
		return
	}
	w.agents = r.agents
	if len(r.agents) == 0 {
		w.showWelcome()
		return
	}
	chosen, found := w.firstAgent(name)
	env := app.Environment(w.Deps.Preference(app.SettingLastEnv))
	if env != app.Draft || !chosen.HasDraft {
		env = app.Published
	}
	w.showPlace(chosen, env, frame.Overview, "")
	if !found {
		w.Toast(kit.KindWarn, lang.L("There is no agent called {{.Name}}", map[string]any{"Name": name}), "", nil)
	}
}

// firstAgent is the one of a name, or for "" the one used last. There is at
// least one agent; found is false when none has the name.
func (w *Window) firstAgent(name string) (agent app.Agent, found bool) {
	last := w.Deps.Preference(app.SettingLastAgent)
	i := slices.IndexFunc(w.agents, func(a app.Agent) bool {
		if name != "" {
			return strings.EqualFold(a.Name, name)
		}
		return fmt.Sprint(a.ID) == last
	})
	if i < 0 {
		return w.agents[0], name == ""
	}
	return w.agents[i], true
}

func (w *Window) showWelcome() {
	w.leavePage()
	w.page, w.place, w.agent = "", frame.Place{}, app.Agent{}
	w.win.SetTitle(lang.L("Channel Desk"))
	turnTo(w.main, w.pages.Welcome.Content())
	w.enter(w.pages.Welcome, "")
}

// showPlace changes agent and environment and shows a page of them.
func (w *Window) showPlace(a app.Agent, env app.Environment, page, part string) {
	w.leavePage()
	if above := w.above(page); above != "" && part == "" {
		page = above
	}
	if a.ID != w.agent.ID {
		w.pending = 0
	}
	w.agent, w.place = a, frame.Place{Agent: a.ID, Environment: env}
	for _, r := range w.rails() {
		r.setAgent(a)
	}
	w.showMember()
	w.bar.show(env, a.HasDraft, w.pending, w.mayEdit())
	w.showPage(page, part)
	fresh := !slices.Contains(w.main.Objects, w.shell)
	turnTo(w.main, w.shell)
	if fresh {
		w.shell.Refresh()
	}
	w.remember(app.SettingLastAgent, fmt.Sprint(a.ID))
	w.remember(app.SettingLastEnv, string(env))
	w.readView()
}

// showPage shows a page of the present place; the one before has been left.
func (w *Window) showPage(name, part string) {
	p := w.byName[name]
	w.page = name
	turnTo(w.holder, p.Content())
	w.enter(p, part)
	if above := w.above(name); above != "" {
		name = above
	}
	for _, r := range w.rails() {
		r.choose(name)
	}
	w.Retitle()
}

// Retitle implements frame.Shell.
func (w *Window) Retitle() {
	p, crumb := w.byName[w.page], ""
	if p == nil {
		return
	}
	if above := w.above(w.page); above != "" {
		crumb = w.byName[above].Title()
	}
	w.bar.setTitle(crumb, p.Title())
	w.nameWindow()
}

// above is the page above a sub-page; "" for a page that stands by itself, and
// where the page above is not there.
func (w *Window) above(name string) string {
	p, ok := w.byName[name].(frame.SubPage)
	if !ok || w.byName[p.Parent()] == nil {
		return ""
	}
	return p.Parent()
}

// nameWindow puts page, agent and environment into the window's title.
func (w *Window) nameWindow() {
	w.win.SetTitle(fmt.Sprintf("%s · %s · %s", w.byName[w.page].Title(), w.agent.Name, frame.EnvironmentName(w.place.Environment)))
}

func (w *Window) enter(p frame.Page, part string) {
	w.shown = p
	w.pageCtx, w.leave = context.WithCancel(w.ctx())
	p.Enter(w.pageCtx, w.place, part)
}

// leavePage ends what the page had under way. What is being typed there is taken
// over first.
func (w *Window) leavePage() {
	if w.leave == nil {
		return
	}
	w.letGo()
	w.leave()
	w.leave = nil
	w.shown.Leave()
}

// letGo takes the keyboard focus off the page: no key may reach a page that is
// not shown any more. Rail and top bar keep it.
func (w *Window) letGo() {
	c := w.win.Canvas()
	if f := c.Focused(); f != nil && !slices.Contains(w.ownControls(), f) {
		c.Unfocus()
	}
}

// lendFocus does what letGo does for a dialog that is to come: back gives the focus
// back when it is about to open, so that the dialog returns it to where it was.
func (w *Window) lendFocus() (back func()) {
	f := w.win.Canvas().Focused()
	w.letGo()
	return func() {
		o, ok := f.(fyne.CanvasObject)
		if c := w.win.Canvas(); ok && c.Focused() == nil && !fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero() {
			c.Focus(f)
		}
	}
}

func (w *Window) ownControls() []fyne.Focusable {
	out := []fyne.Focusable{w.bar.crumb, w.bar.env, w.bar.chip, w.bar.publish, w.bar.create}
	for _, r := range w.rails() {
		out = append(out, r.agent, r.member)
		for _, item := range r.items {
			out = append(out, item)
		}
	}
	return out
}
