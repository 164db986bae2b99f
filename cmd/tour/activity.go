//go:build linux

package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func version(n int) string { return fmt.Sprintf("Version %d", n) }

// csvHead are the columns of the exported file.
var csvHead = []string{"time", "agent", "environment", "who", "kind", "what_happened", "before", "after"}

// activity filters the log, looks at a line, proves the log, and writes it into
// a file.
func activity(g *guide) {
	g.page("Activity")
	g.clickPart("Activity")
	g.wait("the lines", func(seen) bool { return g.lines() > 20 })
	g.photo("activity")
	all := g.lines()
	g.choose("Everything", "Connection")
	g.wait("fewer lines", func(seen) bool { n := g.lines(); return n > 0 && n < all })
	few := g.lines()
	g.clickFirst("registered")
	g.wait("the line's drawer", func(s seen) bool { return s.Says("Line number") })
	g.photo("activity-line")
	g.click("Verify")
	g.waitText("lines hold")
	g.photo("activity-verified")
	g.click("Export CSV")
	g.waitText("Export the activity")
	g.photo("activity-export")
	g.click("Choose the place")
	g.waitText("Save file")
	g.click("Save")
	g.waitText(fmt.Sprintf("%d lines exported", few))
	home, err := os.UserHomeDir()
	g.must(err)
	name := "activity-" + time.Now().Format("2006-01-02") + ".csv"
	if rows := g.readCSV(filepath.Join(home, name)); len(rows) != few {
		g.fail("%s has %d lines, the page says %d", name, len(rows), few)
	}
	g.choose("Connection", "Everything")
}

// clickPart clicks on a word of the page's own head: below the bar, and not in
// the rail, whose foot has the same words.
func (g *guide) clickPart(word string) {
	found := g.locate("the view "+word, func(s seen) (thing, bool) {
		for _, t := range s.Top() {
			if t.Kind == "text" && t.Text == word && t.Y > barHeight && t.Y < s.Height/4 {
				return t, true
			}
		}
		return thing{}, false
	})
	g.must(g.ClickAt(found.Middle()))
}

// clickFirst clicks on the first text that holds some words.
func (g *guide) clickFirst(words string) {
	found := g.locate(fmt.Sprintf("a text with %q", words), func(s seen) (thing, bool) {
		for _, t := range s.Top() {
			if t.Kind == "text" && strings.Contains(t.Text, words) {
				return t, true
			}
		}
		return thing{}, false
	})
	g.must(g.ClickAt(found.Middle()))
}

// barHeight is that of the bar above the page.
const barHeight = 56

// lineCount is what stands below the table.
var lineCount = regexp.MustCompile(`^(\d+) lines, all there are$`)

// lines is how many lines the page says it shows; 0 when it does not say.
func (g *guide) lines() int {
	for _, t := range g.seen().Things {
		if m := lineCount.FindStringSubmatch(t.Text); m != nil {
			n, err := strconv.Atoi(m[1])
			g.must(err)
			return n
		}
	}
	return 0
}

// readCSV gives the lines of an exported file below its head.
func (g *guide) readCSV(path string) [][]string {
	data, err := os.ReadFile(path)
	g.must(err)
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	g.must(err)
	if len(rows) == 0 || !slices.Equal(rows[0], csvHead) {
		g.fail("%s does not begin with its head", filepath.Base(path))
	}
	return rows[1:]
}
