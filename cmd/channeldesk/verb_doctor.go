package main

import (
	"errors"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

type doctorVerb struct {
	Online bool `help:"Check every channel with its provider as well."`
}

// The states of a finding. A warning is no failure.
const (
	findingOK      = "ok"
	findingWarning = "warning"
	findingFailed  = "failed"
)

// finding is one thing that doctor looked at.
type finding struct {
	ID     string `json:"id"`
	State  string `json:"state"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Fix    string `json:"fix"`
}

// doctorJSON is what "doctor --json" prints.
type doctorJSON struct {
	OK     bool      `json:"ok"`
	Checks []finding `json:"checks"`
}

// codeDoctor is the code of an examination that found a failure.
const codeDoctor app.Code = "doctor_failed"

// examination gathers findings.
type examination struct{ findings []finding }

func (x *examination) add(id, state, title, detail, fix string) {
	x.findings = append(x.findings, finding{id, state, title, detail, fix})
}

func (x *examination) fail(id, title string, err error) {
	e := app.AsError(err)
	x.add(id, findingFailed, title, e.What.String(), e.Fix.String())
}

func (x *examination) failures() int {
	n := 0
	for _, f := range x.findings {
		if f.State == findingFailed {
			n++
		}
	}
	return n
}

// Run looks everything over and prints what it found. It goes as far as it can
// when the database does not open.
func (v doctorVerb) Run(s *session) error {
	x := &examination{}
	dir, err := s.flags.dataDir()
	if err != nil {
		return err
	}
	opened := false
	err = s.withDesk(false, func(d *desk) error {
		opened = true
		x.folder(dir)
		x.database(d)
		x.secrets(d)
		x.channels(d, v.Online)
		x.gateway(d)
		x.journal(d)
		return nil
	})
	if app.ErrorCode(err) == app.CodeForbidden {
		return err
	}
	if err != nil && !opened {
		x.folder(dir)
		x.fail("database", "Database", err)
	} else if err != nil {
		return err
	}
	x.files(dir)
	return x.print(s)
}

func (x *examination) print(s *session) error {
	n := x.failures()
	if s.flags.JSON {
		if err := s.console.json(doctorJSON{OK: n == 0, Checks: x.findings}); err != nil {
			return err
		}
	} else {
		for _, f := range x.findings {
			s.console.printf("%-8s %s: %s\n", f.State, f.Title, oneLine(f.Detail))
			if f.Fix != "" {
				s.console.printf("%-8s   %s\n", "", oneLine(f.Fix))
			}
		}
	}
	if n == 0 {
		return nil
	}
	return app.NewError(codeDoctor, app.Say("{{.N}} found.", "N", plural(n, "problem was", "problems were")))
}

func (x *examination) database(d *desk) {
	layout, err := d.Store.Version(d.ctx)
	if err != nil {
		x.fail("database", "Database", err)
		return
	}
	wrong, err := d.Store.Integrity(d.ctx)
	switch {
	case err != nil:
		x.fail("database", "Database", err)
	case len(wrong) > 0:
		x.add("database", findingFailed, "Database", wrong[0]+" ("+plural(len(wrong), "finding", "findings")+")",
			"Close Channel Desk, keep a copy of the data folder, and put the newest file of its backups folder in place of the database.")
	default:
		x.add("database", findingOK, "Database", "whole, layout version "+itoa(int(layout))+", its counters and settings are as they must be", "")
	}
	public, err := d.Channel.PublicAddress(d.ctx)
	switch {
	case err != nil:
		x.fail("public_address", "Public address", err)
	case public == "":
		x.add("public_address", findingWarning, "Public address", "not set, so there are no webhook addresses yet",
			"Set it with: channeldesk settings set public-address https://...")
	default:
		x.add("public_address", findingOK, "Public address", public, "")
	}
}

func (x *examination) secrets(d *desk) {
	status := d.Secrets.Status(d.ctx)
	if !status.Usable {
		x.fail("secret_store", "Place of new secrets", status.Problem)
	} else {
		x.add("secret_store", findingOK, "Place of new secrets", string(status.Kind)+", usable", "")
	}
	lost, err := d.Channel.Lost(d.ctx)
	switch {
	case err != nil:
		x.fail("secrets", "Stored secrets", err)
	case len(lost) == 0:
		x.add("secrets", findingOK, "Stored secrets", "every one is in its place", "")
	}
	for _, l := range lost {
		x.add("secrets", findingFailed, "Stored secrets",
			l.Agent.Name+", "+l.Environment.Label()+": "+l.Name+" is not in the secret store any more. "+l.Problem.What.String(),
			"Store it again, or make a new webhook secret.")
	}
	if !d.hasOrphans(d.ctx) {
		x.add("orphans", findingOK, "Secrets without owner", "none", "")
		return
	}
	d.tidy(d.ctx)
	if d.hasOrphans(d.ctx) {
		x.add("orphans", findingWarning, "Secrets without owner", "some are left over and could not be removed now",
			"Close other Channel Desk programs of this data folder and run doctor again.")
		return
	}
	x.add("orphans", findingOK, "Secrets without owner", "some were left over and are removed", "")
}

// channels tells of each configured channel; online also asks its provider.
func (x *examination) channels(d *desk, online bool) {
	agents, err := d.Channel.ListAgents(d.ctx)
	if err != nil {
		x.fail("channels", "Channels", err)
		return
	}
	for _, a := range agents {
		for _, env := range app.Environments {
			if env == app.Draft && !a.HasDraft {
				continue
			}
			v, err := d.Channel.Get(d.ctx, a.ID, env)
			title := a.Name + ", " + env.Label()
			switch {
			case err != nil:
				x.fail("channel", title, err)
			case v.Declaration.ID == "":
				x.add("channel", findingOK, title, "not set up yet", "")
			default:
				x.channel(d, title, v.Declaration, v.Channel, online)
			}
		}
	}
}

func (x *examination) channel(d *desk, title string, decl protocol.Declaration, c app.Channel, online bool) {
	if missing := decl.Missing(c); len(missing) > 0 {
		x.add("channel", findingWarning, title, plural(len(missing), "value is", "values are")+" missing, first "+missing[0], "")
		return
	}
	if !online {
		x.add("channel", findingOK, title, decl.Name+", complete; not checked with the provider", "")
		return
	}
	report, err := d.Channel.Check(d.ctx, c.AgentID, c.Environment, nil)
	if err != nil {
		var cancelled *app.Error
		if errors.As(err, &cancelled) && cancelled.Code == app.CodeSecretMissing {
			x.add("channel", findingWarning, title, "not checked: a secret is missing", "")
			return
		}
		x.fail("channel", title, err)
		return
	}
	state := findingOK
	if !report.OK() {
		state = findingFailed
	} else if !report.Complete() {
		state = findingWarning
	}
	failed, _ := report.FirstFailed()
	x.add("channel", state, title, decl.Name+": "+summary(report), failed.Fix.String())
}
