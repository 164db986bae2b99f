package app

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// AgentID numbers an agent within its workspace.
type AgentID int64

// Agent is a client's AI agent. Every agent has a Published environment; Draft
// is optional.
type Agent struct {
	ID   AgentID
	Name string
	// Country is the ISO 3166 code with which local phone numbers are read.
	Country string
	// Contact is printed on hand-off sheets: a name and a number, or empty.
	Contact string
	// Sandbox is true when the agent speaks to the simulated providers.
	Sandbox   bool
	HasDraft  bool
	CreatedAt time.Time
}

// AgentNameMax is the longest agent name, in characters.
const AgentNameMax = 80

// CleanName trims a typed name and folds runs of blanks and line breaks.
func CleanName(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)), " ")
}

// CheckAgentName gives the cleaned name, or says what is wrong with it.
func CheckAgentName(s string) (string, error) {
	s = CleanName(s)
	if s == "" {
		return "", Invalid("name", "Give the agent a name, for example the client's name.")
	}
	if n := utf8.RuneCountInString(s); n > AgentNameMax {
		return "", Invalid("name", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", AgentNameMax)
	}
	return s, nil
}

// Initials are the one or two letters that stand for a name on its badge.
func Initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		r, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, unicode.ToUpper(r))
		}
		if len(out) == 2 {
			break
		}
	}
	if len(out) == 0 {
		return "?"
	}
	return string(out)
}
