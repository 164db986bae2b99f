package channel

import (
	"context"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Group is one of the three groups of a review.
type Group string

// Behaviour is ticked at first; credentials and identity are not.
const (
	Behaviour   Group = "behaviour"
	Credentials Group = "credentials"
	Identity    Group = "identity"
)

// Row is one difference between two states of a channel.
type Row struct {
	// Name is stable: protocol, account_code, a field's or secret's name, or a
	// session setting's.
	Name  string
	Label string
	Group Group
	// Before and After are as people read them; for secrets only "Stored",
	// "Not set" or when it changed.
	Before, After app.Text
	// Mono is true for identifiers and addresses.
	Mono bool
	// Secret is true for secrets: never a value, only same or changed.
	Secret bool
	// At is when a secret was set.
	At time.Time
	// TakesBack is true for behaviour in which the Draft has what an earlier
	// version had: moving the row over would take back what was changed in
	// Published since. Such a row is not ticked at first. Credentials and identity
	// never are, and who asks for them gets all of them: a token without its
	// number would be worse than an old one.
	TakesBack bool
	// New is true when nothing was there before, Gone when nothing is there
	// afterwards.
	New, Gone bool
	// words is true for what a person wrote as a sentence of its own.
	words bool
	when  *protocol.Condition
}

func (r Row) beforeText() string { return r.Before.String() }
func (r Row) afterText() string  { return r.After.String() }

// sentence tells the difference in one line, without secret values.
func (r Row) sentence() app.Text {
	switch {
	case r.Gone:
		return app.Say("{{.Label}} removed", "Label", app.Say(r.Label))
	case r.Secret && r.New:
		return app.Say("{{.Label}} stored", "Label", app.Say(r.Label))
	case r.Secret:
		return app.Say("{{.Label}} replaced", "Label", app.Say(r.Label))
	case r.New && r.words:
		return app.Say("{{.Label}} set to “{{.After}}”", "Label", app.Say(r.Label), "After", r.After)
	case r.New:
		return app.Say("{{.Label}} set to {{.After}}", "Label", app.Say(r.Label), "After", r.After)
	case r.words:
		return app.Say("{{.Label}} changed from “{{.Before}}” to “{{.After}}”", "Label", app.Say(r.Label), "Before", r.Before, "After", r.After)
	}
	return app.Say("{{.Label}} changed from {{.Before}} to {{.After}}", "Label", app.Say(r.Label), "Before", r.Before, "After", r.After)
}

// Review is what a save or publish to Published would do.
type Review struct {
	Agent app.Agent
	Rows  []Row
	// BaseVersion is the version it was compared with.
	BaseVersion int
	// Basis stands for what was reviewed; Publish refuses when it is something
	// else by then. "" where nothing is published from it.
	Basis string
	// Report is the latest check of the side that will be published.
	Report app.CheckReport
	// ReportCurrent is true when that check saw the settings as they are.
	ReportCurrent bool
	// Problems are required values that would be missing after saving edits. For
	// a Draft it depends on what is ticked, and Publish tells.
	Problems []app.Text
}

// Names gives the names of the groups' rows, without the behaviour that takes a
// later change to Published back.
func (r Review) Names(groups ...Group) []string {
	return r.names(func(row Row) bool { return slices.Contains(groups, row.Group) && !row.TakesBack })
}

// AllNames gives the names of all rows of the groups.
func (r Review) AllNames(groups ...Group) []string {
	return r.names(func(row Row) bool { return slices.Contains(groups, row.Group) })
}

func (r Review) names(wanted func(Row) bool) (out []string) {
	for _, row := range r.Rows {
		if wanted(row) {
			out = append(out, row.Name)
		}
	}
	return out
}

// ReviewEdits tells what saving held-back edits would change in Published.
func (s *Service) ReviewEdits(ctx context.Context, agent app.AgentID, e Edits) (Review, error) {
	v, err := s.Get(ctx, agent, app.Published)
	if err != nil {
		return Review{}, err
	}
	e, problems := s.Validate(v.Agent.Country, v.Channel, e)
	if len(problems) > 0 {
		return Review{}, &Invalid{problems}
	}
	staged := map[string]app.SecretInfo{}
	for name := range e.Secrets {
		staged[name] = app.SecretInfo{Ref: "new", Origin: "new", SetAt: s.now()}
	}
	next := apply(v.Channel, e, staged)
	err = s.Store.View(ctx, func(tx app.Tx) error {
		addresses, err := readSandbox(tx, agent)
		next = staysInSandbox(next, next.Protocol != v.Channel.Protocol, e.Fields, addresses)
		return err
	})
	if err != nil {
		return Review{}, err
	}
	return Review{
		Agent: v.Agent, Rows: s.differences(v.Channel, next), BaseVersion: v.Channel.Version,
		Problems: s.missing(next),
	}, nil
}

// ReviewDraft tells what publishing the Draft would change in Published.
func (s *Service) ReviewDraft(ctx context.Context, agent app.AgentID) (Review, error) {
	draft, err := s.Get(ctx, agent, app.Draft)
	if err != nil {
		return Review{}, err
	}
	published, err := s.Get(ctx, agent, app.Published)
	if err != nil {
		return Review{}, err
	}
	rows := s.differences(published.Channel, draft.Channel)
	if err := s.markTakenBack(ctx, rows, published.Channel, draft.Channel); err != nil {
		return Review{}, err
	}
	return Review{
		Agent: draft.Agent, Rows: rows, BaseVersion: published.Channel.Version,
		Basis:  s.basis(published.Channel, draft.Channel),
		Report: draft.Report, ReportCurrent: draft.CheckIsCurrent(),
	}, nil
}

// markTakenBack marks the rows in which the Draft equals an earlier version.
func (s *Service) markTakenBack(ctx context.Context, rows []Row, published, draft app.Channel) error {
	var versions []app.Version
	err := s.Store.View(ctx, func(tx app.Tx) (err error) {
		versions, err = tx.ListVersions(published.ID)
		return err
	})
	if err != nil {
		return err
	}
	for _, v := range versions {
		if v.Number == published.Version {
			continue
		}
		differ := map[string]bool{}
		for _, r := range s.differences(v.Snapshot, draft) {
			differ[r.Name] = true
		}
		for i := range rows {
			if rows[i].Group == Behaviour && !differ[rows[i].Name] {
				rows[i].TakesBack = true
			}
		}
	}
	return nil
}

func (s *Service) missing(c app.Channel) []app.Text {
	d := s.Protocols.Declaration(c.Protocol)
	if d.ID == "" {
		return nil
	}
	var out []app.Text
	for _, label := range d.Missing(c) {
		out = append(out, app.Say("{{.Label}} is missing.", "Label", app.Say(label)))
	}
	return out
}

// differences lists what differs, in the order of the form. Secrets differ by
// reference: a copy that nobody changed since counts as the same value. What is
// no part of the form afterwards, because another choice was made, is left out.
func (s *Service) differences(before, after app.Channel) []Row {
	d := s.Protocols.Declaration(after.Protocol)
	return slices.DeleteFunc(s.allDifferences(before, after), func(r Row) bool { return !d.Applies(after, r.when) })
}

// allDifferences lists also what is no part of the form.
func (s *Service) allDifferences(before, after app.Channel) []Row {
	var rows []Row
	add := func(r Row) { rows = append(rows, r.marked()) }
	if before.Protocol != after.Protocol {
		add(Row{Name: "protocol", Label: "Protocol", Group: Identity, Before: s.protocolName(before.Protocol), After: s.protocolName(after.Protocol)})
	}
	if before.AccountCode != after.AccountCode {
		add(Row{Name: "account_code", Label: "Account code", Group: Identity,
			Before: orNotSet(app.FormatPhone(before.AccountCode)), After: orNotSet(app.FormatPhone(after.AccountCode))})
	}
	d := s.Protocols.Declaration(after.Protocol)
	for _, f := range d.Fields {
		b, a := d.Value(before, f.Name), d.Value(after, f.Name)
		if before.Protocol != after.Protocol {
			b = ""
		}
		if b != a {
			add(Row{Name: f.Name, Label: f.Label, Group: groupOf(d, f), Mono: f.Kind != protocol.Choice,
				Before: shownValue(f, b), After: shownValue(f, a), when: f.When})
		}
	}
	for _, f := range d.Secrets {
		b, a := before.Secrets[f.Name], after.Secrets[f.Name]
		if before.Protocol != after.Protocol {
			b = app.SecretInfo{}
		}
		if !b.SameValue(a) {
			add(Row{Name: f.Name, Label: f.Label, Group: Credentials, Secret: true, Before: storedText(b), After: changedText(b, a), At: a.SetAt,
				New: !b.Present(), Gone: !a.Present(), when: f.When})
		}
	}
	for _, r := range sessionRows(before.Session, after.Session) {
		add(r)
	}
	if before.Forward != after.Forward {
		add(Row{Name: "forward", Label: "Forwarding address", Group: Behaviour, Mono: true, Before: orNotSet(before.Forward.URL), After: orNotSet(after.Forward.URL)})
	}
	return rows
}

// groupOf gives the group of a field. Where calls go and how they sign in belongs
// to the credentials: one without the other would not work, or would show a
// credential to somebody else.
func groupOf(d protocol.Declaration, f protocol.Field) Group {
	decides := slices.ContainsFunc(d.Secrets, func(s protocol.SecretField) bool { return s.When != nil && s.When.Field == f.Name })
	switch {
	case f.Identity:
		return Identity
	case f.Kind == protocol.Address, decides, f.When != nil:
		return Credentials
	}
	return Behaviour
}

// shownValue is a field's value as people read it.
func shownValue(f protocol.Field, v string) app.Text {
	i := slices.IndexFunc(f.Choices, func(c protocol.ChoiceOption) bool { return c.Value == v })
	if f.Kind == protocol.Choice && i >= 0 && !f.Choices[i].Label.IsEmpty() {
		return f.Choices[i].Label
	}
	return orNotSet(v)
}

func (s *Service) protocolName(id app.ProtocolID) app.Text {
	return orNotSet(s.Protocols.Declaration(id).Name)
}

// notSet stands for what has no value.
var notSet = app.Say("Not set")

// marked says of a row that is no secret whether there was something before, and is
// afterwards.
func (r Row) marked() Row {
	if !r.Secret {
		r.New, r.Gone = r.Before.Template == notSet.Template, r.After.Template == notSet.Template
	}
	return r
}

func orNotSet(v string) app.Text {
	if strings.TrimSpace(v) == "" {
		return notSet
	}
	return app.Say("{{.Value}}", "Value", v)
}

func storedText(i app.SecretInfo) app.Text {
	if !i.Present() {
		return notSet
	}
	return app.Say("Stored")
}

func changedText(before, after app.SecretInfo) app.Text {
	switch {
	case !after.Present():
		return app.Say("Removed")
	case !before.Present():
		return app.Say("Stored")
	}
	return app.Say("Changed")
}
