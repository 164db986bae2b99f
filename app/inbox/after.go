package inbox

import (
	"context"
	"time"

	"channeldesk/app"
)

// after is what a transaction leaves to be told when it is on the disk. The zero
// value is nothing.
type after struct {
	events []app.Event
	room   [2]app.Event // for most there are no more
	send   bool         // messages wait to be sent
	pass   bool         // something waits to be forwarded
	due    time.Time    // the earliest step of a session; zero when none
}

func (a *after) changed(kind app.EventKind, c *app.Channel) {
	e := app.Event{Kind: kind, AgentID: c.AgentID, Environment: c.Environment}
	for _, known := range a.events {
		if known == e {
			return
		}
	}
	if a.events == nil {
		a.events = a.room[:0]
	}
	a.events = append(a.events, e)
}

func (a *after) dueAt(t time.Time) {
	if !t.IsZero() && (a.due.IsZero() || t.Before(a.due)) {
		a.due = t
	}
}

// tell hands the changes on.
func (s *Service) tell(a after) {
	s.p.Bus.Publish(a.events...)
	if a.send && s.p.Outbox != nil {
		s.p.Outbox.Wake()
	}
	if a.pass {
		s.p.Forward.Wake()
	}
	if !a.due.IsZero() {
		s.runner.nudge(a.due)
	}
}

// tell hands on what a webhook changed.
func (w *work) tell(ctx context.Context) {
	for i, c := range w.channels {
		if i == 0 || w.after.has(c) {
			w.after.changed(app.InboxChanged, c)
		}
	}
	w.s.tell(w.after)
	if w.former == nil { // else it says nothing of the address that was handed off
		w.s.sign(ctx, w.hook.ID, w.now)
	}
}

// has reports whether something of a channel changed.
func (a *after) has(c *app.Channel) bool {
	for _, e := range a.events {
		if e.AgentID == c.AgentID && e.Environment == c.Environment {
			return true
		}
	}
	return false
}
