package templateview

import (
	"strings"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Status is the chip of a template's status.
func Status(t app.Template) (kind kit.Kind, icon, word string) {
	word = frame.T(template.StatusLabel(t))
	switch t.Status {
	case app.TemplateApproved:
		return kit.KindOK, "circle-check", word
	case app.TemplateInReview:
		return kit.KindInfo, "clock", word
	case app.TemplateRejected, app.TemplateDisabled:
		return kit.KindDanger, "circle-x", word
	case app.TemplatePaused:
		return kit.KindWarn, "circle-pause", word
	case app.TemplateDeclared:
		return kit.KindNeutral, "file-text", word
	case app.TemplateLeaving:
		return kit.KindNeutral, "trash-2", word
	}
	return kit.KindNeutral, "circle-help", word
}

// Quality is the dot and the word of a quality; "-" while it is not known.
func Quality(q app.TemplateQuality) (tok kit.Token, word string) {
	word = frame.T(template.QualityLabel(q))
	switch q {
	case app.QualityHigh:
		return kit.Ok, word
	case app.QualityMedium:
		return kit.Warn, word
	case app.QualityLow:
		return kit.Danger, word
	}
	return kit.Text3, "-"
}

// Category is a category in words.
func Category(c app.TemplateCategory) string { return frame.T(template.CategoryLabel(c)) }

// Language is the name of a provider's code of a language: "Indonesian",
// "English (US)". A code that is not known stays as it is.
func Language(code string) string {
	switch code {
	case "en":
		return lang.L("English")
	case "id":
		return lang.L("Indonesian")
	}
	tag, err := language.Parse(strings.ReplaceAll(code, "_", "-"))
	if err != nil {
		return code
	}
	base, region, hasRegion := strings.Cut(strings.ReplaceAll(code, "_", "-"), "-")
	name := display.English.Languages().Name(language.Make(base))
	if name == "" {
		return code
	}
	if hasRegion && len(region) == 2 {
		if r, sure := tag.Region(); sure == language.Exact {
			return name + " (" + r.String() + ")"
		}
	}
	return name
}

// ShortLanguage is a code as it stands in lists: "EN", "EN US".
func ShortLanguage(code string) string {
	return strings.ToUpper(strings.ReplaceAll(code, "_", " "))
}
