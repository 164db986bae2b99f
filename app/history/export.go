package history

import (
	"cmp"
	"context"
	"errors"
	"io"
	"time"

	"channeldesk/app"
	"channeldesk/app/csvout"
	"channeldesk/app/price"
)

// ExportOptions say how a file is written.
type ExportOptions struct {
	// ForExcel writes semicolons and a mark of the encoding in front, and phone
	// numbers with blanks.
	ForExcel bool
}

// Columns are those of an export and of the list for scripts, in order.
var Columns = []string{
	"id", "environment", "recipient", "template", "language", "kind", "status", "source", "provider_message_id", "error_code", "error",
	"created_at", "accepted_at", "sent_at", "delivered_at", "read_at", "failed_at",
	"price_category", "billable", price.ColumnCost, price.ColumnCurrency,
}

const (
	// tellEvery and tellRows bound how often progress is told.
	tellEvery = 100 * time.Millisecond
	tellRows  = 1000
)

// Export writes what a filter lets through as CSV, newest first; package csvout
// says in which form. Messages that are made meanwhile are left out; each one
// stands as it was when it was read. progress, which may be nil, is told at most
// ten times a second and at the end; total is -1 when nobody counted. It takes
// MaySee, and is written down, also when it ended early. It needs the same memory
// for any number of messages.
func (s *Service) Export(ctx context.Context, agent app.AgentID, env app.Environment, f app.HistoryFilter, w io.Writer, o ExportOptions,
	progress func(done, total int64),
) error {
	by, err := s.p.Guard.Require(ctx, agent, app.MaySee)
	if err != nil {
		return err
	}
	total := int64(-1)
	var tariff *price.Tariff
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := channelOf(tx, agent, env)
		if err != nil {
			return err
		}
		f.Channel = c.ID
		counts, err := tx.CountHistory(f)
		if !counts.More {
			total = int64(counts.Total)
		}
		if err != nil {
			return err
		}
		tariff, err = price.TariffOf(tx, c.ID)
		return err
	})
	if err != nil {
		return err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	e := &export{to: csvout.New(w, csvout.Options{ForExcel: o.ForExcel}), env: []byte(env), total: total, progress: progress, now: time.Now, prices: map[string]priced{}, tariff: tariff}
	err = e.run(ctx, s.p.Store, f)
	text := app.Say("{{.Who}} exported {{.N}} messages of the history", "Who", by.Name, "N", e.done)
	if err != nil {
		text = app.Say("{{.Who}} began to export the history; it ended after {{.N}} messages", "Who", by.Name, "N", e.done)
	}
	recorded := s.p.Store.Group(context.WithoutCancel(ctx), func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{At: s.now(), By: by.Name, AgentID: agent, Environment: env, Kind: app.ActHistoryExported, Text: text})
	})
	return errors.Join(err, recorded)
}

// export is one on its way.
type export struct {
	to          *csvout.Writer
	env         []byte
	done, total int64
	progress    func(done, total int64)
	now         func() time.Time
	told        time.Time
	// prices are the parts of the prices met so far: there are few.
	prices map[string]priced
	// tariff says what a message cost.
	tariff *price.Tariff
}

// priced is a price taken apart.
type priced struct{ category, billable string }

// price gives the category and whether it is charged for.
func (e *export) price(price []byte) priced {
	if len(price) == 0 {
		return priced{}
	}
	parts, ok := e.prices[string(price)]
	if !ok {
		parts.category, parts.billable = app.PriceOf(string(price))
		e.prices[string(price)] = parts
	}
	return parts
}

// cost gives what a message cost, and in which currency; both empty when that is
// not known.
func (e *export) cost(p priced, r *app.HistoryRow) (cost, currency string) {
	if p.billable == "" {
		return "", ""
	}
	c, ok := e.tariff.Charge(p.category, p.billable, string(r.To), cmp.Or(r.AcceptedAt, r.SentAt, r.CreatedAt))
	if !ok {
		return "", ""
	}
	return c.Cells()
}

func (e *export) run(ctx context.Context, store app.HistoryExporter, f app.HistoryFilter) error {
	e.told = e.now()
	if err := e.to.Header(Columns...); err != nil {
		return notWritten(err)
	}
	var broken error
	err := store.ExportMessages(ctx, f, func(r *app.HistoryRow) error {
		e.row(r)
		if broken = e.to.End(); broken != nil {
			return broken
		}
		e.done++
		if e.done%tellRows != 0 {
			return nil
		}
		if at := e.now(); at.Sub(e.told) >= tellEvery {
			e.told = at
			e.progress(e.done, e.total)
		}
		return ctx.Err()
	})
	if err == nil {
		broken = e.to.Flush()
	}
	switch {
	case broken != nil:
		return notWritten(broken)
	case err != nil:
		return app.AsError(err)
	}
	e.progress(e.done, max(e.done, e.total))
	return nil
}

var (
	kindTemplate = []byte("template")
	kindText     = []byte("text")
)

func (e *export) row(r *app.HistoryRow) {
	w := e.to
	w.Word(r.Mark)
	w.Word(e.env)
	w.Phone(r.To)
	w.Word(r.Template)
	w.Word(r.Language)
	if len(r.Template) > 0 {
		w.Word(kindTemplate)
	} else {
		w.Word(kindText)
	}
	w.Word(r.Status)
	w.Word(r.Source)
	w.Word(r.ProviderID)
	w.Word(r.Code)
	w.Text(r.Reason.String())
	w.Time(r.CreatedAt)
	w.Time(r.AcceptedAt)
	w.Time(r.SentAt)
	w.Time(r.DeliveredAt)
	w.Time(r.ReadAt)
	w.Time(r.FailedAt)
	p := e.price(r.Price)
	w.Word([]byte(p.category))
	w.Word([]byte(p.billable))
	cost, currency := e.cost(p, r)
	w.Number(cost)
	w.Word([]byte(currency))
}

func notWritten(err error) error {
	return app.NewError(app.CodeInternal, app.Say("The history could not be written completely.")).
		WithFix(app.Say("Check that there is room on the disk and that the folder may be written to.")).Because(err)
}
