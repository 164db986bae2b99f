package access

import (
	"context"
	"encoding/csv"
	"io"
	"strings"

	"github.com/gocarina/gocsv"

	"channeldesk/app"
)

// ExportOptions say how the audit log is written.
type ExportOptions struct {
	// ForExcel writes semicolons and a mark of the encoding in front, which is
	// what Excel with Indonesian or European settings opens rightly.
	ForExcel bool
}

// exportPage is how many lines are read and written at a time.
const exportPage = 500

// exportTime is RFC 3339 with milliseconds.
const exportTime = "2006-01-02T15:04:05.000Z07:00"

// exportRow is one line of the file; the tags are its header.
type exportRow struct {
	Time        string `csv:"time"`
	Agent       string `csv:"agent"`
	Environment string `csv:"environment"`
	Who         string `csv:"who"`
	Kind        string `csv:"kind"`
	What        string `csv:"what_happened"`
	Before      string `csv:"before"`
	After       string `csv:"after"`
}

// ExportActivity writes the lines that a filter lets through as CSV (RFC 4180,
// UTF-8, header first), newest first, and calls progress, which may be nil, with
// the number of lines after each page. The filter's Limit is the most lines; 0
// is all. It takes the same permission as Activity. Cells that a spreadsheet
// would take for a formula get an apostrophe in front. The export is written
// down itself, also one that was cancelled on the way.
func (s *Service) ExportActivity(ctx context.Context, f app.ActivityFilter, o ExportOptions, w io.Writer, progress func(lines int)) error {
	f, by, err := s.narrow(ctx, f)
	if err != nil {
		return err
	}
	names, err := s.agentNames(ctx)
	if err != nil {
		return err
	}
	lines, err := s.export(ctx, f, newSheet(w, o, names), progress)
	text := app.Say("{{.Who}} exported {{.N}} lines of the activity", "Who", by.Name, "N", lines)
	if err != nil {
		text = app.Say("{{.Who}} began to export the activity; it ended after {{.N}} lines", "Who", by.Name, "N", lines)
	}
	recorded := s.store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{At: s.now(), By: by.Name, AgentID: f.Agent, Environment: f.Environment, Kind: app.ActExported, Text: text})
	})
	if err != nil {
		return err
	}
	return recorded
}

func (s *Service) agentNames(ctx context.Context) (map[app.AgentID]string, error) {
	names := map[app.AgentID]string{}
	err := s.store.View(ctx, func(tx app.Tx) error {
		agents, err := tx.ListAgents()
		for _, a := range agents {
			names[a.ID] = a.Name
		}
		return err
	})
	return names, err
}

// export writes page after page and gives the number of lines written.
func (s *Service) export(ctx context.Context, f app.ActivityFilter, out *sheet, progress func(int)) (lines int, err error) {
	most := f.Limit
	if err := out.write(nil); err != nil {
		return 0, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return lines, app.AsError(err)
		}
		f.Limit = exportPage
		if most > 0 {
			f.Limit = min(exportPage, most-lines)
		}
		page, err := s.find(ctx, f)
		if err != nil {
			return lines, err
		}
		if err := out.write(page); err != nil {
			return lines, err
		}
		lines += len(page)
		if progress != nil {
			progress(lines)
		}
		if len(page) < f.Limit || lines == most {
			return lines, nil
		}
		f.Before = page[len(page)-1].ID
	}
}

// sheet writes rows to a file, the header in front of the first.
type sheet struct {
	to     *gocsv.SafeCSVWriter
	raw    io.Writer
	mark   string
	begun  bool
	agents map[app.AgentID]string
}

func newSheet(w io.Writer, o ExportOptions, agents map[app.AgentID]string) *sheet {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	s := &sheet{raw: w, agents: agents}
	if o.ForExcel {
		c.Comma = ';'
		s.mark = "\ufeff"
	}
	s.to = gocsv.NewSafeCSVWriter(c)
	return s
}

func (s *sheet) write(lines []app.Activity) error {
	rows := make([]exportRow, len(lines))
	for i, a := range lines {
		rows[i] = s.row(a)
	}
	marshal := gocsv.MarshalCSVWithoutHeaders
	if !s.begun {
		marshal, s.begun = gocsv.MarshalCSV, true
		if _, err := io.WriteString(s.raw, s.mark); err != nil {
			return notWritten(err)
		}
	}
	if err := marshal(rows, s.to); err != nil {
		return notWritten(err)
	}
	return nil
}

func notWritten(err error) error {
	return app.NewError(app.CodeInternal, app.Say("The activity could not be written completely.")).
		WithFix(app.Say("Check that there is room on the disk and that the folder may be written to.")).Because(err)
}

func (s *sheet) row(a app.Activity) exportRow {
	agent := s.agents[a.AgentID]
	if agent == "" && a.AgentID != 0 {
		agent = app.Say("Deleted agent {{.N}}", "N", a.AgentID).String()
	}
	r := exportRow{
		Agent: cell(agent), Environment: cell(string(a.Environment)), Who: cell(a.By), Kind: cell(a.Kind),
		What: cell(a.Text.String()), Before: cell(a.Before), After: cell(a.After),
	}
	if !a.At.IsZero() {
		r.Time = a.At.UTC().Format(exportTime)
	}
	return r
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// cell makes a text safe for a spreadsheet: what begins like a formula, also
// behind blanks and in wide letters, becomes plain text by an apostrophe.
func cell(text string) string {
	marked := strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "\r") || strings.HasPrefix(text, "\n")
	text = lineBreaks.Replace(strings.ToValidUTF8(text, "\ufffd"))
	if r := []rune(strings.TrimLeft(text, " \u00a0\u3000\ufeff\u200b\x00\t\n")); marked || len(r) > 0 && strings.ContainsRune("=+-@＝＋－＠", r[0]) {
		return "'" + text
	}
	return text
}
