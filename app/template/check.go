package template

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Checker holds what is being written against the provider's rules and the other
// templates as they were when it was made. It asks nobody, is quick enough for
// each key that is pressed, and is safe for concurrent use, on the UI goroutine
// too. Make a new one after TemplatesChanged.
type Checker struct {
	keeper protocol.TemplateKeeper
	others []app.Template
	now    func() time.Time
}

// Checker reads what checking needs.
func (s *Service) Checker(ctx context.Context, agent app.AgentID, env app.Environment) (*Checker, error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	k := &Checker{now: s.now}
	return k, s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := channel(tx, agent, env)
		if err != nil {
			return err
		}
		if k.keeper, err = s.keeper(c); err != nil {
			return err
		}
		k.others, err = tx.ListTemplates(c.ID)
		return err
	})
}

// Offer is what the provider takes.
func (k *Checker) Offer() protocol.TemplateOffer { return k.keeper.Templates() }

// Check gives what is wrong with a draft and what is not wise, problems first.
// Nothing means that the provider would take it, as far as can be known here.
func (k *Checker) Check(d app.TemplateDraft) []protocol.TemplateFinding {
	all := k.keeper.CheckTemplate(d.Name, d.Language, d.Design)
	if c, ok := k.keeper.(protocol.TemplateComparer); ok && k.keeper.Templates().Listed {
		all = append(all, c.CompareTemplate(d.Name, d.Language, d.Design, d.Edits, k.others, k.now())...)
	}
	out := make([]protocol.TemplateFinding, 0, len(all))
	for _, problem := range []bool{true, false} {
		for _, f := range all {
			if f.Problem == problem {
				out = append(out, f)
			}
		}
	}
	return out
}

// Check holds a draft once against the provider's rules, as Checker does.
func (s *Service) Check(ctx context.Context, agent app.AgentID, env app.Environment, d app.TemplateDraft) ([]protocol.TemplateFinding, error) {
	k, err := s.Checker(ctx, agent, env)
	if err != nil {
		return nil, err
	}
	return k.Check(d), nil
}

// refuse is the first problem as an error; nil when there is none.
func refuse(findings []protocol.TemplateFinding) error {
	for _, f := range findings {
		if f.Problem {
			return app.NewError(app.CodeInvalid, f.What).WithFix(f.Fix).WithField(f.Part)
		}
	}
	return nil
}
