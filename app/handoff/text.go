package handoff

import (
	"fmt"
	"io"
	"strings"
)

// Text is the whole sheet as readable text, for mail and chat. Every line with
// a typed value begins with a label, so that no spreadsheet takes it for a
// formula. It fails with CodeIncomplete when something is missing.
func (s Sheet) Text() (string, error) {
	if err := s.ready(); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s)\n%s\n\n", s.say("Webhook details"), s.Agent, s.EnvironmentLabel(), s.Subtitle())
	if w := s.Warning(); w != "" {
		fmt.Fprintf(&b, "%s\n\n", w)
	}
	for _, l := range s.Lines() {
		value := l.Value
		switch {
		case l.Kind == LineMasked:
			value = s.say("sent separately")
		case l.Note != "":
			value += " (" + l.Note + ")"
		}
		fmt.Fprintf(&b, "%s: %s\n", strings.TrimSuffix(l.Label, ":"), value)
	}
	fmt.Fprintf(&b, "\n%s\n", s.StepsTitle())
	for i, step := range s.Steps() {
		fmt.Fprintf(&b, "%d. %s\n", i+1, step)
	}
	fmt.Fprintf(&b, "\n%s. %s\n", s.SheetLabel(), s.MadeLabel())
	return b.String(), nil
}

// WriteText writes Text.
func (s Sheet) WriteText(w io.Writer) error {
	text, err := s.Text()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}
