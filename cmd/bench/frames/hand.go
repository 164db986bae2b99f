//go:build linux

package main

import (
	"strconv"
	"time"

	"channeldesk/cmd/internal/drive"
)

// The hand does what the measurements need beyond clicks and keys.

// between is the time between the keys of one step.
const between = 20 * time.Millisecond

// click presses the button of the pointer where it is.
func click() error { return clicks("1", 1, between) }

// clicks presses a button of the pointer so many times where it is.
func clicks(button string, times int, delay time.Duration) error {
	return drive.Xdotool("", "click", "--repeat", strconv.Itoa(times), "--delay", strconv.FormatInt(delay.Milliseconds(), 10), button)
}

// notch is the time between the notches of the wheel.
const notch = 15 * time.Millisecond

// wheel turns the wheel down and up again where the pointer is.
func wheel(notches int) error {
	if err := clicks("5", notches, notch); err != nil {
		return err
	}
	return clicks("4", notches, notch)
}

// drag pulls the bar of a list at x down from one height to another and back.
func (p *program) drag(x, from, to int) error {
	args := []string{"mousemove", "--window", p.Window, strconv.Itoa(x), strconv.Itoa(from), "sleep", "0.1", "mousedown", "1"}
	const steps = 60
	for i := range 2 * steps {
		y := from + (to-from)*i/steps
		if i > steps {
			y = to - (to-from)*(i-steps)/steps
		}
		args = append(args, "mousemove", "--window", p.Window, strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.016")
	}
	return drive.Xdotool("", append(args, "mouseup", "1")...)
}
