package notify

import (
	"context"
	"time"

	"channeldesk/app"
)

const (
	// patience is how long a message is tried that cannot be sent.
	patience = 24 * time.Hour
	// restMin is longer than the queue waits by itself between two tries.
	restMin = 2 * time.Hour
	// recordTries is how often writing down an end is tried: about half a minute.
	recordTries = 8
)

// record writes down how a try ended. When that fails, the message stays as being
// sent, and is in doubt at the next start.
func (q *queue) record(m app.Message, v verdict, now time.Time) {
	s := q.s
	end := v.end(m, now.Truncate(time.Millisecond))
	hook := true
	ctx := context.WithoutCancel(q.ctx)
	for try := 0; ; try++ {
		err := s.p.Store.Group(ctx, func(tx app.Tx) error { return s.endAttempt(tx, m, end, hook) })
		switch c := app.ErrorCode(err); {
		case err == nil:
			s.logEnd(m, end, v)
			s.changed(app.MessagesChanged, m.AgentID, m.Environment)
			return
		case c == app.CodeNotFound, c == app.CodeConflict:
			s.p.Log.Warn("the end of a try came too late", "mark", m.Mark, "outcome", string(end.Outcome), "cause", err)
			return
		case try >= recordTries:
			s.p.Log.Error("write down the end of a try", "mark", m.Mark, "outcome", string(end.Outcome), "cause", err)
			return
		}
		hook = hook && try == 0 // what fails there must not keep the end from being known
		pause := time.NewTimer(grow(try, 2, 100*time.Millisecond, 10*time.Second))
		<-pause.C
	}
}

// endAttempt ends this try, and no other one of the message.
func (s *Service) endAttempt(tx app.Tx, m app.Message, end app.AttemptEnd, hook bool) error {
	now, err := tx.GetMessage(m.ID)
	if err != nil {
		return err
	}
	if now.Attempts != m.Attempts {
		return app.NewError(app.CodeConflict, app.Say("This message is being sent by another try."))
	}
	if m.Attempts > 1 && (end.Outcome == app.AttemptSlow || end.Outcome == app.AttemptNotSent) {
		if end, err = giveUp(tx, end); err != nil {
			return err
		}
	}
	if err := tx.EndAttempt(end); err != nil || !hook {
		return err
	}
	return s.tell(tx, m, end)
}

// tell tells session behaviour what concerns it.
func (s *Service) tell(tx app.Tx, m app.Message, end app.AttemptEnd) error {
	bySession := m.Source == app.SourceSession
	switch {
	case s.p.Answers == nil:
	case end.Outcome == app.AttemptAccepted && m.Content.Template == nil && !bySession:
		return s.p.Answers.Answered(tx, m, end.At)
	case end.Outcome == app.AttemptRefused && bySession:
		if r, ok := s.p.Answers.(Refusals); ok {
			return r.Refused(tx, m, end.At)
		}
	}
	return nil
}

// giveUp lets a message fail that could not be sent for a day. The time counts
// from its first try, or from the first one after a long rest, as of a channel that
// had to be mended, or after somebody asked for it again.
func giveUp(tx app.Tx, end app.AttemptEnd) (app.AttemptEnd, error) {
	tries, err := tx.ListAttempts(end.Message)
	if err != nil || len(tries) == 0 {
		return end, err
	}
	first := len(tries) - 1
	for first > 0 && goesOn(tries[first-1], tries[first]) {
		first--
	}
	if end.At.Sub(tries[first].StartedAt) < patience {
		return end, nil
	}
	why := end.Reason
	end.Outcome, end.Again = app.AttemptRefused, time.Time{}
	end.Reason = app.Say("It could not be sent for 24 hours. {{.Why}}", "Why", why)
	return end, nil
}

// goesOn reports whether a try is one more of the same effort.
func goesOn(earlier, later app.Attempt) bool {
	return (earlier.Outcome == app.AttemptSlow || earlier.Outcome == app.AttemptNotSent) &&
		earlier.Code != codeDecided && later.StartedAt.Sub(earlier.EndedAt) < restMin
}

func (s *Service) logEnd(m app.Message, end app.AttemptEnd, v verdict) {
	if end.Outcome == app.AttemptAccepted {
		s.p.Log.Debug("message sent", "mark", m.Mark, "to", app.MaskPhone(m.To), "try", m.Attempts)
		return
	}
	s.p.Log.Info("message not accepted", "mark", m.Mark, "to", app.MaskPhone(m.To), "try", m.Attempts,
		"outcome", string(end.Outcome), "code", end.Code, "cause", v.err)
}
