package main

import (
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/template"
)

type templatesVerb struct {
	List    templatesListVerb    `cmd:"" default:"1" help:"List the templates of an environment."`
	Sync    templatesSyncVerb    `cmd:"" help:"Read the templates from the provider."`
	Show    templatesShowVerb    `cmd:"" help:"Show one template, with what has to be filled in and what uses it."`
	Create  templatesCreateVerb  `cmd:"" help:"Submit a new template from a file."`
	Edit    templatesEditVerb    `cmd:"" help:"Change a template to what a file says, and submit it."`
	Unpause templatesUnpauseVerb `cmd:"" help:"Ask the provider to end the pause of a template."`
	Delete  templatesDeleteVerb  `cmd:"" help:"Delete a template, in one language or in all."`
	Declare templatesDeclareVerb `cmd:"" help:"Write down a template that the provider's staff have set up."`
}

// templateJSON is one template for scripts.
type templateJSON struct {
	Name         string             `json:"name"`
	Language     string             `json:"language"`
	ID           string             `json:"id"`
	Category     string             `json:"category"`
	NextCategory string             `json:"next_category,omitempty"`
	Status       string             `json:"status"`
	StatusWord   string             `json:"status_word"`
	Sendable     bool               `json:"sendable"`
	Quality      string             `json:"quality"`
	Code         string             `json:"code,omitempty"`
	Reason       string             `json:"reason,omitempty"`
	Fix          string             `json:"fix,omitempty"`
	Variables    []variableJSON     `json:"variables"`
	Design       app.TemplateDesign `json:"design"`
	SubmittedBy  string             `json:"submitted_by"`
	SubmittedAt  *time.Time         `json:"submitted_at"`
	ChangedAt    *time.Time         `json:"changed_at"`
	SyncedAt     *time.Time         `json:"synced_at"`
	Uses         *usesJSON          `json:"uses,omitempty"`
}

type variableJSON struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Sample   string `json:"sample"`
	Where    string `json:"where"`
	Kind     string `json:"kind"`
	Optional bool   `json:"optional"`
}

type usesJSON struct {
	Waiting   int       `json:"waiting"`
	BulkSends []string  `json:"bulk_sends"`
	Sent      []useJSON `json:"sent"`
	More      bool      `json:"more"`
}

type useJSON struct {
	Source string    `json:"source"`
	Key    string    `json:"key,omitempty"`
	Count  int       `json:"count"`
	LastAt time.Time `json:"last_at"`
}

func templateForScripts(t app.Template) templateJSON {
	out := templateJSON{
		Name: t.Name, Language: t.Language, ID: t.ProviderID, Category: string(t.Category), NextCategory: string(t.NextCategory),
		Status: string(t.Status), StatusWord: t.StatusWord, Sendable: t.Sendable(), Quality: string(t.Quality), Code: t.Code,
		Reason: t.Reason.String(), Fix: t.Fix.String(), Variables: []variableJSON{}, Design: t.Design, SubmittedBy: t.SubmittedBy,
		SubmittedAt: timeOrNil(t.SubmittedAt), ChangedAt: timeOrNil(t.ChangedAt), SyncedAt: timeOrNil(t.SyncedAt),
	}
	for _, v := range template.Variables(t) {
		out.Variables = append(out.Variables, variableJSON{Key: v.Key, Name: v.Name, Sample: v.Sample, Where: v.Where, Kind: string(v.Kind), Optional: v.Optional})
	}
	return out
}

type templatesListVerb struct {
	Status   string `help:"Only templates that stand here: approved, in_review, rejected, paused, disabled, leaving, declared or other." placeholder:"STATUS"`
	Category string `help:"Only templates of this category: utility, marketing or authentication." placeholder:"CATEGORY"`
	Language string `help:"Only templates in this language." placeholder:"CODE"`
}

// Run lists what was last read from the provider; it asks nobody.
func (v templatesListVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		list, sync, err := d.Templates.List(d.ctx, a.ID, s.flags.environment())
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(t app.Template) bool {
			return v.Status != "" && string(t.Status) != v.Status || v.Category != "" && string(t.Category) != v.Category || v.Language != "" && t.Language != v.Language
		})
		if s.flags.JSON {
			out := make([]templateJSON, len(list))
			for i, t := range list {
				out[i] = templateForScripts(t)
			}
			return s.console.json(out)
		}
		s.printTemplates(list, sync)
		return nil
	})
}

func (s *session) printTemplates(list []app.Template, sync app.TemplateSync) {
	switch {
	case !sync.Problem.IsEmpty():
		s.console.printf("Last try to read them, %s: %s\n", localTime(sync.TriedAt), sync.Problem)
	case sync.At.IsZero() && len(list) == 0:
		s.console.printf("No template is known yet. Read them with: channeldesk templates sync\n")
		return
	}
	if !sync.At.IsZero() {
		s.console.printf("Read from the provider %s.\n", localTime(sync.At))
	}
	if len(list) == 0 {
		s.console.printf("There is no such template.\n")
		return
	}
	t := &table{}
	t.add("Name", "Language", "Category", "Status", "Quality", "Values")
	for _, v := range list {
		category := template.CategoryLabel(v.Category).String()
		if v.NextCategory != "" {
			category += " → " + template.CategoryLabel(v.NextCategory).String()
		}
		quality := ""
		if v.Quality != "" {
			quality = template.QualityLabel(v.Quality).String()
		}
		var keys []string
		for _, variable := range template.Variables(v) {
			keys = append(keys, variable.Key)
		}
		t.add(v.Name, v.Language, category, template.StatusLabel(v).String(), quality, strings.Join(keys, ", "))
	}
	t.print(s.console.out)
}

type templatesSyncVerb struct{}

// Run reads all pages and takes them over in one go.
func (templatesSyncVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		env := s.flags.environment()
		err = d.Templates.Sync(d.ctx, a.ID, env, func(done int) { s.console.progress("\r%d templates", done) })
		s.console.progress("\r")
		if err != nil {
			return err
		}
		list, sync, err := d.Templates.List(d.ctx, a.ID, env)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]any{"templates": len(list), "synced_at": sync.At, "limit": sync.Limit})
		}
		s.console.printf("%d templates read.\n", len(list))
		return nil
	})
}

// withTemplate opens the workspace for a verb that names one template;
// usesSecrets is as for withDesk.
func (s *session) withTemplate(usesSecrets bool, name, language string, do func(d *desk, a app.Agent, t app.Template) error) error {
	return s.withDesk(usesSecrets, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		t, err := d.named(a.ID, name, language)
		if err != nil {
			return err
		}
		return do(d, a, t)
	})
}

// named finds the template that a verb names; language may be "" when there is
// only one.
func (d *desk) named(agent app.AgentID, name, language string) (app.Template, error) {
	list, _, err := d.Templates.List(d.ctx, agent, d.session.flags.environment())
	if err != nil {
		return app.Template{}, err
	}
	list = slices.DeleteFunc(list, func(t app.Template) bool {
		return t.Name != name || language != "" && t.Language != language
	})
	switch {
	case len(list) == 0:
		return app.Template{}, app.NewError(app.CodeNotFound, app.Say("There is no template {{.Name}} here.", "Name", app.CleanName(name))).
			WithFix(app.Say("Read the templates with: channeldesk templates sync"))
	case len(list) > 1:
		var languages []string
		for _, t := range list {
			languages = append(languages, t.Language)
		}
		return app.Template{}, &usageError{message: "The template has several languages. Name one with --language.", fix: strings.Join(languages, ", ")}
	}
	return list[0], nil
}

type templatesShowVerb struct {
	Name     string `arg:"" help:"Name of the template."`
	Language string `help:"Its language, as id or en_US." placeholder:"CODE"`
}

// Run shows one template.
func (v templatesShowVerb) Run(s *session) error {
	return s.withTemplate(false, v.Name, v.Language, func(d *desk, _ app.Agent, t app.Template) error {
		uses, err := d.Templates.Uses(d.ctx, t.ID, false)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			out := templateForScripts(t)
			out.Uses = usesForScripts(uses)
			return s.console.json(out)
		}
		s.printTemplate(t, uses)
		return nil
	})
}

func usesForScripts(u template.Uses) *usesJSON {
	out := &usesJSON{Waiting: u.Waiting, More: u.More, BulkSends: []string{}, Sent: []useJSON{}}
	for _, b := range u.Bulks {
		out.BulkSends = append(out.BulkSends, b.Name)
	}
	for _, use := range u.Sent {
		out.Sent = append(out.Sent, useJSON{Source: string(use.Source), Key: use.KeyName, Count: use.Count, LastAt: use.LastAt.UTC()})
	}
	return out
}

func (s *session) printTemplate(t app.Template, uses template.Uses) {
	p := s.console.printf
	p("%s (%s), %s, %s\n", t.Name, t.Language, template.CategoryLabel(t.Category), template.StatusLabel(t))
	if what, fix, ok := template.RejectionHelp(t); ok {
		p("%s %s\n", what, fix)
	}
	if h := t.Design.Header; h != nil {
		p("\n[%s] %s\n", h.Kind, oneLine(h.Text))
	}
	p("\n%s\n", strings.Map(visibleOnly, t.Design.Body))
	if t.Design.Footer != "" {
		p("%s\n", oneLine(t.Design.Footer))
	}
	for i, b := range t.Design.Buttons {
		p("[%d %s] %s %s%s\n", i, b.Kind, oneLine(b.Text), oneLine(b.URL), oneLine(b.Phone))
	}
	if list := template.Variables(t); len(list) > 0 {
		p("\n")
		rows := &table{}
		rows.add("To fill in", "Called", "Example")
		for _, v := range list {
			rows.add(v.Key, v.Label.String(), v.Sample)
		}
		rows.print(s.console.out)
	}
	s.printUses(uses)
}

// visibleOnly keeps line breaks, and nothing else that could steer a terminal.
func visibleOnly(r rune) rune {
	if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0) {
		return -1
	}
	return r
}

func (s *session) printUses(u template.Uses) {
	if u.Waiting > 0 {
		s.console.printf("%s in the queue.\n", plural(u.Waiting, "message waits", "messages wait"))
	}
	for _, b := range u.Bulks {
		s.console.printf("The bulk send %s has not ended.\n", oneLine(b.Name))
	}
	for _, use := range u.Sent {
		source := string(use.Source)
		if use.KeyName != "" {
			source += " key " + oneLine(use.KeyName)
		}
		s.console.printf("%s of the latest 30 days by %s.\n", plural(use.Count, "message", "messages"), source)
	}
}
