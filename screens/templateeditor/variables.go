package templateeditor

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"channeldesk/app"
)

// words is one text with variables of a draft, and how its variables are called in
// the labels. It points into the draft and is good until the next change to it.
type words struct {
	text    *string
	samples *map[string]string
	key     func(name string) string
}

// bodyKey is the key of a variable of the body: one that is called header has
// another, because the header's own has that.
func bodyKey(name string) string {
	if name == "header" {
		return "body.header"
	}
	return name
}

func bodyWords(d *app.TemplateDraft) words {
	return words{&d.Design.Body, &d.Design.Samples, bodyKey}
}

func headerWords(d *app.TemplateDraft) words {
	return words{&d.Design.Header.Text, &d.Design.Header.Samples, func(string) string { return "header" }}
}

func cardWords(d *app.TemplateDraft, i int) words {
	c := &d.Design.Cards[i]
	return words{&c.Body, &c.Samples, func(name string) string { return cardKey(i) + name }}
}

func cardKey(i int) string { return "card." + strconv.Itoa(i) + "." }

// allWords are the texts of a draft that have variables.
func allWords(d *app.TemplateDraft) (out []words) {
	if d.Design.Header != nil && d.Design.Header.Kind == app.HeaderText {
		out = append(out, headerWords(d))
	}
	out = append(out, bodyWords(d))
	for i := range d.Design.Cards {
		out = append(out, cardWords(d, i))
	}
	return out
}

// nextVariable is the name that a new variable of a text gets.
func nextVariable(text string, named bool) string {
	taken := app.Placeholders(text)
	if !named {
		most := 0
		for _, name := range taken {
			if n, err := strconv.Atoi(name); err == nil {
				most = max(most, n)
			}
		}
		return strconv.Itoa(most + 1)
	}
	return freeName("value", taken)
}

// freeName is a name that is not taken: the name itself, or with a number behind.
func freeName(name string, taken []string) string {
	for n := 1; ; n++ {
		free := name
		if n > 1 {
			free += "_" + strconv.Itoa(n)
		}
		if !slices.Contains(taken, free) {
			return free
		}
	}
}

// setEntry sets or removes an entry of a map that may be nil.
func setEntry(m *map[string]string, key, value string) {
	out := maps.Clone(*m)
	if out == nil {
		out = map[string]string{}
	}
	if out[key] = value; value == "" {
		delete(out, key)
	}
	if len(out) == 0 {
		out = nil
	}
	*m = out
}

// useNames gives every variable a name, from its label where it has one.
func useNames(d *app.TemplateDraft) {
	d.Design.Named = true
	for _, w := range allWords(d) {
		var taken []string
		renameAll(d, w, func(old string) string {
			if _, err := strconv.Atoi(old); err != nil {
				taken = append(taken, old)
				return old
			}
			name := slug(d.Labels[w.key(old)])
			if name == "" {
				name = "value_" + old
			}
			name = freeName(name, taken)
			taken = append(taken, name)
			return name
		})
	}
}

// useNumbers counts the variables of each text, in the order in which they stand.
// Names become labels where there is none.
func useNumbers(d *app.TemplateDraft) {
	d.Design.Named = false
	for _, w := range allWords(d) {
		n := 0
		renameAll(d, w, func(old string) string {
			n++
			if _, err := strconv.Atoi(old); err != nil && d.Labels[w.key(old)] == "" {
				setEntry(&d.Labels, w.key(old), spoken(old))
			}
			return strconv.Itoa(n)
		})
	}
}

// renameVariable gives one variable of a text another name.
func renameVariable(d *app.TemplateDraft, w words, old, name string) {
	if old == name || name == "" || slices.Contains(app.Placeholders(*w.text), name) {
		return
	}
	renameAll(d, w, func(n string) string {
		if n == old {
			return name
		}
		return n
	})
}

// renameAll gives the variables of a text other names, in the order in which they
// stand; samples and labels go with them.
func renameAll(d *app.TemplateDraft, w words, call func(old string) string) {
	of := map[string]string{}
	for _, span := range app.PlaceholderSpans(*w.text) {
		if of[span.Name] == "" {
			of[span.Name] = call(span.Name)
		}
	}
	samples, labels := map[string]string{}, maps.Clone(d.Labels)
	for old := range of {
		delete(labels, w.key(old))
	}
	for old, name := range of {
		if v := (*w.samples)[old]; v != "" {
			samples[name] = v
		}
		if v := d.Labels[w.key(old)]; v != "" {
			labels[w.key(name)] = v
		}
	}
	*w.text = app.FillPlaceholders(*w.text, func(name string) (string, bool) { return "{{" + of[name] + "}}", true })
	*w.samples, d.Labels = samples, labels
	if len(samples) == 0 {
		*w.samples = nil
	}
}

// slug is a label as a name that a variable may have.
func slug(label string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, label), "_")
}

// spoken is a name as a label.
func spoken(name string) string {
	r := []rune(strings.TrimSpace(strings.ReplaceAll(name, "_", " ")))
	if len(r) == 0 {
		return name
	}
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// typedName is what was typed for a template's name in the form that it must have:
// each letter that a name cannot have becomes another one, so that the cursor stays
// where it is.
func typedName(typed string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, typed)
}

// relabel moves labels to other keys; "" drops one.
func relabel(labels map[string]string, move func(key string) string) map[string]string {
	out := map[string]string{}
	for key, label := range labels {
		if to := move(key); to != "" {
			out[to] = label
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
