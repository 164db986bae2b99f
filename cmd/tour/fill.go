//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// What a person does to fields, lists and menus, beyond a click.

// retype replaces what stands in a field and leaves it.
func (g *guide) retype(label, text string) {
	g.typeInto(label, "")
	g.keys("ctrl+a")
	g.must(g.write(text))
	g.keys("Tab")
}

// paste puts a value into the clipboard and from there into a field.
func (g *guide) paste(label, value string) {
	g.typeInto(label, "")
	g.must(toClipboard(value))
	g.keys("ctrl+v")
}

// pasteSecret pastes a secret into its empty field, which saves it when it is
// left.
func (g *guide) pasteSecret(label, value string) {
	g.paste(label, value)
	g.keys("Tab")
	g.wait("the saved "+label, func(s seen) bool { _, open := s.Field(label); return !open })
}

// choose opens a list by a word that stands in it and chooses an option.
func (g *guide) choose(word, option string) {
	layers := g.seen().Layers
	g.clickText(word)
	g.wait("the list of "+word, func(s seen) bool { return s.Layers > layers })
	g.clickText(option)
	g.wait("the end of the list", func(s seen) bool { return s.Layers == layers })
}

// menu opens the menu at the foot of the rail and does what one line of it says.
func (g *guide) menu(item string) {
	found := g.locate("the member at the foot of the rail", func(s seen) (thing, bool) {
		last := thing{}
		for _, t := range s.Things {
			if t.IsControl() && t.X < railWidth && t.Y > last.Y {
				last = t
			}
		}
		return last, last.Kind != ""
	})
	g.must(g.ClickAt(found.Middle()))
	g.wait("the menu", func(s seen) bool { return s.Layers > 0 })
	g.click(item)
	g.wait("the end of the menu", func(s seen) bool { return s.Layers == 0 })
}

// page goes to a page by the rail.
func (g *guide) page(name string) {
	g.must(g.ClickAt(g.locate("the rail's "+name, func(s seen) (thing, bool) {
		i := slices.IndexFunc(s.Top(), func(t thing) bool { return t.IsControl() && t.Text == name && t.X < railWidth })
		if i < 0 {
			return thing{}, false
		}
		return s.Top()[i], true
	}).Middle()))
}

// runCheck starts the connection check, which an earlier one may have named
// otherwise.
func (g *guide) runCheck() {
	g.must(g.ClickAt(g.locate("the check's button", func(s seen) (thing, bool) {
		if t, ok := s.Control("Run check"); ok {
			return t, true
		}
		return s.Control("Run again")
	}).Middle()))
}

// none fails when the window shows one of these controls.
func (g *guide) none(labels ...string) {
	s := g.seen()
	for _, l := range labels {
		if t, ok := s.Control(l); ok && !t.Disabled {
			g.fail("there is a control %q, which must not be there", l)
		}
	}
}

// state waits until a switch or checkbox is on or off.
func (g *guide) state(label, state string) {
	g.wait(label+" "+state, func(s seen) bool { t, ok := s.Control(label); return ok && t.State == state })
}

// withoutMotion asks the toolkit for no motion, as a person would in its settings: a
// window that moves nothing is painted half as often. It is for the home folder of the
// test desktop only.
func withoutMotion() error {
	config, err := os.UserConfigDir()
	if err != nil || os.Getenv("CHANNELDESK_DESKTOP") == "" {
		return err
	}
	file := filepath.Join(config, "fyne", "settings.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(`{"no_animations": true}`), 0o600)
}

// toClipboard puts a text into the clipboard, as another program would.
func toClipboard(text string) error {
	cmd := exec.Command("xclip", "-selection", "clipboard", "-in")
	cmd.Stdin = strings.NewReader(text)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("put something into the clipboard: %w", err)
	}
	return nil
}

// fromClipboard is what another program would paste.
func fromClipboard() string {
	out, err := exec.Command("xclip", "-selection", "clipboard", "-out").Output()
	if err != nil {
		return ""
	}
	return string(out)
}
