package cloudshape

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"channeldesk/app"
)

// The rules about texts and the variables in them.
var textRules = []templateRule{
	{"body_missing", bodyMissing},
	{"body_length", bodyLength},
	{"footer_length", footerLength},
	{"footer_variables", footerVariables},
	{"footer_breaks", footerBreaks},
	{"variables_broken", variablesBroken},
	{"variables_kind", variablesKind},
	{"variables_names", variablesNames},
	{"variables_unique", variablesUnique},
	{"variables_gap", variablesGap},
	{"variables_edges", variablesEdges},
	{"variables_adjacent", variablesAdjacent},
	{"variables_many", variablesMany},
	{"samples_missing", samplesMissing},
}

func bodyMissing(s *subject) {
	if s.d.Code == nil && strings.TrimSpace(s.d.Body) == "" {
		s.problem("body", app.Say("The template has no text yet."), app.Say("Write what the customer will read."), nil)
	}
}

// The longest body of a limited-time offer, and of a card.
const (
	offerBodyMax = 600
	cardBodyMax  = 160
)

func bodyLength(s *subject) {
	for _, f := range s.fields() {
		most := s.offer.MaxBody
		switch {
		case f.part == "header":
			continue
		case f.part != "body":
			most = cardBodyMax
		case s.d.Offer != nil:
			most = offerBodyMax
		}
		if n := utf8.RuneCountInString(f.text); n > most {
			s.problem(f.part, app.Say("The text has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", most), app.Say("Take {{.N}} away.", "N", n-most), nil)
		}
	}
}

func footerLength(s *subject) {
	if n := utf8.RuneCountInString(s.d.Footer); n > s.offer.MaxFooter {
		s.problem("footer", app.Say("The footer has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", s.offer.MaxFooter), app.Say("Shorten the footer."), nil)
	}
}

func footerVariables(s *subject) {
	if strings.Contains(s.d.Footer, "{{") {
		s.problem("footer", app.Say("A footer has no variables."), app.Say("Take the variables out"), onDesign(func(d *app.TemplateDesign) {
			d.Footer = strings.TrimSpace(manyBlanks.ReplaceAllString(anyBraces.ReplaceAllString(d.Footer, ""), " "))
		}))
	}
}

func footerBreaks(s *subject) {
	if strings.ContainsAny(s.d.Footer, "\r\n\t") {
		s.problem("footer", app.Say("A footer is one line."), app.Say("Make it one line"), onDesign(func(d *app.TemplateDesign) {
			d.Footer = app.CleanName(d.Footer)
		}))
	}
}

var (
	anyBraces  = regexp.MustCompile(`\{\{[^{}]*\}?\}?|\}\}`)
	manyBlanks = regexp.MustCompile(` {2,}`)
	// spaced is a variable with blanks inside its braces.
	spaced = regexp.MustCompile(`\{\{\s*([A-Za-z0-9_]+)\s*\}\}`)
)

// variablesBroken finds braces that are no variable, as {1} would not be seen and
// {{first name}} is refused.
func variablesBroken(s *subject) {
	for _, f := range s.fields() {
		rest := app.FillPlaceholders(f.text, func(string) (string, bool) { return "", true })
		switch {
		case strings.Contains(rest, "{{"), strings.Contains(rest, "}}"):
			s.problem(f.part, app.Say("A variable is not written as one: two braces, a number or a name of letters, digits and underscores, and two braces."),
				app.Say("Write it like {{.Example}}.", "Example", s.example()), nil)
		case spaced.ReplaceAllString(f.text, "{{$1}}") != f.text:
			s.problem(f.part, app.Say("A variable has blanks between its braces."), app.Say("Take the blanks out"), onDesign(func(d *app.TemplateDesign) {
				f.set(d, spaced.ReplaceAllString(f.text, "{{$1}}"), cloneSamples(f.samples))
			}))
		}
	}
}

func (s *subject) example() string {
	if s.d.Named {
		return "{{customer_name}}"
	}
	return "{{1}}"
}

var numberForm = regexp.MustCompile(`^[0-9]+$`)

// variablesKind holds that all variables are numbers, or all are names.
func variablesKind(s *subject) {
	for _, f := range s.fields() {
		for _, name := range app.Placeholders(f.text) {
			switch isNumber := numberForm.MatchString(name); {
			case s.d.Named && isNumber:
				s.problem(f.part, app.Say("Variables of this template have names, and {{.Name}} is a number.", "Name", name), app.Say("Give it a name."), nil)
			case !s.d.Named && !isNumber && s.offer.Named && s.allNamed():
				s.problem(f.part, app.Say("The variables have names, and the template is set to numbers."), app.Say("Use names"), onDesign(func(d *app.TemplateDesign) { d.Named = true }))
			case !s.d.Named && !isNumber:
				s.problem(f.part, app.Say("Variables of this template are numbers, and {{.Name}} is a name.", "Name", name), app.Say("Number the variables"), s.numbered())
			default:
				continue
			}
			return
		}
	}
}

func (s *subject) allNamed() bool {
	for _, f := range s.fields() {
		for _, name := range app.Placeholders(f.text) {
			if numberForm.MatchString(name) {
				return false
			}
		}
	}
	return true
}

// numbered counts the variables of each text anew, in the order in which they
// stand.
func (s *subject) numbered() mend {
	fields := s.fields()
	return onDesign(func(d *app.TemplateDesign) {
		for _, f := range fields {
			text, samples := renumber(f.text, f.samples)
			f.set(d, text, samples)
		}
	})
}

func renumber(text string, samples map[string]string) (string, map[string]string) {
	of, out := map[string]string{}, map[string]string{}
	text = app.FillPlaceholders(text, func(name string) (string, bool) {
		if of[name] == "" {
			of[name] = strconv.Itoa(len(of) + 1)
			if v := samples[name]; v != "" {
				out[of[name]] = v
			}
		}
		return "{{" + of[name] + "}}", true
	})
	if len(out) == 0 {
		out = nil
	}
	return text, out
}

var nameOfVariable = regexp.MustCompile(`^[a-z0-9_]+$`)

func variablesNames(s *subject) {
	if !s.d.Named {
		return
	}
	if !s.offer.Named {
		s.problem("body", app.Say("The provider takes numbered variables only."), app.Say("Number the variables"), func(name, language string, d app.TemplateDesign) (string, string, app.TemplateDesign) {
			name, language, d = s.numbered()(name, language, d)
			d.Named = false
			return name, language, d
		})
		return
	}
	for _, f := range s.fields() {
		for _, name := range app.Placeholders(f.text) {
			if nameOfVariable.MatchString(name) {
				continue
			}
			s.problem(f.part, app.Say("The name of a variable has only small letters, digits and underscores: {{.Name}}.", "Name", name),
				app.Say("Use small letters"), onDesign(func(d *app.TemplateDesign) {
					samples := map[string]string{}
					for k, v := range f.samples {
						samples[strings.ToLower(k)] = v
					}
					f.set(d, app.FillPlaceholders(f.text, func(name string) (string, bool) { return "{{" + strings.ToLower(name) + "}}", true }), samples)
				}))
			break
		}
	}
}

func variablesGap(s *subject) {
	if s.d.Named {
		return
	}
	for _, f := range s.fields() {
		for i, name := range app.Placeholders(f.text) {
			if !numberForm.MatchString(name) || name == strconv.Itoa(i+1) {
				continue
			}
			s.problem(f.part, app.Say("The variables are counted from 1 without a gap, and {{.N}} is missing.", "N", i+1), app.Say("Count them anew"), onDesign(func(d *app.TemplateDesign) {
				text, samples := renumber(f.text, f.samples)
				f.set(d, text, samples)
			}))
			break
		}
	}
}

// variablesEdges: a text neither begins nor ends with a variable; the sign that
// ends a sentence is enough.
func variablesEdges(s *subject) {
	for _, f := range s.fields() {
		if f.part == "header" {
			continue
		}
		spans := app.PlaceholderSpans(f.text)
		if len(spans) == 0 {
			continue
		}
		first, last := spans[0], spans[len(spans)-1]
		if strings.TrimSpace(f.text[:first.From]) == "" {
			s.problem(f.part, app.Say("The text begins with a variable."), app.Say("Write a word before it."), nil)
		}
		if strings.TrimSpace(f.text[last.To:]) == "" {
			s.problem(f.part, app.Say("The text ends with a variable."), app.Say("Put a full stop behind it"), onDesign(func(d *app.TemplateDesign) {
				f.set(d, strings.TrimRightFunc(f.text, unicode.IsSpace)+".", cloneSamples(f.samples))
			}))
		}
	}
}

func variablesAdjacent(s *subject) {
	for _, f := range s.fields() {
		spans := app.PlaceholderSpans(f.text)
		for i := 1; i < len(spans); i++ {
			if strings.TrimSpace(f.text[spans[i-1].To:spans[i].From]) == "" {
				s.problem(f.part, app.Say("Two variables stand side by side."), app.Say("Write a word between them."), nil)
				break
			}
		}
	}
}

// variablesMany warns when there are few words around the variables; where exactly
// the provider draws the line is not known.
func variablesMany(s *subject) {
	for _, f := range s.fields() {
		n := len(app.PlaceholderSpans(f.text))
		if n == 0 || f.part == "header" {
			continue
		}
		words := len(strings.Fields(app.FillPlaceholders(f.text, func(string) (string, bool) { return " ", true })))
		if words < 2*n+1 {
			s.advice(f.part, app.Say("There are many variables for so few words. WhatsApp may refuse that."), app.Say("Write some more words, or use fewer variables."), nil)
		}
	}
}

func samplesMissing(s *subject) {
	if !s.offer.Listed {
		return // nobody reviews it
	}
	for _, f := range s.fields() {
		for _, name := range app.Placeholders(f.text) {
			if v := f.samples[name]; strings.TrimSpace(v) == "" || strings.Contains(v, "{{") {
				s.problem(f.part, app.Say("The variable {{.Name}} has no example value, which the review needs.", "Name", "{{"+name+"}}"), app.Say("Enter an example, without real customers' data."), nil)
				break
			}
		}
	}
}
