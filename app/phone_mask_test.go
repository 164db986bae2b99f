package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
)

// The country's code stays, whether it has one, two or three digits, and the last
// three digits; in the log as in the window, where the rest stands in groups.
func TestMaskedNumbers(t *testing.T) {
	for number, want := range map[string][2]string{
		"+6281255507399":     {"+62********399", "+62 ***-****-*399"},
		"+628115550188":      {"+62*******188", "+62 ***-****-188"},
		"+6591234567":        {"+65*****567", "+65 **** *567"},
		"+12025550123":       {"+1*******123", "+1 ***-***-*123"},
		"+971501234567":      {"+971******567", "+971 ** *** *567"},
		"+6737123456":        {"+673****456", "+673 *** *456"},
		"+85298765432":       {"+852*****432", "+852 **** *432"},
		"+6701234567":        {"+670****567", "+670 *** *567"},
		"+99912345678901":    {"+***********901", "+***********901"},
		"6281155500188":      {"62********188", "62********188"},
		"+62 811-5550-0188":  {"+62********188", "+62 ***-****-*188"},
		"0811 5550 0188":     {"*********188", "*********188"},
		"(+62) 811 555 0188": {"62*******188", "62*******188"},
		"+62811":             {"***", "***"},
		"":                   {"***", "***"},
		"no number":          {"***", "***"},
	} {
		got := app.MaskPhone(number)
		assert.Equal(t, want[0], got, number)
		assert.Equal(t, want[1], app.FormatPhone(got), number)
	}
	for _, other := range []string{"", "a +62****399", "*", "+62 8**", "+62 812-****-1423"} {
		assert.Equal(t, other, app.FormatPhone(other))
	}
}

// Whatever a number is, three of its digits and its country are all that is told.
func TestMaskedNumbersTellNoMore(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		number := rapid.OneOf(rapid.StringMatching(`\+?[1-9][0-9]{6,14}`), rapid.StringMatching(`[+0-9 ().-]{0,24}`)).Draw(r, "number")
		got := app.MaskPhone(number)
		kept := strings.Trim(got, "+*")
		if got == "***" {
			return
		}
		require.GreaterOrEqual(r, strings.Count(got, "*"), 1, got)
		require.LessOrEqual(r, len(strings.ReplaceAll(strings.ReplaceAll(got, "*", ""), "+", "")), 6, kept)
		require.Equal(r, strings.ReplaceAll(got, "*", ""), strings.NewReplacer("*", "", " ", "", "-", "").Replace(app.FormatPhone(got)))
	})
}

func BenchmarkMaskPhone(b *testing.B) {
	for b.Loop() {
		app.MaskPhone("+6281255507399")
	}
}
