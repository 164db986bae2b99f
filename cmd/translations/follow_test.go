package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is a small program that says texts in every way that is followed.
const sample = `package sample

import (
	"fmt"

	"fyne.io/fyne/v2/lang"
)

const shared = "constant " + "joined"

type row struct{ Label, Other string }

type text struct{ Template string }

func say(template string) text { return text{Template: template} }

func show(t text) string { return lang.L(t.Template) }

func plural(n int, one, many string) string {
	if n == 1 {
		return lang.L(one)
	}
	return lang.L(many, map[string]any{"N": n})
}

var words = map[int]string{1: "from a map"}

var rows = []row{{Label: "from a field", Other: "never shown"}, {"by position", "never shown"}}

type speaker interface{ speak(s string) string }

type loud struct{}

func (loud) speak(s string) string { return lang.L(s) }

func label(kind int) string {
	if kind == 1 {
		return "from a result"
	}
	return words[kind]
}

func joined(parts ...string) {
	for _, p := range parts {
		lang.L(p)
	}
}

func run(s speaker, name string) {
	lang.L("plain")
	lang.L(shared)
	lang.X("the.key", "with a key")
	lang.N("counted", 2)
	show(say("through a field"))
	plural(2, "one thing", "{{.N}} things")
	for _, r := range rows {
		lang.L(r.Label)
	}
	s.speak("through an interface")
	lang.L(label(2))
	joined("first of several", "second of several")
	local := func(t string) string { return lang.L(t) }
	local("through a function value")
	pair := [][2]string{{"not shown", "second of a pair"}}
	for _, p := range pair {
		lang.L(p[1])
	}
	text := "before"
	text = "after"
	lang.L(text)
	lang.L(fmt.Sprint(name))
	endless := []string{"out of itself"}
	for {
		endless = endless[1:]
		first := endless[0]
		endless = []string{first}
		lang.L(endless[0])
	}
}
`

func TestFollow(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, "sample"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(root, "sample", "sample.go"), []byte(sample), 0o600))
	s, err := load(root)
	require.NoError(t, err)
	f, _ := collect(s)
	require.Equal(t, []string{
		"after", "before", "by position", "constant joined", "counted", "first of several", "from a field", "from a map",
		"from a result", "one thing", "out of itself", "plain", "second of a pair", "second of several", "the.key", "through a field",
		"through a function value", "through an interface", "{{.N}} things",
	}, slices.Sorted(maps.Keys(f.English)))
	require.Equal(t, "with a key", f.English["the.key"])
	require.Equal(t, []string{"sample/sample.go:71: fmt.Sprint(name): comes from a call"}, f.Lost)
}
