package inbox

import (
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/session"
)

// personKey names the customer within the channel: by number, else by the
// provider's mark, else by the room. A silent message can have none.
func personKey(m *protocol.InboundMessage) string {
	for _, key := range []string{m.From, m.Person, m.Room} {
		if key != "" {
			return key
		}
	}
	return ""
}

// message lets a customer's message take effect: on the customer service window,
// on the session, and on its way to the agent.
func (w *work) message(tx app.Tx, c app.Channel, e *protocol.Received) error {
	m := e.Message
	if m.Silent {
		return w.silent(tx, c, e)
	}
	p, err := person(tx, c.ID, personKey(m))
	if err != nil {
		return err
	}
	at := notAfter(e.At, w.now)
	meet(&p, m, at)
	out, err := w.s.advance(tx, c, &p, session.CustomerMessage{ID: m.ID, At: at, Text: m.Text, Button: m.Button, Room: m.Room}, w.now, &w.after)
	if err != nil {
		return err
	}
	if err := tx.SavePerson(p); err != nil {
		return err
	}
	if !out.PassOn {
		return nil
	}
	if !w.forwards(&c) {
		return nil
	}
	return w.forward(tx, c, "message", p.Key, forwardedMessage(c, p, m, at))
}

// forwards reports whether what a channel gets is passed on.
func (w *work) forwards(c *app.Channel) bool { return w.s.p.Forward != nil && c.Forward.URL != "" }

func (w *work) forward(tx app.Tx, c app.Channel, kind, person string, body any) error {
	w.after.pass = true
	return w.s.p.Forward.Add(tx, c, kind, person, body)
}

// person gives a customer, known or new.
func person(tx app.Tx, channel app.ChannelID, key string) (app.Person, error) {
	p, err := tx.GetPerson(channel, key)
	if app.ErrorCode(err) == app.CodeNotFound {
		return app.Person{ChannelID: channel, Key: key}, nil
	}
	return p, err
}

// meet takes over what a message tells of the customer. The newest message
// counts by the provider's time, in whatever order they come; of two at the same
// moment the greater word, so that the order decides nothing.
func meet(p *app.Person, m *protocol.InboundMessage, at time.Time) {
	if m.From != "" {
		p.Number = m.From
	}
	take := func(field *string, told string) {
		switch {
		case told == "":
		case *field == "", at.After(p.LastInboundAt), at.Equal(p.LastInboundAt) && told > *field:
			*field = told
		}
	}
	take(&p.Name, m.Name)
	take(&p.Room, m.Room)
	if at.After(p.LastInboundAt) {
		p.LastInboundAt = at
	}
}

// notAfter gives the provider's time, but never one that has not come: a wrong
// clock there must not keep the window open.
func notAfter(at, now time.Time) time.Time {
	if at.IsZero() || at.After(now) {
		return now
	}
	return at.UTC().Truncate(time.Millisecond)
}

// customersOwn are silent messages that a customer made. All other silent ones
// are what our side wrote.
var customersOwn = map[string]bool{"reaction": true, "system": true, "edit": true, "revoke": true}

// silent lets what a person wrote in the provider's own inbox, or on the
// business's phone, count as an answer. Nothing else that is silent changes
// anything.
func (w *work) silent(tx app.Tx, c app.Channel, e *protocol.Received) error {
	key := personKey(e.Message)
	if customersOwn[e.Message.Type] || key == "" {
		return nil
	}
	p, err := tx.GetPerson(c.ID, key)
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return w.s.answered(tx, c, p, answerTime(p, e.At), w.now, &w.after)
}

// answerTime is when an echo was written, in the terms of the session: an answer
// that is newer than the customer's last message, by the provider's clock for
// both, was given in sight of it.
func answerTime(p app.Person, at time.Time) time.Time {
	if at.IsZero() || !at.Before(p.LastInboundAt) {
		return time.Time{}
	}
	return at
}
