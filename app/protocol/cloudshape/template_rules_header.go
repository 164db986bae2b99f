package cloudshape

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"channeldesk/app"
)

// The rules about what stands above the text.
var headerRules = []templateRule{
	{"header_kind", headerKind},
	{"header_missing", headerMissing},
	{"header_length", headerLength},
	{"header_variables", headerVariables},
	{"header_formatting", headerFormatting},
	{"header_sample", headerSample},
	{"header_location", headerLocation},
}

func headerKind(s *subject) {
	if h := s.d.Header; h != nil && !slices.Contains(s.offer.Headers, h.Kind) {
		s.problem("header", app.Say("The provider takes no heading of this kind."), app.Say("Leave the heading out"), onDesign(func(d *app.TemplateDesign) { d.Header = nil }))
	}
}

func headerMissing(s *subject) {
	if h := s.d.Header; h != nil && h.Kind == app.HeaderText && strings.TrimSpace(h.Text) == "" {
		s.problem("header", app.Say("The heading is empty."), app.Say("Leave the heading out"), onDesign(func(d *app.TemplateDesign) { d.Header = nil }))
	}
}

func headerLength(s *subject) {
	if h := s.d.Header; h != nil && h.Kind == app.HeaderText {
		if n := utf8.RuneCountInString(h.Text); n > s.offer.MaxHeader {
			s.problem("header", app.Say("The heading has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", s.offer.MaxHeader), app.Say("Shorten the heading."), nil)
		}
	}
}

func headerVariables(s *subject) {
	if h := s.d.Header; h != nil && h.Kind == app.HeaderText && len(app.PlaceholderSpans(h.Text)) > 1 {
		s.problem("header", app.Say("A heading has one variable at most."), app.Say("Move the others into the text."), nil)
	}
}

// headerFormatting: no line breaks, no signs of formatting, no emoji.
func headerFormatting(s *subject) {
	h := s.d.Header
	if h == nil || h.Kind != app.HeaderText || plainHeading(h.Text) == h.Text {
		return
	}
	s.problem("header", app.Say("A heading has no emoji, no line break and no signs for bold, italics or the like."), app.Say("Take them out"),
		onDesign(func(d *app.TemplateDesign) { d.Header.Text = strings.TrimSpace(plainHeading(d.Header.Text)) }))
}

// plainHeading is a heading without what none can have. What is between the braces
// of a variable stays.
func plainHeading(text string) string {
	var b strings.Builder
	at := 0
	for _, span := range app.PlaceholderSpans(text) {
		b.WriteString(plainWords(text[at:span.From]))
		b.WriteString(text[span.From:span.To])
		at = span.To
	}
	b.WriteString(plainWords(text[at:]))
	return b.String()
}

// wrapped is a word or more in italics; an underscore within a word is none.
var wrapped = regexp.MustCompile(`(^|\s)_([^_\s][^_]*)_(\s|$)`)

func plainWords(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r == '*' || r == '~' || r == '`' || isEmoji(r):
			return -1
		}
		return r
	}, s)
	return wrapped.ReplaceAllString(s, "$1$2$3")
}

// isEmoji knows the blocks of pictures, and what joins and colours them.
func isEmoji(r rune) bool {
	switch {
	case r == 0x200d || r == 0xfe0f || r == 0x20e3:
		return true
	case r >= 0x1f000 && r <= 0x1faff, r >= 0x2600 && r <= 0x27bf, r >= 0x2b00 && r <= 0x2bff, r >= 0x2300 && r <= 0x23ff:
		return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r >= 0x1f000
	case r >= 0xe0020 && r <= 0xe007f:
		return true
	}
	return false
}

func headerSample(s *subject) {
	if !s.offer.Samples {
		return
	}
	check := func(part string, h app.HeaderDesign) {
		if h.Kind.IsFile() && h.Handle == "" && h.Path == "" {
			s.problem(part, app.Say("The review needs an example of the file."), app.Say("Choose a file."), nil)
		}
	}
	if s.d.Header != nil {
		check("header", *s.d.Header)
	}
	for i, c := range s.d.Cards {
		check(cardPart(i, "header"), c.Header)
	}
}

func headerLocation(s *subject) {
	if h := s.d.Header; h != nil && h.Kind == app.HeaderLocation && s.d.Category == app.CategoryAuthentication {
		s.problem("header", app.Say("Only utility and marketing templates have a place as heading."), app.Say("Leave the heading out"), onDesign(func(d *app.TemplateDesign) { d.Header = nil }))
	}
}
