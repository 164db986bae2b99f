package channelpage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// arrivalDetail says what one webhook was and what became of it. What people wrote
// is only read when somebody asks for it.
type arrivalDetail struct {
	in    *incoming
	card  *fyne.Container
	title *kit.Cut
	when  *kit.Cut
	shut  *kit.Button
	chip  *kit.Chip
	count *kit.Cut
	what  *kit.Paragraph
	sense *kit.Paragraph
	raw   *fyne.Container
	code  *kit.CodeBlock
	cut   *kit.Line
	show  *kit.Button
	again *kit.Button
	said  *kit.Paragraph

	arrival app.Arrival // the one that is open; ID 0 when none is
	body    kit.Task
	act     kit.Task
}

func newArrivalDetail(in *incoming) *arrivalDetail {
	d := &arrivalDetail{in: in, title: kit.NewCut(lang.L("One webhook"), kit.Section, kit.Text), when: kit.NewCut("", kit.Caption, kit.Text3)}
	d.shut = kit.NewIconButton("x", lang.L("Close"), d.close).As(kit.VariantQuietNeutral)
	kit.AttachTooltip(d.shut, lang.L("Close"))
	d.chip = kit.NewChip(kit.KindNeutral, "", "", false)
	d.count = kit.NewCut("", kit.Caption, kit.Text3)
	d.what = kit.NewParagraph(kit.Text, kit.BodyStrong, "")
	d.sense = kit.NewParagraph(kit.Text2, kit.Body, "")
	d.code = kit.NewCodeBlock("")
	d.cut = kit.NewLine(lang.L("Only the beginning is shown. Copy takes all of it."), kit.Caption, kit.Text3)
	d.show = kit.NewButton(lang.L("Show what was sent"), d.fetch).WithIcon("eye")
	d.body.OnBusy = d.show.SetBusy
	d.again = kit.NewPrimary(lang.L("Process again"), d.processAgain).WithIcon("rotate-ccw")
	d.act.OnBusy = d.again.SetBusy
	d.said = kit.NewParagraph(kit.Text2, kit.Caption, "")
	d.raw = kit.Col(4, d.code, d.cut)
	texts := kit.Col(12, kit.Row(8, d.chip, kit.Grow(d.count)), kit.Col(4, d.what, d.sense), kit.Wrap(8, d.show, d.again), d.said, d.raw)
	head := kit.CardHeadTwo(d.title, d.when, d.shut)
	d.card = kit.NewCard(head, kit.Grow(kit.ScrollBox(kit.Pad(16, 16, 16, 16, texts))))
	return d
}

func (d *arrivalDetail) isOpen() bool { return d.arrival.ID != 0 }

// shown is the webhook that is open.
func (d *arrivalDetail) shown() (app.ArrivalID, bool) { return d.arrival.ID, d.isOpen() }

func (d *arrivalDetail) open(a app.Arrival) {
	d.leave()
	d.arrival = a
	d.said.SetText("")
	d.forget()
	d.apply()
}

func (d *arrivalDetail) close() {
	if !d.isOpen() {
		return
	}
	d.leave()
	d.arrival = app.Arrival{}
	d.forget()
	d.in.closed()
}

// leave ends what is under way.
func (d *arrivalDetail) leave() {
	d.body.Cancel()
	d.act.Cancel()
}

// forget drops what people wrote.
func (d *arrivalDetail) forget() {
	d.code.SetCode("")
	d.code.SetOnCopy(nil)
	setShown(d.raw, false)
	setShown(d.show, true)
}

// apply shows the webhook as it stands now.
func (d *arrivalDetail) apply() {
	if !d.isOpen() {
		return
	}
	for _, a := range d.in.m.list {
		if a.ID == d.arrival.ID {
			d.arrival = a
		}
	}
	a, m := d.arrival, d.in.s.m
	kind, word := arrivalWord(a.State)
	d.chip.Set(kind, kind.IconName(), word)
	d.when.SetText(frame.When(a.At, d.in.s.clock.Now()))
	events := plural(a.Events, "1 event", "{{.N}} events")
	if a.Events != a.Fresh {
		events = say("{{.Events}}, {{.N}} new", "Events", events, "N", a.Fresh)
	}
	d.count.SetText(events)
	d.what.SetText(frame.T(a.What))
	d.sense.SetText(arrivalSense(m, a.State))
	d.again.As(kit.VariantSecondary)
	if isTrouble(a.State) {
		d.again.As(kit.VariantPrimary)
	}
	setShown(d.again, !m.looksOnly())
	setShown(d.show, !m.looksOnly() && !d.raw.Visible())
	if m.looksOnly() {
		d.said.SetText(lang.L("What customers wrote is not shown to your role."))
	}
	setShown(d.said, d.said.FullText() != "")
}

// fetch reads what the provider sent, which is written down.
func (d *arrivalDetail) fetch() {
	at, id := d.in.s.m.at, d.arrival.ID
	kit.Start(&d.body, d.in.s.ctx, func(ctx context.Context) ([]byte, error) {
		return d.in.s.deps.ArrivalBody(ctx, at.Agent, at.Environment, id)
	}, func(raw []byte, err error) {
		switch {
		case id != d.arrival.ID:
		case err != nil:
			d.say(kit.DangerText, frame.ErrorText(err))
		case len(raw) == 0:
			d.say(kit.Text2, lang.L("The content is not kept any more. Only that it came is."))
		default:
			text, whole := bodyText(raw)
			d.code.SetCode(text)
			d.code.SetOnCopy(func(string) {
				d.in.s.shell.CopyText(string(raw), lang.L("Copied. It may hold names, numbers and messages of customers"))
			})
			setShown(d.cut, !whole)
			setShown(d.raw, true)
			if d.show.State().Focused {
				d.again.Focus() // the focus must not go with the button
			}
			setShown(d.show, false)
		}
		d.in.s.refresh()
	})
}

func (d *arrivalDetail) say(tok kit.Token, text string) {
	d.said.SetToken(tok)
	d.said.SetText(text)
	setShown(d.said, true)
	d.in.s.refresh()
}

// processAgain has the webhook applied once more, and tells how that ended.
func (d *arrivalDetail) processAgain() {
	at, id, deps := d.in.s.m.at, d.arrival.ID, d.in.s.deps
	kit.Start(&d.act, d.in.s.ctx, func(ctx context.Context) (app.Arrival, error) {
		if err := deps.ApplyAgain(ctx, at.Agent, at.Environment, id); err != nil {
			return app.Arrival{}, err
		}
		list, err := deps.Arrivals(ctx, at.Agent, at.Environment, id+1, 1)
		if err != nil || len(list) == 0 {
			return app.Arrival{}, err
		}
		return list[0], nil
	}, func(a app.Arrival, err error) {
		if id != d.arrival.ID {
			return
		}
		if err != nil {
			d.say(kit.DangerText, frame.ErrorText(err))
			return
		}
		if a.ID == id {
			d.took(a)
		}
	})
}

func (d *arrivalDetail) took(a app.Arrival) {
	list := append([]app.Arrival(nil), d.in.m.list...)
	for i := range list {
		if list[i].ID == a.ID {
			list[i] = a
		}
	}
	d.in.list.setArrivals(list)
	_, word := arrivalWord(a.State)
	text := say("Processed again: {{.Result}}.", "Result", lowerFirst(word))
	if a.Fresh > 0 {
		text = say("Processed again: {{.Result}}, {{.N}} new.", "Result", lowerFirst(word), "N", a.Fresh)
	}
	d.arrival = a
	d.apply()
	d.say(kit.Text2, text)
}
