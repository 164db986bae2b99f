package app

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A placeholder is a variable in the text of a template, as {{1}} or {{amount}}.
var placeholder = regexp.MustCompile(`\{\{\s*([A-Za-z0-9_]+)\s*\}\}`)

// PlaceholderSpan is one place in a text where a variable stands.
type PlaceholderSpan struct {
	// From and To are the bytes of the text, braces included.
	From, To int
	Name     string
}

// PlaceholderSpans gives all places where variables stand, in order.
func PlaceholderSpans(text string) (out []PlaceholderSpan) {
	if !strings.Contains(text, "{{") {
		return nil
	}
	for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, PlaceholderSpan{From: m[0], To: m[1], Name: text[m[2]:m[3]]})
	}
	return out
}

// Placeholders gives the names of the variables of a text, each once: numbers in
// their order, and names in the order in which they stand.
func Placeholders(text string) (out []string) {
	numbers := true
	for _, s := range PlaceholderSpans(text) {
		if slices.Contains(out, s.Name) {
			continue
		}
		if _, err := strconv.Atoi(s.Name); err != nil {
			numbers = false
		}
		out = append(out, s.Name)
	}
	if numbers {
		slices.SortStableFunc(out, func(a, b string) int {
			x, _ := strconv.Atoi(a)
			y, _ := strconv.Atoi(b)
			return x - y
		})
	}
	return out
}

// FillPlaceholders puts values into a text; what value gives no value for stays as
// it is written.
func FillPlaceholders(text string, value func(name string) (string, bool)) string {
	spans := PlaceholderSpans(text)
	if len(spans) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		v, ok := value(s.Name)
		if !ok {
			continue
		}
		b.WriteString(text[at:s.From])
		b.WriteString(v)
		at = s.To
	}
	b.WriteString(text[at:])
	return b.String()
}
