//go:build linux

package main

import (
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// The hand moves the real pointer and presses real keys of the X screen.

func xdotool(input string, args ...string) error {
	cmd := exec.Command("xdotool", args...)
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return nil
}

// clickAt clicks at a place of the window. The X server takes move and click in
// this order; to wait for the move would take long where the pointer is already.
func (p *program) clickAt(x, y int) error {
	return xdotool("", "mousemove", "--window", p.window, fmt.Sprint(x), fmt.Sprint(y), "click", "1")
}

// rest moves the pointer to where it hovers over nothing.
func (p *program) rest(s seen) error {
	return xdotool("", "mousemove", "--window", p.window, fmt.Sprint(s.Width-3), fmt.Sprint(s.Height-3))
}

// wheel turns the wheel over a place: down by a positive number of notches.
func (p *program) wheel(x, y, notches int) error {
	button := "5"
	if notches < 0 {
		button, notches = "4", -notches
	}
	return xdotool("", "mousemove", "--window", p.window, fmt.Sprint(x), fmt.Sprint(y),
		"click", "--repeat", fmt.Sprint(notches), "--delay", "15", button)
}

// press presses keys by their X names, such as "ctrl+s".
func (p *program) press(keys ...string) error {
	return xdotool("", append([]string{"key", "--delay", "25"}, keys...)...)
}

// write types plain ASCII. The text goes through a pipe, never as an argument.
func (p *program) write(text string) error {
	return xdotool(text, "type", "--delay", "4", "--file", "-")
}

// resize gives the window another size.
func (p *program) resize(width, height int) error {
	return xdotool("", "windowsize", "--sync", p.window, fmt.Sprint(width), fmt.Sprint(height))
}

// until asks again until a condition holds.
func (p *program) until(most time.Duration, holds func(seen) bool) (s seen, ok bool, err error) {
	for end := time.Now().Add(most); ; {
		if s, err = p.look(); err != nil || holds(s) {
			return s, err == nil, err
		}
		if time.Now().After(end) {
			return s, false, nil
		}
		time.Sleep(40 * time.Millisecond)
	}
}
