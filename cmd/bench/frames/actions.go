//go:build linux

package main

import (
	"context"
	"fmt"
	"time"

	"channeldesk/cmd/internal/drive"
)

// action is something that a person does in the window.
type action struct {
	name string
	// before brings the window to where it begins, and is not measured.
	before func() error
	do     func() error
	// wait is how long is waited for what comes of it.
	wait time.Duration
	// scrolls is the name of the same in the plain table, when frames follow each
	// other and each of them is held to the limit of scrolling.
	scrolls string
}

// The two ways of scrolling that the plain table knows as well.
const (
	byWheel = "wheel"
	byBar   = "bar"
)

func all(steps ...func() error) func() error {
	return func() error {
		for _, s := range steps {
			if err := s(); err != nil {
				return err
			}
		}
		return nil
	}
}

func key(name string) func() error { return func() error { return drive.Press(between, name) } }

func keys(name string, times int, delay time.Duration) func() error {
	return func() error { return drive.Repeat(delay, times, name) }
}

func rest(d time.Duration) func() error {
	return func() error { time.Sleep(d); return nil }
}

// wait waits until the window shows something.
func (b *bench) wait(what string, there func(drive.Seen) bool) error {
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		s, err := b.Look()
		if err != nil || there(s) {
			return err
		}
	}
	return fmt.Errorf("%s did not come", what)
}

// at puts the pointer on a control, or on a text.
func (b *bench) at(control bool, label string) (x, y int, err error) {
	err = b.wait(label, func(s drive.Seen) bool {
		t, ok := find(s, control, label)
		x, y = t.Middle()
		return ok
	})
	return x, y, err
}

// over puts the pointer there, click presses its button where it is.
func (b *bench) over(control bool, label string) func() error {
	return func() error {
		x, y, err := b.at(control, label)
		if err != nil {
			return err
		}
		return b.MoveTo(x, y)
	}
}

// tap clicks a control.
func (b *bench) tap(control bool, label string) func() error {
	return all(b.over(control, label), click)
}

// types writes letter by letter as a person does.
func types(text string) func() error {
	return func() error { return drive.Write(90*time.Millisecond, text) }
}

func (b *bench) actions(ctx context.Context) []action {
	var out []action
	for _, some := range [][]action{b.pages(), b.scrolling(ctx), b.historyActions(), b.sending(), b.templates(), b.windowActions()} {
		out = append(out, some...)
	}
	return out
}

// pages opens each page twice: built for the first time, and shown again.
func (b *bench) pages() (out []action) {
	rail := []struct{ name, key string }{
		{"Overview", "ctrl+1"}, {"Channel", "ctrl+2"}, {"Hand-off", "ctrl+3"}, {"Templates", "ctrl+4"}, {"Send", "ctrl+5"},
		{"API integration", "ctrl+6"}, {"History", "ctrl+7"}, {"Settings", "ctrl+comma"},
	}
	for _, again := range []string{"", ", again"} {
		for _, p := range rail {
			out = append(out, action{name: "page " + p.name + again, do: key(p.key), wait: 2 * time.Second})
		}
		out = append(out, action{name: "page Activity" + again, before: b.over(true, "Activity"), do: click, wait: 2 * time.Second})
	}
	return append(out,
		action{name: "tab Webhook and session", before: all(key("ctrl+2"), b.over(true, "Webhook and session")), do: click},
		action{name: "tab What comes in", before: b.over(true, "What comes in"), do: click},
		action{name: "tab Account and credentials", before: b.over(true, "Account and credentials"), do: click},
	)
}

// scrolling scrolls the history.
func (b *bench) scrolling(ctx context.Context) []action {
	toTable := all(key("ctrl+7"), b.over(true, "Messages"))
	notches := int(b.scroll / (2 * notch))
	var stop func() int
	return []action{
		{name: "history by the wheel", scrolls: byWheel, before: toTable, do: func() error { return wheel(notches) }},
		{name: "history by its bar", scrolls: byBar, before: toTable, do: b.dragMessages},
		{name: "history by Page Down", scrolls: "keys", before: b.tabTo("Messages"), do: b.pageKeys},
		{name: "history by the arrow", scrolls: "keys", before: b.tabTo("Messages"), do: all(keys("Down", 45, 30*time.Millisecond), keys("Up", 45, 30*time.Millisecond))},
		{name: "older pages are turned", scrolls: "pages", before: b.over(true, "Older messages"), do: func() error {
			return clicks("1", 20, 150*time.Millisecond)
		}},
		{name: "history by the wheel while rows come in", scrolls: "rows", before: all(key("ctrl+1"), toTable, func() error { stop = b.world.flood(ctx); time.Sleep(2 * time.Second); return nil }),
			do: func() error { return wheel(notches) }},
		{name: "rows come in", scrolls: "rows", do: rest(5 * time.Second)},
		{name: "Overview while rows come in", scrolls: "rows", before: key("ctrl+1"), do: rest(4 * time.Second)},
		{name: "rows have come in", before: func() error {
			if n := stop(); n == 0 {
				return fmt.Errorf("no message came in")
			}
			return nil
		}, do: rest(0)},
	}
}

// tabTo presses Tab until a control has the keyboard.
func (b *bench) tabTo(label string) func() error {
	return func() error {
		if err := drive.Press(between, "ctrl+f"); err != nil {
			return err
		}
		for range 40 {
			time.Sleep(60 * time.Millisecond)
			s, err := b.Look()
			if err != nil {
				return err
			}
			for _, t := range s.Things {
				if t.Focused && t.Text == label {
					return nil
				}
			}
			if err := drive.Press(between, "Tab"); err != nil {
				return err
			}
		}
		return fmt.Errorf("Tab does not reach %s", label)
	}
}

// pageKeys goes through the page of the history by Page Down and Page Up.
func (b *bench) pageKeys() error {
	for range 6 {
		if err := all(keys("Next", 5, 80*time.Millisecond), keys("Prior", 5, 80*time.Millisecond))(); err != nil {
			return err
		}
	}
	return nil
}

// dragMessages pulls the bar of the history.
func (b *bench) dragMessages() error {
	s, err := b.Look()
	if err != nil {
		return err
	}
	t, ok := find(s, true, "Messages")
	if !ok {
		return fmt.Errorf("there is no table")
	}
	b.wide, b.high = t.W, t.H
	return b.drag(t.X+t.W-3, t.Y+12, t.Y+t.H-12)
}

func (b *bench) historyActions() []action {
	row := func(n int) func() error {
		return func() error {
			s, err := b.Look()
			if err != nil {
				return err
			}
			t, ok := find(s, true, "Messages")
			if !ok {
				return fmt.Errorf("there is no table")
			}
			return b.MoveTo(t.X+60, t.Y+18+36*n)
		}
	}
	return []action{
		{name: "a message is opened", before: all(key("ctrl+7"), rest(1500*time.Millisecond), row(4)), do: click},
		{name: "another message is opened", before: row(6), do: click},
		{name: "the message is closed", do: key("Escape")},
		{name: "a number is searched", before: key("ctrl+f"), do: types("0812345")},
		{name: "the search is emptied", before: key("ctrl+a"), do: key("BackSpace"), wait: 2 * time.Second},
		{name: "a name is searched", do: types("kurnia"), wait: 2 * time.Second},
		{name: "a name that is not there", before: key("ctrl+a"), do: types("qwertz"), wait: 2 * time.Second},
		{name: "the search is emptied again", before: key("ctrl+a"), do: key("BackSpace"), wait: 2 * time.Second},
		{name: "the list of templates to filter by", before: b.over(false, "Template"), do: click},
		{name: "it is closed", do: key("Escape")},
		{name: "the days to filter by", before: b.over(true, "Days: "), do: click},
		{name: "they are closed", do: key("Escape")},
		{name: "all is read again", do: key("ctrl+r")},
	}
}

func (b *bench) sending() []action {
	return []action{
		{name: "the templates to send", before: all(key("ctrl+5"), rest(time.Second), b.tap(false, "One message"), rest(time.Second), b.over(false, "Choose a template")), do: click},
		{name: "a template is chosen", before: b.over(false, "campaign_03, Indonesian"), do: click},
		{name: "a value is typed", before: all(rest(time.Second), b.tap(true, "Phone number")), do: types("081234567890")},
		{name: "many from a file", before: b.over(false, "Many from a file"), do: click},
		{name: "the file dialog", before: b.over(true, "Browse"), do: click},
		{name: "a CSV of 20,000 is checked", before: all(b.tap(false, peopleFile), b.over(true, "Open")), do: click, wait: 4 * time.Second},
		{name: "bulk sends are listed", before: b.over(false, "Bulk sends"), do: click},
		{name: "one message again", before: b.over(false, "One message"), do: click},
	}
}

func (b *bench) templates() []action {
	return []action{
		{name: "templates by the wheel", scrolls: "templates", before: all(key("ctrl+4"), b.over(true, "Templates")), do: func() error { return wheel(60) }},
		{name: "a template is searched", before: key("ctrl+f"), do: types("campaign_7")},
		{name: "its search is emptied", before: key("ctrl+a"), do: key("BackSpace")},
		{name: "the editor opens", do: key("ctrl+n"), wait: 2 * time.Second},
		{name: "a name is typed in the editor", do: types("monthly_bill")},
		{name: "a text is typed in the editor", before: b.belowBody, do: types("Halo {{1}}, tagihan Anda jatuh tempo.")},
		{name: "the editor is left", before: all(b.tap(true, "Discard draft"), b.over(true, "Discard it")), do: click},
	}
}

// belowBody clicks into the field of the text.
func (b *bench) belowBody() error {
	x, y, err := b.at(false, "Body")
	if err != nil {
		return err
	}
	return b.ClickAt(x+40, y+70)
}

func (b *bench) windowActions() []action {
	dark := func(name string) func() error { return b.over(false, name) }
	return []action{
		{name: "the agents to choose from", do: key("ctrl+k")},
		{name: "an agent is searched", do: types("017")},
		{name: "another agent is opened", do: key("Return"), wait: 2 * time.Second},
		{name: "back to the first agent", before: all(key("ctrl+k"), rest(600*time.Millisecond), types("nusantara"), rest(300*time.Millisecond)), do: key("Return"), wait: 2 * time.Second},
		{name: "to the Draft", do: key("ctrl+e"), wait: 2 * time.Second},
		{name: "to Published", do: key("ctrl+e"), wait: 2 * time.Second},
		{name: "dark", before: all(key("ctrl+comma"), dark("Dark")), do: click, wait: 2 * time.Second},
		{name: "light", before: dark("Light"), do: click, wait: 2 * time.Second},
		{name: "the system turns dark", before: all(b.tap(false, "System"), rest(time.Second)), do: b.system.turns(true), wait: 2 * time.Second},
		{name: "the system turns light", do: b.system.turns(false), wait: 2 * time.Second},
		{name: "dark on the history", before: all(key("ctrl+7"), rest(time.Second), key("ctrl+comma"), dark("Dark")), do: click, wait: 2 * time.Second},
		{name: "the history in the dark", do: key("ctrl+7"), wait: 2 * time.Second},
		{name: "the window is made smaller", do: b.resized(1024, 700), wait: 2 * time.Second},
		{name: "the window is made larger", do: b.resized(1280, 800), wait: 2 * time.Second},
		{name: "help", do: key("F1")},
		{name: "help is closed", do: key("Escape")},
	}
}

func (b *bench) resized(w, h int) func() error {
	return func() error { return b.Resize(w, h) }
}
