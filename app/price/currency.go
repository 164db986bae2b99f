package price

import (
	"slices"
	"strings"

	"channeldesk/app"
)

// Rupiah is the currency that is offered first.
const Rupiah = "IDR"

// usual are the currencies that people of this product pay in, the likeliest
// first.
var usual = []string{
	Rupiah, "USD", "EUR", "SGD", "MYR", "INR", "AUD", "GBP", "HKD", "JPY", "THB", "PHP", "VND", "SAR", "AED", "BRL", "MXN", "CNY",
}

// codes are the active codes of ISO 4217 that are money of a country.
const codes = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD
JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND
TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG`

var known = func() map[string]bool {
	out := map[string]bool{}
	for _, c := range strings.Fields(codes) {
		out[c] = true
	}
	return out
}()

// Currencies gives all currencies by code: the usual ones first, the others by
// name. The slice is the caller's.
func Currencies() []string {
	out := slices.Clone(usual)
	for _, c := range strings.Fields(codes) {
		if !slices.Contains(usual, c) {
			out = append(out, c)
		}
	}
	return out
}

// ParseCurrency gives a typed code in capitals, or an error with the field
// "currency".
func ParseCurrency(typed string) (string, error) {
	c := strings.ToUpper(app.CleanName(typed))
	if c == "RP" {
		c = Rupiah
	}
	if !known[c] {
		return "", app.Invalid("currency", "A currency is three letters, for example IDR or USD.")
	}
	return c, nil
}

// wholeOnly are the currencies that are not shown with decimals. The rupiah has
// some on paper, and nobody pays them.
const wholeOnly = "IDR JPY KRW VND CLP ISK XAF XOF XPF UGX RWF PYG GNF KMF DJF BIF VUV LAK MMK IRR"

// digitsOf is how many decimals of a currency are shown.
func digitsOf(currency string) int {
	switch {
	case currency == "" || strings.Contains(wholeOnly, currency):
		return 0
	case strings.Contains("BHD IQD JOD KWD LYD OMR TND", currency):
		return 3
	}
	return 2
}

// symbolOf is what stands before an amount.
func symbolOf(currency string) string {
	switch currency {
	case Rupiah:
		return "Rp "
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "SGD":
		return "S$"
	case "AUD":
		return "A$"
	case "HKD":
		return "HK$"
	case "MYR":
		return "RM "
	case "":
		return ""
	}
	return currency + " "
}
