package price_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/price"
)

const meta, qontak = app.ProtocolID("meta_cloud"), app.ProtocolID("qontak")

// settings is a workspace that only has settings.
type settings map[string]string

func (s settings) Setting(name string) (string, error) { return s[name], nil }
func (s settings) SetSetting(name, value string) error { s[name] = value; return nil }

func at(day string) time.Time {
	return price.Date(day).Start().Add(9 * time.Hour)
}

func units(n int64) int64 { return n * price.Unit }

func twoLists() price.Book {
	return price.Book{
		{Protocol: meta, From: "2026-07-01", Currency: "IDR", Everywhere: price.Amounts{price.Marketing: units(800), price.Utility: units(300)}},
		{
			Protocol: meta, From: "2026-11-01", Currency: "IDR", Everywhere: price.Amounts{price.Marketing: units(900), price.Utility: units(357)},
			Regions: map[string]price.Amounts{"SG": {price.Utility: units(500)}},
		},
		{Protocol: qontak, From: "2026-01-01", Currency: "USD", Everywhere: price.Amounts{price.Service: 41_100}},
	}
}

func TestTheListThatHeldDecides(t *testing.T) {
	b := twoLists()
	for _, x := range []struct {
		day, region string
		want        int64
		from        price.Date
	}{
		{"2026-06-30", "ID", -1, ""}, {"2026-07-01", "ID", units(300), "2026-07-01"}, {"2026-10-31", "SG", units(300), "2026-07-01"},
		{"2026-11-01", "ID", units(357), "2026-11-01"}, {"2026-11-01", "SG", units(500), "2026-11-01"}, {"2027-05-01", "", units(357), "2026-11-01"},
	} {
		m, from, ok := b.Of(meta, x.region, price.Utility, at(x.day))
		assert.Equal(t, x.want >= 0, ok, x)
		if ok {
			assert.Equal(t, price.Money{Amount: x.want, Currency: "IDR"}, m)
		}
		assert.Equal(t, x.from, from)
	}
	m, _, ok := b.Of(meta, "SG", price.Marketing, at("2026-11-01"))
	assert.True(t, ok, "what does not differ is as everywhere")
	assert.Equal(t, units(900), m.Amount)
	_, _, ok = b.Of(meta, "SG", price.Authentication, at("2026-11-01"))
	assert.False(t, ok)
	_, _, ok = b.Of("coster", "SG", price.Utility, at("2026-11-01"))
	assert.False(t, ok)
}

func TestAListBeginsAtMidnightHere(t *testing.T) {
	zone := time.Local
	defer func() { time.Local = zone }()
	time.Local = time.FixedZone("WIB", 7*3600)
	last := time.Date(2026, 10, 31, 16, 59, 59, 0, time.UTC)
	m, _, _ := twoLists().Of(meta, "ID", price.Utility, last)
	assert.Equal(t, units(300), m.Amount)
	m, _, _ = twoLists().Of(meta, "ID", price.Utility, last.Add(time.Second))
	assert.Equal(t, units(357), m.Amount)
	tariff := twoLists().Tariff(meta)
	c, _ := tariff.Cost("utility, billable", "+628115550188", last.UnixMilli()+999)
	assert.Equal(t, units(300), c.Amount)
	c, _ = tariff.Cost("utility, billable", "+628115550188", last.UnixMilli()+1000)
	assert.Equal(t, units(357), c.Amount)
}

func TestCostOfMessages(t *testing.T) {
	now := at("2026-11-17")
	tariff := twoLists().Tariff(meta)
	for word, want := range map[string]price.Cost{
		"utility, billable":   {Money: price.Money{Amount: units(357), Currency: "IDR"}, From: "2026-11-01"},
		"utility, free":       {Money: price.Money{Currency: "IDR"}, Free: true},
		"free":                {Money: price.Money{Currency: "IDR"}, Free: true},
		"marketing, billable": {Money: price.Money{Amount: units(900), Currency: "IDR"}, From: "2026-11-01"},
	} {
		c, ok := tariff.CostOf(app.Message{To: "+628115550188", Price: word, AcceptedAt: now})
		assert.True(t, ok, word)
		assert.Equal(t, want, c, word)
	}
	for _, word := range []string{"", "utility", "billable", "something new, billable", "authentication international, billable"} {
		_, ok := tariff.Cost(word, "+628115550188", now.UnixMilli())
		assert.False(t, ok, word)
	}
	c, ok := tariff.CostOf(app.Message{To: "+6591234567", Price: "utility, billable", CreatedAt: now})
	assert.True(t, ok)
	assert.Equal(t, units(500), c.Amount)
	c, ok = price.Book(nil).Tariff(meta).Cost("service, free", "+6591234567", now.UnixMilli())
	assert.True(t, ok, "what the provider gives for nothing needs no list")
	assert.Equal(t, price.Cost{Free: true}, c)
	_, ok = (*price.Tariff)(nil).Cost("service, free", "+6591234567", now.UnixMilli())
	assert.True(t, ok)
	_, ok = price.Book(nil).Tariff(meta).Cost("service, billable", "+6591234567", now.UnixMilli())
	assert.False(t, ok)
}

func TestAListPricesAMessageByWhenItWasSent(t *testing.T) {
	tariff := twoLists().Tariff(meta)
	m := app.Message{To: "+628115550188", Price: "utility, billable", CreatedAt: at("2026-10-31"), SentAt: at("2026-11-02")}
	c, _ := tariff.CostOf(m)
	assert.Equal(t, units(357), c.Amount)
	m.AcceptedAt = at("2026-10-31")
	c, _ = tariff.CostOf(m)
	assert.Equal(t, units(300), c.Amount)
}

func TestEstimates(t *testing.T) {
	b, now := twoLists(), at("2026-11-17")
	e, ok := b.Estimate(meta, price.Utility, now, map[string]int{"ID": 2400, "SG": 10, "": 5, "MY": 0})
	require.True(t, ok)
	assert.Equal(t, price.Estimate{Total: price.Money{Amount: units(2405*357 + 10*500), Currency: "IDR"}, From: "2026-11-01", Priced: 2415}, e)
	b[1].Everywhere = nil
	e, ok = b.Estimate(meta, price.Utility, now, map[string]int{"ID": 2400, "SG": 10, "": 5})
	require.True(t, ok)
	assert.Equal(t, []string{"", "ID"}, e.Missing)
	assert.Equal(t, 2405, e.Unpriced)
	assert.Equal(t, units(5000), e.Total.Amount)
	_, ok = b.Estimate("coster", price.Utility, now, map[string]int{"ID": 1})
	assert.False(t, ok)
	dear := price.Book{{Protocol: meta, From: "2026-01-01", Currency: "IDR", Everywhere: price.Amounts{price.Utility: price.Most}}}
	_, ok = dear.Estimate(meta, price.Utility, now, map[string]int{"ID": 9_000_000, "SG": 9_000_000})
	assert.False(t, ok, "a total that does not fit is not told")
}

// drawList makes a list that may be kept.
func drawList(t *rapid.T) price.List {
	amounts := func(name string) price.Amounts {
		a := price.Amounts{}
		for _, c := range price.Categories {
			if rapid.Bool().Draw(t, name) {
				a[c] = rapid.Int64Range(0, price.Most).Draw(t, "amount")
			}
		}
		return a
	}
	l := price.List{
		Protocol: rapid.SampledFrom([]app.ProtocolID{meta, qontak, "coster"}).Draw(t, "protocol"),
		From:     price.Date(fmt.Sprintf("20%02d-%02d-%02d", rapid.IntRange(0, 99).Draw(t, "y"), rapid.IntRange(1, 12).Draw(t, "m"), rapid.IntRange(1, 28).Draw(t, "d"))),
		Currency: rapid.SampledFrom(price.Currencies()).Draw(t, "currency"), Everywhere: amounts("everywhere"),
	}
	l.Everywhere[price.Utility] = rapid.Int64Range(0, price.Most).Draw(t, "utility")
	for _, region := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"ID", "SG", "MY", "US", "CA", "KZ"}), rapid.ID[string]).Draw(t, "regions") {
		if a := amounts(region); len(a) > 0 {
			if l.Regions == nil {
				l.Regions = map[string]price.Amounts{}
			}
			l.Regions[region] = a
		}
	}
	return l
}

func drawBook(t *rapid.T) price.Book {
	b := price.Book(rapid.SliceOfNDistinct(rapid.Custom(drawList), 0, 6, price.List.Key).Draw(t, "book"))
	price.Sort(b)
	return b
}

func TestBooksAreKeptAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, s := drawBook(t), settings{}
		require.NoError(t, price.Write(s, b))
		got, err := price.Read(s)
		require.NoError(t, err)
		require.Len(t, got, len(b))
		for i := range b {
			require.Equal(t, b[i], got[i])
		}
	})
	for _, broken := range []string{"{", `[{"protocol":"meta_cloud"}]`, `[{"protocol":"m","from":"2026-01-01","currency":"IDR","everywhere":{"utility":"x"}}]`} {
		_, err := price.Read(settings{price.Setting: broken})
		require.ErrorContains(t, err, "cannot be read")
	}
}

// The order of lists does not matter, one message costs what an estimate of one
// says, and an estimate is the sum of its countries.
func TestBooksAgreeWithThemselves(t *testing.T) {
	numbers := map[string]string{"ID": "+628115550188", "SG": "+6591234567", "US": "+12025550123", "CA": "+14165550123", "KZ": "+77012345678", "DE": "+4915112345678"}
	rapid.Check(t, func(t *rapid.T) {
		b := drawBook(t)
		shuffled := slices.Clone(b)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		p := rapid.SampledFrom([]app.ProtocolID{meta, qontak}).Draw(t, "protocol")
		c := rapid.SampledFrom(price.Categories[:]).Draw(t, "category")
		now := time.Date(2000+rapid.IntRange(0, 99).Draw(t, "year"), 6, 1, 12, 0, 0, 0, time.Local)
		people, sum, priced := map[string]int{}, int64(0), 0
		for region, number := range numbers {
			n := rapid.IntRange(0, 1000).Draw(t, region)
			people[region] = n
			m, from, ok := b.Of(p, region, c, now)
			m2, from2, ok2 := shuffled.Of(p, region, c, now)
			require.Equal(t, []any{m, from, ok}, []any{m2, from2, ok2})
			cost, charged := shuffled.Tariff(p).Cost(string(c)+", billable", number, now.UnixMilli())
			require.Equal(t, ok, charged)
			if ok {
				require.Equal(t, price.Cost{Money: m, From: from}, cost)
				sum, priced = sum+m.Amount*int64(n), priced+n
			}
		}
		e, ok := b.Estimate(p, c, now, people)
		_, held := b.At(p, now)
		require.Equal(t, held, ok)
		require.Equal(t, sum, e.Total.Amount)
		require.Equal(t, priced, e.Priced)
	})
}

func TestCountriesOfNumbers(t *testing.T) {
	var r price.Regions
	for range 2 { // the second time they are remembered
		for number, want := range map[string]string{
			"+628115550188": "ID", "+6591234567": "SG", "+12025550123": "US", "+14165550123": "CA", "+77012345678": "KZ", "+79161234567": "RU",
			"+447400123456": "GB", "+6271": "ID", "+999123": "", "": "", "628115550188": "", "+": "", "+80012345678": "",
		} {
			assert.Equal(t, want, r.Of(number), number)
		}
	}
	codes := price.RegionCodes()
	assert.Contains(t, codes, "ID")
	assert.True(t, slices.IsSorted(codes))
}

func TestListsAreLookedAt(t *testing.T) {
	good := twoLists()[1]
	for _, x := range []struct {
		field, why string
		change     func(*price.List)
	}{
		{"protocol", "Choose the provider", func(l *price.List) { l.Protocol = "" }},
		{"from", "year, month, day", func(l *price.List) { l.From = "1.11.2026" }},
		{"currency", "three letters", func(l *price.List) { l.Currency = "Rupiah" }},
		{"amount", "at least one price", func(l *price.List) { l.Everywhere, l.Regions = nil, nil }},
		{"amount", "below 0", func(l *price.List) { l.Everywhere[price.Utility] = -1 }},
		{"amount", "more than 1,000,000", func(l *price.List) { l.Regions["SG"][price.Utility] = price.Most + 1 }},
		{"amount", "no category", func(l *price.List) { l.Everywhere["gifts"] = 1 }},
		{"country", "not a country", func(l *price.List) { l.Regions["QQ"] = price.Amounts{price.Utility: 1} }},
		{"country", "twice", func(l *price.List) { l.Regions["sg"] = price.Amounts{price.Utility: 1} }},
	} {
		l := good.Clone()
		x.change(&l)
		_, err := l.Check()
		require.ErrorContains(t, err, x.why)
		assert.Equal(t, x.field, app.AsError(err).Field, x.why)
	}
	l := good.Clone()
	l.Currency, l.Regions["MY"] = "idr", price.Amounts{}
	got, err := l.Check()
	require.NoError(t, err)
	assert.Equal(t, good, got)
}

// A message is priced by the protocol that its channel had when the provider took
// it: by the lists of that protocol, and by none where that one has none.
func TestEachMessageIsPricedByTheProtocolOfItsTime(t *testing.T) {
	b := twoLists()
	past := []app.ProtocolSince{{Protocol: meta, Since: at("2026-09-01")}, {Protocol: "coster", Since: at("2026-10-01")}, {Protocol: meta, Since: at("2026-10-10")}, {Protocol: qontak, Since: at("2026-11-05")}}
	tariff := b.Over(past)
	for _, x := range []struct {
		at   time.Time
		want string
	}{
		{at("2026-06-30"), "none"},
		{at("2026-08-01"), "300 IDR"}, // the first one had it before as well
		{at("2026-09-30"), "300 IDR"}, {at("2026-10-01"), "none"}, {at("2026-10-09"), "none"},
		{at("2026-10-10"), "300 IDR"}, {at("2026-10-31"), "300 IDR"}, {at("2026-11-01"), "357 IDR"},
		{at("2026-11-05").Add(-time.Millisecond), "357 IDR"}, {at("2026-11-05"), "none"}, {at("2027-01-01"), "none"},
	} {
		got := "none"
		m := app.Message{To: "+628115550188", Price: "utility, billable", CreatedAt: x.at.AddDate(0, 0, -2), AcceptedAt: x.at}
		if c, ok := tariff.CostOf(m); ok {
			got = c.Plain() + " " + c.Currency
		}
		assert.Equal(t, x.want, got, x.at)
	}
	c, ok := tariff.Cost("service, billable", "+628115550188", at("2026-11-06").UnixMilli())
	assert.True(t, ok)
	assert.Equal(t, "USD", c.Currency)
	c, ok = tariff.Cost("service, free", "+628115550188", at("2026-10-02").UnixMilli())
	assert.True(t, ok)
	assert.Empty(t, c.Currency, "Coster has no list")
	_, ok = b.Over(nil).Cost("utility, billable", "+628115550188", at("2026-11-06").UnixMilli())
	assert.False(t, ok)
}

// Through any past, a message costs what the protocol of its moment says alone.
func TestThePastAgreesWithItsProtocols(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBook(t)
		moment := func(name string) time.Time {
			return time.Date(2000+rapid.IntRange(0, 99).Draw(t, name), 1, 1, 0, 0, 0, 0, time.Local).Add(time.Duration(rapid.IntRange(0, 8000).Draw(t, name)) * time.Hour)
		}
		var past []app.ProtocolSince
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			past = append(past, app.ProtocolSince{Protocol: rapid.SampledFrom([]app.ProtocolID{meta, qontak, "coster"}).Draw(t, "protocol"), Since: moment("since")})
		}
		slices.SortFunc(past, func(a, b app.ProtocolSince) int { return a.Since.Compare(b.Since) })
		tariff := b.Over(past)
		for range 8 {
			now, p := moment("now"), past[0].Protocol
			for _, s := range past[1:] {
				if !s.Since.After(now) {
					p = s.Protocol
				}
			}
			want, ok := b.Tariff(p).Cost("utility, billable", "+628115550188", now.UnixMilli())
			got, same := tariff.Cost("utility, billable", "+628115550188", now.UnixMilli())
			require.Equal(t, ok, same)
			require.Equal(t, want, got)
		}
	})
}
