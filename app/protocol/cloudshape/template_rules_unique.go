package cloudshape

import (
	"strconv"
	"strings"

	"channeldesk/app"
)

// variablesUnique: a variable with a name stands once in a template; the texts of
// cards count for themselves. Numbers may stand again.
func variablesUnique(s *subject) {
	if !s.d.Named || !s.offer.Named {
		return
	}
	taken := map[string]bool{}
	for _, f := range s.fields() {
		here := taken
		if strings.HasPrefix(f.part, "cards.") {
			here = map[string]bool{}
		}
		before := cloneNames(here)
		name := ""
		for _, span := range app.PlaceholderSpans(f.text) {
			if here[span.Name] {
				name = span.Name
			}
			here[span.Name] = true
		}
		if name == "" {
			continue
		}
		s.problem(f.part, app.Say("The variable {{.Name}} stands here more than once. A name stands once in a template.", "Name", "{{"+name+"}}"),
			app.Say("Give the others names of their own"), onDesign(func(d *app.TemplateDesign) {
				text, samples := renamed(f.text, f.samples, before)
				f.set(d, text, samples)
			}))
		return // the mend of one may mend what comes after it
	}
}

func cloneNames(names map[string]bool) map[string]bool {
	out := make(map[string]bool, len(names))
	for name := range names {
		out[name] = true
	}
	return out
}

// renamed gives variables that are taken, or stand again, names with a number.
func renamed(text string, samples map[string]string, taken map[string]bool) (string, map[string]string) {
	known, used, out := cloneNames(taken), cloneNames(taken), cloneSamples(samples)
	for _, span := range app.PlaceholderSpans(text) {
		known[span.Name] = true
	}
	var b strings.Builder
	at := 0
	for _, span := range app.PlaceholderSpans(text) {
		name := span.Name
		for n := 2; used[name]; n++ {
			if next := span.Name + "_" + strconv.Itoa(n); !known[next] {
				name = next
			}
		}
		if v := samples[span.Name]; name != span.Name && v != "" {
			out[name] = v
		}
		if name != span.Name && taken[span.Name] {
			delete(out, span.Name) // it stands in another text
		}
		used[name], known[name] = true, true
		b.WriteString(text[at:span.From] + "{{" + name + "}}")
		at = span.To
	}
	return b.String() + text[at:], out
}
