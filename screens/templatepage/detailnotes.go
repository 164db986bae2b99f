package templatepage

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// captionText is the line below the name: "Utility, English. Sent for review 12
// Nov by Raka Pratama".
func captionText(t app.Template, e entry, now time.Time) string {
	text := templateview.Category(e.category()) + ", " + templateview.Language(t.Language) + "."
	switch {
	case !e.known():
		args := map[string]any{"When": lowerFirst(frame.When(e.draft.SavedAt, now)), "Who": e.draft.CreatedBy}
		if e.draft.CreatedBy == "" {
			return text + " " + lang.L("Saved {{.When}}", args)
		}
		return text + " " + lang.L("Begun by {{.Who}}, saved {{.When}}", args)
	case t.Status == app.TemplateDeclared && t.SubmittedBy != "":
		return text + " " + lang.L("Declared {{.When}} by {{.Who}}", map[string]any{"When": dayOf(t.SubmittedAt, now), "Who": t.SubmittedBy})
	case t.SubmittedBy != "":
		return text + " " + lang.L("Sent for review {{.When}} by {{.Who}}", map[string]any{"When": dayOf(t.SubmittedAt, now), "Who": t.SubmittedBy})
	case !t.ChangedAt.IsZero():
		_, _, status := templateview.Status(t)
		return text + " " + lang.L("{{.Status}} since {{.When}}", map[string]any{"Status": status, "When": dayOf(t.ChangedAt, now)})
	}
	return text
}

// dayOf is a day without its time: "12 Nov", or with the year when it is another.
func dayOf(at, now time.Time) string {
	day := frame.Date(at)
	if at.Local().Year() == now.Local().Year() {
		return day[:len(day)-5]
	}
	return day
}

// notes are what a person should know before anything else.
func (d *detail) notes(e entry) (out []fyne.CanvasObject) {
	t := e.template
	if what, fix, ok := template.RejectionHelp(t); ok && e.known() {
		out = append(out, d.rejection(t, frame.T(what), frame.T(fix)))
	}
	if t.NextCategory != "" && t.NextCategory != t.Category {
		out = append(out, kit.NewNote(kit.KindWarn, kit.NewRuns(kit.Caption,
			kit.Run{Text: lang.L("{{.Provider}} is going to change the category to {{.Category}}.", map[string]any{"Provider": d.s.provider(), "Category": templateview.Category(t.NextCategory)}) + " ", Bold: true},
			kit.Run{Text: lang.L("Messages then cost what that category costs.")})))
	} else if t.PreviousCategory != "" && t.PreviousCategory != t.Category {
		out = append(out, kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption,
			lang.L("{{.Provider}} changed the category from {{.Before}} to {{.After}}. Messages cost what the new one costs.", map[string]any{
				"Provider": d.s.provider(), "Before": templateview.Category(t.PreviousCategory), "After": templateview.Category(t.Category)}))))
	}
	if t.Status == app.TemplateLeaving {
		out = append(out, kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, lang.L("It is deleted. Its last messages may still be on their way, then it disappears from here."))))
	}
	if e.writing() && e.known() {
		text, away := lang.L("A change of it is being written and not sent yet."), lang.L("Throw the change away")
		if e.draft.Edits == "" {
			text, away = lang.L("A draft with the same name and language is being written. To send it, give it another name."), lang.L("Throw the draft away")
		}
		note := kit.NewParagraph(kit.Text, kit.Caption, text)
		if d.s.mayDo {
			out = append(out, kit.NewNote(kit.KindInfo, note,
				kit.NewLink(lang.L("Go on writing"), "pencil-line", func() { d.s.deps.EditTemplate(e.draft) }), kit.NewLink(away, "", d.askDrop)))
		} else {
			out = append(out, kit.NewNote(kit.KindInfo, note))
		}
	}
	if !e.draft.Problem.IsEmpty() {
		runs := []kit.Run{{Text: lang.L("It was not sent.") + " ", Bold: true}, {Text: frame.T(e.draft.Problem)}}
		if len(e.draft.Uploads) > 0 {
			runs = append(runs, kit.Run{Text: " " + lang.L("What was uploaded stays there. The next try goes on from it.")})
		}
		out = append(out, kit.NewNote(kit.KindDanger, kit.NewRuns(kit.Caption, runs...)))
	}
	return out
}

// rejection says what the provider found, and how to mend it.
func (d *detail) rejection(t app.Template, what, fix string) fyne.CanvasObject {
	kind, lead := kit.KindDanger, lang.L("{{.Provider}} rejected it:", map[string]any{"Provider": d.s.provider()})
	switch t.Status {
	case app.TemplatePaused:
		kind, lead = kit.KindWarn, lang.L("{{.Provider}} paused it:", map[string]any{"Provider": d.s.provider()})
	case app.TemplateDisabled:
		lead = lang.L("{{.Provider}} switched it off:", map[string]any{"Provider": d.s.provider()})
	case app.TemplateRejected:
	default:
		kind, lead = kit.KindNeutral, ""
	}
	reason := []kit.Run{{Text: lead + " ", Bold: true}, {Text: what}}
	if lead == "" {
		reason = reason[1:]
	}
	if t.Code != "" {
		reason = append(reason, kit.Run{Text: " " + t.Code, Token: kit.Text3})
	}
	note := kit.NewRuns(kit.Caption, reason...)
	if fix == "" {
		return kit.NewNote(kind, note)
	}
	return kit.NewNoteWith(kind, note, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("To fix it:") + " ", Bold: true}, kit.Run{Text: fix}))
}

// protocolText says what can be done here with a provider's templates.
func protocolText(name string, o protocol.TemplateOffer) string {
	args := map[string]any{"Protocol": name}
	why := func(t app.Text) string {
		if t.IsEmpty() {
			return ""
		}
		return " " + frame.T(t)
	}
	switch {
	case !o.Listed:
		return lang.L("{{.Protocol}} tells of no templates. What its staff have set up is declared here, so that it can be sent.", args) + why(o.NoCreate)
	case o.Create && o.Edit:
		return lang.L("{{.Protocol}}: create, edit and delete templates here. What changes on the provider's own pages appears here after a sync.", args)
	case o.Create:
		return lang.L("{{.Protocol}}: create templates here.", args) + why(o.NoEdit)
	}
	return lang.L("{{.Protocol}}: templates are created at the provider and appear here after a sync.", args) + why(o.NoCreate)
}

// usesText says what uses a template, a line each.
func usesText(u template.Uses) []string {
	var out []string
	if u.Waiting > 0 {
		out = append(out, count(u.Waiting, lang.L("1 message waits to be sent."), lang.L("{{.N}} messages wait to be sent.", map[string]any{"N": kit.Number(u.Waiting)})))
	}
	for _, b := range u.Bulks {
		out = append(out, lang.L("Bulk send “{{.Name}}” has not ended.", map[string]any{"Name": b.Name}))
	}
	for _, use := range u.Sent {
		args := map[string]any{"N": kit.Number(use.Count), "Key": use.KeyName}
		if u.More {
			args["N"] = lang.L("more than {{.N}}", map[string]any{"N": kit.Number(use.Count)})
		}
		switch {
		case use.Source == app.SourceAPI && use.KeyName != "":
			out = append(out, lang.L("API key {{.Key}}: {{.N}} in 30 days", args))
		case use.Source == app.SourceAPI:
			out = append(out, lang.L("Notification API: {{.N}} in 30 days", args))
		case use.Source == app.SourceBulk:
			out = append(out, lang.L("Bulk sends: {{.N}} in 30 days", args))
		case use.Source == app.SourceCommand:
			out = append(out, lang.L("Command line: {{.N}} in 30 days", args))
		default:
			out = append(out, lang.L("This window: {{.N}} in 30 days", args))
		}
	}
	if len(out) == 0 {
		return []string{lang.L("Nothing has sent it in the last 30 days.")}
	}
	return out
}

func count(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
