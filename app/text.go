package app

import (
	"fmt"
	"strconv"
	"strings"
	"text/template"
)

// Text is a sentence for people that can still be translated: an English
// template, which is also its key in the translation files, and its values.
// The zero value is the empty sentence.
type Text struct {
	// Template is English, with values as {{.Name}}.
	Template string `json:"template"`
	// Args are the values by name; nil when the template has none. Whole numbers are
	// counts and are written in groups of three digits; a number that is a name, as
	// a port, is given as a string.
	Args map[string]any `json:"args,omitempty"`
}

// Say builds a Text from an English template and pairs of name and value:
//
//	app.Say("{{.Number}} is in {{.Account}}", "Number", n, "Account", a)
func Say(template string, pairs ...any) Text {
	t := Text{Template: template}
	for i := 0; i+1 < len(pairs); i += 2 {
		if t.Args == nil {
			t.Args = make(map[string]any, len(pairs)/2)
		}
		name, ok := pairs[i].(string)
		if !ok {
			name = fmt.Sprint(pairs[i])
		}
		t.Args[name] = pairs[i+1]
	}
	return t
}

// IsEmpty reports whether there is nothing to say.
func (t Text) IsEmpty() bool { return t.Template == "" }

// String is the English sentence, for the command line and the log.
func (t Text) String() string {
	if len(t.Args) == 0 || !strings.Contains(t.Template, "{{") {
		return t.Template
	}
	tpl, err := template.New("text").Option("missingkey=zero").Parse(t.Template)
	if err != nil {
		return t.Template
	}
	args := make(map[string]any, len(t.Args))
	for k, v := range t.Args {
		switch inner := v.(type) {
		case Text:
			v = inner.String()
		case int:
			v = GroupDigits(inner, ",")
		case int64:
			v = GroupDigits(int(inner), ",")
		}
		args[k] = v
	}
	var b strings.Builder
	if err := tpl.Execute(&b, args); err != nil {
		return t.Template
	}
	return b.String()
}

// GroupDigits writes a number with a mark between thousands, as 2,415.
func GroupDigits(n int, mark string) string {
	digits, sign := strconv.Itoa(n), ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return sign + digits
}
