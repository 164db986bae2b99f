package main

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/handoff"
)

type activityVerb struct {
	List   activityListVerb   `cmd:"" default:"withargs" help:"Print the newest lines, the newest first."`
	Export activityExportVerb `cmd:"" help:"Write the lines to a file for a spreadsheet."`
	Verify activityVerifyVerb `cmd:"" help:"Prove that no line was changed, added or taken away."`
}

// activityLimit is how many lines are printed when --limit does not say.
const activityLimit = 50

// activityJSON is one line of "activity --json", one object a line.
type activityJSON struct {
	ID          int64           `json:"id"`
	At          time.Time       `json:"at"`
	By          string          `json:"by"`
	Agent       string          `json:"agent"`
	Environment app.Environment `json:"environment"`
	Kind        string          `json:"kind"`
	Text        string          `json:"text"`
	Before      string          `json:"before"`
	After       string          `json:"after"`
}

type activityListVerb struct{ activityFlags }

// Run prints the lines that the flags let through.
func (v activityListVerb) Run(s *session) error {
	f, err := v.parse(s, time.Now())
	if err != nil {
		return err
	}
	if f.Limit == 0 {
		f.Limit = activityLimit
	}
	return s.withDesk(false, func(d *desk) error {
		f, err := v.filter(d, f)
		if err != nil {
			return err
		}
		lines, err := d.Access.Activity(d.ctx, f)
		if err != nil {
			return err
		}
		names, err := d.agentNames()
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return printActivityJSON(s.console.out, lines, names)
		}
		printActivity(s.console, lines, names, f)
		return nil
	})
}

// agentOf is the agent's name, "" for the workspace itself.
func agentOf(a app.Activity, names map[app.AgentID]string) string {
	if name := names[a.AgentID]; name != "" || a.AgentID == 0 {
		return name
	}
	return "Deleted agent " + itoa(int(a.AgentID))
}

func printActivityJSON(w io.Writer, lines []app.Activity, names map[app.AgentID]string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, a := range lines {
		err := e.Encode(activityJSON{a.ID, a.At.UTC(), a.By, agentOf(a, names), a.Environment, a.Kind, a.Text.String(), a.Before, a.After})
		if err != nil {
			return err
		}
	}
	return nil
}

func printActivity(c console, lines []app.Activity, names map[app.AgentID]string, f app.ActivityFilter) {
	if len(lines) == 0 {
		c.printf("Nothing was written down.\n")
		return
	}
	t := &table{}
	for _, a := range lines {
		where := agentOf(a, names)
		if f.Agent != 0 {
			where = ""
		}
		if a.Environment != "" {
			where = strings.TrimSpace(where + " " + a.Environment.Label())
		}
		t.add(localTime(a.At), a.By, orDash(where), a.Text.String())
	}
	t.print(c.out)
	if len(lines) == f.Limit {
		c.printf("These are the newest %d. Use --limit for more.\n", f.Limit)
	}
}

type activityExportVerb struct {
	activityFlags
	Output   string `short:"o" required:"" help:"File to write; - is standard output." placeholder:"FILE"`
	ForExcel bool   `help:"Write it so that Excel with Indonesian settings opens it rightly."`
}

// Run writes the lines as CSV. The file is whole or not there.
func (v activityExportVerb) Run(s *session) error {
	f, err := v.parse(s, time.Now())
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		f, err := v.filter(d, f)
		if err != nil {
			return err
		}
		written := 0
		write := func(w io.Writer) error {
			return d.Access.ExportActivity(d.ctx, f, access.ExportOptions{ForExcel: v.ForExcel}, w, func(lines int) {
				written = lines
				s.console.progress("\r%d lines", lines)
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
			return s.console.json(map[string]any{"file": v.Output, "lines": written})
		}
		s.console.printf("%s saved as %s.\n", plural(written, "line", "lines"), v.Output)
		return nil
	})
}

type activityVerifyVerb struct {
	Head string `help:"Hash noted earlier: prove that nothing up to its line changed since." placeholder:"HASH"`
}

// verifyJSON is what "activity verify --json" prints.
type verifyJSON struct {
	OK bool `json:"ok"`
	// Lines that hold, from the first one on.
	Lines int64 `json:"lines"`
	// Head is the hash of the last line; "" when the log is broken.
	Head string `json:"head"`
	// BrokenAt is the first line that does not hold; 0 when all do.
	BrokenAt int64 `json:"broken_at"`
	// NotedAt is the line whose hash was noted; 0 when none was given, or when no
	// line has it.
	NotedAt int64 `json:"noted_at"`
}

// The codes of a log that does not hold.
const (
	codeBroken app.Code = "activity_broken"
	codeNoted  app.Code = "activity_head_unknown"
)

var hashWord = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Run follows the chain of the whole log.
func (v activityVerifyVerb) Run(s *session) error {
	head := strings.ToLower(strings.TrimSpace(v.Head))
	if head != "" && !hashWord.MatchString(head) {
		return usage("--head takes the 64 characters that activity verify printed.")
	}
	return s.withDesk(false, func(d *desk) error {
		proof, err := d.Access.VerifyActivity(d.ctx)
		if err != nil {
			return err
		}
		out := verifyJSON{OK: proof.BrokenAt == 0, Lines: proof.Lines, Head: proof.Head, BrokenAt: proof.BrokenAt}
		if head != "" && out.OK {
			if out.NotedAt, err = d.lineWithHash(head); err != nil {
				return err
			}
			out.OK = out.NotedAt > 0
		}
		if s.flags.JSON {
			if err := s.console.json(out); err != nil {
				return err
			}
		} else if out.BrokenAt == 0 {
			s.console.printf("All %d lines hold.\nHead: %s\n", out.Lines, out.Head)
			if out.NotedAt > 0 {
				s.console.printf("The noted hash is that of line %d: nothing up to it changed.\n", out.NotedAt)
			}
		}
		return out.problem(head)
	})
}

// lineWithHash is the line of the whole log that has the hash; 0 when none has.
func (d *desk) lineWithHash(hash string) (id int64, err error) {
	err = d.Store.View(d.ctx, func(tx app.Tx) error {
		lines, err := tx.FindActivity(app.ActivityFilter{Hash: hash, Limit: 1})
		if len(lines) > 0 {
			id = lines[0].ID
		}
		return err
	})
	return id, err
}

func (v verifyJSON) problem(head string) error {
	switch {
	case v.BrokenAt > 0:
		return app.NewError(codeBroken, app.Say("The activity is broken at line {{.N}}: it was changed, or a line is missing.", "N", v.BrokenAt)).
			WithFix(app.Say("The {{.N}} lines before it hold. Keep a copy of the data folder and compare with a backup.", "N", v.Lines))
	case head != "" && v.NotedAt == 0:
		return app.NewError(codeNoted, app.Say("No line has the noted hash: the log was changed since, or it is another workspace's.")).
			WithFix(app.Say("Keep a copy of the data folder and compare with a backup."))
	}
	return nil
}
