package channel

import (
	"context"
	"slices"

	"channeldesk/app"
)

// Invalid is the error of edits with several problems; its text is the first.
type Invalid struct{ Problems []*app.Error }

// Error is the first problem's sentence.
func (e *Invalid) Error() string { return e.Problems[0].Error() }

// Unwrap gives the problems.
func (e *Invalid) Unwrap() []error {
	out := make([]error, len(e.Problems))
	for i, p := range e.Problems {
		out[i] = p
	}
	return out
}

// Save validates edits and saves them all or none. In Draft they are simply
// saved. In Published they become the next version, with the note; the caller
// has shown a Review before.
func (s *Service) Save(ctx context.Context, agent app.AgentID, env app.Environment, e Edits, note string) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	v, err := s.Get(ctx, agent, env)
	if err != nil {
		return err
	}
	e, problems := s.Validate(v.Agent.Country, v.Channel, e)
	if len(problems) > 0 {
		return &Invalid{problems}
	}
	id := v.Channel.Protocol
	if e.Protocol != nil {
		id = *e.Protocol
	}
	staged, err := s.stageAll(ctx, s.Protocols.Declaration(id), e, member)
	if err != nil {
		return err
	}
	first := s.stageFirst(ctx, id, v.Channel.Webhook)
	err = s.change(ctx, append(refsOf(staged), first...), func(tx app.Tx) error {
		now, err := tx.GetChannel(agent, env)
		if err != nil {
			return noDraft(err, env)
		}
		if env == app.Published && e.BaseVersion != now.Version || e.Protocol == nil && now.Protocol != v.Channel.Protocol {
			return conflict(env)
		}
		addresses, err := readSandbox(tx, agent)
		if err != nil {
			return err
		}
		next := apply(now, e, staged)
		next = staysInSandbox(next, next.Protocol != now.Protocol, e.Fields, addresses)
		_, err = s.put(tx, member, now, next, first, note)
		return err
	})
	if err != nil {
		return err
	}
	s.changed(app.ChannelChanged, agent, env)
	return nil
}

func conflict(env app.Environment) error {
	what := app.Say("Somebody published other settings meanwhile.")
	if env == app.Draft {
		what = app.Say("Somebody changed the draft meanwhile.")
	}
	return app.NewError(app.CodeConflict, what).
		WithFix(app.Say("Reload, compare with what you changed, and save again."))
}

// put saves next over now, with one activity line per difference, and a new
// version when it is Published. A channel without webhook secret gets the staged
// first one, if there is one. Nothing happens when nothing differs; it reports
// whether something was saved.
func (s *Service) put(tx app.Tx, by app.Member, now, next app.Channel, first []app.SecretRef, note string) (bool, error) {
	rows := s.allDifferences(now, next)
	changes := make([]app.Text, 0, len(rows)+1)
	for _, r := range rows {
		changes = append(changes, r.sentence())
		if err := s.recordRow(tx, by, next, r); err != nil {
			return false, err
		}
	}
	if text, ok := s.giveFirst(&next, by, first); ok {
		changes = append(changes, text)
		if err := s.record(tx, by, next.AgentID, next.Environment, app.ActWebhookSecretMade, text); err != nil {
			return false, err
		}
	}
	if len(changes) == 0 {
		return false, nil
	}
	if movesChannel(rows) {
		// They were about another account.
		next.Webhook.Registered, next.Webhook.LastTry = app.Registration{}, app.RegistrationTry{}
	}
	next.UpdatedAt, next.UpdatedBy = s.now(), by.Name
	return true, s.saveVersioned(tx, by, next, note, changes)
}

func (s *Service) recordRow(tx app.Tx, by app.Member, c app.Channel, r Row) error {
	kind := app.ActSettingChanged
	switch {
	case r.Secret && r.Gone:
		kind = app.ActSecretRemoved
	case r.Secret:
		kind = app.ActSecretStored
	}
	return tx.AddActivity(app.Activity{
		At: s.now(), By: by.Name, AgentID: c.AgentID, Environment: c.Environment,
		Kind: kind, Text: r.sentence(), Before: r.beforeText(), After: r.afterText(),
	})
}

// movesChannel reports whether the provider knows the channel under another
// account or number afterwards.
func movesChannel(rows []Row) bool {
	return slices.ContainsFunc(rows, func(r Row) bool { return r.Group == Identity && r.Name != "account_code" })
}

// saveVersioned saves a changed channel, as its next version when it is
// Published.
func (s *Service) saveVersioned(tx app.Tx, by app.Member, c app.Channel, note string, changes []app.Text) error {
	if c.Environment != app.Published {
		return tx.UpdateChannel(c)
	}
	c.Version++
	if err := tx.UpdateChannel(c); err != nil {
		return err
	}
	c.Revision++
	return s.addVersion(tx, by, c, note, changes)
}

// versionSecretsKept is how many versions keep their secrets for restoring.
const versionSecretsKept = 5

// addVersion keeps the channel as a version, without its webhook: its secret
// and registration live on from version to version, and restoring one must not
// bring back a secret that was stopped. What is parked has no effect and is no
// part of it.
func (s *Service) addVersion(tx app.Tx, by app.Member, c app.Channel, note string, changes []app.Text) error {
	c.Webhook, c.Parked = app.Webhook{}, nil
	_, err := tx.AddVersion(app.Version{
		ChannelID: c.ID, Number: c.Version, At: s.now(), By: by.Name, Note: app.CleanName(note), Changes: changes, Snapshot: c,
	})
	if err != nil {
		return err
	}
	return tx.DropVersionSecrets(c.ID, versionSecretsKept)
}
