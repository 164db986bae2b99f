//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"channeldesk/cmd/internal/drive"
)

// patience is how long the guide waits for what must come, also on a busy machine.
const patience = 30 * time.Second

// guide leads through the window: it does one thing after the other, waits for
// what must follow, takes pictures, and stops at the first thing that is not as
// it must be.
type guide struct {
	*drive.Program
	only   *regexp.Regexp // the chapters to walk through
	quick  bool           // without onlyLooks
	binary string
	out    string // folder of the pictures
	shot   string // the program that takes them
	prefix string // begins their names
	count  int
	taken  []string
	data   string
	work   string
	// owner is the member who works in the window; actor names that member to
	// the command line once there are several.
	owner string
	actor []string
	// secrets are those that the tour made or typed, by what they are.
	secrets map[string]string
	// previous are the published settings before the tour changed them.
	previous shown
	// gatewayAt is where the window's gateway answers, key the API key of the tour,
	// answered the message that was sent with it, signer the secret by which agent
	// knows what is forwarded to it.
	gatewayAt, key, answered, signer string
	agent                            *agentServer
	// bank is the agent that sends notifications, at providers of its own.
	bank *bank
}

// stop is what a step panics with; part turns it into an error.
type stop struct{ error }

// part runs some steps and returns where they stopped.
func (g *guide) part(name string, steps func()) (err error) {
	start := time.Now()
	defer func() {
		switch v := recover().(type) {
		case nil:
			fmt.Printf("   %-34s good (%.1f s)\n", name, time.Since(start).Seconds())
		case stop:
			err = fmt.Errorf("%s: %w", name, v.error)
			g.explain(err)
		default:
			panic(v)
		}
	}()
	steps()
	return nil
}

// explain leaves what was seen when it stopped.
func (g *guide) explain(err error) {
	fmt.Printf("   FAILED: %v\n", err)
	if g.Program == nil || g.Ended() {
		return
	}
	_ = exec.Command(g.shot, "--wait", "1", filepath.Join(g.out, g.prefix+"failed.png")).Run()
	s, err := g.Look()
	if err != nil {
		fmt.Printf("   %v\n", err)
		return
	}
	fmt.Printf("   The window showed then (%sfailed.txt says where):\n%s", g.prefix, s.Short())
	_ = os.WriteFile(filepath.Join(g.out, g.prefix+"failed.txt"), []byte(s.String()), 0o600)
}

func (g *guide) must(err error) {
	if err != nil {
		panic(stop{err})
	}
}

func (g *guide) fail(format string, args ...any) { panic(stop{fmt.Errorf(format, args...)}) }

// start opens the program.
func (g *guide) start() {
	p, err := drive.Open(g.work, nil, g.binary, "--data", g.data)
	g.must(err)
	g.Program = p
	g.wait("the window", func(s seen) bool { return len(s.Things) > 0 })
}

// seen is what the window shows now.
func (g *guide) seen() seen {
	s, err := g.Look()
	g.must(err)
	return seen{s}
}

// until looks again and again until a condition holds.
func (g *guide) until(most time.Duration, holds func(seen) bool) (s seen, ok bool) {
	now, ok, err := g.Until(most, func(now drive.Seen) bool { return holds(seen{now}) })
	g.must(err)
	return seen{now}, ok
}

// wait waits until a condition holds.
func (g *guide) wait(what string, holds func(seen) bool) seen {
	s, ok := g.until(patience, holds)
	if !ok {
		g.fail("%s did not come", what)
	}
	return s
}

// waitText waits for texts that hold these words.
func (g *guide) waitText(words ...string) {
	for _, w := range words {
		g.wait(fmt.Sprintf("the text %q", w), func(s seen) bool { return s.Says(w) })
	}
}

// waitGone waits until no text holds the words.
func (g *guide) waitGone(words string) {
	g.wait(fmt.Sprintf("the end of %q", words), func(s seen) bool { return !s.Says(words) })
}

// locate waits for an enabled control, brings it into view, and waits until it
// stands still: late results and the wheel may move it.
func (g *guide) locate(what string, look func(seen) (thing, bool)) thing {
	var found thing
	there := func(s seen) (ok bool) {
		found, ok = look(s)
		return ok && !found.Disabled
	}
	s := g.wait(what, there)
	for range 60 {
		before := found
		if found.Cut {
			notches := 2
			if found.Y < s.Height/4 {
				notches = -2
			}
			// Beside it: over a field the wheel may turn the field. A menu has no room
			// beside its lines, and no fields.
			x := found.X - 6
			if found.Layer > 0 {
				x = found.X + 2
			}
			g.must(g.Wheel(max(x, 0), s.Height/2, notches))
		}
		time.Sleep(30 * time.Millisecond)
		s = g.wait(what, there)
		if !found.Cut && found == before {
			return found
		}
	}
	g.fail("%s does not come into view, or not to rest", what)
	return found
}

// find locates a control by its label.
func (g *guide) find(label string) thing {
	return g.locate(fmt.Sprintf("the control %q", label), func(s seen) (thing, bool) { return s.Control(label) })
}

// click clicks a control by its label.
func (g *guide) click(label string) {
	g.must(g.ClickAt(g.find(label).Middle()))
}

// clickNear clicks the control of this label that stands nearest to a text, for
// labels that several controls have.
func (g *guide) clickNear(label, words string) {
	found := g.locate(fmt.Sprintf("the control %q near %q", label, words), func(s seen) (thing, bool) { return s.Near(label, words) })
	g.must(g.ClickAt(found.Middle()))
}

// typeInto clicks into a field and types. What is being saved elsewhere may move
// the field away from under the pointer; then it clicks again.
func (g *guide) typeInto(label, text string) {
	for range 5 {
		f := g.locate(fmt.Sprintf("the field %q", label), func(s seen) (thing, bool) { return s.Field(label) })
		g.must(g.ClickAt(f.Middle()))
		if _, ok := g.until(patience/10, func(s seen) bool {
			f, ok := s.Focused()
			return ok && f.Kind == "field" && f.Is(label)
		}); ok {
			g.must(g.write(text))
			return
		}
	}
	g.fail("the keyboard does not come into the field %q", label)
}

// keys presses keys by their X names.
func (g *guide) keys(keys ...string) { g.must(drive.Press(25*time.Millisecond, keys...)) }

// write types plain ASCII.
func (g *guide) write(text string) error { return drive.Write(4*time.Millisecond, text) }

// tabTo presses Tab until a control has the focus.
func (g *guide) tabTo(label string) {
	var visited []string
	for range 60 {
		if f, ok := g.seen().Focused(); ok && f.Is(label) {
			return
		}
		before, _ := g.seen().Focused()
		g.keys("Tab")
		after := before
		// The key may arrive after the window described itself.
		for end := time.Now().Add(patience / 10); after == before && time.Now().Before(end); {
			after, _ = g.seen().Focused()
		}
		visited = append(visited, after.Text)
	}
	g.fail("Tab does not reach %q; it went %q", label, slices.Compact(visited))
}

// photo takes a picture for people to look at, which a quick tour has none of.
func (g *guide) photo(name string) {
	if !g.quick {
		g.picture(name)
	}
}

// judged takes a picture that the tour reads. What the window says of itself may be
// ahead of what is painted; it paints when nobody asks it for a while.
func (g *guide) judged(name string) string {
	for range 3 {
		g.seen()
		time.Sleep(100 * time.Millisecond)
	}
	return g.picture(name)
}

// picture takes a picture of the window once it stands still.
func (g *guide) picture(name string) string {
	s := g.seen()
	g.must(g.MoveTo(s.Width-3, s.Height-3)) // there it hovers over nothing
	g.count++
	file := fmt.Sprintf("%s%02d-%s.png", g.prefix, g.count, name)
	path := filepath.Join(g.out, file)
	// A text cursor blinks for ever, so a field with the focus is not waited for.
	wait := "4"
	switch f, ok := s.Focused(); {
	case !ok:
		wait = "2" // nothing, or a field that has no label
	case f.Kind == "field":
		wait = "1"
	}
	cmd := exec.Command(g.shot, "--wait", wait, path, s.Title)
	if out, err := cmd.CombinedOutput(); err != nil {
		g.must(errors.Join(err, errors.New(string(out))))
	}
	g.taken = append(g.taken, file)
	return path
}

// railWidth is the width of the column at the left of a wide window.
const railWidth = 220

// wheelUp scrolls the page to its top, where pictures of it are taken.
func (g *guide) wheelUp() {
	if g.quick {
		return
	}
	s := g.seen()
	g.must(g.Wheel(railWidth+8, s.Height/2, -30))
}

// clickText clicks on a word that is a part of a control: one half of the
// environment control, one choice of a row.
func (g *guide) clickText(word string) {
	found := g.locate(fmt.Sprintf("the word %q", word), func(s seen) (thing, bool) {
		for _, t := range s.Top() {
			if t.Kind == "text" && t.Text == word {
				return t, true
			}
		}
		return thing{}, false
	})
	g.must(g.ClickAt(found.Middle()))
}

// environment changes to Draft or Published by the keyboard.
func (g *guide) environment(name string) {
	if g.seen().environment() != name {
		g.keys("ctrl+e")
	}
	g.wait(name, func(s seen) bool { return s.environment() == name })
}

// steps waits until so many steps of the check passed.
func (g *guide) steps(n int) {
	g.wait(fmt.Sprintf("%d passed steps", n), func(s seen) bool { return s.steps("passed") == n && s.steps("running") == 0 })
}

// replaceToken types another access token.
func (g *guide) replaceToken(value string) {
	g.clickNear("Replace", "Access token")
	g.typeInto("Access token", value)
	g.click("Save")
	g.wait("the saved token", func(s seen) bool { _, open := s.Field("Access token"); return !open })
}
