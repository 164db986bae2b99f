package app_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
)

func TestPrices(t *testing.T) {
	for price, want := range map[string][3]string{
		"":                         {"", "", ""},
		"utility, billable":        {"utility", "true", "Utility, billable"},
		"service, free":            {"service", "false", "Service, free"},
		"marketing":                {"marketing", "", "Marketing"},
		"billable":                 {"", "true", "Billable"},
		"free":                     {"", "false", "Free"},
		"something new, billable":  {"something new", "true", "something new, billable"},
		"marketing lite, billable": {"marketing lite", "true", "Marketing Lite, billable"},
	} {
		category, billable := app.PriceOf(price)
		assert.Equal(t, want, [3]string{category, billable, app.PriceText(price).String()}, price)
	}
}
