package recipients

import (
	"regexp"
	"strings"

	"channeldesk/app"
)

// readNumber gives a phone number of a cell in E.164, or why it is none, with how
// many digits are missing or too many where that is known.
func readNumber(v, country string) (e164 string, kind ProblemKind, digits int) {
	if v == "" {
		return "", NoNumber, 0
	}
	if e164 = readIndonesian(v, country); e164 != "" {
		return e164, "", 0
	}
	if damaged.MatchString(v) {
		return "", Damaged, 0
	}
	if m := decimals.FindStringSubmatch(v); m != nil {
		v = m[1]
	}
	e164, err := app.ParseAccountCode(v, country)
	if err == nil {
		if n := app.MissingDigits(e164); n > 0 {
			return "", TooShort, n
		}
		if n := app.ExtraDigits(e164); n > 0 {
			return "", TooLong, n
		}
		return e164, "", 0
	}
	switch typed := strings.Map(keepDigits, v); {
	case strings.ContainsFunc(v, func(r rune) bool { return !strings.ContainsRune("0123456789+-(). /", r) }):
		return "", NotNumber, 0
	case len(typed) < 9:
		return "", TooShort, 0
	case len(typed) > 15:
		return "", TooLong, 0
	}
	return "", NotNumber, 0
}

// damaged is what spreadsheet programs make of a long number: 6.28E+12. Digits are
// lost in it. decimals is a number that was made one with decimals, none of which
// counts: 628125550142.0.
var (
	damaged  = regexp.MustCompile(`^[+ ]*\d+([.,]\d+)?[eE][+]?\d{1,2}$`)
	decimals = regexp.MustCompile(`^(\+?\d{9,15})[.,]0{1,2}$`)
)

// readIndonesian reads the usual forms of the mobile numbers of Indonesia, which
// is where most files come from: it gives what app.ParseAccountCode gives, a
// hundred times as fast, or "" for everything else.
func readIndonesian(v, country string) string {
	if country != "" && country != app.DefaultCountry {
		return ""
	}
	var digits [20]byte
	n := 0
	plus := v[0] == '+'
	for i := range len(v) {
		switch b := v[i]; {
		case b >= '0' && b <= '9':
			if n == len(digits) {
				return ""
			}
			digits[n] = b
			n++
		case b != ' ' && b != '-' && b != '.' && (b != '+' || i != 0):
			return ""
		}
	}
	d := digits[:n]
	switch {
	case n > 2 && d[0] == '6' && d[1] == '2':
		d = d[2:]
	case plus:
		return ""
	case n > 1 && d[0] == '0':
		d = d[1:]
	}
	if len(d) < 9 || len(d) > 11 || d[0] != '8' || d[1] == '0' || d[1] == '4' {
		return ""
	}
	return "+62" + string(d)
}
