package settingspage

import (
	"context"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// PriceKeeper is a Deps that keeps price lists. The page shows them when it has
// it. Protocols and Browse answer at once and are called on the UI thread.
type PriceKeeper interface {
	PriceLists(ctx context.Context) (price.Book, error)
	// SavePrices keeps a list in place of the one that was is the key of; the zero
	// key adds a new one.
	SavePrices(ctx context.Context, l price.List, was price.Key) (price.List, error)
	// ImportPrices keeps lists in place of those of the same provider and day.
	ImportPrices(ctx context.Context, in []price.List) error
	DeletePrices(ctx context.Context, k price.Key) (price.List, error)
	Protocols() []protocol.Declaration
	// Browse asks for a file with one of the endings.
	Browse(endings []string, chosen func(path string))
	// OpenPrices opens a file that Browse gave.
	OpenPrices(path string) (io.ReadCloser, error)
}

// pricesCard lists what messages cost, by provider and by the day from which it
// holds. UI thread only.
type pricesCard struct {
	rowsCard
	keeper PriceKeeper
	add    *kit.Button
	file   *kit.Button
	empty  *fyne.Container
	ready  *fyne.Container

	book price.Book
	may  bool
}

// newPricesCard gives a card without content when deps know nothing of prices.
func newPricesCard(s *Screen) *pricesCard {
	c := &pricesCard{rowsCard: newRowsCard(s)}
	c.failure, c.again = lang.L("The price lists could not be read"), func() { c.read(c.may) }
	var ok bool
	if c.keeper, ok = s.deps.(PriceKeeper); !ok {
		return c
	}
	c.add = kit.NewButton(lang.L("Add price list"), func() { c.edit(c.fresh(), price.Key{}) }).WithIcon("plus")
	c.file = kit.NewButton(lang.L("Import"), c.askImport).WithIcon("import")
	c.file.Label = lang.L("Import a price list")
	save := kit.NewLink(lang.L("Save all as CSV"), "download", c.export)
	what := func() fyne.CanvasObject {
		return kit.NewParagraph(kit.Text2, kit.Body, lang.L("No provider tells what a message costs. Enter the prices of your contract: Send then shows the estimated cost of a bulk send, and History what each message cost, with the day of the list."))
	}
	c.empty = kit.Col(8, what(), kit.Row(0, kit.NewLink(lang.L("Save a sample file"), "download", c.sample), kit.Spring()))
	c.ready = kit.Col(8, c.rows, kit.HLine(), kit.Row(16, save, kit.NewLink(lang.L("Save a sample file"), "download", c.sample), kit.Spring()))
	c.card = kit.NewCard(kit.CardHead(lang.L("Prices"), c.file, c.add), kit.CardBody(0, c.stage))
	return c
}

// read asks for the lists; may says whether the member may change them.
func (c *pricesCard) read(may bool) {
	if c.keeper == nil {
		return
	}
	c.may = may
	c.add.Hidden, c.file.Hidden = !may, !may
	c.loading(200, 320)
	kit.Start(&c.load, c.s.ctx, c.keeper.PriceLists, c.show)
}

func (c *pricesCard) isLoading() bool {
	return c.keeper != nil && c.stage.State() == kit.StageLoading
}

func (c *pricesCard) show(book price.Book, err error) {
	if c.failed(err) {
		return
	}
	c.book = book
	var rows []fyne.CanvasObject
	for _, l := range book {
		rows = append(rows, c.row(l))
	}
	holds := c.ready
	if len(rows) == 0 {
		holds = c.empty
	}
	c.put(holds, rows)
}

// row is one list, with what the member may do about it.
func (c *pricesCard) row(l price.List) fyne.CanvasObject {
	day := frame.Date(l.From.Start())
	title := []fyne.CanvasObject{rowTitle(lang.L("{{.Provider}} from {{.Day}}", map[string]any{"Provider": c.provider(l.Protocol), "Day": day}))}
	now := c.s.clock.Now()
	switch held, ok := c.book.At(l.Protocol, now); {
	case ok && held.From == l.From:
		title = append(title, kit.NewChip(kit.KindOK, "", lang.L("In force"), true))
	case l.From > price.DateOf(now):
		title = append(title, kit.NewChip(kit.KindNeutral, "", lang.L("Later"), true))
	}
	word := lang.L("Edit")
	if !c.may {
		word = lang.L("Show")
	}
	edit := named(kit.NewButton(word, func() { c.edit(l.Clone(), l.Key()) }), lang.L("Prices of {{.Provider}} from {{.Day}}", map[string]any{"Provider": c.provider(l.Protocol), "Day": day}))
	return row(nil, title, priceDetail(l), edit)
}

// priceDetail says the prices of a list in one line.
func priceDetail(l price.List) string {
	var parts []string
	for _, category := range price.Categories {
		if n, ok := l.Everywhere[category]; ok {
			parts = append(parts, frame.T(category.Label())+" "+frame.ExactMoney(price.Money{Amount: n, Currency: l.Currency}))
		}
	}
	switch n := len(l.Regions); {
	case n == 1:
		parts = append(parts, lang.L("{{.Country}} differs", map[string]any{"Country": frame.CountryName(l.RegionCodes()[0])}))
	case n > 1:
		parts = append(parts, lang.L("{{.N}} countries differ", map[string]any{"N": kit.Number(n)}))
	}
	return strings.Join(parts, ", ")
}

func (c *pricesCard) provider(id app.ProtocolID) string {
	for _, d := range c.keeper.Protocols() {
		if d.ID == id {
			return d.Name
		}
	}
	return string(id)
}

// fresh is a new list: of the provider that the agent shown has, from today, and
// in the currency and with the countries of the list before it.
func (c *pricesCard) fresh() price.List {
	now := c.s.clock.Now()
	l := price.List{Protocol: c.s.gate.view.Channel.Protocol, From: price.DateOf(now), Currency: price.Rupiah}
	known := func(d protocol.Declaration) bool { return d.ID == l.Protocol }
	if all := c.keeper.Protocols(); !slices.ContainsFunc(all, known) && len(all) > 0 {
		l.Protocol = all[0].ID
	}
	if before, ok := c.book.At(l.Protocol, now); ok {
		before = before.Clone()
		before.From = l.From
		return before
	}
	return l
}

// remove deletes a list at once; it can be taken back.
func (c *pricesCard) remove(k price.Key, failed func(error), done func()) {
	var was price.List
	c.do(func(ctx context.Context) (err error) {
		was, err = c.keeper.DeletePrices(ctx, k)
		return err
	}, failed, func() {
		done()
		c.s.shell.Toast(kit.KindNeutral, lang.L("The price list of {{.Provider}} from {{.Day}} was deleted", map[string]any{"Provider": c.provider(k.Protocol), "Day": frame.Date(k.From.Start())}),
			lang.L("Undo"), func() {
				c.do(func(ctx context.Context) error {
					_, err := c.keeper.SavePrices(ctx, was, price.Key{})
					return err
				}, c.s.shell.ShowError, func() {})
			})
	})
}
