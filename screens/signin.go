package screens

import (
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// showSignIn asks who is there. What was shown before is left, so that nothing of
// it can be seen or reached.
func (w *Window) showSignIn() {
	if w.signingIn {
		return
	}
	if h, ok := w.shown.(frame.Holder); ok && h.Held() > 0 {
		h.Discard()
	}
	w.leavePage()
	w.toasts.Clear()
	w.beginVisit()
	w.Deps.SetMe(app.Member{})
	w.signingIn = true
	w.page, w.place, w.agent, w.pending, w.agents = "", frame.Place{}, app.Agent{}, 0, nil
	w.win.SetTitle(lang.L("Channel Desk"))
	turnTo(w.main, w.pages.SignIn.Content())
	w.enter(w.pages.SignIn, "")
}

// SignedIn goes on as a member who has shown to be there.
func (w *Window) SignedIn(m app.Member) {
	w.Deps.SetMe(m)
	w.leavePage()
	w.signingIn, w.shown = false, nil
	wanted := w.wanted
	w.wanted = ""
	kit.Start(&w.agentsTask, w.ctx(), w.readEverything, func(r everything, err error) {
		w.opened(wanted, r, err)
		if err == nil && r.signedIn && len(r.agents) == 0 && m.Role == app.NoRole {
			w.Toast(kit.KindWarn, lang.L("No agent is open to you yet. Ask an Owner for a role"), "", nil)
		}
	})
}

// ChangeMember lets somebody else sign in, after what is held back was dealt with.
func (w *Window) ChangeMember() {
	w.unlessHeld(func() { w.whenSaved(w.showSignIn) })
}

// showMember brings who acts, and with which role, onto the rail.
func (w *Window) showMember() {
	if m, ok := w.Deps.Me(); ok {
		for _, r := range w.rails() {
			r.setMember(m, w.agent.ID)
		}
	}
}

// mayEdit reports whether the acting member may change the agent shown. It is for
// showing and hiding; the services decide.
func (w *Window) mayEdit() bool {
	m, ok := w.Deps.Me()
	return ok && m.RoleFor(w.agent.ID).Allows(app.MayEdit)
}

// unlessViewer goes on, or says why the acting member may not.
func (w *Window) unlessViewer(goOn func()) {
	if w.agent.ID == 0 || w.mayEdit() {
		goOn()
		return
	}
	m, _ := w.Deps.Me()
	w.Toast(kit.KindNeutral, lang.L("You can look, not change: your role on {{.Agent}} is {{.Role}}", map[string]any{
		"Agent": w.agent.Name, "Role": roleName(m.RoleFor(w.agent.ID)),
	}), "", nil)
}
