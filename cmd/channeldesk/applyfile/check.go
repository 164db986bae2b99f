package applyfile

import (
	"regexp"
	"strings"
	"time"
)

var (
	// wordLike is what may be repeated in a message: a word that could be a
	// mistyped key. Tokens and App Secrets have digits or capitals.
	wordLike    = regexp.MustCompile(`^[a-z][a-z_]{0,31}$`)
	wholeNumber = regexp.MustCompile(`^\+?[0-9]+$`)
	envName     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)
)

// check holds a value against its description and notes every problem.
func check(n *node, t table, p *Problems) {
	if n.kind == nothing {
		p.Add(n.pos, "%s has no value. Leave the line out to keep what there is, or write \"\" to clear it.", quoteName(t.name))
		return
	}
	switch t.takes {
	case takesText:
		if !isText(n) {
			p.Add(n.pos, "%s takes text, not %s. Put it in quotes.", quoteName(t.name), kindNames[n.kind])
		}
	case takesFlag:
		if n.kind != flag {
			p.Add(n.pos, "%s takes true or false, not %s.", quoteName(t.name), kindNames[n.kind])
		}
	case takesDelay:
		checkDelay(n, t, p)
	case takesKeys:
		checkKeys(n, t, p)
	case takesKeysOr:
		if n.kind == text && n.value == t.word {
			return
		}
		if n.kind != mapping {
			p.Add(n.pos, "%s takes a group of keys, or the word %s.", quoteName(t.name), t.word)
			return
		}
		checkKeys(n, t, p)
	case takesNamed:
		if !isMapping(n, t, p) {
			return
		}
		for _, e := range n.entries {
			check(e.value, table{name: e.name}, p)
		}
	case takesSecrets:
		if !isMapping(n, t, p) {
			return
		}
		for _, e := range n.entries {
			checkSource(e, t, p)
		}
	}
}

func isMapping(n *node, t table, p *Problems) bool {
	if n.kind != mapping {
		p.Add(n.pos, "%s takes a group of keys, not %s.", quoteName(t.name), kindNames[n.kind])
		return false
	}
	noteTwice(n, p)
	return true
}

func noteTwice(n *node, p *Problems) {
	first := map[string]Pos{}
	for _, e := range n.entries {
		if at, again := first[e.name]; again {
			p.Add(e.pos, "%s stands here a second time. The first is in line %d.", quoteName(e.name), at.Line)
			continue
		}
		first[e.name] = e.pos
	}
}

func checkKeys(n *node, t table, p *Problems) {
	if !isMapping(n, t, p) {
		return
	}
	for _, e := range n.entries {
		if sub, known := find(t.keys, e.name); known {
			check(e.value, sub, p)
			continue
		}
		p.Add(e.pos, "%s is not a key that belongs here. %s", quoteName(e.name), suggest(e.name, t.keys))
	}
	for _, sub := range t.keys {
		if sub.required && n.get(sub.name) == nil {
			p.Add(n.pos, "The key %s is missing%s.", sub.name, under(t.name))
		}
	}
}

func under(name string) string {
	if name == "" {
		return ""
	}
	return " under " + name
}

// checkSource looks at where one secret comes from, without repeating any of it.
func checkSource(e entry, t table, p *Problems) {
	if e.value.kind != mapping {
		p.Add(e.value.pos, "A secret must not stand in the file. Say where it is: {env: NAME}, {file: PATH} or {stdin: true}.")
		return
	}
	checkKeys(e.value, table{name: e.name, keys: t.keys}, p)
	if len(e.value.entries) != 1 {
		p.Add(e.value.pos, "%s takes exactly one of env, file and stdin.", quoteName(e.name))
		return
	}
	switch from := e.value.entries[0]; {
	case from.name == "env" && isText(from.value) && !envName.MatchString(from.value.value):
		p.Add(from.value.pos, "This is not the name of an environment variable. Write its name, not its value.")
	case from.name == "file" && isText(from.value) && strings.TrimSpace(from.value.value) == "":
		p.Add(from.value.pos, "The file name is empty.")
	case from.name == "stdin" && from.value.kind == flag && !isTrue(from.value):
		p.Add(from.value.pos, "Write stdin: true, or leave the secret out.")
	}
}

func checkDelay(n *node, t table, p *Problems) {
	if n.kind == text {
		if _, ok := parseDelay(n.value); ok {
			return
		}
	}
	p.Add(n.pos, "%s takes a time with its unit, for example 10m, 90s or 1h.", quoteName(t.name))
}

func parseDelay(s string) (time.Duration, bool) {
	d, err := time.ParseDuration(s)
	return d, err == nil && d >= 0 && d%time.Second == 0
}

func isText(n *node) bool {
	return n.kind == text || n.kind == number && wholeNumber.MatchString(n.value)
}

func isTrue(n *node) bool { return strings.EqualFold(n.value, "true") }

func find(keys []table, name string) (table, bool) {
	for _, k := range keys {
		if k.name == name {
			return k, true
		}
	}
	return table{}, false
}

// quoteName repeats a key only when it looks like one.
func quoteName(name string) string {
	switch {
	case name == "":
		return "The file"
	case wordLike.MatchString(name):
		return name
	}
	return "This"
}

// suggest names the key that was probably meant, or all that are possible.
func suggest(name string, keys []table) string {
	best, least := "", 3
	for _, k := range keys {
		if d := distance(strings.ToLower(strings.ReplaceAll(name, "-", "_")), k.name); d < least {
			best, least = k.name, d
		}
	}
	if best != "" {
		return "Did you mean " + best + "?"
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return "Possible here: " + strings.Join(names, ", ") + "."
}

// distance counts the letters to change between two short words.
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
