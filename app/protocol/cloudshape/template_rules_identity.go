package cloudshape

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"channeldesk/app"
)

// The rules about what a template is: name, language, category, lifetime.
var identityRules = []templateRule{
	{"name_missing", nameMissing},
	{"name_form", nameForm},
	{"name_length", nameLength},
	{"language_known", languageKnown},
	{"category_known", categoryKnown},
	{"lifetime_range", lifetimeRange},
}

var templateNameForm = regexp.MustCompile(`^[a-z0-9_]*$`)

func nameMissing(s *subject) {
	if strings.TrimSpace(s.name) == "" {
		s.problem("name", app.Say("The template has no name yet."), app.Say("Give it a name, like payment_reminder."), nil)
	}
}

func nameForm(s *subject) {
	if templateNameForm.MatchString(s.name) {
		return
	}
	better := CleanTemplateName(s.name)
	var m mend
	if better != "" {
		m = func(_, language string, d app.TemplateDesign) (string, string, app.TemplateDesign) {
			return better, language, d
		}
	}
	s.problem("name", app.Say("A name has only small letters from a to z, digits and underscores."), app.Say("Call it {{.Name}}", "Name", better), m)
}

var notInNames = regexp.MustCompile(`[^a-z0-9_]+`)

// CleanTemplateName makes a name of what was typed: small letters, and underscores
// for everything that a name cannot have.
func CleanTemplateName(typed string) string {
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(typed), "_"), "_")
	return name[:min(len(name), nameMax)]
}

func nameLength(s *subject) {
	if n := utf8.RuneCountInString(s.name); n > s.offer.MaxName {
		s.problem("name", app.Say("The name has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", s.offer.MaxName), app.Say("Shorten the name."), nil)
	}
}

func languageKnown(s *subject) {
	switch {
	case s.language == "":
		s.problem("language", app.Say("The template has no language yet."), app.Say("Choose its language."), nil)
	case len(s.offer.Languages) > 0 && !slices.Contains(s.offer.Languages, s.language):
		better := nearLanguage(s.offer.Languages, s.language)
		if better == "" {
			s.problem("language", app.Say("WhatsApp knows no language {{.Language}}.", "Language", s.language), app.Say("Choose one of the list."), nil)
			return
		}
		s.problem("language", app.Say("WhatsApp knows no language {{.Language}}.", "Language", s.language), app.Say("Use {{.Language}}", "Language", better),
			func(name, _ string, d app.TemplateDesign) (string, string, app.TemplateDesign) {
				return name, better, d
			})
	}
}

// nearLanguage is the code that was probably meant; "" when nobody can tell.
func nearLanguage(known []string, typed string) string {
	typed = strings.ReplaceAll(typed, "-", "_")
	base, _, _ := strings.Cut(typed, "_")
	for _, want := range []string{typed, base} {
		for _, k := range known {
			if strings.EqualFold(k, want) {
				return k
			}
		}
	}
	return ""
}

func categoryKnown(s *subject) {
	switch {
	case s.d.Category == "":
		s.problem("category", app.Say("The template has no category yet."), app.Say("Choose its category: it decides the price."), nil)
	case !slices.Contains(s.offer.Categories, s.d.Category):
		s.problem("category", app.Say("There is no category {{.Category}}.", "Category", string(s.d.Category)), app.Say("Choose one of the list."), nil)
	case s.d.Category == app.CategoryAuthentication && s.d.Code == nil && s.offer.Authentication:
		s.problem("category", app.Say("Templates for authentication have a text of WhatsApp's own, with a code in it."),
			app.Say("Make it a code template"), onDesign(func(d *app.TemplateDesign) {
				*d = app.TemplateDesign{Category: app.CategoryAuthentication, Code: &app.CodeDesign{Delivery: DeliveryCopy, Advice: true}, Lifetime: d.Lifetime}
			}))
	case s.d.Category != app.CategoryAuthentication && s.d.Code != nil:
		s.problem("category", app.Say("A template with a code is of the category authentication."), app.Say("Use that category"),
			onDesign(func(d *app.TemplateDesign) { d.Category = app.CategoryAuthentication }))
	}
}

// lifetimes are the shortest and the longest lifetime of each category.
var lifetimes = map[app.TemplateCategory][2]time.Duration{
	app.CategoryAuthentication: {30 * time.Second, 15 * time.Minute},
	app.CategoryUtility:        {30 * time.Second, 12 * time.Hour},
	app.CategoryMarketing:      {12 * time.Hour, lifetimeMost},
}

func lifetimeRange(s *subject) {
	span, ok := lifetimes[s.d.Category]
	switch v := s.d.Lifetime; {
	case v == 0 || !ok:
	case !s.offer.Lifetime:
		s.problem("lifetime", app.Say("The provider takes no lifetime for messages."), app.Say("Leave it out"), onDesign(func(d *app.TemplateDesign) { d.Lifetime = 0 }))
	case v == lifetimeMost && s.d.Category != app.CategoryMarketing:
	case v%time.Second != 0 || v < span[0] || v > span[1]:
		s.problem("lifetime", app.Say("Messages of this category live from {{.Shortest}} to {{.Longest}}.", "Shortest", span[0].String(), "Longest", span[1].String()),
			app.Say("Use {{.Lifetime}}", "Lifetime", min(max(v.Truncate(time.Second), span[0]), span[1]).String()),
			onDesign(func(d *app.TemplateDesign) { d.Lifetime = min(max(v.Truncate(time.Second), span[0]), span[1]) }))
	}
}
