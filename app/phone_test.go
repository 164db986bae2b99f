package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
)

func TestPhoneNumbersAsPeopleTypeThem(t *testing.T) {
	const mobile = "+6281155500188"
	for _, c := range []struct{ typed, country, want string }{
		{"081155500188", "", mobile},
		{"0811-5550-0188", "ID", mobile},
		{"6281155500188", "ID", mobile},
		{"+6281155500188", "ID", mobile},
		{"+62 811-5550-0188", "ID", mobile},
		{"  +62 (811) 5550 0188\n", "ID", mobile},
		{"+62 (0) 811-5550-0188", "ID", mobile},
		{"+62\u00a0811.5550/0188", "ID", mobile},
		{"\u202a+62 811-5550-0188\u202c", "ID", mobile},
		{"006281155500188", "ID", mobile},
		{"81155500188", "ID", mobile}, // without its 0: not Japan
		{"811-5550-0188", "ID", mobile},
		{"6281155500188", "SG", mobile},
		{"91234567", "SG", "+6591234567"},
		{"6591234567", "ID", "+6591234567"},
		{"+6591234567", "ID", "+6591234567"},
		{"021 5550 188", "ID", "+62215550188"},
		{"+1 555-012-3456", "ID", "+15550123456"}, // Meta's test numbers are of no known range
		{"15550123456", "ID", "+15550123456"},
		{"+819012345678", "ID", "+819012345678"},
		{"+49 171 1234567", "ID", "+491711234567"},
		{"0171 1234567", "DE", "+491711234567"},
	} {
		got, err := app.ParseAccountCode(c.typed, c.country)
		require.NoError(t, err, c.typed)
		assert.Equal(t, c.want, got, "%s in %s", c.typed, c.country)
	}
}

func TestPhoneNumbersRefused(t *testing.T) {
	for _, c := range []struct{ typed, country string }{
		{"", "ID"}, {" \n\t", "ID"}, {"\u200b", "ID"}, {"12", "ID"}, {"+", "ID"}, {"()", "ID"}, {"0", "ID"}, {"+0", "ID"}, {"000000000", "ID"},
		{"0811-5550-0188", "SG"},  // too long for Singapore
		{"0811-5550-0188", "XX"},  // no such country
		{"106540352242922", "ID"}, // a phone number ID
		{"1065403522429221", "ID"}, {"nusantara", "ID"}, {"0811a5550188", "ID"}, {"📞0811555", "ID"}, {"０８１１５５５００１８８", "ID"},
		{"+62 811-5550-0188, +62 811-5550-0189", "ID"}, {strings.Repeat("8", 1<<20), "ID"}, {strings.Repeat("😀", 1<<18), "ID"},
		{strings.Repeat(" ", 1<<20) + "081155500188", "ID"}, {"tel:+6281155500188", "ID"}, {"081155500188;ext=5", "ID"},
	} {
		got, err := app.ParseAccountCode(c.typed, c.country)
		require.Error(t, err, "%.40q gives %s", c.typed, got)
		e := app.AsError(err)
		assert.Equal(t, app.CodeInvalid, e.Code)
		assert.Equal(t, "account_code", e.Field)
		assert.Less(t, len(e.Error()), 200)
	}
}

func TestE164ComesBackFromEveryForm(t *testing.T) {
	countries := []string{"ID", "SG", "MY", "US", "DE", "IN", "JP", "BR", "GB"}
	rapid.Check(t, func(r *rapid.T) {
		country := rapid.SampledFrom(countries).Draw(r, "country")
		example := phonenumbers.GetExampleNumberForType(country, phonenumbers.MOBILE)
		e164 := phonenumbers.Format(example, phonenumbers.E164)
		digits := []byte(e164)
		for i := len(digits) - 4; i < len(digits); i++ {
			digits[i] = byte('0' + rapid.IntRange(0, 9).Draw(r, "digit"))
		}
		e164 = string(digits)
		n, err := phonenumbers.Parse(e164, country)
		if err != nil || !phonenumbers.IsValidNumber(n) {
			return
		}
		for _, form := range []string{
			e164, app.FormatPhone(e164), e164[1:], phonenumbers.Format(n, phonenumbers.NATIONAL), "00" + e164[1:], " " + e164 + "\n",
		} {
			if strings.HasPrefix(form, "00") || country == "BR" && form == e164[1:] || country == "US" && !strings.HasPrefix(form, "+") {
				continue // 00 is tried below; the others can be read in two ways
			}
			got, err := app.ParseAccountCode(form, country)
			require.NoError(r, err, form)
			require.Equal(r, e164, got, form)
		}
		for _, elsewhere := range countries {
			got, err := app.ParseAccountCode(e164, elsewhere)
			require.NoError(r, err)
			require.Equal(r, e164, got)
			got, err = app.ParseAccountCode("00"+e164[1:], elsewhere)
			require.NoError(r, err)
			require.Equal(r, e164, got)
		}
	})
}

func TestAnythingTypedGivesANumberOrASentence(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[+0-9() ./-]{0,24}`)).Draw(r, "typed")
		got, err := app.ParseAccountCode(typed, rapid.SampledFrom([]string{"", "ID", "US", "zz"}).Draw(r, "country"))
		if err != nil {
			require.Equal(r, app.CodeInvalid, app.ErrorCode(err))
			return
		}
		require.Regexp(r, `^\+[1-9][0-9]{3,14}$`, got)
		again, err := app.ParseAccountCode(got, "ID")
		require.NoError(r, err, got)
		require.Equal(r, got, again)
	})
}

func TestShowingPhoneNumbers(t *testing.T) {
	assert.Equal(t, "+62 811-5550-0188", app.FormatPhone("+6281155500188"))
	for _, other := range []string{"", "0811", "not a number", "+", "+999"} {
		assert.Equal(t, other, app.FormatPhone(other))
	}
	assert.True(t, app.SamePhone("+62 811-5550-0188", "6281155500188"))
	assert.False(t, app.SamePhone("", ""))
	assert.False(t, app.SamePhone("+62", "+63"))
	for typed, want := range map[string]string{"": "ID", " id ": "ID", "sg": "SG"} {
		got, err := app.CheckCountry(typed)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, bad := range []string{"XX", "IDN", "62", "😀", strings.Repeat("I", 1<<20)} {
		_, err := app.CheckCountry(bad)
		assert.Equal(t, app.CodeInvalid, app.ErrorCode(err), fmt.Sprintf("%.10s", bad))
	}
}

func TestMissingAndExtraDigits(t *testing.T) {
	for number, want := range map[string][2]int{
		"+6281255501423": {0, 0}, "+62812555": {3, 0}, "+628125550142355": {0, 1}, "+6591234567": {0, 0}, "+659123456": {1, 0}, "+65912345678": {0, 1},
	} {
		require.Equal(t, want, [2]int{app.MissingDigits(number), app.ExtraDigits(number)}, number)
	}
}
