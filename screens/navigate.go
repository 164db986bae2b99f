package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func (w *Window) goTo(page string) { w.Go(page, "") }

// Go implements frame.Shell. On the page that is shown it only turns to the part.
func (w *Window) Go(page, part string) {
	switch {
	case w.place.Agent == 0 || w.byName[page] == nil:
	case page != w.page:
		w.unlessHeld(func() {
			w.leavePage()
			w.showPage(page, part)
		})
	case part != "":
		w.shown.Enter(w.pageCtx, w.place, part)
	}
}

// EditTemplate opens a draft of a template in the editor; the zero draft begins a
// new one.
func (w *Window) EditTemplate(d app.TemplateDraft) {
	part := ""
	if d.ID != 0 {
		part = frame.DraftPart(d.ID)
	}
	w.Go(frame.TemplateEditor, part)
}

// ChooseEnvironment implements frame.Shell.
func (w *Window) ChooseEnvironment(env app.Environment) {
	if w.place.Agent == 0 || env == w.place.Environment {
		return
	}
	if env == app.Draft && !w.agent.HasDraft {
		w.explainNoDraft()
		return
	}
	w.unlessHeld(func() { w.showPlace(w.agent, env, w.page, "") })
}

// unlessHeld goes on at once, or asks first when the page holds edits back.
func (w *Window) unlessHeld(goOn func()) {
	back := w.lendFocus()
	h, ok := w.shown.(frame.Holder)
	if !ok || h.Held() == 0 {
		goOn()
		return
	}
	if w.asking != nil && w.asking.IsOpen() {
		back()
		return
	}
	text := plural(h.Held(), "1 change to Published is not saved yet. Customers do not see it until you review and save it.",
		"{{.N}} changes to Published are not saved yet. Customers do not see them until you review and save them.")
	stay := kit.NewButton(lang.L("Stay here"), func() { w.asking.Close() })
	discard := kit.NewButton(lang.L("Discard them"), func() {
		w.asking.Close()
		h.Discard()
		goOn()
	}).As(kit.VariantDangerText)
	review := kit.NewPrimary(lang.L("Review them"), func() {
		w.asking.Close()
		h.ReviewHeld()
	})
	back()
	w.asking = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: lang.L("Leave the changes behind?"), Width: 480,
		Body:    kit.NewParagraph(kit.Text2, kit.Body, text),
		Actions: []*kit.Button{discard, stay, review}, Main: review, Focus: stay,
	})
}

// explainNoDraft opens the popover below the locked half of the control.
func (w *Window) explainNoDraft() {
	if w.place.Agent == 0 {
		return
	}
	var p *kit.Popover
	create := kit.NewPrimary(lang.L("Create draft"), func() {
		p.Close()
		w.CreateDraft()
	})
	how := kit.NewQuiet(lang.L("How drafts work"), func() {
		p.Close()
		w.showHelp(lang.L("How drafts work"), []string{
			lang.L("A draft is a complete second configuration: its own number, credentials, webhook address and session behaviour."),
			lang.L("Changes in it are saved as you type and reach nobody. Check it and try it as often as you like."),
			lang.L("Review & publish lists what differs and moves what you tick to Published, as a new version."),
		})
	})
	content := kit.Col(0,
		kit.Row(8, kit.NewIcon("lock", 14, kit.Text), kit.NewLine(lang.L("This agent has no draft"), kit.BodyStrong, kit.Text)),
		kit.Pad(4, 0, 12, 0, kit.NewParagraph(kit.Text2, kit.Body, lang.L("A draft is a private copy where you can change settings and test them. Customers keep talking to the published agent until you publish."))),
		kit.Row(8, create, how),
	)
	p = kit.ShowPopover(w.bar.env, kit.Pad(16, 16, 16, 16, content), kit.PopoverOptions{Width: 336})
}

// CreateDraft implements frame.Shell.
func (w *Window) CreateDraft() {
	agent := w.agent
	if agent.ID == 0 || agent.HasDraft || w.bar.create.Busy() {
		return
	}
	w.unlessViewer(func() { w.createDraft(agent) })
}

func (w *Window) createDraft(agent app.Agent) {
	w.bar.create.SetBusy(true)
	kit.Start(&w.draftTask, w.ctx(), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, w.Deps.CreateDraft(ctx, agent.ID)
	}, func(_ struct{}, err error) {
		w.bar.create.SetBusy(false)
		if err != nil {
			w.ShowError(err)
			return
		}
		if agent.ID == w.agent.ID {
			w.openNewDraft()
		}
	})
}

// openNewDraft shows the Draft that the present agent just got.
func (w *Window) openNewDraft() {
	w.agent.HasDraft = true
	for i := range w.agents {
		if w.agents[i].ID == w.agent.ID {
			w.agents[i].HasDraft = true
		}
	}
	w.bar.show(w.place.Environment, true, w.pending, w.mayEdit())
	page := w.page
	if page == frame.Overview {
		page = frame.Channel
	}
	w.unlessHeld(func() {
		w.showPlace(w.agent, app.Draft, page, "")
		w.Toast(kit.KindOK, lang.L("Draft created from Published"), "", nil)
	})
}

// OpenAgents opens the agent switcher.
func (w *Window) OpenAgents() {
	if len(w.agents) == 0 {
		return
	}
	items := make([]kit.PickerItem, 0, len(w.agents))
	for _, a := range w.agents {
		detail := lang.L("Published only")
		if a.HasDraft {
			detail = lang.L("Draft and Published")
		}
		if a.Sandbox {
			detail = lang.L("Sandbox")
		}
		items = append(items, kit.PickerItem{
			ID: fmt.Sprint(a.ID), Title: a.Name, Detail: detail,
			Initials: app.Initials(a.Name), Colour: kit.AgentColour(a.Name), Selected: a.ID == w.agent.ID,
		})
	}
	var picker *kit.Dialog
	newAgent := kit.NewButton(lang.L("New agent"), func() {
		picker.Close()
		w.NewAgent()
	}).WithIcon("plus")
	picker = kit.ShowPicker(w.win, lang.L("Choose an agent"), items, func(id string) {
		for _, a := range w.agents {
			if fmt.Sprint(a.ID) == id && a.ID != w.agent.ID {
				w.unlessHeld(func() { w.openAgent(a) })
			}
		}
	}, newAgent)
}

func (w *Window) openAgent(a app.Agent) {
	env, page := w.place.Environment, w.page
	if env != app.Draft || !a.HasDraft {
		env = app.Published
	}
	if page == "" {
		page = frame.Overview
	}
	w.showPlace(a, env, page, "")
}
