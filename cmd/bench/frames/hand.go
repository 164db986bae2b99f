//go:build linux

package main

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
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

func (p *program) moveTo(x, y int) error {
	return xdotool("", "mousemove", "--window", p.window, strconv.Itoa(x), strconv.Itoa(y))
}

func (p *program) clickAt(x, y int) error {
	return xdotool("", "mousemove", "--window", p.window, strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

// wheel turns the wheel down and up again where the pointer is.
func wheel(notches, delay int) error {
	n, d := strconv.Itoa(notches), strconv.Itoa(delay)
	if err := xdotool("", "click", "--repeat", n, "--delay", d, "5"); err != nil {
		return err
	}
	return xdotool("", "click", "--repeat", n, "--delay", d, "4")
}

// press presses a key so many times.
func press(key string, times, delay int) error {
	return xdotool("", "key", "--repeat", strconv.Itoa(times), "--repeat-delay", strconv.Itoa(delay), "--delay", strconv.Itoa(delay), key)
}

// write types plain ASCII.
func write(text string, delay int) error {
	return xdotool(text, "type", "--delay", strconv.Itoa(delay), "--file", "-")
}

// drag pulls the bar of a list at x down from one height to another and back.
func (p *program) drag(x, from, to int) error {
	args := []string{"mousemove", "--window", p.window, strconv.Itoa(x), strconv.Itoa(from), "sleep", "0.1", "mousedown", "1"}
	const steps = 60
	for i := range 2 * steps {
		y := from + (to-from)*i/steps
		if i > steps {
			y = to - (to-from)*(i-steps)/steps
		}
		args = append(args, "mousemove", "--window", p.window, strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.016")
	}
	return xdotool("", append(args, "mouseup", "1")...)
}
