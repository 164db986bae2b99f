package main

import (
	"slices"

	"channeldesk/app"
	"channeldesk/app/channel"
)

type publishVerb struct {
	DryRun bool     `help:"Show what would change and change nothing."`
	With   []string `help:"Publish these groups as well: credentials, identity." placeholder:"GROUP"`
	// TakeBack publishes behaviour that undoes later changes to Published too.
	TakeBack bool   `help:"Also publish what takes back later changes to Published."`
	Note     string `help:"Note for the new version." placeholder:"TEXT"`
}

// rowJSON is one difference. Secrets appear as same or changed only.
type rowJSON struct {
	Name    string        `json:"name"`
	Label   string        `json:"label"`
	Group   channel.Group `json:"group"`
	Before  string        `json:"before"`
	After   string        `json:"after"`
	Secret  bool          `json:"secret"`
	Publish bool          `json:"publish"`
}

type publishJSON struct {
	Changes   []rowJSON `json:"changes"`
	Published bool      `json:"published"`
	Version   int       `json:"version"`
}

// Run shows what differs in the draft and publishes what is ticked.
func (v publishVerb) Run(s *session) error {
	groups := []channel.Group{channel.Behaviour}
	for _, g := range v.With {
		if g != string(channel.Credentials) && g != string(channel.Identity) {
			return usage("--with takes credentials, identity, or both with a comma.")
		}
		groups = append(groups, channel.Group(g))
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
		review, err := d.Channel.ReviewDraft(d.ctx, a.ID)
		if err != nil {
			return err
		}
		names := review.Names(groups...)
		if v.TakeBack {
			names = review.AllNames(groups...)
		}
		if v.DryRun || len(review.Rows) == 0 {
			return printPublish(s, review, names, false)
		}
		if len(names) == 0 && len(review.AllNames(groups...)) > 0 {
			return app.NewError(app.CodeIncomplete, app.Say("Publishing would take back what was changed in Published since.")).
				WithFix(app.Say("Add --take-back if that is wanted."))
		}
		if len(names) == 0 {
			return app.NewError(app.CodeIncomplete, app.Say("Only credentials and identity differ. They are published when you say so.")).
				WithFix(app.Say("Add --with credentials, --with identity, or both."))
		}
		if !s.flags.Yes && s.console.interactive {
			printRows(console{out: s.console.err}, review, names)
		}
		if err := s.confirm("Publish " + plural(len(names), "change", "changes") + " to " + a.Name + "? Customers notice at once."); err != nil {
			return err
		}
		if err := d.Channel.Publish(d.ctx, a.ID, channel.Publication{Names: names, BaseVersion: review.BaseVersion, Basis: review.Basis, Note: v.Note}); err != nil {
			return err
		}
		return printPublish(s, review, names, true)
	})
}

func printPublish(s *session, r channel.Review, names []string, done bool) error {
	version := r.BaseVersion
	if done {
		version++
	}
	if s.flags.JSON {
		out := publishJSON{Changes: rowsOf(r, names), Published: done, Version: version}
		return s.console.json(out)
	}
	if len(r.Rows) == 0 {
		s.console.printf("Draft and Published are the same. Nothing to publish.\n")
		return nil
	}
	printRows(s.console, r, names)
	if done {
		s.console.printf("Published as version %d.\n", version)
	}
	return nil
}

func rowsOf(r channel.Review, names []string) []rowJSON {
	out := make([]rowJSON, len(r.Rows))
	for i, row := range r.Rows {
		out[i] = rowJSON{
			row.Name, row.Label, row.Group, row.Before.String(), row.After.String(), row.Secret, slices.Contains(names, row.Name),
		}
	}
	return out
}

func printRows(c console, r channel.Review, names []string) {
	t := &table{}
	for _, row := range r.Rows {
		mark := "leave"
		if slices.Contains(names, row.Name) {
			mark = "publish"
		}
		t.add(mark, string(row.Group), row.Label, changedRow(row))
	}
	t.print(c.out)
}
