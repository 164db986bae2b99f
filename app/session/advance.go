package session

import (
	"time"

	"channeldesk/app"
)

// Advance takes one input at the time now and gives the next state and what
// there is to do. The rules are those of the moment. What is due is only done
// by a Tick; a step that is already in the state is never given again.
func (s State) Advance(in Input, r Rules, now time.Time) (State, Outcome) {
	if m, ok := in.(CustomerMessage); ok && m.Silent {
		return s, Outcome{}
	}
	if _, ok := in.(Noise); ok || in == nil {
		return s, Outcome{}
	}
	now = whole(now)
	s, notes := s.adopt(r)
	var out Outcome
	switch in := in.(type) {
	case CustomerMessage:
		s, out = s.takeMessage(in, r, now)
	case AgentAnswer:
		s = s.takeAnswer(in, now)
	case Tick:
		s, out = s.tick(r, now)
	case OptedOut:
		s.OptedOut = true
		s, out = s.end(ReasonOptedOut, now)
	case OptedIn:
		s.OptedOut = false
	case Unpublished:
		s, out = s.end(ReasonUnpublished, now)
	case Refused:
		if s.isStanding(in.ID) {
			s, out = s.end(ReasonRefused, now)
		}
	}
	s.Due = s.due(r)
	out.Actions = append(notes, out.Actions...)
	return s, out
}

// adopt makes a running session use the settings of the moment from its next
// step on, and says so when they differ.
func (s State) adopt(r Rules) (State, []Action) {
	if !s.Running() {
		return s, nil
	}
	before := s.print
	s.Settings, s.print = r.Version, r.print()
	s.Due = s.due(r)
	if before == s.print {
		return s, nil
	}
	return s, []Action{{Kind: ActionNote, Session: s.Number, Note: app.Say("The changed session settings count from the next step.")}}
}

// tick does what is due: one step at most.
func (s State) tick(r Rules, now time.Time) (State, Outcome) {
	switch {
	case !s.Running() || now.Before(s.Due):
		return s, Outcome{}
	case !now.Before(s.WindowEnd()):
		return s.expire(now)
	case !s.mayStart(now):
		return s.end(ReasonTooLate, now)
	}
	switch s.Stage {
	case StageActive:
		return s.ask(StepAskMore, StageAskedMore, r, now)
	case StageAskedMore:
		return s.ask(StepConfirm, StageAskedEnd, r, now)
	}
	return s.close(ReasonSilence, r, now)
}

// ask sends a question and waits for the answer.
func (s State) ask(step Step, next Stage, r Rules, now time.Time) (State, Outcome) {
	out := Outcome{Actions: []Action{s.send(step, r)}}
	s.Stage, s.Since = next, now
	s.Steps++
	return s, out
}

// close ends the session with the closing text, where that may be sent.
func (s State) close(why Reason, r Rules, now time.Time) (State, Outcome) {
	var actions []Action
	if r.asks() && !blank(r.Settings.ClosingText) && !s.OptedOut && s.mayStart(now) {
		actions = append(actions, s.send(StepClosing, r))
		s.Steps++
	}
	s, out := s.end(why, now)
	out.Actions = append(actions, out.Actions...)
	return s, out
}

// expire ends a session whose window has closed.
func (s State) expire(now time.Time) (State, Outcome) {
	if s.Owed {
		return s.end(ReasonUnanswered, now)
	}
	return s.end(ReasonWindow, now)
}

// end ends a running session without a word.
func (s State) end(why Reason, now time.Time) (State, Outcome) {
	if !s.Running() {
		return s, Outcome{}
	}
	s.Stage, s.Since, s.Reason, s.Owed = StageEnded, now, why, false
	return s, Outcome{Actions: []Action{{Kind: ActionEnd, Session: s.Number, Reason: why, Note: why.Say()}}}
}

// isStanding reports whether the id is that of the question which stands.
func (s State) isStanding(id string) bool {
	switch s.Stage {
	case StageAskedMore:
		return id == s.stepID(StepAskMore)
	case StageAskedEnd:
		return id == s.stepID(StepConfirm)
	}
	return false
}
