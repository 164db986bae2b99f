package price_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/price"
)

func TestMoneyIsWrittenByLanguage(t *testing.T) {
	for _, x := range []struct {
		amount                     int64
		currency, en, id, exact, s string
	}{
		{861_309_750_000, "IDR", "Rp 861,310", "Rp 861.310", "Rp 861,309.75", "861309.75"},
		{356_650_000, "IDR", "Rp 357", "Rp 357", "Rp 356.65", "356.65"},
		{12_500_000, "USD", "$12.50", "$12,50", "$12.50", "12.5"},
		{41_100, "USD", "$0.0411", "$0,0411", "$0.0411", "0.0411"},
		{1_520_700, "USD", "$1.52", "$1,52", "$1.5207", "1.5207"},
		{0, "IDR", "Rp 0", "Rp 0", "Rp 0", "0"},
		{0, "USD", "$0.00", "$0,00", "$0.00", "0"},
		{1, "USD", "$0.00", "$0,00", "$0.000001", "0.000001"},
		{-1_500_000, "EUR", "-€1.50", "-€1,50", "-€1.50", "-1.5"},
		{-1, "EUR", "€0.00", "€0,00", "-€0.000001", "-0.000001"},
		{1_234_567_890_000, "CHF", "CHF 1,234,567.89", "CHF 1.234.567,89", "CHF 1,234,567.89", "1234567.89"},
		{500_000, "KWD", "KWD 0.500", "KWD 0,500", "KWD 0.500", "0.5"},
		{1_234_000, "IDR", "Rp 1", "Rp 1", "Rp 1.234", "1.2340"},
		{999_500_000, "IDR", "Rp 1,000", "Rp 1.000", "Rp 999.50", "999.5"},
		{5_000_000, "", "5", "5", "5", "5"},
	} {
		m := price.Money{Amount: x.amount, Currency: x.currency}
		assert.Equal(t, x.en, m.Format("en"))
		assert.Equal(t, x.id, m.Format("id"))
		assert.Equal(t, x.exact, m.Exact("en"))
		assert.Equal(t, x.s, m.Plain())
	}
}

func TestTypedAmounts(t *testing.T) {
	for typed, want := range map[string]int64{
		"356.65": 356_650_000, "356,65": 356_650_000, " 357 ": 357_000_000, "Rp 357": 357_000_000, "Rp. 1.234,50": 1_234_500_000,
		"1,234.50": 1_234_500_000, "1 234": 1_234_000_000, "1.234.567": 0, "0.0411": 41_100, "0,123": 123_000, "$0.0411": 41_100,
		"0": 0, "12.5 USD": 12_500_000, "1234.567": 1_234_567_000, "0.1000000": 100_000, "007": 7_000_000, "1,000,000": 1_000_000_000_000, "eur 2,5": 2_500_000,
		"1’234.5": 1_234_500_000,
	} {
		got, err := price.ParseAmount(typed)
		if typed == "1.234.567" {
			require.ErrorContains(t, err, "does not cost more")
			continue
		}
		require.NoError(t, err, typed)
		assert.Equal(t, want, got, typed)
	}
	for typed, why := range map[string]string{
		"": "Type the amount", "Rp": "has only digits", "-3": "below 0", "abc": "has only digits", "1.234": "Type 1234 or 1.2340.", "1,234": "Type 1234 or 1,2340.",
		"1.23.456": "is not an amount", "1,23,456.7": "is not an amount", ".5": "is not an amount", "5.": "is not an amount", "1.234,": "is not an amount",
		"1,2.3,4": "is not an amount", "0.0000001": "at most 6 digits", "1000001": "does not cost more than 1,000,000", "99999999999999999999999": "does not cost more",
		strings.Repeat("1", 65): "too long", "1e3": "has only digits", "٣": "has only digits", "1.000.00": "is not an amount", ".": "is not an amount",
	} {
		_, err := price.ParseAmount(typed)
		require.ErrorContains(t, err, why, typed)
		assert.Equal(t, "amount", app.AsError(err).Field)
	}
}

// What is shown or kept is read back as what it was, or refused: never as
// another amount.
func TestAmountsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Int64Range(0, price.Most), rapid.Int64Range(0, 3*price.Unit), rapid.Map(rapid.Int64Range(0, 1_000_000), func(n int64) int64 { return n * price.Unit })).Draw(t, "n")
		m := price.Money{Amount: n, Currency: rapid.SampledFrom(price.Currencies()).Draw(t, "currency")}
		got, err := price.ParseAmount(m.Plain())
		require.NoError(t, err)
		require.Equal(t, n, got)
		for _, language := range []string{"en", "id"} {
			shown := strings.TrimPrefix(m.Exact(language), m.Currency+" ")
			if got, err := price.ParseAmount(shown); err == nil {
				require.Equal(t, n, got, shown)
			} else {
				require.ErrorContains(t, err, "two ways", shown)
			}
		}
		_, err = price.ParseAmount(rapid.StringMatching(`[0-9., ]{0,12}`).Draw(t, "typed"))
		if err != nil {
			require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
		}
	})
}

func TestCurrencies(t *testing.T) {
	all := price.Currencies()
	assert.Equal(t, []string{"IDR", "USD"}, all[:2])
	seen := map[string]bool{}
	for _, c := range all {
		assert.False(t, seen[c], c)
		seen[c] = true
		got, err := price.ParseCurrency(" " + strings.ToLower(c))
		require.NoError(t, err)
		assert.Equal(t, c, got)
	}
	got, err := price.ParseCurrency("rp")
	require.NoError(t, err)
	assert.Equal(t, "IDR", got)
	for _, typed := range []string{"", "XXX", "rupiah", "ID"} {
		_, err := price.ParseCurrency(typed)
		require.ErrorContains(t, err, "three letters", typed)
	}
}
