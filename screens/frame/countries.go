package frame

import (
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// Countries are those whose local numbers the agents of this product usually
// have, by ISO 3166-1 code: Indonesia first, then by English name. The names
// are translated and the slice is the caller's.
func Countries() []kit.Option {
	list := [][2]string{
		{"ID", "Indonesia"}, {"AU", "Australia"}, {"BR", "Brazil"}, {"CN", "China"}, {"DE", "Germany"}, {"GB", "United Kingdom"},
		{"HK", "Hong Kong"}, {"IN", "India"}, {"JP", "Japan"}, {"MX", "Mexico"}, {"MY", "Malaysia"}, {"NL", "Netherlands"},
		{"PH", "Philippines"}, {"SA", "Saudi Arabia"}, {"SG", "Singapore"}, {"TH", "Thailand"}, {"TL", "Timor-Leste"},
		{"AE", "United Arab Emirates"}, {"US", "United States"}, {"VN", "Vietnam"},
	}
	out := make([]kit.Option, 0, len(list))
	for _, c := range list {
		out = append(out, kit.Option{Value: c[0], Label: lang.L(c[1])})
	}
	return out
}
