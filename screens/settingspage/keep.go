package settingspage

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// HistoryKeeper is a Deps that knows how long messages are kept. The page shows
// the choice when it has it.
type HistoryKeeper interface {
	// HistoryDays gives for how many days messages are kept; 0 is for ever.
	HistoryDays(ctx context.Context) (int, error)
	// PreviewHistory counts the messages, of all agents, that a setting removes.
	PreviewHistory(ctx context.Context, days int) (int, error)
	KeepHistory(ctx context.Context, days int) error
}

// keepOther asks for a number of days.
const keepOther = "other"

// keepDays are the usual times in days.
var keepDays = []int{0, 30, 90, 180, 365, 730}

// keepCard says how long messages are kept. UI thread only.
type keepCard struct {
	s      *Screen
	keeper HistoryKeeper
	choice *kit.Select
	days   int
	card   fyne.CanvasObject
	load   kit.Task
	task   kit.Task
}

// newKeepCard gives a card without content when deps know nothing of it.
func newKeepCard(s *Screen) *keepCard {
	c := &keepCard{s: s, choice: kit.NewSelect(lang.L("Keep messages"), nil)}
	var ok bool
	if c.keeper, ok = s.deps.(HistoryKeeper); !ok {
		return c
	}
	c.choice.OnChanged = c.chosen
	c.choice.SetHelp(lang.L("For all agents. What is older is removed by the gateway, once a day."))
	c.show(0)
	c.card = kit.NewCard(kit.CardHead(lang.L("History")), kit.CardBody(12,
		kit.NewParagraph(kit.Text2, kit.Body, lang.L("Sent messages hold numbers, names and values of customers. Keep them only as long as you need them.")), c.choice))
	return c
}

// read asks what is set now; may says whether the member may change it.
func (c *keepCard) read(may bool) {
	if c.keeper == nil {
		return
	}
	c.choice.SetReadOnly(!may)
	kit.Start(&c.load, c.s.ctx, c.keeper.HistoryDays, func(days int, err error) {
		if err != nil {
			if app.ErrorCode(err) != app.CodeCancelled {
				c.s.shell.ShowError(err)
			}
			return
		}
		c.show(days)
	})
}

func (c *keepCard) show(days int) {
	c.days = days
	var options []kit.Option
	known := false
	for _, d := range keepDays {
		options = append(options, kit.Option{Value: strconv.Itoa(d), Label: keepText(d)})
		known = known || d == days
	}
	if !known {
		options = append(options, kit.Option{Value: strconv.Itoa(days), Label: keepText(days)})
	}
	c.choice.SetOptions(append(options, kit.Option{Value: keepOther, Label: lang.L("Another number of days…")}))
	c.choice.SetValue(strconv.Itoa(days))
}

func keepText(days int) string {
	switch days {
	case 0:
		return lang.L("For ever")
	case 1:
		return lang.L("For 1 day")
	case 365:
		return lang.L("For 1 year")
	case 730:
		return lang.L("For 2 years")
	}
	return lang.L("For {{.N}} days", map[string]any{"N": kit.Number(days)})
}

func (c *keepCard) chosen(value string) {
	if value == keepOther {
		c.show(c.days)
		c.askDays()
		return
	}
	if days, err := strconv.Atoi(value); err == nil {
		c.preview(days)
	}
}

// askDays lets the person type a number.
func (c *keepCard) askDays() {
	field := kit.NewTextField(lang.L("Days")).SelectWhole()
	if c.days > 0 {
		field.SetText(strconv.Itoa(c.days))
	}
	field.SetHelp(lang.L("Whole days, today included. 0 keeps messages for ever."))
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	next := kit.NewPrimary(lang.L("Keep them that long"), func() {
		days, err := strconv.Atoi(strings.TrimSpace(field.Text()))
		if err != nil || days < 0 {
			field.SetError(lang.L("Type a whole number of days."))
			field.Focus()
			return
		}
		d.Close()
		c.preview(days)
	})
	field.OnSubmitted = func(string) { next.OnTapped() }
	d = kit.ShowDialog(c.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("How long are messages kept?"), Width: 480, Body: field, Actions: []*kit.Button{cancel, next}, Main: next, Focus: field.Focusable(),
	})
}

// preview counts what a setting removes, and asks before it is set.
func (c *keepCard) preview(days int) {
	if days == c.days {
		return
	}
	c.choice.SetDisabled(true)
	kit.Start(&c.task, c.s.ctx, func(ctx context.Context) (int, error) { return c.keeper.PreviewHistory(ctx, days) }, func(n int, err error) {
		c.choice.SetDisabled(false)
		c.show(c.days)
		switch {
		case err != nil && app.ErrorCode(err) != app.CodeCancelled:
			c.choice.SetError(frame.ErrorText(err))
		case err != nil:
		case n == 0:
			c.keep(days)
		default:
			c.confirm(days, n)
		}
	})
}

func (c *keepCard) confirm(days, n int) {
	text := lang.L("{{.N}} messages of all agents are older and are removed, with their numbers, names and values. This cannot be undone. Export them first if you need them.",
		map[string]any{"N": kit.Number(n)})
	do := lang.L("Remove {{.N}} messages", map[string]any{"N": kit.Number(n)})
	if n == 1 {
		text = lang.L("1 message is older and is removed, with its number, name and values. This cannot be undone. Export it first if you need it.")
		do = lang.L("Remove 1 message")
	}
	kit.Confirm(c.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Keep messages: {{.Time}}?", map[string]any{"Time": strings.ToLower(keepText(days)[:1]) + keepText(days)[1:]}),
		Text:  text, Keep: lang.L("Change nothing"), Do: do, Danger: true, OnDo: func() { c.keep(days) },
	})
}

// keep sets it, also when the page is left meanwhile.
func (c *keepCard) keep(days int) {
	kit.Start(&c.task, context.WithoutCancel(c.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, c.keeper.KeepHistory(ctx, days)
	}, func(_ struct{}, err error) {
		if err != nil {
			c.choice.SetError(frame.ErrorText(err))
			return
		}
		c.show(days)
		c.choice.SetCaption(savedText(c.s.clock.Now()))
	})
}
