package notify

import (
	"context"

	"channeldesk/app"
)

// Get gives a message with its attempts, the first one in front. It takes MaySee,
// or a context of WithKey.
func (s *Service) Get(ctx context.Context, mark string) (m app.Message, attempts []app.Attempt, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		if m, err = tx.FindMessage(mark); err != nil {
			return err
		}
		attempts, err = tx.ListAttempts(m.ID)
		return err
	})
	if err == nil {
		err = s.maySee(ctx, m.AgentID, m.Environment)
	}
	if err != nil {
		return app.Message{}, nil, err
	}
	return m, attempts, nil
}

// List gives messages of one agent, newest first. It takes MaySee; with a context
// of WithKey the key's agent and environment are taken.
func (s *Service) List(ctx context.Context, f app.MessageFilter) (list []app.Message, err error) {
	if k, ok := keyFrom(ctx); ok {
		f.Agent, f.Environment = k.AgentID, k.Environment
	}
	if f.Agent == 0 {
		return nil, app.Invalid("agent", "Choose an agent first.")
	}
	if err := s.maySee(ctx, f.Agent, f.Environment); err != nil {
		return nil, err
	}
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		list, err = tx.ListMessages(f)
		return err
	})
	return list, err
}
