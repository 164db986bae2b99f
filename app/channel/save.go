package channel

import (
	"context"

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
	needsSecret := false
	err = s.change(ctx, func(tx app.Tx) error {
		now, err := tx.GetChannel(agent, env)
		if err != nil {
			return noDraft(err, env)
		}
		if env == app.Published && e.BaseVersion != now.Version {
			return conflict()
		}
		next := apply(now, e, staged)
		needsSecret = next.Protocol != "" && !next.Webhook.Secret.Present()
		return s.put(tx, member, now, next, note)
	})
	if err != nil {
		s.drop(ctx, refsOf(staged))
		return err
	}
	if needsSecret {
		s.ensureWebhookSecret(ctx, agent, env)
	}
	s.changed(app.ChannelChanged, agent, env)
	return nil
}

func conflict() error {
	return app.NewError(app.CodeConflict, app.Say("Somebody published other settings meanwhile.")).
		WithFix(app.Say("Reload, compare with what you changed, and save again."))
}

// put saves next over now, with one activity line per difference, and a new
// version when it is Published. Nothing happens when nothing differs.
func (s *Service) put(tx app.Tx, by app.Member, now, next app.Channel, note string) error {
	rows := s.differences(now, next)
	if len(rows) == 0 {
		return nil
	}
	next.UpdatedAt, next.UpdatedBy = s.now(), by.Name
	changes := make([]app.Text, 0, len(rows))
	for _, r := range rows {
		changes = append(changes, r.sentence())
		kind := app.ActSettingChanged
		if r.Secret {
			kind = app.ActSecretStored
		}
		err := tx.AddActivity(app.Activity{
			At: s.now(), By: by.Name, AgentID: next.AgentID, Environment: next.Environment,
			Kind: kind, Text: r.sentence(), Before: r.beforeText(), After: r.afterText(),
		})
		if err != nil {
			return err
		}
	}
	if next.Environment == app.Published {
		next.Version++
	}
	if err := tx.UpdateChannel(next); err != nil {
		return err
	}
	if next.Environment != app.Published {
		return nil
	}
	next.Revision++
	return s.addVersion(tx, by, next, note, changes)
}

// versionSecretsKept is how many versions keep their secrets for restoring.
const versionSecretsKept = 5

func (s *Service) addVersion(tx app.Tx, by app.Member, c app.Channel, note string, changes []app.Text) error {
	_, err := tx.AddVersion(app.Version{
		ChannelID: c.ID, Number: c.Version, At: s.now(), By: by.Name, Note: app.CleanName(note), Changes: changes, Snapshot: c,
	})
	if err != nil {
		return err
	}
	return tx.DropVersionSecrets(c.ID, versionSecretsKept)
}
