// Package price holds price lists that people entered: what a message of a
// category costs at a provider, by country, from a day on. No provider tells an
// amount, so whatever is shown comes from such a list and says so.
//
// The package has only rules and values: no service, store or clock. Money is
// exact, in millionths of a currency's unit; there are no floating point numbers.
// The service that keeps the lists is package lists.
package price

import (
	"strconv"
	"strings"
)

// Unit is one unit of a currency, as one rupiah or one dollar, in millionths.
const Unit int64 = 1_000_000

// unitDigits are the decimal digits of an amount in millionths.
const unitDigits = 6

// Money is an amount of a currency.
type Money struct {
	// Amount is in millionths of the currency's unit.
	Amount int64
	// Currency is its ISO 4217 code, as "IDR".
	Currency string
}

// The languages that amounts are written in. Every other one is written as
// English.
const (
	English    = "en"
	Indonesian = "id"
)

// smallDigits is how many decimals an amount below one unit may need.
const smallDigits = 4

// usualDigits are the decimals of an amount that has any.
const usualDigits = 2

// Format writes the amount as people read it: "Rp 861,310" in English and
// "Rp 861.310" in Indonesian, "$12.50". It is rounded to what the currency is
// paid in, half away from zero; below one unit up to four decimals are kept, as
// "$0.0411".
func (m Money) Format(language string) string {
	least := digitsOf(m.Currency)
	most := least
	if m.Amount > -Unit && m.Amount < Unit {
		most = max(least, smallDigits)
	}
	return m.write(language, least, most)
}

// String is Format in English, for the command line and the log.
func (m Money) String() string { return m.Format(English) }

// Exact writes the amount as Format does, with all its decimals: "Rp 356.65".
func (m Money) Exact(language string) string {
	return m.write(language, digitsOf(m.Currency), unitDigits)
}

// Plain is the amount for a file or a field: no currency, no mark between
// thousands, a point before the decimals, nothing rounded. ParseAmount reads it
// back.
func (m Money) Plain() string { return plain(m.Amount) }

func plain(amount int64) string {
	sign := ""
	n := uint64(amount) //nolint:gosec // made positive in the next lines
	if amount < 0 {
		sign, n = "-", -n
	}
	whole, rest := n/uint64(Unit), n%uint64(Unit)
	s := sign + strconv.FormatUint(whole, 10)
	if rest == 0 {
		return s
	}
	decimals := strings.TrimRight(padded(rest, unitDigits), "0")
	if len(decimals) == groupDigits && whole != 0 {
		decimals += "0" // three digits could be read as thousands
	}
	return s + "." + decimals
}

// write rounds to most decimals and leaves zeros out behind the least.
func (m Money) write(language string, least, most int) string {
	sign := ""
	n := uint64(m.Amount) //nolint:gosec // made positive in the next lines
	if m.Amount < 0 {
		sign, n = "-", -n
	}
	step := uint64(1)
	for range unitDigits - most {
		step *= 10
	}
	n = (n + step/2) / step * step
	if n == 0 {
		sign = ""
	}
	thousands, point := ",", "."
	if language == Indonesian {
		thousands, point = ".", ","
	}
	digits := strconv.FormatUint(n/uint64(Unit), 10)
	for i := len(digits) - groupDigits; i > 0; i -= groupDigits {
		digits = digits[:i] + thousands + digits[i:]
	}
	decimals := strings.TrimRight(padded(n%uint64(Unit), unitDigits), "0")
	if decimals != "" {
		least = max(least, usualDigits) // Rp 356.50, as people write money
	}
	if len(decimals) < least {
		decimals += strings.Repeat("0", least-len(decimals))
	}
	if decimals != "" {
		digits += point + decimals
	}
	return sign + symbolOf(m.Currency) + digits
}

func padded(n uint64, width int) string {
	s := strconv.FormatUint(n, 10)
	return strings.Repeat("0", max(width-len(s), 0)) + s
}
