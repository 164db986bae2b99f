//go:build linux

package main

import (
	"fmt"
	"strings"
)

// seen is what the window says it shows; the program writes it on request. All
// measures are pixels of the window.
type seen struct {
	Serial int     `json:"serial"`
	Title  string  `json:"title"`
	Width  int     `json:"width"`
	Height int     `json:"height"`
	Full   bool    `json:"full_screen"`
	Layers int     `json:"layers"`
	Things []thing `json:"things"`
}

// thing is a control or a text in the window.
type thing struct {
	Kind     string `json:"kind"`
	Text     string `json:"text"`
	State    string `json:"state"`
	X        int    `json:"x"`
	Y        int    `json:"y"`
	W        int    `json:"w"`
	H        int    `json:"h"`
	Layer    int    `json:"layer"`
	Focused  bool   `json:"focused"`
	Disabled bool   `json:"disabled"`
	Selected bool   `json:"selected"`
	Cut      bool   `json:"cut"`
}

func (t thing) middle() (x, y int) { return t.X + t.W/2, t.Y + t.H/2 }

// isControl tells whether it can be clicked or typed into.
func (t thing) isControl() bool { return t.Kind != "text" && t.Kind != "value" && t.Kind != "step" }

// top gives the things of the topmost layer, and all toasts and texts of the
// window when no layer is open.
func (s seen) top() (out []thing) {
	for _, t := range s.Things {
		if t.Layer == s.Layers {
			out = append(out, t)
		}
	}
	return out
}

// control finds a control of the topmost layer by its label.
func (s seen) control(label string) (thing, bool) {
	for _, t := range s.top() {
		if t.isControl() && t.is(label) {
			return t, true
		}
	}
	return thing{}, false
}

// is reports whether a thing is called by a label, alone or behind the name of what
// it belongs to: "Dark" is "Theme, Dark".
func (t thing) is(label string) bool {
	return t.Text == label || strings.HasSuffix(t.Text, ", "+label)
}

// field finds the entry of a label.
func (s seen) field(label string) (thing, bool) {
	for _, t := range s.top() {
		if t.Kind == "field" && t.is(label) {
			return t, true
		}
	}
	return thing{}, false
}

// says tells whether a text of the topmost layer, or of the window below it,
// holds the words.
func (s seen) says(words string) bool {
	_, ok := s.text(words)
	return ok
}

// text finds the text that is these words, else the last one that holds them.
func (s seen) text(words string) (found thing, ok bool) {
	for _, t := range s.Things {
		switch {
		case t.Kind != "text":
		case t.Text == words:
			return t, true
		case strings.Contains(t.Text, words):
			found, ok = t, true
		}
	}
	return found, ok
}

// near finds the enabled control of a label that is nearest to a text.
func (s seen) near(label, words string) (best thing, ok bool) {
	at, ok := s.text(words)
	if !ok {
		return best, false
	}
	ok = false
	distance := func(t thing) int { return abs(t.Y-at.Y) + abs(t.X-at.X)/8 }
	for _, t := range s.top() {
		if t.isControl() && t.is(label) && !t.Disabled && (!ok || distance(t) < distance(best)) {
			best, ok = t, true
		}
	}
	return best, ok
}

func abs(n int) int { return max(n, -n) }

// focused is the control that the keyboard goes to.
func (s seen) focused() (thing, bool) {
	for _, t := range s.Things {
		if t.Focused {
			return t, true
		}
	}
	return thing{}, false
}

// steps counts the steps of a connection check that are in a state.
func (s seen) steps(state string) (n int) {
	for _, t := range s.Things {
		if t.Kind == "step" && t.State == state {
			n++
		}
	}
	return n
}

// String lists what there is, for the report of a step that failed.
func (s seen) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "window %q, %dx%d, %d layers\n", s.Title, s.Width, s.Height, s.Layers)
	for _, t := range s.Things {
		mark := ""
		if t.Focused {
			mark += " focused"
		}
		if t.Disabled {
			mark += " disabled"
		}
		if t.Selected {
			mark += " selected"
		}
		if t.Cut {
			mark += " cut"
		}
		fmt.Fprintf(&b, "  %d %-9s %-70q %s %d,%d %dx%d%s\n", t.Layer, t.Kind, t.Text, t.State, t.X, t.Y, t.W, t.H, mark)
	}
	return b.String()
}

// environment is what the control in the top bar says: "Draft" or "Published".
func (s seen) environment() string {
	for _, t := range s.Things {
		if t.Kind == "button" && (t.Text == "Draft" || t.Text == "Published") && t.Y < 56 {
			return t.Text
		}
	}
	return ""
}
