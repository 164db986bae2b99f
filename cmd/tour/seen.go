//go:build linux

package main

import "channeldesk/cmd/internal/drive"

// seen is what the window shows, as the tour reads it.
type seen struct{ drive.Seen }

// thing is a control or a text in the window.
type thing = drive.Thing

// steps counts the steps of a connection check that are in a state.
func (s seen) steps(state string) (n int) {
	for _, t := range s.Things {
		if t.Kind == "step" && t.State == state {
			n++
		}
	}
	return n
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

func abs(n int) int { return max(n, -n) }
