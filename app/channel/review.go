package channel

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
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
}

func (r Row) beforeText() string { return r.Before.String() }
func (r Row) afterText() string  { return r.After.String() }

// sentence tells the difference in one line, without secret values.
func (r Row) sentence() app.Text {
	if r.Secret {
		return app.Say("{{.Label}} replaced", "Label", r.Label)
	}
	return app.Say("{{.Label}} changed from {{.Before}} to {{.After}}", "Label", r.Label, "Before", r.Before.String(), "After", r.After.String())
}

// Review is what a save or publish to Published would do.
type Review struct {
	Agent app.Agent
	Rows  []Row
	// BaseVersion is the version it was compared with.
	BaseVersion int
	// Report is the latest check of the side that will be published.
	Report app.CheckReport
	// ReportCurrent is true when that check saw the settings as they are.
	ReportCurrent bool
	// Problems stop publishing: required values that would be missing.
	Problems []app.Text
}

// Names gives the names of all rows of the groups.
func (r Review) Names(groups ...Group) []string {
	var out []string
	for _, row := range r.Rows {
		if slices.Contains(groups, row.Group) {
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
	return Review{
		Agent: draft.Agent, Rows: s.differences(published.Channel, draft.Channel), BaseVersion: published.Channel.Version,
		Report: draft.Report, ReportCurrent: draft.CheckIsCurrent(),
	}, nil
}

func (s *Service) missing(c app.Channel) []app.Text {
	d := s.Protocols.Declaration(c.Protocol)
	if d.ID == "" {
		return nil
	}
	var out []app.Text
	for _, label := range d.Missing(c) {
		out = append(out, app.Say("{{.Label}} is missing.", "Label", label))
	}
	return out
}

// Publish moves the rows named from Draft to Published as its next version:
// one transaction; secrets are copied inside the secret store.
func (s *Service) Publish(ctx context.Context, agent app.AgentID, names []string, baseVersion int, note string) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	var draft, published app.Channel
	err = s.Store.View(ctx, func(tx app.Tx) (err error) {
		if draft, err = tx.GetChannel(agent, app.Draft); err != nil {
			return noDraft(err, app.Draft)
		}
		published, err = tx.GetChannel(agent, app.Published)
		return err
	})
	if err != nil {
		return err
	}
	next, err := s.pick(published, draft, names)
	if err != nil {
		return err
	}
	if problems := s.missing(next); len(problems) > 0 {
		return app.NewError(app.CodeIncomplete, problems[0]).WithFix(app.Say("Tick it as well, or fill it in first."))
	}
	toCopy := map[string]app.SecretInfo{}
	for name, info := range next.Secrets {
		if draft.Secrets[name].Ref == info.Ref && published.Secrets[name].Ref != info.Ref {
			toCopy[name] = info
		}
	}
	copied, err := s.copySecrets(ctx, toCopy)
	if err != nil {
		return err
	}
	for name, info := range copied {
		next.Secrets[name] = info
	}
	err = s.change(ctx, func(tx app.Tx) error {
		now, err := tx.GetChannel(agent, app.Published)
		if err != nil {
			return err
		}
		latest, err := tx.GetChannel(agent, app.Draft)
		if err != nil {
			return noDraft(err, app.Draft)
		}
		if now.Version != baseVersion || now.Revision != published.Revision || latest.Revision != draft.Revision {
			return conflict()
		}
		if err := s.put(tx, member, now, next, note); err != nil {
			return err
		}
		return s.record(tx, member, agent, app.Published, app.ActPublished, app.Say("Draft published as version {{.N}}", "N", now.Version+1))
	})
	if err != nil {
		s.drop(ctx, refsOf(copied))
		return err
	}
	if !published.Webhook.Secret.Present() && next.Protocol != "" {
		s.ensureWebhookSecret(ctx, agent, app.Published)
	}
	s.changed(app.ChannelChanged, agent, app.Published)
	s.changed(app.ChannelChanged, agent, app.Draft)
	return nil
}

// pick lays the named rows of draft over published.
func (s *Service) pick(published, draft app.Channel, names []string) (app.Channel, error) {
	next := published.Clone()
	if slices.Contains(names, "protocol") {
		next.Protocol = draft.Protocol
		next.Fields, next.Secrets = map[string]string{}, map[string]app.SecretInfo{}
	}
	for _, row := range s.differences(published, draft) {
		if !slices.Contains(names, row.Name) {
			continue
		}
		switch {
		case row.Name == "protocol":
		case row.Name == "account_code":
			next.AccountCode = draft.AccountCode
		case row.Name == "forward":
			next.Forward = draft.Forward
		case row.Secret:
			if info, ok := draft.Secrets[row.Name]; ok {
				next.Secrets[row.Name] = info
			} else {
				delete(next.Secrets, row.Name)
			}
		case pickSession(&next.Session, draft.Session, row.Name):
		default:
			if v := draft.Fields[row.Name]; v != "" {
				next.Fields[row.Name] = v
			} else {
				delete(next.Fields, row.Name)
			}
		}
	}
	if next.Protocol != draft.Protocol && slices.ContainsFunc(names, func(n string) bool {
		_, isField := draft.Fields[n]
		_, isSecret := draft.Secrets[n]
		return isField || isSecret
	}) {
		return next, app.NewError(app.CodeIncomplete, app.Say("These values belong to another protocol.")).
			WithFix(app.Say("Tick the protocol as well."))
	}
	return next, nil
}

// differences lists what differs, in the order of the form. Secrets differ by
// reference: a copy that nobody changed since counts as the same value.
func (s *Service) differences(before, after app.Channel) []Row {
	var rows []Row
	add := func(r Row) { rows = append(rows, r) }
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
			g := Behaviour
			if f.Identity {
				g = Identity
			}
			add(Row{Name: f.Name, Label: f.Label, Group: g, Mono: true, Before: orNotSet(b), After: orNotSet(a)})
		}
	}
	for _, f := range d.Secrets {
		b, a := before.Secrets[f.Name], after.Secrets[f.Name]
		if before.Protocol != after.Protocol {
			b = app.SecretInfo{}
		}
		if !b.SameValue(a) {
			add(Row{Name: f.Name, Label: f.Label, Group: Credentials, Secret: true, Before: storedText(b), After: changedText(a), At: a.SetAt})
		}
	}
	rows = append(rows, sessionRows(before.Session, after.Session)...)
	if before.Forward != after.Forward {
		add(Row{Name: "forward", Label: "Forwarding address", Group: Behaviour, Mono: true, Before: orNotSet(before.Forward.URL), After: orNotSet(after.Forward.URL)})
	}
	return rows
}

func (s *Service) protocolName(id app.ProtocolID) app.Text {
	return orNotSet(s.Protocols.Declaration(id).Name)
}

func orNotSet(v string) app.Text {
	if strings.TrimSpace(v) == "" {
		return app.Say("Not set")
	}
	return app.Say("{{.Value}}", "Value", v)
}

func storedText(i app.SecretInfo) app.Text {
	if !i.Present() {
		return app.Say("Not set")
	}
	return app.Say("Stored")
}

func changedText(i app.SecretInfo) app.Text {
	if !i.Present() {
		return app.Say("Removed")
	}
	return app.Say("Changed")
}

func sessionRows(b, a app.SessionSettings) []Row {
	var rows []Row
	for _, f := range sessionFields {
		if before, after := f.show(b), f.show(a); before.String() != after.String() {
			rows = append(rows, Row{Name: f.name, Label: f.label, Group: Behaviour, Before: before, After: after})
		}
	}
	return rows
}

type sessionField struct {
	name, label string
	show        func(app.SessionSettings) app.Text
	copy        func(to *app.SessionSettings, from app.SessionSettings)
}

var sessionFields = []sessionField{
	{"ask_user_to_end", "Ask user to end session", func(s app.SessionSettings) app.Text { return onOff(s.AskUserToEnd) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.AskUserToEnd = f.AskUserToEnd }},
	{"ask_more_after", "Delay before ask more", func(s app.SessionSettings) app.Text { return DurationText(s.AskMoreAfter) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.AskMoreAfter = f.AskMoreAfter }},
	{"end_confirmation_after", "Delay before end confirmation", func(s app.SessionSettings) app.Text { return DurationText(s.EndConfirmationAfter) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.EndConfirmationAfter = f.EndConfirmationAfter }},
	{"ask_more_text", "Ask more message", func(s app.SessionSettings) app.Text { return orNotSet(s.AskMoreText) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.AskMoreText = f.AskMoreText }},
	{"end_confirmation_text", "End confirmation message", func(s app.SessionSettings) app.Text { return orNotSet(s.EndConfirmationText) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.EndConfirmationText = f.EndConfirmationText }},
	{"closing_text", "Closing message", func(s app.SessionSettings) app.Text { return orNotSet(s.ClosingText) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.ClosingText = f.ClosingText }},
	{"answers", "Answer words", func(s app.SessionSettings) app.Text {
		return orNotSet(strings.Join([]string{s.AskMoreYes, s.AskMoreNo, s.EndYes, s.EndNo}, ", "))
	}, func(t *app.SessionSettings, f app.SessionSettings) {
		t.AskMoreYes, t.AskMoreNo, t.EndYes, t.EndNo = f.AskMoreYes, f.AskMoreNo, f.EndYes, f.EndNo
	}},
}

func pickSession(to *app.SessionSettings, from app.SessionSettings, name string) bool {
	for _, f := range sessionFields {
		if f.name == name {
			f.copy(to, from)
			return true
		}
	}
	return false
}

func onOff(b bool) app.Text {
	if b {
		return app.Say("On")
	}
	return app.Say("Off")
}

// DurationText says a delay in its largest whole unit: "10 minutes".
func DurationText(d time.Duration) app.Text {
	n, unit := int64(d/time.Second), "second"
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		n, unit = int64(d/time.Hour), "hour"
	case d >= time.Minute && d%time.Minute == 0:
		n, unit = int64(d/time.Minute), "minute"
	}
	if n != 1 {
		unit += "s"
	}
	return app.Say(fmt.Sprintf("{{.N}} %s", unit), "N", n)
}
