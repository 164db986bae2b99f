package frame

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"channeldesk/app/price"
	"channeldesk/screens/kit"
)

// priceLanguage is the window's language as amounts are written in. The mark
// between thousands tells it: the translations of both languages name one.
func priceLanguage() string {
	if lang.X("number.thousands", ",") == "." {
		return price.Indonesian
	}
	return price.English
}

// Money writes an amount in the window's language, rounded to what is paid:
// "Rp 861,310".
func Money(m price.Money) string { return m.Format(priceLanguage()) }

// ExactMoney writes an amount with all its decimals: "Rp 356.65".
func ExactMoney(m price.Money) string { return m.Exact(priceLanguage()) }

// CountryName names a country by its ISO 3166-1 code in the window's language;
// the code itself when nobody knows a name.
func CountryName(code string) string {
	names := display.Regions(language.English)
	if priceLanguage() == price.Indonesian {
		names = display.Regions(language.Indonesian)
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := names.Name(region); name != "" {
		return name
	}
	return code
}

// AllCountries are all countries that have phone numbers, by name; the usual ones
// of Countries first. The slice is the caller's.
func AllCountries() []kit.Option {
	out := Countries()
	usual := len(out)
	for _, code := range price.RegionCodes() {
		if !slices.ContainsFunc(out[:usual], func(o kit.Option) bool { return o.Value == code }) {
			out = append(out, kit.Option{Value: code, Label: CountryName(code)})
		}
	}
	slices.SortFunc(out[usual:], func(a, b kit.Option) int { return strings.Compare(a.Label, b.Label) })
	return out
}
