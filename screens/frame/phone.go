package frame

import (
	"regexp"
	"strings"

	"channeldesk/app"
)

// masked is what app.MaskPhone leaves of a number.
var masked = regexp.MustCompile(`^\+\d{2}\*+\d{3}$`)

// fillers stand for the digits that are masked, to find out how such a number is
// grouped: those of a mobile number of Indonesia, then any that make a country's
// code of the digits in front.
var fillers = []string{"8125550", "1", "2", "3", "5", "6"}

// MaskedPhone shows a number of which only the first two and the last three digits
// are left in the groups that numbers have everywhere: "+62 ***-****-*399". What is
// no such number is given back as it is.
func MaskedPhone(number string) string {
	if !masked.MatchString(number) {
		return number
	}
	hidden := strings.Count(number, "*")
	for _, f := range fillers {
		full := number[:3] + strings.Repeat(f, hidden)[:hidden] + number[3+hidden:]
		if shown := app.FormatPhone(full); shown != full {
			return maskedLike(shown, hidden)
		}
	}
	return number
}

// maskedLike masks so many digits of a number behind its first two.
func maskedLike(shown string, hidden int) string {
	digits := 0
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		if digits++; digits > 2 && digits <= 2+hidden {
			return '*'
		}
		return r
	}, shown)
}
