package notify

import (
	"context"
	"time"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// NewMessage is what somebody wants to send.
type NewMessage struct {
	Agent       app.AgentID
	Environment app.Environment
	// To is the person's number as people write it, or the provider's mark of a
	// person who shows no number and has written before.
	To, Name string
	Content  app.Content
	Source   app.MessageSource
	// Key is the API key that asks; 0 for members.
	Key app.KeyID
	// DueAt is when it may be sent, zero for now. BestBefore is when it must not be
	// sent any more, zero for never; a text into the session ends with the customer
	// service window at the latest.
	DueAt, BestBefore time.Time
	// Again is the mark of the message that this one repeats; "" when none.
	Again string
	// Also, when it is set, runs in the transaction that keeps the message, with
	// the message as it is kept: its error undoes all. It is for an answer that must
	// be remembered exactly when the message is.
	Also func(tx app.Tx, m app.Message) error
}

// aheadMax is how far ahead a message may be due.
const aheadMax = 366 * 24 * time.Hour

// Check says why a message cannot be sent now, or nil. CodeWindowClosed when only
// a template may be sent, CodeOptedOut when nothing may.
func (s *Service) Check(ctx context.Context, n NewMessage) error {
	if _, err := s.maySend(ctx, n); err != nil {
		return err
	}
	_, err := s.compose(ctx, n)
	return err
}

// compose makes the message that would be sent, or says why it cannot be.
func (s *Service) compose(ctx context.Context, n NewMessage) (m app.Message, err error) {
	if e := checkContent(n.Content); e != nil {
		return m, e
	}
	now := s.now()
	m = app.Message{
		Environment: n.Environment, AgentID: n.Agent, Name: app.CleanName(n.Name), Content: n.Content, Source: n.Source, KeyID: n.Key,
		Status: app.MessageQueued, CreatedAt: now, DueAt: n.DueAt, BestBefore: n.BestBefore, Again: n.Again,
	}
	if m.DueAt.Before(now) {
		m.DueAt = now
	}
	if e := checkTimes(m, now); e != nil {
		return m, e
	}
	if utf8.RuneCountInString(m.Name) > personNameMax {
		return m, app.Invalid("name", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", utf8.RuneCountInString(m.Name), "Max", personNameMax)
	}
	person, err := s.address(ctx, &m, n)
	if err != nil {
		return m, err
	}
	if e := mayWrite(&m, person); e != nil {
		return m, e
	}
	live, err := s.p.Channels.LiveByID(ctx, m.ChannelID)
	if err != nil {
		return m, err
	}
	sender, e := senderOf(live)
	if e == nil {
		e = sender.Needs(live.Config, outgoing(m))
	}
	if e != nil {
		return m, e
	}
	return m, nil
}

func checkTimes(m app.Message, now time.Time) *app.Error {
	switch {
	case m.DueAt.Sub(now) > aheadMax:
		return app.Invalid("due_at", "A message can be planned for one year ahead at most.")
	case !m.BestBefore.IsZero() && !m.BestBefore.After(m.DueAt):
		return app.Invalid("best_before", "The message would be too late before it may be sent.")
	}
	return nil
}

// address reads the channel and finds the person.
func (s *Service) address(ctx context.Context, m *app.Message, n NewMessage) (person app.Person, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		agent, err := tx.GetAgent(n.Agent)
		if err != nil {
			return err
		}
		c, err := tx.GetChannel(n.Agent, n.Environment)
		if err != nil {
			return noChannel(err, n.Environment)
		}
		if n.Key != 0 {
			if err := checkKey(tx, n); err != nil {
				return err
			}
		}
		m.ChannelID = c.ID
		key, wrong := app.ParseAccountCode(n.To, agent.Country)
		if wrong != nil {
			key = n.To
		}
		person, err = tx.GetPerson(c.ID, key)
		switch {
		case err == nil && wrong != nil:
			m.Room = person.Key // shows no number: the mark is the address
			if person.Room != "" {
				m.Room = person.Room
			}
			return nil
		case err != nil && app.ErrorCode(err) != app.CodeNotFound:
			return err
		case wrong != nil:
			return app.AsError(wrong).WithField("to")
		}
		m.To, m.Room = key, person.Room
		return nil
	})
	return person, err
}

// checkKey holds a key to its own agent and environment.
func checkKey(tx app.Tx, n NewMessage) error {
	k, err := tx.GetKey(n.Key)
	if err == nil && (k.AgentID != n.Agent || k.Environment != n.Environment) {
		err = app.NewError(app.CodeForbidden, app.Say("This API key is for another agent or environment."))
	}
	return err
}

func noChannel(err error, env app.Environment) error {
	if env == app.Draft && app.ErrorCode(err) == app.CodeNotFound {
		return app.NewError(app.CodeLocked, app.Say("This agent has no draft.")).Because(err)
	}
	return err
}

// mayWrite holds what the person wants, and the customer service window. A text
// never outlives the window.
func mayWrite(m *app.Message, p app.Person) *app.Error {
	isText := m.Content.Template == nil
	// Who writes again after having opted out may be answered. The store's Unwanted
	// says the same before it leaves.
	if !p.OptedOutAt.IsZero() && !(isText && p.LastInboundAt.After(p.OptedOutAt)) {
		return wantsNone()
	}
	if !isText {
		return nil
	}
	end := p.LastInboundAt.Add(app.SessionWindow)
	if p.LastInboundAt.IsZero() || !m.DueAt.Before(end) {
		what := app.Say("More than 24 hours have passed since the person wrote, so only a template may be sent.")
		if p.LastInboundAt.IsZero() {
			what = app.Say("This person has not written yet, so only a template may be sent.")
		}
		return app.NewError(CodeWindowClosed, what).WithFix(app.Say("Send a template instead.")).WithField("text")
	}
	if m.BestBefore.IsZero() || m.BestBefore.After(end) {
		m.BestBefore = end
	}
	return nil
}

// wantsNone says that a person wants no messages.
func wantsNone() *app.Error {
	return app.NewError(CodeOptedOut, app.Say("This person asked to get no more messages.")).
		WithFix(app.Say("Wait until the person writes, then answer.")).WithField("to")
}

// senderOf gives the channel's protocol as something that sends.
func senderOf(l Live) (protocol.Sender, *app.Error) {
	sender, ok := l.Protocol.(protocol.Sender)
	if !ok {
		return nil, app.NewError(app.CodeUnsupported, app.Say("{{.Protocol}} does not offer this.", "Protocol", l.Protocol.Declaration().Name))
	}
	return sender, nil
}

// outgoing is the message as protocols take it.
func outgoing(m app.Message) protocol.Outgoing {
	return protocol.Outgoing{
		ID: m.Mark, To: m.To, Room: m.Room, Name: m.Name,
		Text: m.Content.Text, Buttons: m.Content.Buttons, Template: m.Content.Template,
	}
}
