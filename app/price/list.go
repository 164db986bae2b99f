package price

import (
	"maps"
	"slices"
	"time"

	"channeldesk/app"
)

// Category is the kind of message that a provider charges for, in the words of
// app.PriceOf.
type Category string

// The categories that have a price. International authentication is what some
// providers charge businesses of other countries.
const (
	Marketing       Category = "marketing"
	Utility         Category = "utility"
	Authentication  Category = "authentication"
	International   Category = "authentication international"
	Service         Category = "service"
	categoriesCount          = 5
)

// Categories are all, in the order of forms and files.
var Categories = [categoriesCount]Category{Marketing, Utility, Authentication, International, Service}

// Date is a day of the calendar, as "2026-11-01". It begins at midnight in the
// computer's time zone. Dates compare as strings do.
type Date string

const dateLayout = "2006-01-02"

// DateOf is the day of a time in the computer's time zone.
func DateOf(t time.Time) Date { return Date(t.Local().Format(dateLayout)) }

// ParseDate reads 2026-11-01, or gives an error with the field "from".
func ParseDate(typed string) (Date, error) {
	t, err := time.ParseInLocation(dateLayout, app.CleanName(typed), time.Local)
	if err != nil || t.Year() < 2000 || t.Year() > 2999 {
		return "", app.Invalid("from", "Write the day as 2026-11-01: year, month, day.")
	}
	return DateOf(t), nil
}

// Start is the day's midnight in the computer's time zone; zero for "".
func (d Date) Start() time.Time {
	t, err := time.ParseInLocation(dateLayout, string(d), time.Local)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Amounts are prices of one message by category, in millionths of the list's
// currency. A category that is missing has no known price.
type Amounts map[Category]int64

// Key names a list: there is one of a protocol and day.
type Key struct {
	Protocol app.ProtocolID
	From     Date
}

// List is what messages cost at a provider from a day on, until a later list
// begins.
type List struct {
	Protocol app.ProtocolID
	// From is the first day on which it holds.
	From Date
	// Currency is an ISO 4217 code.
	Currency string
	// Everywhere are the prices of all countries that have none of their own.
	Everywhere Amounts
	// Regions are countries that differ, by ISO 3166-1 code, with what differs.
	Regions map[string]Amounts
}

// Key gives what the list is kept under.
func (l List) Key() Key { return Key{Protocol: l.Protocol, From: l.From} }

// Of gives what a message to a country costs; region "" is one that nobody knows.
func (l List) Of(region string, c Category) (amount int64, ok bool) {
	if amount, ok = l.Regions[region][c]; ok {
		return amount, true
	}
	amount, ok = l.Everywhere[c]
	return amount, ok
}

// RegionCodes are the countries that differ, sorted.
func (l List) RegionCodes() []string { return slices.Sorted(maps.Keys(l.Regions)) }

// Clone gives a list that shares nothing with this one.
func (l List) Clone() List {
	l.Everywhere = maps.Clone(l.Everywhere)
	regions := l.Regions
	l.Regions = nil
	for region, a := range regions {
		if l.Regions == nil {
			l.Regions = map[string]Amounts{}
		}
		l.Regions[region] = maps.Clone(a)
	}
	return l
}

// Check gives the list as it is kept: its currency and countries in capitals, and
// countries without an amount left out. An error names the field: "protocol",
// "from", "currency", "amount" or "country".
func (l List) Check() (List, error) {
	l = l.Clone()
	if l.Protocol == "" {
		return l, app.Invalid("protocol", "Choose the provider that these prices are of.")
	}
	if _, err := ParseDate(string(l.From)); err != nil {
		return l, err
	}
	var err error
	if l.Currency, err = ParseCurrency(l.Currency); err != nil {
		return l, err
	}
	if err := l.Everywhere.check(); err != nil {
		return l, err
	}
	if len(l.Everywhere) == 0 {
		l.Everywhere = nil
	}
	regions := l.Regions
	l.Regions = nil
	for typed, a := range regions {
		region, err := ParseRegion(typed)
		if err != nil {
			return l, err
		}
		if err := a.check(); err != nil {
			return l, err
		}
		if _, twice := l.Regions[region]; twice {
			return l, app.Invalid("country", "{{.Country}} stands in the list twice.", "Country", region)
		}
		if len(a) == 0 {
			continue
		}
		if l.Regions == nil {
			l.Regions = map[string]Amounts{}
		}
		l.Regions[region] = a
	}
	if len(l.Everywhere) == 0 && len(l.Regions) == 0 {
		return l, app.Invalid("amount", "Enter at least one price.")
	}
	return l, nil
}

func (a Amounts) check() error {
	for c, n := range a {
		switch {
		case !slices.Contains(Categories[:], c):
			return app.Invalid("amount", "There is no category {{.Category}}.", "Category", string(c))
		case n < 0:
			return wrong("A price cannot be below 0.")
		case n > Most:
			return wrong("A message does not cost more than {{.Most}}.", "Most", mostUnits)
		}
	}
	return nil
}

// Label names a category for people.
func (c Category) Label() app.Text { return app.PriceText(string(c)) }
