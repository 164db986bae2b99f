package notify

import (
	"context"

	"channeldesk/app"
)

type keyOf struct{}

// WithKey says that the calls that get this context are made with an API key that
// was checked. Such a caller sees the messages of the key's agent and environment
// and needs no member; what the key's scopes allow is the caller's to check.
func WithKey(ctx context.Context, k app.APIKey) context.Context {
	return context.WithValue(ctx, keyOf{}, k)
}

func keyFrom(ctx context.Context) (app.APIKey, bool) {
	k, ok := ctx.Value(keyOf{}).(app.APIKey)
	return k, ok
}

// maySee lets members with the permission pass, and keys of this agent and
// environment.
func (s *Service) maySee(ctx context.Context, agent app.AgentID, env app.Environment) error {
	if k, ok := keyFrom(ctx); ok {
		if k.AgentID == agent && k.Environment == env {
			return nil
		}
		return app.NewError(app.CodeNotFound, app.Say("There is no such message."))
	}
	_, err := s.p.Guard.Require(ctx, agent, app.MaySee)
	return err
}

// maySend is for members only: that a key may send is known already.
func (s *Service) maySend(ctx context.Context, n NewMessage) (by app.Member, err error) {
	if n.Key != 0 {
		return by, nil
	}
	return s.p.Guard.Require(ctx, n.Agent, app.MaySend)
}
