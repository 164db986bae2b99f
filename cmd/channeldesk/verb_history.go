package main

import (
	"encoding/json"
	"io"
	"time"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/app/history"
	"channeldesk/app/price"
)

type historyVerb struct {
	List   historyListVerb   `cmd:"" default:"withargs" help:"Print the newest messages, the newest first."`
	Export historyExportVerb `cmd:"" help:"Write messages to a file for a spreadsheet."`
}

// historyPage is how many messages are read at once; historyLimit how many are
// printed when --limit does not say.
const (
	historyPage  = 500
	historyLimit = 50
)

type historyListVerb struct {
	historyFlags
	Limit int `help:"At most so many messages." placeholder:"N"`
}

// historyJSON is one line of "history list --json". The columns of an export are
// the same, in the same order.
type historyJSON struct {
	ID                string            `json:"id"`
	Environment       app.Environment   `json:"environment"`
	Recipient         string            `json:"recipient"`
	Template          string            `json:"template"`
	Language          string            `json:"language"`
	Kind              string            `json:"kind"`
	Status            app.MessageStatus `json:"status"`
	Source            app.MessageSource `json:"source"`
	ProviderMessageID string            `json:"provider_message_id"`
	ErrorCode         string            `json:"error_code,omitempty"`
	Error             string            `json:"error,omitempty"`
	CreatedAt         time.Time         `json:"created_at"`
	AcceptedAt        time.Time         `json:"accepted_at,omitzero"`
	SentAt            time.Time         `json:"sent_at,omitzero"`
	DeliveredAt       time.Time         `json:"delivered_at,omitzero"`
	ReadAt            time.Time         `json:"read_at,omitzero"`
	FailedAt          time.Time         `json:"failed_at,omitzero"`
	PriceCategory     string            `json:"price_category,omitempty"`
	Billable          *bool             `json:"billable,omitempty"`
	Cost              string            `json:"cost,omitempty"` // a decimal number, by the price list
	Currency          string            `json:"currency,omitempty"`
}

func toHistoryJSON(m app.Message, tariff *price.Tariff) historyJSON {
	j := historyJSON{
		ID: m.Mark, Environment: m.Environment, Recipient: m.To, Kind: m.Kind(), Status: m.Status, Source: m.Source,
		ProviderMessageID: m.ProviderID, ErrorCode: m.Code, Error: m.Reason.String(), CreatedAt: m.CreatedAt, AcceptedAt: m.AcceptedAt,
		SentAt: m.SentAt, DeliveredAt: m.DeliveredAt, ReadAt: m.ReadAt, FailedAt: m.FailedAt,
	}
	category, billable := app.PriceOf(m.Price)
	j.PriceCategory = category
	if billable != "" {
		yes := billable == "true"
		j.Billable = &yes
	}
	if c, ok := tariff.CostOf(m); ok {
		j.Cost, j.Currency = c.Cells()
	}
	if t := m.Content.Template; t != nil {
		j.Template, j.Language = t.Name, t.Language
		if t.Name == "" {
			j.Template = t.ID
		}
	}
	return j
}

// Run prints the messages that the flags let through.
func (v historyListVerb) Run(s *session) error {
	f, err := v.parse(time.Now())
	if err != nil {
		return err
	}
	if v.Limit < 0 {
		return usage("--limit takes a number from 1.")
	}
	if v.Limit == 0 {
		v.Limit = historyLimit
	}
	return s.withDesk(false, func(d *desk) error {
		agent, f, err := v.filter(d, f)
		if err != nil {
			return err
		}
		service := d.newHistory(nil)
		tariff, err := d.tariff(agent, s.flags.environment())
		if err != nil {
			return err
		}
		shown, t, e := 0, &table{}, json.NewEncoder(s.console.out)
		e.SetEscapeHTML(false)
		for p := (app.HistoryPage{Filter: f}); shown < v.Limit; {
			p.Limit = min(historyPage, v.Limit-shown)
			page, err := service.Page(d.ctx, agent, s.flags.environment(), p)
			if err != nil {
				return err
			}
			for _, m := range page {
				if !s.flags.JSON {
					addMessage(t, m, tariff)
				} else if err := e.Encode(toHistoryJSON(m, tariff)); err != nil {
					return err
				}
			}
			shown += len(page)
			if len(page) < p.Limit {
				break
			}
			p.After = page[len(page)-1].ID
		}
		if !s.flags.JSON {
			printMessages(s.console, t, shown, v.Limit)
		}
		return nil
	})
}

func addMessage(t *table, m app.Message, tariff *price.Tariff) {
	j := toHistoryJSON(m, tariff)
	what := j.Template
	if what == "" {
		what = "text"
	}
	to := app.FormatPhone(m.To)
	if to == "" {
		to = m.Room
	}
	t.add(localTime(m.CreatedAt), to, orDash(m.Name), what, string(m.Status), string(m.Source), orDash(j.Error))
}

func printMessages(c console, t *table, shown, limit int) {
	if shown == 0 {
		c.printf("There are no such messages.\n")
		return
	}
	t.print(c.out)
	if shown == limit {
		c.printf("These are the newest %d. Use --limit for more.\n", shown)
	}
}

type historyExportVerb struct {
	historyFlags
	Output   string `short:"o" required:"" help:"File to write; - is standard output." placeholder:"FILE"`
	ForExcel bool   `help:"Write it so that Excel with Indonesian settings opens it rightly."`
}

// Run writes the messages as CSV. The file is whole or not there.
func (v historyExportVerb) Run(s *session) error {
	f, err := v.parse(time.Now())
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		agent, f, err := v.filter(d, f)
		if err != nil {
			return err
		}
		written := int64(0)
		write := func(w io.Writer) error {
			return d.newHistory(nil).Export(d.ctx, agent, s.flags.environment(), f, w, history.ExportOptions{ForExcel: v.ForExcel}, func(done, total int64) {
				written = done
				if total > 0 {
					s.console.progress("\r%d messages, %d%%", done, done*100/total)
					return
				}
				s.console.progress("\r%d messages", done)
			})
		}
		if v.Output == "-" {
			return write(s.console.out)
		}
		err = handoff.WriteFile(v.Output, write)
		s.console.progress("\n")
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]any{"file": v.Output, "messages": written})
		}
		s.console.printf("%s saved as %s.\n", plural(int(written), "message", "messages"), v.Output)
		return nil
	})
}
