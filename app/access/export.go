package access

import (
	"context"
	"io"

	"channeldesk/app"
	"channeldesk/app/csvout"
)

// ExportOptions say how the audit log is written.
type ExportOptions struct {
	// ForExcel writes semicolons and a mark of the encoding in front, which is
	// what Excel with Indonesian or European settings opens rightly.
	ForExcel bool
}

// exportPage is how many lines are read and written at a time.
const exportPage = 500

// exportNames are the columns.
var exportNames = []string{"time", "agent", "environment", "who", "kind", "what_happened", "before", "after"}

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

// sheet writes lines to a file, the header in front of the first.
type sheet struct {
	to     *csvout.Writer
	begun  bool
	agents map[app.AgentID]string
}

func newSheet(w io.Writer, o ExportOptions, agents map[app.AgentID]string) *sheet {
	return &sheet{to: csvout.New(w, csvout.Options{ForExcel: o.ForExcel}), agents: agents}
}

// write writes lines, and what was gathered before.
func (s *sheet) write(lines []app.Activity) error {
	if !s.begun {
		s.begun = true
		if err := s.to.Header(exportNames...); err != nil {
			return notWritten(err)
		}
	}
	for _, a := range lines {
		if err := s.row(a); err != nil {
			return notWritten(err)
		}
	}
	if err := s.to.Flush(); err != nil {
		return notWritten(err)
	}
	return nil
}

func notWritten(err error) error {
	return app.NewError(app.CodeInternal, app.Say("The activity could not be written completely.")).
		WithFix(app.Say("Check that there is room on the disk and that the folder may be written to.")).Because(err)
}

func (s *sheet) row(a app.Activity) error {
	agent := s.agents[a.AgentID]
	if agent == "" && a.AgentID != 0 {
		agent = app.Say("Deleted agent {{.N}}", "N", a.AgentID).String()
	}
	at := int64(0)
	if !a.At.IsZero() {
		at = a.At.UnixMilli()
	}
	s.to.Time(at)
	for _, text := range []string{agent, string(a.Environment), a.By, a.Kind, a.Text.String(), a.Before, a.After} {
		s.to.Text(text)
	}
	return s.to.End()
}
