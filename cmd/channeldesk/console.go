package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/cmd/channeldesk/applyfile"
)

// console is where a run reads and prints.
type console struct {
	in       io.Reader
	out, err io.Writer
	// interactive is true when a person sits at it: input and messages are a
	// terminal.
	interactive bool
	// hidden reads a line without showing it.
	hidden func() (string, error)
}

// systemConsole is the process's own.
func systemConsole() console {
	in := int(os.Stdin.Fd())
	return console{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		interactive: term.IsTerminal(in) && term.IsTerminal(int(os.Stderr.Fd())),
		hidden: func() (string, error) {
			line, err := term.ReadPassword(in)
			defer clear(line)
			return string(line), err
		},
	}
}

func (c console) printf(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }

// progress tells a waiting person something that is no result.
func (c console) progress(format string, args ...any) {
	if c.interactive {
		fmt.Fprintf(c.err, format, args...)
	}
}

// json prints a result for scripts.
func (c console) json(v any) error {
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// confirm asks a question that only yes answers. Where nobody can be asked it
// takes --yes.
func (s *session) confirm(question string) error {
	if s.flags.Yes {
		return nil
	}
	if !s.console.interactive {
		return &usageError{message: "This asks first: " + question, fix: "Where nobody can answer, add --yes."}
	}
	fmt.Fprintf(s.console.err, "%s [y/N] ", question)
	answer, err := s.readLine()
	if err != nil {
		return err
	}
	switch strings.ToLower(answer) {
	case "y", "yes":
		return nil
	}
	return app.NewError(app.CodeCancelled, app.Say("It was cancelled. Nothing was changed."))
}

// askSecret reads a secret from the terminal without showing it.
func (c console) askSecret(prompt string) (app.Secret, error) {
	fmt.Fprintf(c.err, "%s: ", prompt)
	line, err := c.hidden()
	fmt.Fprintln(c.err)
	return app.NewSecret(line), err
}

// problemJSON is an error for scripts.
type problemJSON struct {
	Code     string              `json:"code"`
	Message  string              `json:"message"`
	Fix      string              `json:"fix,omitempty"`
	Field    string              `json:"field,omitempty"`
	Detail   string              `json:"detail,omitempty"`
	File     string              `json:"file,omitempty"`
	Problems []applyfile.Problem `json:"problems,omitempty"`
}

// report prints an error: the sentence, what to do, and the code last.
func (c console) report(err error, asJSON bool) {
	all := problemsOf(err)
	if asJSON {
		e := json.NewEncoder(c.err)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		_ = e.Encode(map[string]any{"error": all[0]})
		return
	}
	var file *applyfile.Problems
	if errors.As(err, &file) {
		fmt.Fprintln(c.err, file.Error())
		fmt.Fprintf(c.err, "Nothing was changed. [%s]\n", app.CodeInvalid)
		return
	}
	for _, p := range all {
		line := p.Message
		if p.Fix != "" {
			line += "\n" + p.Fix
		}
		code := p.Code
		if p.Detail != "" {
			code += ", " + p.Detail
		}
		fmt.Fprintf(c.err, "%s [%s]\n", line, code)
	}
}

func problemsOf(err error) []problemJSON {
	var wrong *usageError
	var file *applyfile.Problems
	var several *channel.Invalid
	switch {
	case errors.As(err, &wrong):
		return []problemJSON{{Code: "usage", Message: wrong.message, Fix: wrong.fix}}
	case errors.As(err, &file):
		return []problemJSON{{Code: string(app.CodeInvalid), Message: file.List[0].Message, File: file.File, Problems: file.List}}
	case errors.As(err, &several):
		out := make([]problemJSON, len(several.Problems))
		for i, p := range several.Problems {
			out[i] = problemOf(p)
		}
		return out
	}
	return []problemJSON{problemOf(app.AsError(err))}
}

func problemOf(e *app.Error) problemJSON {
	return problemJSON{Code: string(e.Code), Message: e.What.String(), Fix: e.Fix.String(), Field: e.Field, Detail: e.Detail}
}
