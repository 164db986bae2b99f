package notify

import (
	"context"

	"channeldesk/app"
)

// Accept keeps a message to be sent and gives it as it is stored: on the disk,
// queued. Members need MaySend; what a member sends from the window or the command
// line is written into the activity.
func (s *Service) Accept(ctx context.Context, n NewMessage) (app.Message, error) {
	by, err := s.maySend(ctx, n)
	if err != nil {
		return app.Message{}, err
	}
	m, err := s.compose(ctx, n)
	if err != nil {
		return app.Message{}, err
	}
	m.Mark = newMark(m.CreatedAt)
	err = s.p.Store.Group(ctx, func(tx app.Tx) error {
		if m.ID, err = tx.AddMessage(m); err != nil {
			return err
		}
		if n.Also != nil {
			if err := n.Also(tx, m); err != nil {
				return err
			}
		}
		if m.Source != app.SourceWindow && m.Source != app.SourceCommand {
			return nil
		}
		return tx.AddActivity(app.Activity{
			At: m.CreatedAt, By: by.Name, AgentID: m.AgentID, Environment: m.Environment, Kind: app.ActMessageSent, Text: asked(m), After: m.Mark,
		})
	})
	if err != nil {
		return app.Message{}, err
	}
	s.added(m)
	return m, nil
}

// AddIn keeps a message that session behaviour sends, within the caller's
// transaction. Content, name, source and times are taken from m; a mark of its own
// is kept, and CodeConflict says that it was used before. Call Wake after the
// transaction.
func (s *Service) AddIn(tx app.Tx, c app.Channel, m app.Message) error {
	if e := checkContent(m.Content); e != nil {
		return e
	}
	now := s.now()
	if m.Mark == "" {
		m.Mark = newMark(now)
	}
	m.ChannelID, m.AgentID, m.Environment = c.ID, c.AgentID, c.Environment
	m.Status = app.MessageQueued
	if m.CreatedAt.IsZero() {
		m.CreatedAt = now
	}
	if m.DueAt.IsZero() {
		m.DueAt = m.CreatedAt
	}
	if m.Room == "" && m.To != "" {
		p, err := tx.GetPerson(c.ID, m.To)
		if err != nil && app.ErrorCode(err) != app.CodeNotFound {
			return err
		}
		m.Room = p.Room
	}
	_, err := tx.AddMessage(m)
	return err
}

func (s *Service) added(m app.Message) {
	s.p.Log.Info("message accepted", "mark", m.Mark, "to", app.MaskPhone(m.To), "kind", m.Kind(), "source", string(m.Source))
	s.changed(app.MessagesChanged, m.AgentID, m.Environment)
	s.Wake()
}

// asked says for the activity what is to be sent.
func asked(m app.Message) app.Text {
	to := app.FormatPhone(m.To)
	if to == "" {
		to = m.Room
	}
	if t := m.Content.Template; t != nil {
		name := t.Name
		if name == "" {
			name = t.ID
		}
		return app.Say("Sent template {{.Template}} to {{.To}}", "Template", name, "To", to)
	}
	return app.Say("Sent a text to {{.To}}", "To", to)
}
