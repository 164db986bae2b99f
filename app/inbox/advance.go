package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/session"
)

// advance gives an input to the customer's session and carries out what follows,
// within the transaction that the caller keeps the person in.
func (s *Service) advance(tx app.Tx, c app.Channel, p *app.Person, in session.Input, now time.Time, a *after) (session.Outcome, error) {
	state := s.state(c, *p, now)
	state, out := state.Advance(in, rules(c), now)
	kept, err := state.MarshalJSON() // it is the kept form: nothing has to look at it again
	if err != nil {
		return out, fmt.Errorf("keep session: %w", err)
	}
	next := lookAt(p.SessionDue, state.Due, now)
	if !next.Equal(p.SessionDue) {
		a.dueAt(next)
	}
	p.Session, p.SessionDue = kept, next
	for _, action := range out.Actions {
		switch action.Kind {
		case session.ActionSend:
			if err := s.send(tx, c, *p, action, now, a); err != nil {
				return out, err
			}
		case session.ActionEnd:
			s.p.Log.Info("session ended", "channel", c.Key, "who", app.MaskPhone(p.Number), "session", action.Session, "reason", string(action.Reason))
		case session.ActionNote:
			s.p.Log.Info("session", "channel", c.Key, "session", action.Session, "note", action.Note.String())
		}
	}
	return out, nil
}

// lookAt is when a session is looked at next: when its step is due, or before, when it
// was to be looked at before anyway. Nothing happens then but that it is looked at
// again when the step is due. With most messages the step moves away; when to look
// stands in an index, and is left as it is.
func lookAt(before, due, now time.Time) time.Time {
	if before.After(now) && before.Before(due) {
		return before
	}
	return due
}

func rules(c app.Channel) session.Rules {
	return session.Rules{Settings: c.Session, Version: c.Revision}
}

// state reads the kept session. One that this program cannot read, after going
// back to an older one for example, is given up for a new one under another key,
// so that nothing is taken for sent that was not.
func (s *Service) state(c app.Channel, p app.Person, now time.Time) session.State {
	begin := func(again string) session.State {
		state := session.New(sessionKey(c, p.Key, again))
		state.OptedOut = !p.OptedOutAt.IsZero()
		return state
	}
	if len(p.Session) == 0 {
		return begin("")
	}
	var state session.State
	if err := state.UnmarshalJSON(p.Session); err != nil {
		s.p.Log.Error("a session could not be read and begins anew", "channel", c.Key, "who", app.MaskPhone(p.Number), "cause", err)
		return begin(now.String())
	}
	// Members put people on the list as well, and take them off it.
	state.OptedOut = !p.OptedOutAt.IsZero()
	return state
}

// sessionKey is another one for every customer and channel.
func sessionKey(c app.Channel, person, again string) string {
	sum := sha256.Sum256([]byte(c.Key + "\x00" + person + "\x00" + again))
	return hex.EncodeToString(sum[:12])
}

// send puts a session's message into the queue. Its mark is the action's id, which
// the engine never gives twice.
func (s *Service) send(tx app.Tx, c app.Channel, p app.Person, action session.Action, now time.Time, a *after) error {
	if _, err := tx.FindMessage(action.ID); err == nil {
		return nil // it is there
	} else if app.ErrorCode(err) != app.CodeNotFound {
		return err
	}
	room := action.Room
	if room == "" {
		room = p.Room
	}
	if room == "" && p.Number == "" {
		room = p.Key
	}
	m := app.Message{
		Mark: action.ID, ChannelID: c.ID, AgentID: c.AgentID, Environment: c.Environment,
		To: p.Number, Room: room, Name: p.Name, Content: s.words(c, action), Source: app.SourceSession,
		Status: app.MessageQueued, CreatedAt: now, DueAt: now, BestBefore: action.Until,
	}
	a.changed(app.MessagesChanged, &c)
	a.send = true
	if s.p.Outbox != nil {
		return s.p.Outbox.AddIn(tx, c, m)
	}
	_, err := tx.AddMessage(m)
	return err
}

// words are the message: with buttons where the provider has enough of them, else
// with the words to choose from in the text.
func (s *Service) words(c app.Channel, action session.Action) app.Content {
	most := 0
	if p, err := s.p.Protocols.Get(c.Protocol); err == nil {
		if sender, ok := p.(protocol.Sender); ok {
			most = sender.SessionButtons()
		}
	}
	if len(action.Buttons) == 0 || len(action.Buttons) > most {
		return app.Content{Text: action.PlainText()}
	}
	content := app.Content{Text: action.Text}
	for _, b := range action.Buttons {
		content.Buttons = append(content.Buttons, app.ReplyButton(b))
	}
	return content
}
