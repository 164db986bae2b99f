package main

import (
	"maps"

	"channeldesk/app"
	"channeldesk/app/price"
)

type pricesSetVerb struct {
	Protocol       string  `arg:"" help:"Protocol whose provider charges these prices, as meta_cloud."`
	From           string  `required:"" help:"First day on which they hold, as 2026-11-01." placeholder:"DAY"`
	Currency       string  `help:"Currency of a new list; without it, IDR." placeholder:"CODE"`
	Country        string  `help:"Country that differs, as SG; without it, all countries." placeholder:"COUNTRY"`
	Marketing      *string `help:"Price of one marketing message; \"\" removes it." placeholder:"AMOUNT"`
	Utility        *string `help:"Price of one utility message; \"\" removes it." placeholder:"AMOUNT"`
	Authentication *string `help:"Price of one authentication message; \"\" removes it." placeholder:"AMOUNT"`
	International  *string `name:"authentication-international" help:"Price of one international authentication message; \"\" removes it." placeholder:"AMOUNT"`
	Service        *string `help:"Price of one service message; \"\" removes it." placeholder:"AMOUNT"`
}

// amounts are the flags in the order of price.Categories.
func (v pricesSetVerb) amounts() []*string {
	return []*string{v.Marketing, v.Utility, v.Authentication, v.International, v.Service}
}

// Run sets prices of a list; those that are not named stay.
func (v pricesSetVerb) Run(s *session) error {
	from, err := price.ParseDate(v.From)
	if err != nil {
		return err
	}
	changes, cleared, err := v.changes()
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		service := d.newPrices()
		book, err := service.Lists(d.ctx)
		if err != nil {
			return err
		}
		key := price.Key{Protocol: app.ProtocolID(v.Protocol), From: from}
		l, found := book.Find(key)
		was := key
		if !found {
			l, was = price.List{Protocol: key.Protocol, From: from, Currency: price.Rupiah}, price.Key{}
		}
		if v.Currency != "" {
			l.Currency = v.Currency
		}
		if err := v.apply(&l, changes, cleared); err != nil {
			return err
		}
		if l, err = service.Save(d.ctx, l, was); err != nil {
			return err
		}
		if s.flags.JSON {
			held, ok := append(book, l).At(l.Protocol, d.Clock.Now())
			return s.console.json(toPriceListJSON(l, ok && held.From == l.From))
		}
		s.console.printf("Prices of %s from %s saved.\n", l.Protocol, l.From)
		return nil
	})
}

// changes reads the flags.
func (v pricesSetVerb) changes() (changes price.Amounts, cleared []price.Category, err error) {
	changes = price.Amounts{}
	for i, typed := range v.amounts() {
		c := price.Categories[i]
		switch {
		case typed == nil:
		case *typed == "":
			cleared = append(cleared, c)
		default:
			if changes[c], err = price.ParseAmount(*typed); err != nil {
				return nil, nil, err
			}
		}
	}
	if len(changes) == 0 && len(cleared) == 0 && v.Currency == "" {
		return nil, nil, usage("Name a price, as --marketing 900.")
	}
	return changes, cleared, nil
}

// apply changes the prices of all countries or of one.
func (v pricesSetVerb) apply(l *price.List, changes price.Amounts, cleared []price.Category) error {
	if v.Country == "" {
		l.Everywhere = changed(l.Everywhere, changes, cleared)
		return nil
	}
	region, err := price.ParseRegion(v.Country)
	if err != nil {
		return err
	}
	if l.Regions == nil {
		l.Regions = map[string]price.Amounts{}
	}
	l.Regions[region] = changed(l.Regions[region], changes, cleared)
	return nil
}

func changed(a, changes price.Amounts, cleared []price.Category) price.Amounts {
	if a == nil {
		a = price.Amounts{}
	}
	maps.Copy(a, changes)
	for _, c := range cleared {
		delete(a, c)
	}
	return a
}

type pricesRemoveVerb struct {
	Protocol string `arg:"" help:"Protocol of the list."`
	From     string `arg:"" help:"Its first day, as 2026-11-01."`
}

// Run deletes a list, after a question.
func (v pricesRemoveVerb) Run(s *session) error {
	from, err := price.ParseDate(v.From)
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		book, err := d.priceLists(v.Protocol, string(from))
		if err != nil {
			return err
		}
		if len(book) == 0 {
			return app.NewError(app.CodeNotFound, app.Say("There is no such price list."))
		}
		if err := s.confirm("Delete the price list of " + v.Protocol + " from " + string(from) + "? What messages of its time cost is not known then."); err != nil {
			return err
		}
		if _, err := d.newPrices().Delete(d.ctx, book[0].Key()); err != nil {
			return err
		}
		s.console.printf("The price list of %s from %s is deleted.\n", v.Protocol, from)
		return nil
	})
}
