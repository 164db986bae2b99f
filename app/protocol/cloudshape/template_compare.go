package cloudshape

import (
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// nameBlocked is how long the name of a deleted template cannot be used again.
const nameBlocked = 30 * 24 * time.Hour

// CompareTemplate holds a template against the others of the account.
func CompareTemplate(name, language string, d app.TemplateDesign, edits string, others []app.Template, now time.Time) []protocol.TemplateFinding {
	s := &subject{name: name, language: language, d: d}
	for _, other := range others {
		if edits != "" && other.ProviderID == edits {
			s.compareEdited(other)
			continue
		}
		s.compareName(other, edits, now)
		s.compareWords(other)
	}
	return s.out
}

// compareEdited: name and language never change, and the category of an approved
// one does not either.
func (s *subject) compareEdited(t app.Template) {
	s.rule = "edit_name"
	if s.name != t.Name || s.language != t.Language {
		s.problem("name", app.Say("The name and the language of a submitted template stay as they are."), app.Say("Put them back"),
			func(_, _ string, d app.TemplateDesign) (string, string, app.TemplateDesign) {
				return t.Name, t.Language, d
			})
	}
	s.rule = "edit_category"
	if t.Status == app.TemplateApproved && s.d.Category != t.Category {
		s.problem("category", app.Say("The category of an approved template stays as it is."), app.Say("Put it back"), onDesign(func(d *app.TemplateDesign) { d.Category = t.Category }))
	}
}

func (s *subject) compareName(t app.Template, edits string, now time.Time) {
	if t.Name != s.name || edits != "" {
		return
	}
	if t.Status == app.TemplateLeaving {
		s.rule = "name_blocked"
		if until := t.ChangedAt.Add(nameBlocked); now.Before(until) {
			s.find(t.Language == s.language, "name", app.Say("A template of this name was deleted. Its name can be used again after {{.Until}}.", "Until", app.Day(until)), app.Say("Choose another name."), nil)
		}
		return
	}
	if t.Language == s.language {
		s.rule = "name_taken"
		s.problem("name", app.Say("There is a template {{.Name}} in this language already.", "Name", t.Name), app.Say("Choose another name or language."), nil)
		return
	}
	s.rule = "name_category"
	if t.Category != s.d.Category && s.d.Category != "" {
		s.advice("category", app.Say("The template {{.Name}} has another category in {{.Language}}.", "Name", t.Name, "Language", t.Language), app.Say("Check that this is meant."), nil)
	}
}

// compareWords: the same text and footer as another template are refused.
func (s *subject) compareWords(t app.Template) {
	s.rule = "words_taken"
	if s.d.Code != nil || t.Design.Code != nil || t.Status == app.TemplateLeaving || strings.TrimSpace(s.d.Body) == "" {
		return
	}
	if strings.TrimSpace(t.Design.Body) == strings.TrimSpace(s.d.Body) && strings.TrimSpace(t.Design.Footer) == strings.TrimSpace(s.d.Footer) {
		s.problem("body", app.Say("The template {{.Name}} ({{.Language}}) has the same text and footer.", "Name", t.Name, "Language", t.Language), app.Say("Use that one, or write another text."), nil)
	}
}
