package session

import (
	"strconv"
	"time"
)

// takeMessage takes a customer's message: an answer that ends the session, or
// anything else, which makes it active.
func (s State) takeMessage(m CustomerMessage, r Rules, now time.Time) (State, Outcome) {
	mark := m.mark()
	if s.knows(mark) {
		return s, Outcome{}
	}
	s = s.remember(mark)
	at := s.timeOf(m, now)
	if at.Before(s.LastCustomerAt) {
		return s, Outcome{PassOn: true}
	}
	var out Outcome
	if s.Running() && !at.Before(s.WindowEnd()) {
		s, out = s.expire(now)
	}
	answer, crossed := s.read(m, at, s.Stage, s.Since, r), s.crossed(m, at, r)
	s.LastCustomerAt, s.LastSeenAt = at, now
	if m.Room != "" {
		s.Room = m.Room
	}
	if crossed {
		return s, out
	}
	if !s.Running() {
		s = s.begin(r)
	}
	s.Messages++
	if answer.ends() {
		s, closing := s.close(answer.reason(), r, now)
		return s, closing
	}
	s.Stage, s.Since, s.Owed, out.PassOn = StageActive, now, true, true
	return s, out
}

// begin starts the next session.
func (s State) begin(r Rules) State {
	s.Number++
	s.Stage, s.Reason = StageActive, ""
	s.Messages, s.Answers, s.Steps = 0, 0, 0
	s.Settings, s.print = r.Version, r.print()
	return s
}

// crossed reports whether the message agrees to an end that has come meanwhile:
// it was given before the closing text and reached us after it.
func (s State) crossed(m CustomerMessage, at time.Time, r Rules) bool {
	return s.Stage == StageEnded && s.Reason == ReasonSilence && at.Before(s.Since) &&
		s.read(m, at, StageAskedEnd, at, r).ends()
}

// takeAnswer takes an answer from our side. One that was accepted before the
// customer's last message was taken did not answer it; when our clock was set
// back, the order of arrival decides.
func (s State) takeAnswer(a AgentAnswer, now time.Time) State {
	at := whole(a.At)
	if at.IsZero() || at.After(now) {
		at = now
	}
	newer := at.After(s.LastAgentAt) || s.LastAgentAt.After(now)
	if newer {
		s.LastAgentAt = at
	}
	if !s.Running() {
		return s
	}
	if newer {
		s.Answers++
	}
	if a.At.IsZero() || !at.Before(s.LastSeenAt) || now.Before(s.LastSeenAt) {
		s.Owed = false
	}
	return s
}

// timeOf is when the message was written. It is never in the future, so that a
// wrong clock at the provider cannot keep the window open. What our clock showed
// before it was set back is not the future.
func (s State) timeOf(m CustomerMessage, now time.Time) time.Time {
	latest := now
	for _, known := range []time.Time{s.LastCustomerAt, s.LastSeenAt, s.Since} {
		if known.After(latest) {
			latest = known
		}
	}
	if at := whole(m.At); !at.IsZero() && at.Before(latest) {
		return at
	}
	return latest
}

// mark is the same for the repetitions of a message.
func (m CustomerMessage) mark() string {
	if m.ID != "" {
		return fingerprint(m.ID)
	}
	return fingerprint("", strconv.FormatInt(m.At.UnixMilli(), 10), m.Button, m.Text)
}
