package inbox

import (
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/session"
)

var statuses = map[protocol.DeliveryState]app.MessageStatus{
	protocol.StateSent: app.MessageSent, protocol.StateDelivered: app.MessageDelivered,
	protocol.StateRead: app.MessageRead, protocol.StateFailed: app.MessageFailed,
}

// status moves a message of ours on. It reports whether that had been told before.
func (w *work) status(tx app.Tx, c *app.Channel, e *protocol.Received) (repeated bool, err error) {
	told := e.Status
	at := notAfter(e.At, w.now)
	out, err := tx.ApplyState(c.ID, app.StateUpdate{
		ProviderID: told.MessageID, OurID: told.OurID, Reference: told.Reference,
		Status: statuses[told.State], At: at, Code: told.Code, Reason: told.Reason, Fix: told.Fix,
		Price: told.Price,
	})
	if err != nil || !out.Known || out.Repeated {
		return out.Repeated, err
	}
	w.after.changed(app.MessagesChanged, c)
	if !out.Moved {
		return false, nil
	}
	m := &out.Message
	if err := w.follow(tx, c, m, at); err != nil {
		return false, err
	}
	if m.Source != app.SourceAPI || !w.forwards(c) {
		return false, nil
	}
	return false, w.forward(tx, *c, "status", recipientKey(m), forwardedStatus(*c, *m, at))
}

// follow lets a session know of a message of ours: its own question that the
// provider refused, or an answer that is now known to have gone out.
func (w *work) follow(tx app.Tx, c *app.Channel, m *app.Message, at time.Time) error {
	switch {
	case m.Source == app.SourceSession && m.Status == app.MessageFailed:
		return w.s.refusedIn(tx, *c, m, w.now, &w.after)
	case m.Source != app.SourceSession && m.AcceptedAt.IsZero() && isFirst(m):
		return w.s.answeredIn(tx, *c, recipientKey(m), at, w.now, &w.after)
	}
	return nil
}

// isFirst reports whether a message has got its first state from the provider.
func isFirst(m *app.Message) bool {
	n := 0
	for _, at := range []time.Time{m.SentAt, m.DeliveredAt, m.ReadAt} {
		if !at.IsZero() {
			n++
		}
	}
	return n == 1 && m.Status != app.MessageFailed
}

// recipientKey is the key of the person that a message of ours is to.
func recipientKey(m *app.Message) string {
	if m.To != "" {
		return m.To
	}
	return m.Room
}

// Answered tells the customer's session that the provider accepted a message from
// our side at a time, by our clock. Whoever sends calls it within the transaction
// that keeps the acceptance; for messages of the session itself, and for people
// who never wrote, it does nothing.
func (s *Service) Answered(tx app.Tx, m app.Message, at time.Time) error {
	if m.Source == app.SourceSession {
		return nil
	}
	p, err := tx.GetPerson(m.ChannelID, recipientKey(&m))
	if app.ErrorCode(err) == app.CodeNotFound || err == nil && len(p.Session) == 0 {
		return nil // most messages go to people who never wrote
	}
	if err != nil {
		return err
	}
	c, err := tx.GetChannel(m.AgentID, m.Environment)
	if err != nil {
		return err
	}
	// What is left to be told needs no telling: the next step is a minute away at
	// least, and the runner looks more often while a session runs.
	return s.answered(tx, c, p, at, s.now(), &after{})
}

// Refused tells the session that a message which it sent did not go out, for good.
// Whoever sends calls it within the transaction that keeps the failure; for
// messages of other sources it does nothing.
func (s *Service) Refused(tx app.Tx, m app.Message) error {
	if m.Source != app.SourceSession {
		return nil
	}
	c, err := tx.GetChannel(m.AgentID, m.Environment)
	if err != nil {
		return err
	}
	return s.refusedIn(tx, c, &m, s.now(), &after{})
}

func (s *Service) answeredIn(tx app.Tx, c app.Channel, key string, at, now time.Time, a *after) error {
	p, err := tx.GetPerson(c.ID, key)
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.answered(tx, c, p, at, now, a)
}

func (s *Service) answered(tx app.Tx, c app.Channel, p app.Person, at, now time.Time, a *after) error {
	return s.feed(tx, c, p, session.AgentAnswer{At: at}, now, a)
}

func (s *Service) refusedIn(tx app.Tx, c app.Channel, m *app.Message, now time.Time, a *after) error {
	p, err := tx.GetPerson(c.ID, recipientKey(m))
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.feed(tx, c, p, session.Refused{ID: m.Mark}, now, a)
}

// feed gives an input to the session of a known person and keeps the result.
func (s *Service) feed(tx app.Tx, c app.Channel, p app.Person, in session.Input, now time.Time, a *after) error {
	if len(p.Session) == 0 {
		return nil
	}
	if _, err := s.advance(tx, c, &p, in, now, a); err != nil {
		return err
	}
	return tx.SavePerson(p)
}
