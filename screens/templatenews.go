package screens

import (
	"slices"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// toastsOfNews is how many decisions are told one by one.
const toastsOfNews = 3

// TellTemplates says in toasts what providers decided about templates; the action of
// each leads to it. Many at once are told in one sentence.
func (w *Window) TellTemplates(news []template.Decision) {
	if w.ended() || w.signingIn || w.place.Agent == 0 || len(news) == 0 {
		return
	}
	if len(news) > toastsOfNews {
		first := news[0]
		w.Toast(kit.KindNeutral, lang.L("News of {{.N}} templates", map[string]any{"N": kit.Number(len(news))}), lang.L("Show"), func() {
			w.showTemplates(first.Agent, first.Environment, "")
		})
		return
	}
	for _, d := range news {
		kind, text := w.newsOf(d)
		w.Toast(kind, text, lang.L("Show"), func() {
			w.showTemplates(d.Agent, d.Environment, frame.TemplatePart(d.Template.ID))
		})
	}
}

// newsOf is a decision in words, with the agent and environment when the window
// shows another place.
func (w *Window) newsOf(d template.Decision) (kind kit.Kind, text string) {
	args := map[string]any{"Name": d.Template.Name, "Language": templateview.Language(d.Template.Language)}
	switch {
	case d.Template.Status == app.TemplateRejected:
		kind, text = kit.KindDanger, lang.L("{{.Name}} in {{.Language}} was rejected", args)
	case d.Template.Status == app.TemplateDisabled:
		kind, text = kit.KindDanger, lang.L("{{.Name}} in {{.Language}} was switched off", args)
	case d.Template.Status == app.TemplatePaused:
		kind, text = kit.KindWarn, lang.L("{{.Name}} in {{.Language}} was paused", args)
	case d.Before == app.TemplatePaused:
		kind, text = kit.KindOK, lang.L("{{.Name}} in {{.Language}} can be sent again", args)
	default:
		kind, text = kit.KindOK, lang.L("{{.Name}} in {{.Language}} is approved", args)
	}
	if i := w.agentAt(d.Agent); i >= 0 && (d.Agent != w.place.Agent || d.Environment != w.place.Environment) {
		text = lang.L("{{.Agent}}, {{.Environment}}: {{.Text}}", map[string]any{"Agent": w.agents[i].Name, "Environment": frame.EnvironmentName(d.Environment), "Text": text})
	}
	return kind, text
}

func (w *Window) agentAt(id app.AgentID) int {
	return slices.IndexFunc(w.agents, func(a app.Agent) bool { return a.ID == id })
}

// showTemplates leads to the templates of an agent, which may be gone meanwhile.
func (w *Window) showTemplates(agent app.AgentID, env app.Environment, part string) {
	i := w.agentAt(agent)
	switch {
	case i < 0 || env == app.Draft && !w.agents[i].HasDraft:
		return
	case agent == w.place.Agent && env == w.place.Environment:
		w.Go(frame.Templates, part)
	default:
		w.unlessHeld(func() { w.showPlace(w.agents[i], env, frame.Templates, part) })
	}
}
