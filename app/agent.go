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

// The joiners hold composed letters and emoji together; other invisible
// characters are artefacts of copying.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// CleanName trims a typed name, folds runs of blanks and line breaks, and drops
// the invisible marks that copying from chats and documents brings along.
func CleanName(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r) && r != zeroWidthJoiner && r != zeroWidthNonJoiner:
			return -1
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
		at := strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		if at >= 0 {
			r, _ := utf8.DecodeRuneInString(word[at:])
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
