package frame_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestMoneyAndCountriesInWords(t *testing.T) {
	m := price.Money{Amount: 861_309_750_000, Currency: "IDR"}
	assert.Equal(t, "Rp 861,310", frame.Money(m))
	assert.Equal(t, "Rp 861,309.75", frame.ExactMoney(m))
	assert.Equal(t, "Up to Rp 861,310", frame.T(app.Say("Up to {{.Amount}}", "Amount", m)))
	assert.Equal(t, "Up to Rp 861,310", app.Say("Up to {{.Amount}}", "Amount", m).String())
	assert.Equal(t, "Singapore", frame.CountryName("SG"))
	assert.Equal(t, "Kazakhstan", frame.CountryName("KZ"))
	assert.Equal(t, "??", frame.CountryName("??"))
	all := frame.AllCountries()
	assert.Equal(t, kit.Option{Value: "ID", Label: "Indonesia"}, all[0])
	seen := map[string]bool{}
	for _, o := range all {
		assert.False(t, seen[o.Value] || o.Label == "", o.Value)
		seen[o.Value] = true
	}
	assert.True(t, seen["KZ"] && seen["SG"])
}
