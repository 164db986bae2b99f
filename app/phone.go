package app

import (
	"fmt"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// DefaultCountry is where local numbers are read when an agent says nothing
// else: Indonesia.
const DefaultCountry = "ID"

// ParseAccountCode reads a phone number as people type it (0812..., 62812...,
// +62 812-...) with the given ISO country for local forms, and gives it in
// E.164, as "+628115550188".
func ParseAccountCode(typed, country string) (string, error) {
	const field = "account_code"
	if len(typed) > 1<<10 {
		return "", Invalid(field, "This is too long for a phone number.")
	}
	s := CleanName(typed)
	if s == "" {
		return "", Invalid(field, "Enter the WhatsApp phone number, with its country code.")
	}
	for _, r := range s {
		if !strings.ContainsRune("0123456789+-(). /", r) {
			return "", Invalid(field, "A phone number has only digits, blanks, hyphens, brackets and a plus in front.")
		}
	}
	digits := strings.Map(keepDigit, s)
	if len(strings.TrimLeft(digits, "0")) > e164Max {
		return "", Invalid(field, "This has {{.N}} digits. A phone number has at most {{.Max}}. Is it the Phone number ID?", "N", len(digits), "Max", e164Max)
	}
	if e164, ok := readPhone(s, digits, country); ok {
		return e164, nil
	}
	return "", Invalid(field, "This is not a phone number. Write it with its country code, for example +62 811-5550-0188.")
}

// e164Max is the most digits that a number can have, its country code included.
const e164Max = 15

// readPhone tries the ways in which a number may be meant, the likeliest first.
// What is typed without plus and without a leading 0 is ambiguous: 812... is a
// number of Indonesia without its 0 as well as one of Japan without its plus. A
// mobile number of the agent's own country goes first.
func readPhone(s, digits, country string) (string, bool) {
	if country == "" {
		country = DefaultCountry
	}
	abroad := "+" + digits
	type try struct {
		number string
		is     func(*phonenumbers.PhoneNumber) bool
	}
	var tries []try
	switch {
	case strings.HasPrefix(s, "+"):
		tries = []try{{abroad, phonenumbers.IsPossibleNumber}}
	case strings.HasPrefix(digits, "00"):
		tries = []try{{"+" + strings.TrimLeft(digits, "0"), phonenumbers.IsPossibleNumber}}
	case strings.HasPrefix(digits, "0"):
		tries = []try{{digits, phonenumbers.IsPossibleNumber}}
	default:
		if strings.HasPrefix(digits, fmt.Sprint(phonenumbers.GetCountryCodeForRegion(country))) {
			tries = []try{{abroad, phonenumbers.IsValidNumber}}
		}
		tries = append(tries, []try{
			{digits, isMobile}, {abroad, phonenumbers.IsValidNumber}, {digits, phonenumbers.IsValidNumber},
			{abroad, phonenumbers.IsPossibleNumber}, {digits, phonenumbers.IsPossibleNumber},
		}...)
	}
	for _, t := range tries {
		n, err := phonenumbers.Parse(t.number, country)
		if err != nil || !phonenumbers.IsPossibleNumber(n) || !t.is(n) {
			continue
		}
		if e164 := phonenumbers.Format(n, phonenumbers.E164); len(e164) <= len("+")+e164Max {
			return e164, true
		}
	}
	return "", false
}

func isMobile(n *phonenumbers.PhoneNumber) bool {
	kind := phonenumbers.GetNumberType(n)
	return kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE
}

// MissingDigits is how many digits are missing at the end of a number in E.164
// at the least, where it would be one with them; 0 when it is complete, or when
// nothing is known of such numbers.
func MissingDigits(e164 string) int {
	if isValid(e164) {
		return 0
	}
	for n, longer := 1, e164+"0"; len(longer) <= len("+")+e164Max; n, longer = n+1, longer+"0" {
		if isValid(longer) {
			return n
		}
	}
	return 0
}

// ExtraDigits is how many digits a number in E.164 has too many at its end, where
// it would be one without them; 0 when it is complete, or when nothing is known
// of such numbers.
func ExtraDigits(e164 string) int {
	if isValid(e164) {
		return 0
	}
	for n := 1; len(e164)-n > 8; n++ {
		if isValid(e164[:len(e164)-n]) {
			return n
		}
	}
	return 0
}

func isValid(e164 string) bool {
	n, err := phonenumbers.Parse(e164, DefaultCountry)
	return err == nil && phonenumbers.IsValidNumber(n)
}

// CheckCountry gives a typed ISO 3166 country code in capitals, DefaultCountry
// for nothing, or says that there is no such country.
func CheckCountry(typed string) (string, error) {
	c := strings.ToUpper(CleanName(typed))
	if c == "" {
		return DefaultCountry, nil
	}
	if len(c) != 2 || phonenumbers.GetCountryCodeForRegion(c) == 0 {
		return "", Invalid("country", "The country is two letters, for example ID.")
	}
	return c, nil
}

// FormatPhone shows an E.164 number as "+62 811-5550-0188", and one that MaskPhone
// masked as "+62 ***-****-*188". What is neither is given back as it is.
func FormatPhone(e164 string) string {
	switch {
	case !strings.HasPrefix(e164, "+"):
		return e164
	case strings.Contains(e164, "*"):
		return formatMasked(e164)
	}
	n, err := phonenumbers.Parse(e164, DefaultCountry)
	if err != nil {
		return e164
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// SamePhone compares digits only: providers write numbers in several forms.
func SamePhone(a, b string) bool {
	da, db := strings.Map(keepDigit, a), strings.Map(keepDigit, b)
	return da != "" && da == db
}

func keepDigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}
