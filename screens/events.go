package screens

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/health"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// reloadAfter gathers a burst of events into one reading.
const reloadAfter = 150 * time.Millisecond

// onEvent makes the window read again soon. Events that come until then ask for
// nothing more, so that a long stream of them cannot put the reading off.
func (w *Window) onEvent(e app.Event) {
	if w.ended() || w.stopReload != nil {
		return
	}
	if e.AgentID != 0 && e.AgentID != w.place.Agent && e.Kind != app.AgentsChanged {
		return
	}
	w.stopReload = w.later(reloadAfter, func() {
		w.stopReload = nil
		w.readAgain()
	})
}

func (w *Window) readAgain() {
	if w.ended() {
		return
	}
	if w.signingIn {
		w.pages.SignIn.Enter(w.pageCtx, frame.Place{}, "")
		return
	}
	kit.Start(&w.agentsTask, w.ctx(), w.readEverything, func(r everything, err error) {
		switch {
		case err != nil:
			w.Log.Warn("read the agents again", "cause", err)
		case !r.signedIn:
			w.showSignIn()
		default:
			w.takeAgents(r.agents)
			w.showMember()
		}
	})
	w.readView()
	if r, ok := w.shown.(frame.Reloader); ok {
		r.Reload()
	}
}

// takeAgents follows what happened to the agents, here or in another program:
// the one that is shown may have another name, no Draft any more, or be gone.
func (w *Window) takeAgents(agents []app.Agent) {
	if w.shown == nil { // nothing could be read until now
		w.opened(w.wanted, everything{signedIn: true, agents: agents}, nil)
		return
	}
	w.agents = agents
	if w.place.Agent == 0 {
		if len(agents) > 0 && len(w.making) == 0 && w.win.Canvas().Overlays().Top() == nil {
			w.openAgent(agents[0])
		}
		return
	}
	i := slices.IndexFunc(agents, func(a app.Agent) bool { return a.ID == w.agent.ID })
	switch {
	case i < 0:
		w.agentGone()
	case w.place.Environment == app.Draft && !agents[i].HasDraft:
		w.showPlace(agents[i], app.Published, w.page, "")
	default:
		w.agent = agents[i]
		for _, r := range w.rails() {
			r.setAgent(w.agent)
		}
		w.nameWindow()
	}
}

// agentGone shows another agent, or the welcome page when there is none. Edits
// that were held back are of no use any more.
func (w *Window) agentGone() {
	if h, ok := w.shown.(frame.Holder); ok && h.Held() > 0 {
		h.Discard()
	}
	if len(w.agents) == 0 {
		w.showWelcome()
		return
	}
	w.showPlace(w.agents[0], app.Published, frame.Overview, "")
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
		switch {
		case place != w.place:
		case err != nil:
			w.Log.Warn("read the bar", "cause", err)
			w.SetConnection(health.NotChecked, false)
		default:
			w.pending = v.Pending
			w.bar.show(place.Environment, v.Agent.HasDraft, v.Pending, w.mayEdit())
			w.SetConnection(health.ReadConnection(health.Input{
				Agent: v.Agent, Channel: v.Channel, Declaration: v.Declaration, Report: v.Report,
				ReportCurrent: v.CheckIsCurrent(), Now: w.Clock.Now(),
			}), false)
		}
	})
}

// SetConnection implements frame.Shell.
func (w *Window) SetConnection(c health.Connection, checking bool) {
	w.bar.setConnection(c, checking)
	for _, r := range w.rails() {
		r.items[frame.Channel].SetWarning(!checking && c == health.NeedsAttention)
	}
}
