package app

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// The rule for numbers in the log, in diagnostics and in a provider's words: the
// country's code and the last three digits stay.

const (
	// maskLeast is how many digits a number has at least of which anything stays.
	maskLeast = 7
	maskTail  = 3
	// callingCodeMost is how many digits a country's code has at most.
	callingCodeMost = 3
)

// MaskPhone keeps the country's code and the last three digits of a number, in
// E.164 or as people or providers write it: "+62********188". Nothing stays of what
// is too short for a number.
func MaskPhone(number string) string {
	digits := strings.Map(keepDigit, number)
	if len(digits) < maskLeast {
		return "***"
	}
	code, plus := digits[:callingCode(digits)], ""
	if strings.HasPrefix(number, "+") {
		plus = "+"
	}
	hidden := len(digits) - len(code) - maskTail
	return plus + code + strings.Repeat("*", hidden) + digits[len(digits)-maskTail:]
}

// callingCode is how many digits at the beginning are a country's code; 0 when they
// are none. No code begins with another one.
func callingCode(digits string) int {
	if digits[0] == '0' {
		return 0
	}
	known, code := phonenumbers.GetSupportedCallingCodes(), 0
	for n := range callingCodeMost {
		code = code*10 + int(digits[n]-'0')
		if known[code] {
			return n + 1
		}
	}
	return 0
}

// masked is what MaskPhone leaves of a number in E.164.
var masked = regexp.MustCompile(`^\+(\d{1,3})(\*+)(\d{3})$`)

// fillers stand for the digits that are masked, to find out how such a number is
// grouped: those that make a mobile number in Indonesia, then any.
var fillers = []string{"8125550", "5", "9", "7", "6", "3", "2", "1"}

// formatMasked shows a masked number in the groups that numbers of its country have.
func formatMasked(number string) string {
	part := masked.FindStringSubmatch(number)
	if part == nil {
		return number
	}
	code, hidden, tail := part[1], len(part[2]), part[3]
	like := ""
	for _, f := range fillers {
		full := "+" + code + strings.Repeat(f, hidden)[:hidden] + tail
		shown := FormatPhone(full)
		if shown == full || !strings.HasPrefix(shown, "+"+code+" ") {
			continue
		}
		if isValid(full) {
			return maskLike(shown, len(code), hidden)
		}
		if like == "" {
			like = shown
		}
	}
	if like == "" {
		return number
	}
	return maskLike(like, len(code), hidden)
}

// maskLike masks the hidden digits behind the first ones of a number in groups.
func maskLike(shown string, first, hidden int) string {
	digits := 0
	return strings.Map(func(r rune) rune {
		if keepDigit(r) < 0 {
			return r
		}
		if digits++; digits > first && digits <= first+hidden {
			return '*'
		}
		return r
	}, shown)
}
