package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// NewAgent asks for a new agent's name, and at the first start for the person's
// own, and opens its channel.
func (w *Window) NewAgent() {
	_, known := w.Deps.Owner()
	you := kit.NewTextField(lang.L("Your name"))
	you.SetHelp(lang.L("Colleagues see it beside what you change"))
	name := kit.NewTextField(lang.L("Name of the agent"))
	name.SetHelp(lang.L("What you call the client's AI agent, for example \"Nusantara Bank Assistant\""))
	country := kit.NewSelect(lang.L("Country of its phone numbers"), countries())
	country.SetValue(app.DefaultCountry)
	fields := []fyne.CanvasObject{name, country}
	focus := name
	if !known {
		you.SetText(w.Deps.SuggestedName())
		fields = append([]fyne.CanvasObject{you}, fields...)
		if strings.TrimSpace(you.Text()) == "" {
			focus = you
		}
	}
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	var create *kit.Button
	create = kit.NewPrimary(lang.L("Create agent"), func() {
		create.SetBusy(true)
		owner, typed, iso := you.Text(), name.Text(), country.Value()
		kit.Start(&w.actTask, w.ctx(), func(ctx context.Context) (app.Agent, error) {
			return w.createAgent(ctx, known, owner, channel.NewAgent{Name: typed, Country: iso})
		}, func(a app.Agent, err error) {
			create.SetBusy(false)
			if err != nil {
				problem := app.AsError(err)
				switch problem.Field {
				case "your_name":
					you.SetError(frame.ErrorText(problem))
					you.Focus()
				default:
					name.SetError(frame.ErrorText(problem))
					name.Focus()
				}
				return
			}
			d.Close()
			w.openCreated(a)
		})
	})
	you.OnSubmitted = func(string) { name.Focus() }
	name.OnSubmitted = func(string) { create.Tapped(nil) }
	d = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: lang.L("Set up a channel"), Subtitle: lang.L("Everything can be changed later."), Width: 480,
		Body: kit.Col(16, fields...), Actions: []*kit.Button{cancel, create}, Main: create, Focus: focus.Focusable(),
	})
}

func (w *Window) createAgent(ctx context.Context, known bool, owner string, n channel.NewAgent) (app.Agent, error) {
	if _, err := app.CheckAgentName(n.Name); err != nil && known {
		return app.Agent{}, err
	}
	if !known {
		if _, err := app.CheckAgentName(n.Name); err != nil {
			return app.Agent{}, err
		}
		m, err := w.Deps.EnsureOwner(ctx, owner)
		if err != nil {
			return app.Agent{}, err
		}
		ctx = app.WithMember(ctx, m)
	}
	return w.Deps.CreateAgent(ctx, n)
}

// openCreated shows an agent that was just made. Its first settings go to a
// Draft when it has one, else to Published.
func (w *Window) openCreated(a app.Agent) {
	w.agents = append(w.agents, a)
	w.agent = a
	env := app.Published
	if a.HasDraft {
		env = app.Draft
	}
	page := frame.Overview
	if a.Sandbox {
		page = frame.Channel
	}
	w.showPlace(a, env, page, "")
}

// OpenSandbox starts the sandbox and opens its sample agent. At the first start
// it asks for the person's name.
func (w *Window) OpenSandbox(done func(error)) {
	_, known := w.Deps.Owner()
	name := w.Deps.SuggestedName()
	kit.Start(&w.actTask, w.ctx(), func(ctx context.Context) (app.Agent, error) {
		if !known {
			if strings.TrimSpace(name) == "" {
				name = lang.L("Owner")
			}
			m, err := w.Deps.EnsureOwner(ctx, name)
			if err != nil {
				return app.Agent{}, err
			}
			ctx = app.WithMember(ctx, m)
		}
		return w.Deps.StartSandbox(ctx)
	}, func(a app.Agent, err error) {
		if done != nil {
			done(err)
		}
		if err != nil {
			w.ShowError(err)
			return
		}
		w.openCreated(a)
	})
}

// countries are those whose local numbers the field meets most, Indonesia
// first, then by name.
func countries() []kit.Option {
	list := [][2]string{
		{"ID", "Indonesia"}, {"AU", "Australia"}, {"BR", "Brazil"}, {"CN", "China"}, {"DE", "Germany"}, {"GB", "United Kingdom"},
		{"HK", "Hong Kong"}, {"IN", "India"}, {"JP", "Japan"}, {"MX", "Mexico"}, {"MY", "Malaysia"}, {"NL", "Netherlands"},
		{"PH", "Philippines"}, {"SA", "Saudi Arabia"}, {"SG", "Singapore"}, {"TH", "Thailand"}, {"TL", "Timor-Leste"},
		{"AE", "United Arab Emirates"}, {"US", "United States"}, {"VN", "Vietnam"},
	}
	out := make([]kit.Option, 0, len(list))
	for _, c := range list {
		out = append(out, kit.Option{Value: c[0], Label: lang.L(c[1])})
	}
	return out
}

// OpenSetupFile asks for a colleague's setup file and opens what it describes.
func (w *Window) OpenSetupFile() {
	w.ChooseFile([]string{".yaml", ".yml", ".json"}, func(path string) {
		name := w.Deps.SuggestedName()
		kit.Start(&w.actTask, w.ctx(), func(ctx context.Context) (SetupResult, error) {
			if _, known := w.Deps.Owner(); !known {
				m, err := w.Deps.EnsureOwner(ctx, name)
				if err != nil {
					return SetupResult{}, err
				}
				ctx = app.WithMember(ctx, m)
			}
			return w.Deps.OpenSetupFile(ctx, path)
		}, func(r SetupResult, err error) {
			if err != nil {
				w.showSetupProblem(path, err)
				return
			}
			w.openCreated(r.Agent)
			if len(r.Missing) > 0 {
				w.showHelp(lang.L("Opened. These must be typed again"), append([]string{
					lang.L("A setup file carries no secrets. Enter them on the Channel page:"),
				}, r.Missing...))
			}
		})
	})
}

func (w *Window) showSetupProblem(path string, err error) {
	w.showHelp(lang.L("The setup file could not be opened"), []string{
		frame.ErrorText(err), lang.L("Nothing was changed. File: {{.Path}}", map[string]any{"Path": path}),
	})
}
