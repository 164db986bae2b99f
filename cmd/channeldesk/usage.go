package main

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// usageError is wrong usage: nothing was done, and the exit code is 2.
type usageError struct {
	message string
	fix     string
}

func (e *usageError) Error() string { return strings.TrimSpace(e.message + " " + e.fix) }

func usage(message string) *usageError { return &usageError{message: message} }

// plainWord is an argument that may be repeated in a message: tokens and App
// Secrets have digits or capitals, or are longer.
var plainWord = regexp.MustCompile(`^-{0,2}[a-z][a-z-]{0,23}$`)

// usageFrom explains arguments that were not understood. Whatever was typed and
// might be a secret in the wrong place is left out.
func usageFrom(err error, args []string) error {
	message := err.Error()
	longest := slices.Clone(args)
	for _, a := range args {
		if name, value, ok := strings.Cut(a, "="); ok {
			longest = append(longest, name, value)
		}
	}
	slices.SortFunc(longest, func(a, b string) int { return len(b) - len(a) })
	for _, a := range longest {
		if a != "" && !plainWord.MatchString(a) {
			message = strings.ReplaceAll(message, a, "…")
		}
	}
	help, path := "channeldesk --help", ""
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		if n := parse.Context.Selected(); n != nil && !n.Hidden {
			path = commandPath(n)
			help = "channeldesk " + path + " --help"
		}
	}
	if path == "secret set" && strings.HasPrefix(message, "unexpected argument") {
		return &usageError{
			message: "A secret is never given as an argument: everybody on this computer can see arguments.",
			fix:     "Use --from-env, --from-file or --stdin, or let the terminal ask for it.",
		}
	}
	return &usageError{message: sentence(inWords(message)), fix: "Try: " + help}
}

// The forms in which the parser says that something is missing, or no number.
var (
	noNumber         = regexp.MustCompile(`^(--[a-z-]+|\[?<([a-z-]+)>]?): expected a (?:valid [0-9]+ bit )?u?(int|float)\b`)
	missingArguments = regexp.MustCompile(`^expected ("?<[a-z<> .-]+>"?)$`)
	missingFlags     = regexp.MustCompile(`^missing flags: (.+)$`)
)

// inWords says in words what the parser says for programmers.
func inWords(message string) string {
	if m := missingArguments.FindStringSubmatch(message); m != nil {
		return strings.ToUpper(strings.NewReplacer("<", "", ">", "", `"`, "", " ...", "").Replace(m[1])) + " is missing"
	}
	if m := missingFlags.FindStringSubmatch(message); m != nil {
		return m[1] + " is missing"
	}
	if m := noNumber.FindStringSubmatch(message); m != nil {
		name, kind := m[1], " takes a whole number"
		if m[2] != "" {
			name = strings.ToUpper(m[2])
		}
		if m[3] == "float" {
			kind = " takes a number"
		}
		return name + kind
	}
	return message
}

func commandPath(n *kong.Node) string {
	var names []string
	for ; n != nil && n.Type == kong.CommandNode; n = n.Parent {
		names = append([]string{n.Name}, names...)
	}
	return strings.Join(names, " ")
}

// sentence gives a capital and a full stop to what a library says.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.ContainsAny(s[len(s)-1:], ".?!") {
		s += "."
	}
	return s
}
