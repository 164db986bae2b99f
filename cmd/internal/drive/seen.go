//go:build linux

package drive

import (
	"fmt"
	"strings"
)

// Seen is what the window says it shows; the program writes it on request. All
// measures are pixels of the window.
type Seen struct {
	Serial int     `json:"serial"`
	Title  string  `json:"title"`
	Width  int     `json:"width"`
	Height int     `json:"height"`
	Full   bool    `json:"full_screen"`
	Layers int     `json:"layers"`
	Things []Thing `json:"things"`
}

// Thing is a control or a text in the window.
type Thing struct {
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

// Middle is where to click on it.
func (t Thing) Middle() (x, y int) { return t.X + t.W/2, t.Y + t.H/2 }

// IsControl tells whether it can be clicked or typed into.
func (t Thing) IsControl() bool { return t.Kind != "text" && t.Kind != "value" && t.Kind != "step" }

// Top gives the things of the topmost layer, and all toasts and texts of the
// window when no layer is open.
func (s Seen) Top() (out []Thing) {
	for _, t := range s.Things {
		if t.Layer == s.Layers {
			out = append(out, t)
		}
	}
	return out
}

// Control finds a control of the topmost layer by its label.
func (s Seen) Control(label string) (Thing, bool) {
	for _, t := range s.Top() {
		if t.IsControl() && t.Is(label) {
			return t, true
		}
	}
	return Thing{}, false
}

// Is reports whether a thing is called by a label, alone or behind the name of what
// it belongs to: "Dark" is "Theme, Dark".
func (t Thing) Is(label string) bool {
	return t.Text == label || strings.HasSuffix(t.Text, ", "+label)
}

// Field finds the entry of a label.
func (s Seen) Field(label string) (Thing, bool) {
	for _, t := range s.Top() {
		if t.Kind == "field" && t.Is(label) {
			return t, true
		}
	}
	return Thing{}, false
}

// Says tells whether a text of the topmost layer, or of the window below it,
// holds the words.
func (s Seen) Says(words string) bool {
	_, ok := s.Text(words)
	return ok
}

// Text finds the text that is these words, else the last one that holds them.
func (s Seen) Text(words string) (found Thing, ok bool) {
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

// Near finds the enabled control of a label that is nearest to a text.
func (s Seen) Near(label, words string) (best Thing, ok bool) {
	at, ok := s.Text(words)
	if !ok {
		return best, false
	}
	ok = false
	distance := func(t Thing) int { return abs(t.Y-at.Y) + abs(t.X-at.X)/8 }
	for _, t := range s.Top() {
		if t.IsControl() && t.Is(label) && !t.Disabled && (!ok || distance(t) < distance(best)) {
			best, ok = t, true
		}
	}
	return best, ok
}

func abs(n int) int { return max(n, -n) }

// Focused is the control that the keyboard goes to.
func (s Seen) Focused() (Thing, bool) {
	for _, t := range s.Things {
		if t.Focused {
			return t, true
		}
	}
	return Thing{}, false
}

// Short says in few lines what there is: its title, its layers, and what the controls
// and texts of each say.
func (s Seen) Short() string {
	var b strings.Builder
	fmt.Fprintf(&b, "window %q, %dx%d, %d layers\n", s.Title, s.Width, s.Height, s.Layers)
	for layer := range s.Layers + 1 {
		line := fmt.Sprintf("  layer %d:", layer)
		for _, t := range s.Things {
			if t.Layer != layer || t.Text == "" {
				continue
			}
			if len(line) > 140 {
				fmt.Fprintln(&b, line)
				line = "   "
			}
			line += " " + t.Text + t.marks() + " |"
		}
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

// String lists what there is with its places, for the report of a step that failed.
func (s Seen) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "window %q, %dx%d, %d layers\n", s.Title, s.Width, s.Height, s.Layers)
	for _, t := range s.Things {
		fmt.Fprintf(&b, "  %d %-9s %-70q %s %d,%d %dx%d%s\n", t.Layer, t.Kind, t.Text, t.State, t.X, t.Y, t.W, t.H, t.marks())
	}
	return b.String()
}

func (t Thing) marks() (out string) {
	for _, m := range []struct {
		holds bool
		word  string
	}{{t.Focused, " focused"}, {t.Disabled, " disabled"}, {t.Selected, " selected"}, {t.Cut, " cut"}} {
		if m.holds {
			out += m.word
		}
	}
	return out
}
