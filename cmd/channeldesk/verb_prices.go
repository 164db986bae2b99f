package main

import (
	"io"
	"os"
	"slices"
	"strings"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/app/price"
	"channeldesk/app/price/lists"
)

type pricesVerb struct {
	List   pricesListVerb   `cmd:"" default:"1" help:"Print the price lists."`
	Set    pricesSetVerb    `cmd:"" help:"Set prices of a list; makes the list when there is none of that day."`
	Import pricesImportVerb `cmd:"" help:"Read price lists from a CSV file."`
	Export pricesExportVerb `cmd:"" help:"Write the price lists, or a sample, to a CSV file."`
	Remove pricesRemoveVerb `cmd:"" help:"Delete a price list."`
}

// newPrices makes the service of the price lists.
func (w *workspace) newPrices() *lists.Service {
	return lists.New(lists.Params{Store: w.Store, Guard: w.Access, Protocols: w.Protocols, Bus: w.Bus, Clock: w.Clock})
}

// tariff gives what messages of an environment cost, by the lists of the protocols
// that it had; nil where there is no such environment.
func (w *workspace) tariff(agent app.AgentID, env app.Environment) (t *price.Tariff, err error) {
	err = w.Store.View(w.ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err == nil {
			t, err = price.TariffOf(tx, c.ID)
		}
		if app.ErrorCode(err) == app.CodeNotFound { // whoever reads messages says it
			return nil
		}
		return err
	})
	return t, err
}

// priceListJSON is one list for scripts. Amounts are decimal numbers in text, so
// that they stay exact.
type priceListJSON struct {
	Protocol app.ProtocolID `json:"protocol"`
	From     price.Date     `json:"from"`
	Currency string         `json:"currency"`
	// InForce is true for the list by which a message is priced now.
	InForce   bool                         `json:"in_force"`
	Prices    map[string]string            `json:"prices"`
	Countries map[string]map[string]string `json:"countries"`
}

func toPriceListJSON(l price.List, inForce bool) priceListJSON {
	j := priceListJSON{Protocol: l.Protocol, From: l.From, Currency: l.Currency, InForce: inForce, Prices: amountsJSON(l, l.Everywhere), Countries: map[string]map[string]string{}}
	for region, a := range l.Regions {
		j.Countries[region] = amountsJSON(l, a)
	}
	return j
}

func amountsJSON(l price.List, a price.Amounts) map[string]string {
	out := map[string]string{}
	for c, n := range a {
		out[strings.ReplaceAll(string(c), " ", "_")] = price.Money{Amount: n, Currency: l.Currency}.Plain()
	}
	return out
}

type pricesListVerb struct {
	Protocol string `help:"Only of this protocol." placeholder:"PROTOCOL"`
}

// Run prints the lists, the newest of each provider first.
func (v pricesListVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		book, err := d.priceLists(v.Protocol, "")
		if err != nil {
			return err
		}
		now := d.Clock.Now()
		inForce := func(l price.List) bool {
			held, ok := book.At(l.Protocol, now)
			return ok && held.Key() == l.Key()
		}
		if s.flags.JSON {
			out := make([]priceListJSON, len(book))
			for i, l := range book {
				out[i] = toPriceListJSON(l, inForce(l))
			}
			return s.console.json(out)
		}
		if len(book) == 0 {
			s.console.printf("There is no price list. Make one with: channeldesk prices set PROTOCOL --from DAY --marketing AMOUNT\n")
			return nil
		}
		t := &table{}
		t.add("Protocol", "From", "Country", "Marketing", "Utility", "Authentication", "International auth.", "Service", "")
		for _, l := range book {
			word := ""
			if inForce(l) {
				word = "in force"
			}
			addPrices(t, l, price.AllCountries, l.Everywhere, word)
			for _, region := range l.RegionCodes() {
				addPrices(t, l, region, l.Regions[region], "")
			}
		}
		t.print(s.console.out)
		return nil
	})
}

func addPrices(t *table, l price.List, country string, a price.Amounts, word string) {
	cells := []string{string(l.Protocol), string(l.From), country}
	for _, c := range price.Categories {
		cell := "—"
		if n, ok := a[c]; ok {
			cell = price.Money{Amount: n, Currency: l.Currency}.Exact(price.English)
		}
		cells = append(cells, cell)
	}
	t.add(append(cells, word)...)
}

// priceLists gives the lists of a protocol and day; "" lets all through.
func (d *desk) priceLists(protocol, from string) (price.Book, error) {
	if protocol != "" {
		if _, err := d.Protocols.Get(app.ProtocolID(protocol)); err != nil {
			return nil, err
		}
	}
	book, err := d.newPrices().Lists(d.ctx)
	return slices.DeleteFunc(book, func(l price.List) bool {
		return protocol != "" && l.Protocol != app.ProtocolID(protocol) || from != "" && l.From != price.Date(from)
	}), err
}

type pricesImportVerb struct {
	File     string `arg:"" help:"CSV file; - reads standard input."`
	Protocol string `help:"Protocol of rows that name none." placeholder:"PROTOCOL"`
	From     string `help:"First day of rows that name none, as 2026-11-01." placeholder:"DAY"`
	Currency string `help:"Currency of rows that name none, as IDR." placeholder:"CODE"`
}

// Run keeps the lists of a file in place of those of the same protocol and day.
func (v pricesImportVerb) Run(s *session) error {
	in, err := v.read(s)
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		if err := d.newPrices().Import(d.ctx, in); err != nil {
			return err
		}
		if s.flags.JSON {
			out := make([]map[string]any, len(in))
			for i, l := range in {
				out[i] = map[string]any{"protocol": l.Protocol, "from": l.From}
			}
			return s.console.json(out)
		}
		for _, l := range in {
			s.console.printf("Prices of %s from %s saved.\n", l.Protocol, l.From)
		}
		return nil
	})
}

func (v pricesImportVerb) read(s *session) ([]price.List, error) {
	otherwise := price.List{Protocol: app.ProtocolID(v.Protocol), From: price.Date(v.From), Currency: v.Currency}
	from := s.console.in
	if v.File != "-" {
		f, err := os.Open(v.File)
		if err != nil {
			return nil, app.NewError(app.CodeInvalid, app.Say("The file {{.Name}} cannot be opened.", "Name", v.File)).WithField("file").Because(err)
		}
		defer func() { _ = f.Close() }()
		from = f
	}
	in, err := price.ReadCSV(from, otherwise)
	if err == nil {
		return in, nil
	}
	e := app.AsError(err)
	switch e.Field {
	case "protocol", "from", "currency":
		e = e.WithFix(app.Say("Add a column {{.Name}} to the file, or use --{{.Name}}.", "Name", e.Field))
	}
	return nil, e
}

type pricesExportVerb struct {
	Output   string `short:"o" required:"" help:"File to write; - is standard output." placeholder:"FILE"`
	Protocol string `help:"Only of this protocol." placeholder:"PROTOCOL"`
	From     string `help:"Only the list from this day, as 2026-11-01." placeholder:"DAY"`
	ForExcel bool   `help:"Write it so that Excel with Indonesian settings opens it rightly."`
	Sample   bool   `help:"Write a list with invented prices, to see the form of a file by."`
}

// Run writes the lists as CSV. The file is whole or not there.
func (v pricesExportVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		book, err := d.priceLists(v.Protocol, v.From)
		if err != nil {
			return err
		}
		if v.Sample {
			book = price.Book{v.sample(d)}
		}
		if len(book) == 0 {
			return app.NewError(app.CodeNotFound, app.Say("There is no such price list."))
		}
		write := func(w io.Writer) error { return price.WriteCSV(w, book, price.FileOptions{ForExcel: v.ForExcel}) }
		if v.Output == "-" {
			return write(s.console.out)
		}
		if err := handoff.WriteFile(v.Output, write); err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]any{"file": v.Output, "lists": len(book)})
		}
		s.console.printf("%s saved as %s.\n", plural(len(book), "price list", "price lists"), v.Output)
		return nil
	})
}

func (v pricesExportVerb) sample(d *desk) price.List {
	protocol, from := app.ProtocolID(v.Protocol), price.Date(v.From)
	if protocol == "" {
		protocol = d.Protocols.List()[0].Declaration().ID
	}
	if from == "" {
		from = price.DateOf(d.Clock.Now())
	}
	return price.Sample(protocol, from)
}
