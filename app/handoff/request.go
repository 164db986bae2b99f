package handoff

import (
	"strings"
	"unicode/utf8"

	"channeldesk/app"
)

// The languages of a sheet.
const (
	English    = "en"
	Indonesian = "id"
)

// The longest recipient and note, in characters.
const (
	ToMax   = 120
	NoteMax = 1000
)

// Request says for whom a sheet is. The zero value is a sheet in English for
// the provider's team, without the secret.
type Request struct {
	// Audience decides what is explained; ForProvider when empty.
	Audience app.Audience
	// To is the company or person; may be empty.
	To string
	// Language is "en" or "id"; "en" when empty.
	Language string
	// IncludeSecret prints the webhook secret for all to read.
	IncludeSecret bool
}

// check fills in what was left out and cleans what was typed.
func (r Request) check() (Request, error) {
	switch r.Audience {
	case "":
		r.Audience = app.ForProvider
	case app.ForProvider, app.ForClientIT:
	default:
		return r, app.Invalid("audience", "There is no reader {{.Name}}. Use provider or client_it.", "Name", string(r.Audience))
	}
	switch r.Language {
	case "":
		r.Language = English
	case English, Indonesian:
	default:
		return r, app.Invalid("language", "Sheets are made in en or id, not in {{.Name}}.", "Name", r.Language)
	}
	to, err := checkTo(r.To)
	r.To = to
	return r, err
}

func checkTo(typed string) (string, error) {
	to := tidy(typed)
	if n := utf8.RuneCountInString(to); n > ToMax {
		return "", app.Invalid("to", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", ToMax)
	}
	return to, nil
}

// tidy folds blanks and line breaks and takes out the invisible characters that
// could turn the reading order of the text around them or hide between letters.
// The joiners that emoji and some scripts need stay.
func tidy(s string) string {
	return app.CleanName(strings.Map(func(r rune) rune {
		if isTrickster(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

func isTrickster(r rune) bool {
	switch {
	case r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u2069', r == '\u200E', r == '\u200F',
		r == '\u061C', r == '\u200B', r == '\uFEFF', r == '\u00AD':
		return true
	}
	return false
}
