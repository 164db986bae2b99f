package notify

import (
	"context"

	"channeldesk/app"
)

// Get gives a message with its attempts, the first one in front. It takes MaySee.
func (s *Service) Get(ctx context.Context, mark string) (m app.Message, attempts []app.Attempt, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		if m, err = tx.FindMessage(mark); err != nil {
			return err
		}
		attempts, err = tx.ListAttempts(m.ID)
		return err
	})
	if err == nil {
		_, err = s.p.Guard.Require(ctx, m.AgentID, app.MaySee)
	}
	if err != nil {
		return app.Message{}, nil, err
	}
	return m, attempts, nil
}

// List gives messages of one agent, newest first. It takes MaySee.
func (s *Service) List(ctx context.Context, f app.MessageFilter) (list []app.Message, err error) {
	if f.Agent == 0 {
		return nil, app.Invalid("agent", "Choose an agent first.")
	}
	if _, err := s.p.Guard.Require(ctx, f.Agent, app.MaySee); err != nil {
		return nil, err
	}
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		list, err = tx.ListMessages(f)
		return err
	})
	return list, err
}
