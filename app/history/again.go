package history

import (
	"context"

	"channeldesk/app"
)

// MayRepeat reports whether sending a message again can succeed, and says why
// not. It asks nobody: SendAgain looks at the person, the window and the template
// as they are then.
func (s *Service) MayRepeat(m app.Message) (bool, app.Text) {
	switch m.Status {
	case app.MessageHeld, app.MessageQueued, app.MessageSending:
		return false, app.Say("This message is still on its way.")
	case app.MessageUnknown:
		return false, app.Say("Nobody knows whether this message went out. Say first whether it arrived.")
	case app.MessageAccepted, app.MessageSent:
		return false, app.Say("The provider has this message and delivers it. Sent again, it would arrive twice.")
	case app.MessageDelivered, app.MessageRead:
		return false, app.Say("This message arrived.")
	}
	if m.Source == app.SourceSession {
		return false, app.Say("The session sent this message by itself. Sent again, it would come out of turn.")
	}
	if m.Content.Template == nil && !s.now().Before(m.CreatedAt.Add(app.SessionWindow)) {
		return false, app.Say("A text can be sent within 24 hours after the customer wrote. Send a template instead.")
	}
	return true, app.Text{}
}

// SendAgain keeps a copy of a message that failed or was cancelled, to be sent
// now, and gives it. It takes MaySend. CodeConflict when the message cannot be
// repeated, or was already; otherwise whatever speaks against sending it now.
func (s *Service) SendAgain(ctx context.Context, mark string) (app.Message, error) {
	m, _, err := s.Get(ctx, mark)
	if err != nil {
		return app.Message{}, err
	}
	if _, err := s.p.Guard.Require(ctx, m.AgentID, app.MaySend); err != nil {
		return app.Message{}, err
	}
	if ok, why := s.MayRepeat(m); !ok {
		return app.Message{}, app.NewError(app.CodeConflict, why)
	}
	to := m.To
	if to == "" {
		to = m.Room
	}
	return s.p.Outbox.Accept(ctx, Request{
		Agent: m.AgentID, Environment: m.Environment, To: to, Name: m.Name, Content: m.Content, Source: app.SourceWindow, Again: m.Mark,
		Also: func(tx app.Tx, again app.Message) error { return s.once(tx, m, again) },
	})
}

// once refuses a message of which there is a copy on its way or arrived, as after
// a second click.
func (s *Service) once(tx app.Tx, m, again app.Message) error {
	now, err := tx.GetMessage(m.ID)
	if err != nil {
		return err
	}
	if ok, why := s.MayRepeat(now); !ok {
		return app.NewError(app.CodeConflict, why)
	}
	copies, err := tx.CopiesOf(m.Mark)
	if err != nil {
		return err
	}
	for _, c := range copies {
		if c.ID != again.ID && c.Status != app.MessageFailed && c.Status != app.MessageCancelled {
			return app.NewError(app.CodeConflict, app.Say("This message was sent again already.")).
				WithFix(app.Say("Look at the newer one.")).WithDetail(c.Mark)
		}
	}
	return nil
}
