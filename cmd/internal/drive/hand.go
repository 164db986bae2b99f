//go:build linux

package drive

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Xdotool runs the xdotool program with some input.
func Xdotool(input string, args ...string) error {
	cmd := exec.Command("xdotool", args...)
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return nil
}

// MoveTo moves the pointer to a place of the window, in pixels.
func (p *Program) MoveTo(x, y int) error { return Xdotool("", p.to(x, y)...) }

// ClickAt clicks at a place of the window. The X server takes move and click in
// this order; to wait for the move would take long where the pointer is already.
func (p *Program) ClickAt(x, y int) error { return Xdotool("", p.to(x, y, "click", "1")...) }

// Wheel turns the wheel over a place: down by a positive number of notches.
func (p *Program) Wheel(x, y, notches int) error {
	button := "5"
	if notches < 0 {
		button, notches = "4", -notches
	}
	return Xdotool("", p.to(x, y, "click", "--repeat", strconv.Itoa(notches), "--delay", "15", button)...)
}

// to moves the pointer and then does more.
func (p *Program) to(x, y int, more ...string) []string {
	return append([]string{"mousemove", "--window", p.Window, strconv.Itoa(x), strconv.Itoa(y)}, more...)
}

// Resize gives the window another size, which comes a little later.
func (p *Program) Resize(width, height int) error {
	return Xdotool("", "windowsize", p.Window, strconv.Itoa(width), strconv.Itoa(height))
}

// Press presses keys one after the other, by their X names, such as "ctrl+s".
func Press(delay time.Duration, keys ...string) error {
	return Xdotool("", append([]string{"key", "--delay", millis(delay)}, keys...)...)
}

// Repeat presses one key so many times.
func Repeat(delay time.Duration, times int, key string) error {
	return Xdotool("", "key", "--repeat", strconv.Itoa(times), "--repeat-delay", millis(delay), "--delay", millis(delay), key)
}

// Write types plain ASCII. The text goes through a pipe, never as an argument.
func Write(delay time.Duration, text string) error {
	return Xdotool(text, "type", "--delay", millis(delay), "--file", "-")
}

func millis(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
