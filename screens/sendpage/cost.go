package sendpage

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/price"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// costLine is the line with the estimated cost: the amount, which says on a click
// which list it is from, or that nobody knows it and where to change that. UI
// thread only.
type costLine struct {
	s      *Screen
	amount *kit.Link
	none   *kit.Line
	add    *kit.Link
	tip    *kit.Tooltip
	why    string
	roomy  bool // there is room to say the list below the amount; otherwise its tip does
	from   *kit.Line
	below  *fyne.Container // the line with from
	row    *fyne.Container
}

func newCostLine(s *Screen, roomy bool) *costLine {
	c := &costLine{s: s, roomy: roomy, none: kit.NewLine(lang.L("Not known"), kit.Body, kit.Text2), from: kit.NewLine("", kit.Caption, kit.Text3)}
	c.amount = kit.NewTextLink("", kit.PrimaryText, func() {
		kit.ShowPopover(c.amount, kit.Pad(16, 16, 16, 16, kit.NewParagraph(kit.Text, kit.Body, c.why)), kit.PopoverOptions{Width: 320, Align: kit.AlignEnd})
	})
	c.tip = kit.AttachTooltip(c.amount, lang.L("From your price list"))
	c.add = kit.NewLink(lang.L("Add prices"), "", func() { s.shell.Go(frame.Settings, frame.PartPrices) })
	c.below = kit.Pad(4, 0, 0, 0, kit.Row(0, kit.Grow(kit.Spring()), c.from)) // below the ring of the amount
	c.row = kit.Col(0, fact(lang.L("Estimated cost"), kit.Row(8, c.none, c.add, c.amount)), c.below)
	c.row.Hide()
	return c
}

func (c *costLine) hide() { c.row.Hide() }

// unknown says that there is no list.
func (c *costLine) unknown() {
	c.amount.Hide()
	c.below.Hide()
	c.none.Show()
	c.add.Hidden = !c.s.role.Allows(app.MayEdit)
	c.row.Show()
	c.row.Refresh()
}

// show says what messages cost; an estimate without a price is not known.
func (c *costLine) show(e price.Estimate, why string) {
	if e.Priced == 0 {
		c.unknown()
		return
	}
	c.none.Hide()
	c.add.Hide()
	c.why = why
	c.amount.SetText(lang.L("Up to {{.Cost}}", map[string]any{"Cost": frame.Money(e.Total)}))
	c.amount.Show()
	from := lang.L("From your price list of {{.Day}}", map[string]any{"Day": frame.Date(e.From.Start())})
	c.from.SetText(from)
	c.tip.SetText(from)
	c.below.Hidden = !c.roomy
	c.row.Show()
	c.row.Refresh()
}

// showCost says what the bulk send costs. The amount says on a click how many
// messages are charged for: then no line of its own does.
func (p *panel) showCost() {
	p.cost.hide()
	charge := ""
	for _, f := range p.m.findings {
		switch f.ID {
		case bulk.FindCharge:
			charge = sentence(f.What, f.Fix) + " "
			p.cost.unknown()
		case bulk.FindCost:
			p.chargedRow.Hidden = f.Cost.Priced > 0
			p.cost.show(*f.Cost, charge+frame.T(f.What)+" "+upTo())
		}
	}
}

func upTo() string {
	return lang.L("It may be less: the provider charges only for messages that arrive, and some within an open conversation are free.")
}

// amountsText says what is known of amounts, after how many are charged for.
func (p *panel) amountsText() string {
	for _, f := range p.m.findings {
		if f.ID == bulk.FindCost {
			return frame.T(f.What)
		}
	}
	return lang.L("No provider tells amounts, so none is shown.")
}

// showCost says what the one message costs. A number that is being typed is of no
// country yet: then the price of all countries holds.
func (o *one) showCost() {
	o.cost.hide()
	book, c := o.s.got.prices, o.s.got.view.Channel
	if o.s.deps.Prices == nil || o.template.ID == 0 || o.template.Category == "" {
		return
	}
	region := ""
	if to, err := app.ParseAccountCode(o.to.Text(), o.s.got.view.Agent.Country); err == nil {
		var regions price.Regions
		region = regions.Of(to)
	}
	e, ok := book.Estimate(c.Protocol, price.Category(strings.ToLower(string(o.template.Category))), o.at(), map[string]int{region: 1})
	if !ok {
		o.cost.unknown()
		return
	}
	o.cost.show(e, lang.L("This message costs up to {{.Cost}} by your price list of {{.Day}}.", map[string]any{"Cost": frame.ExactMoney(e.Total), "Day": frame.Date(e.From.Start())})+" "+
		lang.L("It may be less: a message within an open conversation may be free."))
}

// at is when the message is to be sent.
func (o *one) at() time.Time {
	if o.when.Value() == whenLater && !o.moment.Moment().IsZero() {
		return o.moment.Moment()
	}
	return o.s.clock.Now()
}
