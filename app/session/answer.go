package session

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Answer is a customer's answer to one of the two questions.
type Answer string

// The answers.
const (
	AnswerMoreYes Answer = "more_yes" // needs more help
	AnswerMoreNo  Answer = "more_no"  // needs no more help
	AnswerEndYes  Answer = "end_yes"  // wants the chat ended
	AnswerEndNo   Answer = "end_no"   // wants it kept open
)

// ends reports whether the answer ends the session.
func (a Answer) ends() bool { return a == AnswerMoreNo || a == AnswerEndYes }

// reason is why the session ends after the answer.
func (a Answer) reason() Reason {
	if a == AnswerMoreNo {
		return ReasonNoMoreHelp
	}
	return ReasonAgreed
}

// question is where a question stands and which answers it has.
var question = map[Stage][2]Answer{
	StageAskedMore: {AnswerMoreYes, AnswerMoreNo},
	StageAskedEnd:  {AnswerEndYes, AnswerEndNo},
}

// read finds out which answer a message gives to the question of a stage that
// began at since; "" when it gives none.
func (s State) read(m CustomerMessage, at time.Time, stage Stage, since time.Time, r Rules) Answer {
	answers, stands := question[stage]
	if !stands {
		return ""
	}
	if strings.HasPrefix(m.Button, idPrefix) {
		for _, a := range []Answer{AnswerMoreYes, AnswerMoreNo, AnswerEndYes, AnswerEndNo} {
			if m.Button == s.buttonID(a) {
				return a
			}
		}
		return ""
	}
	if at.Before(since.Add(-skew)) {
		return ""
	}
	return choose(m.Text, r, answers)
}

// choose compares a text with the words of two answers: as they are first, then
// without punctuation, unless that makes the two words the same.
func choose(text string, r Rules, answers [2]Answer) Answer {
	for _, simplify := range []func(string) string{exact, bare} {
		yes, no := simplify(r.word(answers[0])), simplify(r.word(answers[1]))
		if yes == no {
			continue
		}
		switch said := simplify(text); said {
		case "":
		case yes:
			return answers[0]
		case no:
			return answers[1]
		}
	}
	return ""
}

// exact leaves only case and blanks out of account.
func exact(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}

// bare leaves letters, digits and single blanks.
func bare(s string) string {
	return exact(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, exact(s)))
}
