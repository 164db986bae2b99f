package historypage

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// prices reads what messages of a place cost; nil when nobody knows.
type prices func(ctx context.Context, agent app.AgentID, env app.Environment) (*price.Tariff, error)

// lastCell is the column with the cost or the error.
const lastCell = 5

// paid is what a message cost; ok is false when that is not known.
type paid struct {
	price.Cost
	ok bool
}

// tariff reads the lists. The history is shown without them when they cannot be
// read: Settings tell why.
func (r reading) tariff(ctx context.Context) *price.Tariff {
	if r.prices == nil {
		return nil
	}
	t, err := r.prices(ctx, r.at.Agent, r.at.Environment)
	if err != nil {
		return nil
	}
	return t
}

// rows are messages as the table shows them, with what they cost, or why they
// failed.
func (r reading) rows(ctx context.Context, list []app.Message) []kit.TableRow {
	rows, t := rowsOf(list, r.now), r.tariff(ctx)
	r.nameFailures(ctx, list, rows)
	if t == nil {
		return rows
	}
	for i, m := range list {
		if troubled(m) || m.Price == "" {
			continue
		}
		if c, ok := t.CostOf(m); ok {
			rows[i].Cells[lastCell] = kit.Cell{Text: costWord(c)}
		}
	}
	return rows
}

// cost is what one message cost.
func (r reading) cost(ctx context.Context, m app.Message) paid {
	c, ok := r.tariff(ctx).CostOf(m)
	return paid{c, ok}
}

func costWord(c price.Cost) string {
	if c.Free {
		return lang.L("Free")
	}
	return frame.Money(c.Money)
}

// listText says the amount and which list it is from; "" when the provider's own
// words say everything.
func (p paid) listText() string {
	if !p.ok || p.Free {
		return ""
	}
	return lang.L("{{.Cost}} by your price list of {{.Day}}", map[string]any{"Cost": frame.ExactMoney(p.Money), "Day": frame.Date(p.From.Start())})
}
