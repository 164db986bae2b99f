package bulk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"channeldesk/app"
	"channeldesk/app/price"
)

// cost says what the messages cost by the price list that holds when they are
// sent. Without a list nothing is known. It is the most that they cost: a message
// into an open window may be free for a reason that only the provider knows.
func (f *flight) cost(ctx context.Context) error {
	if f.file == nil || f.file.Ready == 0 || f.tpl.ID == 0 || f.tpl.Category == "" {
		return nil
	}
	var book price.Book
	err := f.s.p.Store.View(ctx, func(tx app.Tx) (err error) { book, err = price.Read(tx); return err })
	if err != nil {
		return err
	}
	at := f.now
	if f.o.DueAt.After(at) {
		at = f.o.DueAt
	}
	l, ok := book.At(f.channel.Protocol, at)
	if !ok {
		return nil
	}
	e, ok := book.Estimate(f.channel.Protocol, price.Category(strings.ToLower(string(f.tpl.Category))), at, f.charged(len(l.Regions) > 0))
	if !ok {
		return nil
	}
	f.add(Finding{ID: FindCost, Level: Fine, What: costText(e), Number: e.Priced, Cost: &e})
	return nil
}

// charged counts the messages that may be charged for by country, or all together
// where countries do not matter.
func (f *flight) charged(byCountry bool) map[string]int {
	free := f.sending.Charging != nil && slices.Contains(f.sending.Charging.FreeInWindow, f.tpl.Category)
	var regions price.Regions
	out := map[string]int{}
	f.file.EachMessage(func(digits uint64) {
		switch {
		case free && f.reach.open(digits):
		case byCountry:
			out[regions.Of("+"+strconv.FormatUint(digits, 10))]++
		default:
			out[""]++
		}
	})
	return out
}

func costText(e price.Estimate) app.Text {
	day := app.Day(e.From.Start())
	switch {
	case e.Unpriced == 0:
		return app.Say("These messages cost up to {{.Cost}} by your price list of {{.Day}}.", "Cost", e.Total, "Day", day)
	case e.Priced == 0:
		return app.Say("Your price list of {{.Day}} has no price for these messages.", "Day", day)
	}
	return app.Say("{{.N}} of these messages cost up to {{.Cost}} by your price list of {{.Day}}. It has no price for the other {{.Others}}.",
		"N", e.Priced, "Cost", e.Total, "Day", day, "Others", e.Unpriced)
}
