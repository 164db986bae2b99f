package bulk

import (
	"context"
	"io"
	"strconv"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/csvout"
	"channeldesk/app/price"
)

// ReportOptions say what a report holds and how it is written.
type ReportOptions struct {
	// OnlyFailed leaves out everybody who got the message or still waits for it. The
	// file can be mended and sent to again: it has a column for each value, one
	// with the row of the file that was sent to, and a last one that says why it
	// failed.
	OnlyFailed bool
	// ForExcel writes semicolons and a mark of the encoding in front.
	ForExcel bool
}

// reportPage is how many messages are read at once.
const reportPage = 500

// Report writes the messages of a bulk send with what became of each, in the order
// of the file, and says how many those were. It needs the same memory for any
// number of them. progress may be nil. It takes MaySee, and is written down.
func (s *Service) Report(ctx context.Context, id app.BulkID, w io.Writer, o ReportOptions, progress func(done, all int)) (rows int, err error) {
	b, n, err := s.Get(ctx, id)
	if err != nil {
		return 0, err
	}
	by, err := s.p.Guard.Require(ctx, b.AgentID, app.MaySee)
	if err != nil {
		return 0, err
	}
	r := report{out: csvout.New(w, csvout.Options{ForExcel: o.ForExcel}), failed: o.OnlyFailed}
	all, filter := b.Prepared, app.HistoryFilter{Channel: b.ChannelID, Bulk: b.ID}
	if o.OnlyFailed {
		all, filter.Statuses = n.Failed, []app.MessageStatus{app.MessageFailed}
	}
	if err := s.p.Store.View(ctx, func(tx app.Tx) error {
		t, err := tx.FindTemplate(b.ChannelID, b.Template, b.Language)
		if err == nil {
			r.body = s.p.Templates.BodyNames(t)
		}
		if err = ignoreMissing(err); err != nil {
			return err
		}
		r.tariff, err = price.TariffOf(tx, b.ChannelID)
		return err
	}); err != nil {
		return 0, err
	}
	if err := r.head(); err != nil {
		return 0, notReported(err)
	}
	// Before every message stands none: the first page begins there.
	for after := app.MessageID(-1); ; {
		var page []app.Message
		err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
			page, err = tx.PageHistory(app.HistoryPage{Filter: filter, After: after, Newer: true, Limit: reportPage})
			return err
		})
		if err != nil {
			return rows, err
		}
		for i := len(page) - 1; i >= 0; i-- {
			if err := r.row(page[i]); err != nil {
				return rows, notReported(err)
			}
		}
		if rows += len(page); progress != nil {
			progress(rows, max(all, rows))
		}
		if len(page) < reportPage {
			break
		}
		if err := ctx.Err(); err != nil {
			return rows, err
		}
		after = page[0].ID
	}
	if err := r.out.Flush(); err != nil {
		return rows, notReported(err)
	}
	return rows, s.p.Store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{
			At: s.now(), By: by.Name, AgentID: b.AgentID, Environment: b.Environment, Kind: app.ActHistoryExported, After: b.Mark,
			Text: app.Say("{{.Who}} exported {{.N}} messages of the bulk send {{.Name}}", "Who", by.Name, "N", rows, "Name", b.Name),
		})
	})
}

func ignoreMissing(err error) error {
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	return err
}

func notReported(err error) error {
	return app.NewError(app.CodeInternal, app.Say("The report could not be written completely.")).
		WithFix(app.Say("Check that there is room on the disk and that the folder may be written to.")).Because(err)
}

// report is one on its way.
type report struct {
	out    *csvout.Writer
	failed bool
	// body are the names of the body's variables; other values are left out.
	body []string
	// tariff says what a message cost.
	tariff *price.Tariff
}

func (r *report) head() error {
	names := append([]string{recipients.KeyPhone, recipients.KeyName}, r.body...)
	if r.failed {
		// Behind the values: a variable may have the same name, and comes first then.
		return r.out.Header(append(names, "row", "problem")...)
	}
	names = append([]string{"row"}, names...)
	return r.out.Header(append(names, "status", "error_code", "error", "message_id", "accepted_at", "sent_at", "delivered_at", "read_at", "failed_at", "price_category", "billable", price.ColumnCost, price.ColumnCurrency)...)
}

func (r *report) row(m app.Message) error {
	w := r.out
	row := strconv.AppendInt(nil, int64(m.BulkRow), 10)
	if !r.failed {
		w.Word(row)
	}
	w.Phone([]byte(m.To))
	w.Text(m.Name)
	var body []string
	if m.Content.Template != nil {
		body = m.Content.Template.Body
	}
	for i := range r.body {
		value := ""
		if i < len(body) {
			value = body[i]
		}
		w.Text(value)
	}
	if r.failed {
		w.Word(row)
		w.Text(m.Reason.String())
		return w.End()
	}
	w.Word([]byte(m.Status))
	w.Word([]byte(m.Code))
	w.Text(m.Reason.String())
	w.Word([]byte(m.Mark))
	for _, t := range []time.Time{m.AcceptedAt, m.SentAt, m.DeliveredAt, m.ReadAt, m.FailedAt} {
		w.Time(millisOf(t))
	}
	category, billable := app.PriceOf(m.Price)
	w.Word([]byte(category))
	w.Word([]byte(billable))
	cost, currency := "", ""
	if c, ok := r.tariff.CostOf(m); ok {
		cost, currency = c.Cells()
	}
	w.Number(cost)
	w.Word([]byte(currency))
	return w.End()
}

func millisOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
