package app

import (
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
	s := CleanName(typed)
	if s == "" {
		return "", Invalid(field, "Enter the WhatsApp phone number, with its country code.")
	}
	if len(s) > 64 {
		return "", Invalid(field, "This is too long for a phone number.")
	}
	for _, r := range s {
		if !strings.ContainsRune("0123456789+-(). /", r) {
			return "", Invalid(field, "A phone number has only digits, blanks, hyphens, brackets and a plus in front.")
		}
	}
	if country == "" {
		country = DefaultCountry
	}
	digits := strings.Map(keepDigit, s)
	if len(digits) > 15 {
		return "", Invalid(field, "This has {{.N}} digits. A phone number has at most 15. Is it the Phone number ID?", "N", len(digits))
	}
	candidates := []string{s}
	if !strings.HasPrefix(s, "+") && !strings.HasPrefix(s, "0") {
		// 62812...: the country code without its plus.
		candidates = append([]string{"+" + digits}, candidates...)
	}
	for _, c := range candidates {
		n, err := phonenumbers.Parse(c, country)
		if err == nil && phonenumbers.IsPossibleNumber(n) && (phonenumbers.IsValidNumber(n) || strings.HasPrefix(c, "+")) {
			return phonenumbers.Format(n, phonenumbers.E164), nil
		}
	}
	if n, err := phonenumbers.Parse(s, country); err == nil && phonenumbers.IsPossibleNumber(n) {
		return phonenumbers.Format(n, phonenumbers.E164), nil
	}
	return "", Invalid(field, "This is not a phone number. Write it with its country code, for example +62 811-5550-0188.")
}

// FormatPhone shows an E.164 number as "+62 811-5550-0188". What is not one is
// given back as it is.
func FormatPhone(e164 string) string {
	n, err := phonenumbers.Parse(e164, DefaultCountry)
	if err != nil {
		return e164
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// MaskPhone keeps the country code and the last three digits of a number, for
// the log.
func MaskPhone(e164 string) string {
	if len(e164) < 8 {
		return "***"
	}
	return e164[:3] + strings.Repeat("*", len(e164)-6) + e164[len(e164)-3:]
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
