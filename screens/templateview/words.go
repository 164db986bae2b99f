package templateview

import (
	"strings"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// Status is the chip of a template's status.
func Status(t app.Template) (kind kit.Kind, icon, word string) {
	switch t.Status {
	case app.TemplateApproved:
		return kit.KindOK, "circle-check", lang.L("Approved")
	case app.TemplateInReview:
		return kit.KindInfo, "clock", lang.L("In review")
	case app.TemplateRejected:
		return kit.KindDanger, "circle-x", lang.L("Rejected")
	case app.TemplateDisabled:
		return kit.KindDanger, "ban", lang.L("Switched off")
	case app.TemplatePaused:
		return kit.KindWarn, "circle-pause", lang.L("Paused")
	case app.TemplateDeclared:
		return kit.KindNeutral, "file-text", lang.L("Declared")
	case app.TemplateLeaving:
		return kit.KindNeutral, "trash-2", lang.L("Deleted")
	}
	if t.StatusWord == "" {
		return kit.KindNeutral, "circle-help", lang.L("Not known")
	}
	return kit.KindNeutral, "circle-help", t.StatusWord
}

// NotSent is the chip of a template that is being written.
func NotSent() (kind kit.Kind, icon, word string) {
	return kit.KindNeutral, "pencil-line", lang.L("Not sent yet")
}

// Quality is the dot and the word of a quality; "-" while it is not known.
func Quality(q app.TemplateQuality) (tok kit.Token, word string) {
	switch q {
	case app.QualityHigh:
		return kit.Ok, lang.L("High")
	case app.QualityMedium:
		return kit.Warn, lang.L("Medium")
	case app.QualityLow:
		return kit.Danger, lang.L("Low")
	}
	return kit.Text3, "-"
}

// Category is a category in words.
func Category(c app.TemplateCategory) string {
	switch c {
	case app.CategoryUtility:
		return lang.L("Utility")
	case app.CategoryMarketing:
		return lang.L("Marketing")
	case app.CategoryAuthentication:
		return lang.L("Authentication")
	}
	return string(c)
}

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
