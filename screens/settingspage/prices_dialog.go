package settingspage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// priceDialog is one price list with its fields. UI thread only.
type priceDialog struct {
	c        *pricesCard
	was      price.Key // zero for a new list
	provider *kit.Select
	from     *kit.DayField
	currency *kit.Select
	grid     *priceGrid
	wrong    *kit.Note
	save     *kit.Button
	dialog   *kit.Dialog
}

// edit opens the dialog of a list; was is the zero key for a new one.
func (c *pricesCard) edit(l price.List, was price.Key) {
	e := &priceDialog{
		c: c, was: was, provider: kit.NewSelect(lang.L("Provider"), c.providers()), from: kit.NewDayField(lang.L("Holds from")),
		currency: kit.NewSelect(lang.L("Currency"), currencies()), grid: newPriceGrid(c.s.shell.Window(), l, !c.may),
	}
	e.provider.SetValue(string(l.Protocol))
	e.from.SetDay(l.From.Start())
	e.currency.SetValue(l.Currency)
	for _, f := range []interface{ SetReadOnly(bool) }{e.provider, e.from, e.currency} {
		f.SetReadOnly(!c.may)
	}
	e.wrong = kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, ""))
	e.wrong.Hide()
	e.grid.onTyped = func() { e.tell(nil) }
	e.provider.OnChanged = func(string) { e.tell(nil) }
	e.from.OnChanged = func(time.Time) { e.tell(nil) }
	e.open(l)
	e.grid.onChanged = e.dialog.Refresh
}

func (e *priceDialog) open(l price.List) {
	title := lang.L("Add a price list")
	var foot fyne.CanvasObject
	shut := kit.NewButton(lang.L("Cancel"), func() { e.dialog.Close() })
	e.save = kit.NewPrimary(lang.L("Save"), e.submit)
	actions, focus := []*kit.Button{shut, e.save}, e.grid.all.fields[0].Focusable()
	if e.was != (price.Key{}) {
		title = lang.L("Prices of {{.Provider}} from {{.Day}}", map[string]any{"Provider": e.c.provider(l.Protocol), "Day": frame.Date(l.From.Start())})
		foot = kit.Row(0, kit.NewButton(lang.L("Delete list"), e.delete).As(kit.VariantDangerText).WithIcon("trash-2"), kit.Spring())
	}
	if !e.c.may {
		shut.SetText(lang.L("Close"))
		actions, foot, focus = []*kit.Button{shut}, nil, shut
	}
	e.dialog = kit.ShowDialog(e.c.s.shell.Window(), kit.DialogOptions{
		Title: title, Subtitle: lang.L("What one message costs. Leave a field empty where you do not know."), Width: 760,
		Body:     kit.Col(16, kit.RowTop(16, kit.Grow(e.provider), kit.Grow(e.from), kit.Grow(e.currency)), e.grid.box),
		Notice:   kit.Pad(0, 24, 0, 24, e.wrong),
		FootLeft: foot, Actions: actions, Main: actions[len(actions)-1], Focus: focus,
	})
}

func (c *pricesCard) providers() []kit.Option {
	var out []kit.Option
	for _, d := range c.keeper.Protocols() {
		out = append(out, kit.Option{Value: string(d.ID), Label: d.Name})
	}
	return out
}

func currencies() []kit.Option {
	var out []kit.Option
	for _, code := range price.Currencies() {
		out = append(out, kit.Option{Value: code, Label: code})
	}
	return out
}

func errNoCountry() error {
	return app.Invalid("country", "Choose the country of these prices.")
}

// tell shows what is wrong, at its field where that has room; nil takes it away.
func (e *priceDialog) tell(err error) {
	e.provider.SetError("")
	e.from.SetError("")
	e.wrong.Hide()
	if err != nil {
		text := frame.ErrorText(err)
		switch app.AsError(err).Field {
		case "protocol":
			e.provider.SetError(text)
		case "from":
			e.from.SetError(text)
		default:
			e.wrong.SetRuns(kit.Run{Text: text})
			e.wrong.Show()
		}
	}
	e.dialog.Refresh()
}

// submit keeps the list.
func (e *priceDialog) submit() {
	if e.save.Busy() {
		return
	}
	e.tell(nil)
	l := price.List{Protocol: app.ProtocolID(e.provider.Value()), From: price.DateOf(e.from.Day()), Currency: e.currency.Value()}
	err := e.grid.fill(&l)
	if err == nil {
		if l, err = l.Check(); err != nil {
			e.grid.all.fields[0].Focus()
		}
	}
	if err != nil {
		e.tell(err)
		return
	}
	e.save.SetBusy(true)
	e.c.do(func(ctx context.Context) error {
		_, err := e.c.keeper.SavePrices(ctx, l, e.was)
		return err
	}, func(err error) {
		e.save.SetBusy(false)
		e.tell(err)
	}, func() {
		e.dialog.Close()
		e.c.s.shell.Toast(kit.KindOK, lang.L("The prices were saved"), "", nil)
	})
}

func (e *priceDialog) delete() {
	if e.save.Busy() {
		return
	}
	e.save.SetBusy(true)
	e.c.remove(e.was, func(err error) {
		e.save.SetBusy(false)
		e.tell(err)
	}, func() { e.dialog.Close() })
}
