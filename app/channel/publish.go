package channel

import (
	"context"
	"slices"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Publication says which rows of a review are to be published.
type Publication struct {
	// Names are those of the rows.
	Names []string
	// BaseVersion and Basis are those of the review; a Basis of "" is not compared.
	BaseVersion int
	Basis       string
	Note        string
}

// Publish moves the rows named from Draft to Published as its next version:
// one transaction; secrets are copied inside the secret store. CodeIncomplete
// when something required would be missing or nothing of it differs,
// CodeConflict when Published is not at the base version any more, when Draft
// or Published are not what was reviewed, or when one of the two was changed
// meanwhile.
func (s *Service) Publish(ctx context.Context, agent app.AgentID, p Publication) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	var draft, published app.Channel
	err = s.Store.View(ctx, func(tx app.Tx) error {
		draft, published, err = both(tx, agent)
		return err
	})
	if err != nil {
		return err
	}
	if published.Version != p.BaseVersion {
		return conflict(app.Published)
	}
	if p.Basis != "" && p.Basis != s.basis(published, draft) {
		return notAsReviewed()
	}
	next, err := s.pick(published, draft, p.Names)
	if err != nil {
		return err
	}
	copied, err := s.copySecrets(ctx, takenSecrets(next, draft, published))
	if err != nil {
		return err
	}
	first := s.stageFirst(ctx, next.Protocol, published.Webhook)
	err = s.change(ctx, append(refsOf(copied), first...), func(tx app.Tx) error {
		return s.publishNow(tx, member, p, reviewed{draft, published}, copied, first)
	})
	if err != nil {
		return err
	}
	s.changed(app.ChannelChanged, agent, app.Published)
	s.changed(app.ChannelChanged, agent, app.Draft)
	return nil
}

// reviewed are both environments as they were before anything was stored.
type reviewed struct{ draft, published app.Channel }

// publishNow is the one transaction of Publish.
func (s *Service) publishNow(tx app.Tx, by app.Member, p Publication, was reviewed, copied map[string]app.SecretInfo, first []app.SecretRef) error {
	agent := was.published.AgentID
	latest, now, err := both(tx, agent)
	if err != nil {
		return err
	}
	// What a check learned or a webhook secret that was replaced in between is no
	// reason to stop; other settings are.
	if now.Version != p.BaseVersion && len(s.allDifferences(was.published, now)) > 0 {
		return conflict(app.Published)
	}
	if len(s.allDifferences(was.draft, latest)) > 0 {
		return conflict(app.Draft)
	}
	next, err := s.pick(now, latest, p.Names)
	if err != nil {
		return err
	}
	for name, info := range copied {
		if learned, ok := latest.Secrets[name]; ok {
			learned.Ref = info.Ref
			next.Secrets[name] = learned
		}
	}
	addresses, err := readSandbox(tx, agent)
	if err != nil {
		return err
	}
	saved, err := s.put(tx, by, now, staysInSandbox(next, false, nil, addresses), first, p.Note)
	if err != nil || !saved {
		return err
	}
	return s.record(tx, by, agent, app.Published, app.ActPublished, app.Say("Draft published as version {{.N}}", "N", now.Version+1))
}

func both(tx app.Tx, agent app.AgentID) (draft, published app.Channel, err error) {
	if draft, err = tx.GetChannel(agent, app.Draft); err != nil {
		return draft, published, noDraft(err, app.Draft)
	}
	published, err = tx.GetChannel(agent, app.Published)
	return draft, published, err
}

// takenSecrets are those that next takes over from draft.
func takenSecrets(next, draft, published app.Channel) map[string]app.SecretInfo {
	taken := map[string]app.SecretInfo{}
	for name, info := range next.Secrets {
		if draft.Secrets[name].Ref == info.Ref && published.Secrets[name].Ref != info.Ref {
			taken[name] = info
		}
	}
	return taken
}

// pick lays the named rows of draft over published. It refuses what would not be
// whole afterwards.
func (s *Service) pick(published, draft app.Channel, names []string) (app.Channel, error) {
	next := published.Clone()
	rows := slices.DeleteFunc(s.differences(published, draft), func(r Row) bool { return !slices.Contains(names, r.Name) })
	if len(rows) == 0 {
		return next, app.NewError(app.CodeIncomplete, app.Say("There is nothing to publish.")).
			WithFix(app.Say("Tick what should change in Published."))
	}
	if slices.Contains(names, "protocol") && draft.Protocol == "" {
		return next, app.NewError(app.CodeIncomplete, app.Say("The draft has no protocol yet, so publishing it would take Published out of service.")).
			WithFix(app.Say("Choose the protocol in the draft first."))
	}
	if slices.Contains(names, "protocol") && next.Protocol != draft.Protocol {
		next = replaceBy(next, draft.Protocol)
	}
	d := s.Protocols.Declaration(draft.Protocol)
	for _, row := range rows {
		_, isField := d.Field(row.Name)
		if (isField || row.Secret) && next.Protocol != draft.Protocol {
			return next, app.NewError(app.CodeIncomplete, app.Say("These values belong to another protocol.")).
				WithFix(app.Say("Tick the protocol as well."))
		}
		take(&next, draft, row)
	}
	for _, row := range rows {
		if err := withoutItsChoice(d, next, row); err != nil {
			return next, err
		}
	}
	if problems := s.missing(next); len(problems) > 0 {
		return next, app.NewError(app.CodeIncomplete, problems[0]).WithFix(app.Say("Tick it as well, or fill it in first."))
	}
	return next, nil
}

// withoutItsChoice refuses a row that has no effect in next, because the choice
// to which it belongs is another one there.
func withoutItsChoice(d protocol.Declaration, next app.Channel, row Row) error {
	f, _ := d.Field(row.Name)
	when := f.When
	if row.Secret {
		secret, _ := d.Secret(row.Name)
		when = secret.When
	}
	if when == nil || d.Applies(next, when) {
		return nil
	}
	choice, _ := d.Field(when.Field)
	return app.NewError(app.CodeIncomplete, app.Say("{{.Label}} has no effect without {{.Choice}}.", "Label", app.Say(row.Label), "Choice", app.Say(choice.Label))).
		WithFix(app.Say("Tick {{.Choice}} as well.", "Choice", app.Say(choice.Label))).WithField(row.Name)
}

// take lays one row of draft over next.
func take(next *app.Channel, draft app.Channel, row Row) {
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
