package main

import (
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
)

type versionsVerb struct{}

// versionJSON is one version of "versions --json". Scripts rely on its keys.
type versionJSON struct {
	Number     int       `json:"number"`
	At         time.Time `json:"at"`
	By         string    `json:"by"`
	Note       string    `json:"note"`
	Changes    []string  `json:"changes"`
	Current    bool      `json:"current"`
	Restorable bool      `json:"restorable"`
	// Why says what stands against restoring it; "" when nothing does.
	Why string `json:"why"`
}

// Run lists the versions of Published, newest first.
func (versionsVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		lines, err := d.Channel.Versions(d.ctx, a.ID)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			out := make([]versionJSON, len(lines))
			for i, l := range lines {
				out[i] = versionJSON{l.Number, l.At.UTC(), l.By, l.Note, sentencesOf(l.Changes), l.Current, l.Restorable, l.Why.String()}
			}
			return s.console.json(out)
		}
		printVersions(s.console, lines)
		return nil
	})
}

func sentencesOf(texts []app.Text) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = t.String()
	}
	return out
}

func printVersions(c console, lines []channel.VersionLine) {
	if len(lines) == 0 {
		c.printf("Nothing was published yet.\n")
		return
	}
	t := &table{}
	t.add("Version", "When", "Who", "Restore", "Note", "Changes")
	for _, l := range lines {
		can := "can be restored"
		switch {
		case l.Current:
			can = "published now"
		case !l.Restorable:
			can = "no"
		}
		t.add(itoa(l.Number), localTime(l.At), l.By, can, orDash(l.Note), strings.Join(sentencesOf(l.Changes), "; "))
	}
	t.print(c.out)
	for _, l := range lines {
		if !l.Current && !l.Restorable {
			c.printf("Version %d: %s\n", l.Number, oneLine(l.Why.String()))
		}
	}
}

type restoreVerb struct {
	Number int    `arg:"" help:"Number of the version; see: channeldesk versions"`
	DryRun bool   `help:"Show what would change and change nothing."`
	Note   string `help:"Note for the new version." placeholder:"TEXT"`
}

// restoreJSON is what "restore --json" prints.
type restoreJSON struct {
	Changes  []rowJSON `json:"changes"`
	Restored bool      `json:"restored"`
	// Version is the one that is published now.
	Version int `json:"version"`
}

// Run publishes an earlier version again, as the next version, after asking.
func (v restoreVerb) Run(s *session) error {
	if v.Number < 1 {
		return usage("Versions are counted from 1.")
	}
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		if !v.DryRun {
			if err := d.may(a.ID, app.MayEdit); err != nil {
				return err
			}
		}
		review, err := d.Channel.ReviewRestore(d.ctx, a.ID, v.Number)
		if app.ErrorCode(err) == app.CodeNotFound {
			return app.NewError(app.CodeNotFound, app.Say("There is no version {{.N}}.", "N", v.Number)).
				WithFix(app.Say("See: channeldesk versions")).Because(err)
		}
		if err != nil {
			return err
		}
		if v.DryRun || len(review.Rows) == 0 {
			return v.print(s, review, false)
		}
		if !s.flags.Yes && s.console.interactive {
			printChangedRows(console{out: s.console.err}, review)
		}
		question := "Publish version " + itoa(v.Number) + " of " + a.Name + " again, with " + plural(len(review.Rows), "change", "changes") + "? Customers notice at once."
		if err := s.confirm(question); err != nil {
			return err
		}
		if err := d.Channel.Restore(d.ctx, a.ID, v.Number, review.BaseVersion, v.Note); err != nil {
			return err
		}
		return v.print(s, review, true)
	})
}

func (v restoreVerb) print(s *session, r channel.Review, done bool) error {
	version := r.BaseVersion
	if done {
		version++
	}
	if s.flags.JSON {
		return s.console.json(restoreJSON{Changes: rowsOf(r, r.AllNames(channel.Behaviour, channel.Credentials, channel.Identity)), Restored: done, Version: version})
	}
	if len(r.Rows) == 0 {
		s.console.printf("Version %d is the same as what is published. Nothing to restore.\n", v.Number)
		return nil
	}
	printChangedRows(s.console, r)
	if done {
		s.console.printf("Version %d restored as version %d.\n", v.Number, version)
	}
	return nil
}

// printChangedRows lists rows that are not chosen one by one.
func printChangedRows(c console, r channel.Review) {
	t := &table{}
	for _, row := range r.Rows {
		t.add(string(row.Group), row.Label, changedRow(row))
	}
	t.print(c.out)
}
