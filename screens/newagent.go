package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// newAgentForm asks for a new agent's name and, at the first start, for the
// person's own.
type newAgentForm struct {
	w         *Window
	known     bool // the person's name
	you, name *kit.TextField
	country   *kit.Select
	problem   *fyne.Container
	create    *kit.Button
	dialog    *kit.Dialog
	task      kit.Task
}

// NewAgent asks what a new agent is called and opens its channel.
func (w *Window) NewAgent() {
	f := &newAgentForm{w: w, problem: kit.Col(0)}
	_, f.known = w.Deps.Me()
	f.problem.Hide()
	f.you = kit.NewTextField(lang.L("Your name"))
	f.you.SetHelp(lang.L("Colleagues see it beside what you change"))
	f.name = kit.NewTextField(lang.L("Name of the agent"))
	f.name.SetHelp(lang.L("What you call the client's AI agent, for example \"Nusantara Bank Assistant\""))
	f.country = kit.NewSelect(lang.L("Country of its phone numbers"), frame.Countries())
	f.country.SetValue(app.DefaultCountry)
	fields := []fyne.CanvasObject{f.name, f.country, f.problem}
	focus := f.name
	if !f.known {
		f.you.SetText(w.Deps.SuggestedName())
		fields = append([]fyne.CanvasObject{f.you}, fields...)
		if strings.TrimSpace(f.you.Text()) == "" {
			focus = f.you
		}
	}
	cancel := kit.NewButton(lang.L("Cancel"), func() { f.dialog.Close() })
	f.create = kit.NewPrimary(lang.L("Create agent"), f.submit)
	w.watchMaking(&f.task, f.create.SetBusy)
	f.you.OnSubmitted = func(string) { f.name.Focus() }
	f.name.OnSubmitted = func(string) { f.submit() }
	f.dialog = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: lang.L("Set up a channel"), Subtitle: lang.L("Everything can be changed later."), Width: 480,
		Body: kit.Col(16, fields...), Actions: []*kit.Button{cancel, f.create}, Main: f.create, Focus: focus.Focusable(),
		OnClose: f.task.Cancel,
	})
}

func (f *newAgentForm) submit() {
	if f.create.Busy() || f.refused() {
		return
	}
	owner, n := f.you.Text(), channel.NewAgent{Name: f.name.Text(), Country: f.country.Value()}
	kit.Start(&f.task, f.w.ctx(), func(ctx context.Context) (app.Agent, error) {
		ctx, err := f.w.asOwner(ctx, owner)
		if err != nil {
			return app.Agent{}, err
		}
		return f.w.Deps.CreateAgent(ctx, n)
	}, func(a app.Agent, err error) {
		if err != nil {
			f.say(err)
			return
		}
		f.dialog.Close()
		f.w.openCreated(a)
	})
}

// refused says what is wrong with the names before anything is done.
func (f *newAgentForm) refused() bool {
	f.say(nil)
	_, err := app.CheckAgentName(f.name.Text())
	f.say(err)
	if f.known {
		return err != nil
	}
	_, mine := access.CheckMemberName(f.you.Text())
	f.say(mine)
	return err != nil || mine != nil
}

// say puts an error to its field, or below the form; nil clears that.
func (f *newAgentForm) say(err error) {
	switch {
	case err == nil:
		f.problem.Objects = nil
	case app.AsError(err).Field == "your_name":
		f.you.SetError(frame.ErrorText(err))
		f.you.Focus()
	case app.AsError(err).Field == "name":
		f.name.SetError(frame.ErrorText(err))
		f.name.Focus()
	default:
		f.w.Log.Error("create an agent", "cause", err)
		f.problem.Objects = []fyne.CanvasObject{kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(err)))}
	}
	f.problem.Hidden = len(f.problem.Objects) == 0
	if f.dialog != nil {
		f.dialog.Refresh()
	}
}

// watchMaking notes while a task is bringing a new agent, so that no event opens
// that agent before it is complete. also is told as well.
func (w *Window) watchMaking(t *kit.Task, also func(busy bool)) {
	t.OnBusy = func(busy bool) {
		if busy {
			w.making[t] = true
		} else {
			delete(w.making, t)
		}
		also(busy)
	}
}

// asOwner gives the context of the acting member. At the first start the Owner
// is made, with that name. Safe for concurrent use.
func (w *Window) asOwner(ctx context.Context, name string) (context.Context, error) {
	m, known := w.Deps.Me()
	if !known {
		var err error
		if m, err = w.Deps.EnsureOwner(ctx, name); err != nil {
			return ctx, err
		}
	}
	return app.WithMember(ctx, m), nil
}

// ownName is the name of the computer's account, for a first start that does
// not ask.
func (w *Window) ownName() string {
	if name := strings.TrimSpace(w.Deps.SuggestedName()); name != "" {
		return name
	}
	return lang.L("Owner")
}

// openCreated shows an agent that was just made or opened. Its first settings go
// to a Draft when it has one, else to Published.
func (w *Window) openCreated(a app.Agent) {
	known := false
	for i := range w.agents {
		if w.agents[i].ID == a.ID {
			w.agents[i], known = a, true
		}
	}
	if !known {
		w.agents = append(w.agents, a)
	}
	env := app.Published
	if a.HasDraft {
		env = app.Draft
	}
	page := frame.Overview
	if a.Sandbox {
		page = frame.Channel
	}
	w.unlessHeld(func() { w.showPlace(a, env, page, "") })
}
