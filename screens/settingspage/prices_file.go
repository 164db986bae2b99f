package settingspage

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// export writes all lists to a file.
func (c *pricesCard) export() { c.write("channeldesk-prices.csv", c.book) }

// sample writes a list with invented prices, to see the form of a file by.
func (c *pricesCard) sample() {
	l := c.fresh()
	c.write("channeldesk-prices-sample.csv", price.Book{price.Sample(l.Protocol, l.From)})
}

func (c *pricesCard) write(name string, book price.Book) {
	c.s.shell.SaveFile(name, func(_ context.Context, w io.Writer) error {
		return price.WriteCSV(w, book, price.FileOptions{})
	}, func(path string, err error) {
		switch {
		case err != nil:
			c.s.shell.ShowError(err)
		case path != "":
			c.s.shell.Toast(kit.KindOK, lang.L("Saved as {{.Path}}", map[string]any{"Path": path}), "", nil)
		}
	})
}

// priceImport is the dialog that takes a file, or rows that were copied out of a
// spreadsheet. UI thread only.
type priceImport struct {
	c        *pricesCard
	provider *kit.Select
	from     *kit.DayField
	currency *kit.Select
	rows     *kit.TextField
	next     *kit.Button
	dialog   *kit.Dialog
	read     kit.Task
}

// askImport opens the dialog. What a file does not say is taken from its fields.
func (c *pricesCard) askImport() {
	l := c.fresh()
	i := &priceImport{
		c: c, provider: kit.NewSelect(lang.L("Provider"), c.providers()), from: kit.NewDayField(lang.L("Holds from")),
		currency: kit.NewSelect(lang.L("Currency"), currencies()), rows: kit.NewTextField(lang.L("Rows")).Mono().MultiLine(7),
	}
	i.provider.SetValue(string(l.Protocol))
	i.from.SetDay(l.From.Start())
	i.currency.SetValue(l.Currency)
	i.rows.SetPlaceholder("country,marketing,utility,authentication,service\nall,900,400.5,400.5,0\nSG,1100,,,")
	i.rows.SetHelp(lang.L("Paste rows out of a spreadsheet, the names of the columns first. A column for provider, day or currency goes before the choice above."))
	browse := kit.NewButton(lang.L("Choose a file"), func() { c.keeper.Browse([]string{".csv", ".txt", ".tsv"}, i.open) }).WithIcon("file-spreadsheet")
	cancel := kit.NewButton(lang.L("Cancel"), func() { i.dialog.Close() })
	i.next = kit.NewPrimary(lang.L("Import"), i.submit)
	i.dialog = kit.ShowDialog(c.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Import prices"), Width: 760,
		Body:     kit.Col(16, kit.RowTop(16, kit.Grow(i.provider), kit.Grow(i.from), kit.Grow(i.currency)), i.rows),
		FootLeft: kit.Row(0, browse, kit.Spring()), Actions: []*kit.Button{cancel, i.next}, Main: i.next, Focus: i.rows.Focusable(), OnClose: i.read.Cancel,
	})
}

// open shows what a file holds, so that it can be looked over.
func (i *priceImport) open(path string) {
	kit.Start(&i.read, i.c.s.ctx, func(context.Context) (string, error) {
		f, err := i.c.keeper.OpenPrices(path)
		if err != nil {
			return "", err
		}
		defer func() { _ = f.Close() }()
		raw, err := io.ReadAll(io.LimitReader(f, price.FileMost+1))
		if err != nil {
			return "", app.NewError(app.CodeInvalid, app.Say("The file cannot be read.")).Because(err)
		}
		// A file that is none is told before it stands in the field.
		if _, err := price.ReadCSV(strings.NewReader(string(raw)), i.otherwise()); err != nil && !strings.Contains(string(raw), "\n") {
			return "", err
		}
		return strings.TrimPrefix(string(raw), "\ufeff"), nil
	}, func(text string, err error) {
		if err != nil {
			i.fault(err)
			return
		}
		i.rows.SetText(strings.ReplaceAll(text, "\r\n", "\n"))
		i.rows.SetError("")
		i.dialog.Refresh()
	})
}

// otherwise is what rows are of that do not say it themselves.
func (i *priceImport) otherwise() price.List {
	return price.List{Protocol: app.ProtocolID(i.provider.Value()), From: price.DateOf(i.from.Day()), Currency: i.currency.Value()}
}

func (i *priceImport) fault(err error) {
	if app.ErrorCode(err) == app.CodeCancelled {
		return
	}
	i.rows.SetError(frame.ErrorText(err))
	i.dialog.Refresh()
}

// submit reads the rows; lists that are there already are replaced after a
// question.
func (i *priceImport) submit() {
	if i.next.Busy() {
		return
	}
	in, err := price.ReadCSV(strings.NewReader(i.rows.Text()), i.otherwise())
	if err != nil {
		i.fault(err)
		i.rows.Focus()
		return
	}
	var there []string
	for _, l := range in {
		if _, ok := i.c.book.Find(l.Key()); ok {
			there = append(there, lang.L("{{.Provider}} from {{.Day}}", map[string]any{"Provider": i.c.provider(l.Protocol), "Day": frame.Date(l.From.Start())}))
		}
	}
	if len(there) == 0 {
		i.keep(in)
		return
	}
	kit.Confirm(i.c.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Replace these prices?"), Text: lang.L("There are prices already: {{.Lists}}. Those of the file take their place.", map[string]any{"Lists": strings.Join(there, "; ")}),
		Keep: lang.L("Keep what is there"), Do: lang.L("Replace"), OnDo: func() { i.keep(in) },
	})
}

func (i *priceImport) keep(in []price.List) {
	i.next.SetBusy(true)
	i.c.do(func(ctx context.Context) error { return i.c.keeper.ImportPrices(ctx, in) }, func(err error) {
		i.next.SetBusy(false)
		i.fault(err)
	}, func() {
		i.dialog.Close()
		text := lang.L("1 price list was imported")
		if len(in) > 1 {
			text = lang.L("{{.N}} price lists were imported", map[string]any{"N": kit.Number(len(in))})
		}
		i.c.s.shell.Toast(kit.KindOK, text, "", nil)
	})
}
