package templateview

import (
	"cmp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// codeWords are the fixed sentences of a template with a code, which WhatsApp writes
// itself in the language of the template, and not in that of the window.
type codeWords struct {
	body, advice, footer, copy, fill string
}

// wordsOfCodes are the sentences that are known, by language with its region or
// without. What is empty is not known.
var wordsOfCodes = map[string]codeWords{
	"en":    {"*{{1}}* is your verification code.", "For your security, do not share this code.", "This code expires in {{minutes}} minutes.", "Copy code", "Autofill"},
	"id":    {"*{{1}}* adalah kode verifikasi Anda.", "Demi keamanan, jangan bagikan kode ini.", "Kode ini kedaluwarsa dalam {{minutes}} menit.", "Salin kode", ""},
	"es":    {"*{{1}}* es tu código de verificación.", "Por tu seguridad, no lo compartas.", "Este código caduca en {{minutes}} minutos.", "Copiar código", "Autocompletar"},
	"es_ES": {"Tu código de verificación es *{{1}}*.", "Por tu seguridad, no lo compartas.", "Este código caduca en {{minutes}} minutos.", "Copiar código", "Autocompletar"},
}

// knownWords are the sentences in a language as far as they are known.
func knownWords(language string) codeWords {
	language = strings.ReplaceAll(language, "-", "_")
	if w, ok := wordsOfCodes[language]; ok {
		return w
	}
	base, _, _ := strings.Cut(language, "_")
	return wordsOfCodes[base]
}

// CodeButtons are the provider's own words on the buttons that copy and fill in a
// code; those that are not known in the language are in English.
func CodeButtons(language string) (copy, fill string) {
	w, english := knownWords(language), wordsOfCodes["en"]
	return cmp.Or(w.copy, english.copy), cmp.Or(w.fill, english.fill)
}

// codeMessage is an authentication template. What is not known in its language is in
// English; foreign reports whether anything is.
func codeMessage(t app.Template, values map[string]string, at string) (m kit.Message, foreign bool) {
	w, english, c := knownWords(t.Language), wordsOfCodes["en"], *t.Design.Code
	pick := func(own, spare string) string {
		foreign = foreign || own == ""
		return cmp.Or(own, spare)
	}
	m = kit.Message{Body: t.Design.Body, Time: at}
	if len(app.Placeholders(m.Body)) == 0 { // the provider has not told it yet
		m.Body = pick(w.body, english.body)
		if c.Advice {
			m.Body += " " + pick(w.advice, english.advice)
		}
	}
	m.Values = bodyValues("", m.Body, values)
	if c.Minutes > 0 {
		m.Footer = strings.ReplaceAll(pick(w.footer, english.footer), "{{minutes}}", strconv.Itoa(c.Minutes))
	}
	switch {
	case c.Delivery == "zero_tap":
	case c.Delivery == "one_tap" && c.FillText != "":
		m.Buttons = []kit.MessageButton{{Icon: "check", Text: c.FillText}}
	case c.Delivery == "one_tap":
		m.Buttons = []kit.MessageButton{{Icon: "check", Text: pick(w.fill, english.fill)}}
	case c.CopyText != "":
		m.Buttons = []kit.MessageButton{{Icon: "copy", Text: c.CopyText}}
	default:
		m.Buttons = []kit.MessageButton{{Icon: "copy", Text: pick(w.copy, english.copy)}}
	}
	return m, foreign
}

// CodeNote says that the preview of a template with a code has words in English that
// the customer will read in the language of the template; "" when it has none.
func CodeNote(t app.Template) string {
	if t.Design.Code == nil || t.Language == "" {
		return ""
	}
	if _, foreign := codeMessage(t, nil, ""); !foreign {
		return ""
	}
	return lang.L("Customers read WhatsApp's own words in {{.Language}}. Those that are not known here stand in English.", map[string]any{"Language": Language(t.Language)})
}
