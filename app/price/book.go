package price

import (
	"cmp"
	"math"
	"slices"
	"time"

	"channeldesk/app"
)

func sorted(s []string) []string { slices.Sort(s); return s }

// Book is all price lists. It is not changed once it was read; safe for
// concurrent use. The zero value has none.
type Book []List

// Find gives the list of a key.
func (b Book) Find(k Key) (List, bool) {
	i := slices.IndexFunc(b, func(l List) bool { return l.Key() == k })
	if i < 0 {
		return List{}, false
	}
	return b[i].Clone(), true
}

// At gives the list of a protocol that held at a time.
func (b Book) At(p app.ProtocolID, at time.Time) (list List, ok bool) {
	day := DateOf(at)
	for _, l := range b {
		if l.Protocol == p && l.From <= day && (!ok || l.From > list.From) {
			list, ok = l, true
		}
	}
	return list, ok
}

// Of gives what a message costs, and the day of the list that says so; region ""
// is one that nobody knows.
func (b Book) Of(p app.ProtocolID, region string, c Category, at time.Time) (cost Money, from Date, ok bool) {
	l, ok := b.At(p, at)
	if !ok {
		return Money{}, "", false
	}
	amount, ok := l.Of(region, c)
	if !ok {
		return Money{}, "", false
	}
	return Money{Amount: amount, Currency: l.Currency}, l.From, true
}

// Estimate is what messages would cost when each is charged for. Messages that
// go into an open window may be free, so that it is the most that they cost.
type Estimate struct {
	Total Money
	// From is the day of the list.
	From Date
	// Priced is how many messages the total is of.
	Priced int
	// Missing are the countries without a price, sorted, and Unpriced how many
	// messages go there; "" stands for numbers whose country nobody knows.
	Missing  []string
	Unpriced int
}

// Estimate adds up messages by country. ok is false when no list of the protocol
// held at the time, or the total is too high to be counted.
func (b Book) Estimate(p app.ProtocolID, c Category, at time.Time, people map[string]int) (e Estimate, ok bool) {
	l, ok := b.At(p, at)
	if !ok {
		return e, false
	}
	e = Estimate{Total: Money{Currency: l.Currency}, From: l.From}
	for region, n := range people {
		if n <= 0 {
			continue
		}
		amount, known := l.Of(region, c)
		if !known {
			e.Missing, e.Unpriced = append(e.Missing, region), e.Unpriced+n
			continue
		}
		if amount > 0 && int64(n) > (math.MaxInt64-e.Total.Amount)/amount {
			return Estimate{}, false
		}
		e.Total.Amount += amount * int64(n)
		e.Priced += n
	}
	slices.Sort(e.Missing)
	return e, true
}

// Cost is what a message that was sent cost.
type Cost struct {
	// Money is 0 of no currency when it is free and no list held.
	Money
	// Free is true when the provider said that it does not charge for it.
	Free bool
	// From is the day of the list that the amount is from; "" when it is free.
	From Date
}

// Columns of a file with messages: what each cost, and in which currency.
const (
	ColumnCost     = "cost"
	ColumnCurrency = "currency"
)

// Cells are the cells of both columns; the cost is a decimal number.
func (c Cost) Cells() (cost, currency string) { return c.Plain(), c.Currency }

// Tariff is the lists by which the messages of one channel are priced; nil has
// none. Not safe for concurrent use.
type Tariff struct {
	lists   []held // the newest first
	regions Regions
}

// held is a list with its beginning; nil where none held from then on.
type held struct {
	from int64 // milliseconds since 1970
	list *List
}

// Tariff gives the lists of a protocol.
func (b Book) Tariff(p app.ProtocolID) *Tariff { return b.Over([]app.ProtocolSince{{Protocol: p}}) }

// Over gives the lists of the protocols that a channel had, the first one in front,
// each through its own time; the first one holds for the time before as well.
func (b Book) Over(past []app.ProtocolSince) *Tariff {
	t := &Tariff{}
	for i, p := range past {
		from, until := int64(math.MinInt64), int64(math.MaxInt64)
		if i > 0 {
			from = p.Since.UnixMilli()
		}
		if i+1 < len(past) {
			until = past[i+1].Since.UnixMilli()
		}
		t.lists = append(t.lists, b.through(p.Protocol, from, until)...)
	}
	slices.Reverse(t.lists)
	return t
}

// through gives the lists of a protocol as they hold from one time until another,
// the oldest first.
func (b Book) through(p app.ProtocolID, from, until int64) []held {
	var later []held
	first := held{from: from}
	for i := range b {
		if b[i].Protocol != p {
			continue
		}
		h := held{b[i].From.Start().UnixMilli(), &b[i]}
		switch {
		case h.from >= until:
		case h.from > from:
			later = append(later, h)
		case first.list == nil || first.list.From < b[i].From:
			first.list = &b[i]
		}
	}
	slices.SortFunc(later, func(a, b held) int { return cmp.Compare(a.from, b.from) })
	return append([]held{first}, later...)
}

// Cost gives what a message cost: price is the provider's word, as
// app.Message.Price, to a number in E.164, at milliseconds since 1970. What is
// free by the provider's word costs nothing, with or without a list. ok is false
// when the provider did not say whether it charges, or no list has the amount.
func (t *Tariff) Cost(price, to string, at int64) (c Cost, ok bool) {
	category, billable := app.PriceOf(price)
	return t.Charge(category, billable, to, at)
}

// Charge is Cost for a price that app.PriceOf took apart.
func (t *Tariff) Charge(category, billable, to string, at int64) (c Cost, ok bool) {
	if billable == "" {
		return Cost{}, false
	}
	if t == nil {
		t = &Tariff{}
	}
	l := t.at(at)
	if billable != "true" {
		c.Free = true
		if l != nil {
			c.Currency = l.Currency
		}
		return c, true
	}
	if l == nil {
		return Cost{}, false
	}
	region := ""
	if len(l.Regions) > 0 {
		region = t.regions.Of(to)
	}
	amount, ok := l.Of(region, Category(category))
	if !ok {
		return Cost{}, false
	}
	return Cost{Money: Money{Amount: amount, Currency: l.Currency}, From: l.From}, true
}

func (t *Tariff) at(at int64) *List {
	for i := range t.lists {
		if t.lists[i].from <= at {
			return t.lists[i].list
		}
	}
	return nil
}

// CostOf gives what a message cost, by the list that held when the provider took
// it.
func (t *Tariff) CostOf(m app.Message) (Cost, bool) {
	return t.Cost(m.Price, m.To, SentAt(m).UnixMilli())
}

// SentAt is the time that decides which list a message is charged by, and of which
// of the protocols that its channel had: when the provider took it, and else when it
// was made.
func SentAt(m app.Message) time.Time {
	for _, t := range []time.Time{m.AcceptedAt, m.SentAt} {
		if !t.IsZero() {
			return t
		}
	}
	return m.CreatedAt
}
