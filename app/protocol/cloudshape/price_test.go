package cloudshape

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPrices: category and cost are told in words that stay the same, whichever
// way the provider tells them.
func TestPrices(t *testing.T) {
	for body, want := range map[string]string{
		`{"billable":true,"pricing_model":"PMP","type":"regular","category":"utility"}`: "utility, billable",
		`{"billable":true,"pricing_model":"CBP","category":"marketing"}`:                "marketing, billable",
		`{"type":"regular","category":"authentication-international"}`:                  "authentication-international, billable",
		`{"type":"free_customer_service","category":"service","billable":false}`:        "service, free",
		`{"type":"free_entry_point","category":"referral_conversion"}`:                  "referral conversion, free",
		`{"type":"regular","category":"marketing_lite","billable":false}`:               "marketing lite, billable",
		`{"type":"new_kind","category":"utility","billable":false}`:                     "utility, free",
		`{"billable":false}`:                       "free",
		`{"billable":true,"category":null}`:        "billable",
		`{"category":"utility"}`:                   "utility",
		`{"category":"UTILITY","type":"regular"}`:  "utility, billable",
		`{"pricing_model":"CBP"}`:                  "",
		`{"billable":"true","category":7e9,"a":1}`: "7e9",
		`null`:      "",
		`"utility"`: "",
		`[]`:        "",
	} {
		v, ok := Read([]byte(body))
		require.True(t, ok)
		require.Equal(t, want, price(v), body)
	}
	require.Empty(t, price(Value{}))
}
