package session

import (
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"channeldesk/app"
)

// Stage is how far a session came.
type Stage string

// The stages in their order.
const (
	StageActive    Stage = "active"     // customer and agent talk
	StageAskedMore Stage = "asked_more" // the first question stands
	StageAskedEnd  Stage = "asked_end"  // the second question stands
	StageEnded     Stage = "ended"      // over, or never begun
)

// ReadingPause is the least time between an answer of ours and a question.
const ReadingPause = time.Minute

// skew is how far the provider's clock may be behind ours. A typed word that is
// older than its question by more was meant for something else.
const skew = time.Minute

// remembered is how many messages are known again when they come twice.
const remembered = 32

// State is one customer's session with one channel. It is a value: Advance
// gives a new one and leaves the old as it was. As JSON it has a form of its
// own that does not follow the names of the fields. Times are in UTC and whole
// milliseconds.
type State struct {
	// Key makes the action ids of this customer and channel different from all
	// others, as the number of the conversation's record does.
	Key string
	// Number counts the sessions of this customer; 0 before the first.
	Number int64
	Stage  Stage
	// Since is when the stage began, by our clock.
	Since time.Time
	// LastCustomerAt is the time of the customer's last message, by the
	// provider's clock, and never later than our own.
	LastCustomerAt time.Time
	// LastSeenAt is when that message was taken, by our clock.
	LastSeenAt time.Time
	// LastAgentAt is when our last answer was accepted; zero when none was.
	LastAgentAt time.Time
	// Owed is true when the customer wrote last and nobody has answered.
	Owed bool
	// Settings is the version of the settings that the next step uses.
	Settings int64
	// Room is where an answer goes, at providers that answer into rooms.
	Room string
	// OptedOut is true while the customer wants nothing that we begin.
	OptedOut bool
	// Messages, Answers and Steps count, within this session, the customer's
	// messages, our answers and what was sent by itself.
	Messages, Answers, Steps int
	// Due is when the next tick has something to do; zero when never.
	Due time.Time
	// Reason is why the session ended; "" while it runs.
	Reason Reason

	print string   // of the settings, to know whether they really changed
	seen  []string // marks of the latest messages
}

// New is the state before the first message. The key takes at most 24 ASCII
// letters, digits and _; another one is replaced by its fingerprint in ids.
func New(key string) State { return State{Key: key, Stage: StageEnded} }

// Running reports whether there is a session that has not ended.
func (s State) Running() bool { return s.Number > 0 && s.Stage != StageEnded }

// WindowEnd is when the customer service window closes; zero before the first
// message.
func (s State) WindowEnd() time.Time {
	if s.LastCustomerAt.IsZero() {
		return time.Time{}
	}
	return s.LastCustomerAt.Add(app.SessionWindow)
}

// mayStart reports whether a step may begin now: the window is open and stays
// so for the margin.
func (s State) mayStart(now time.Time) bool {
	return !now.After(s.WindowEnd().Add(-app.SessionMargin))
}

// due is when the next step is to be taken, or else the window closes.
func (s State) due(r Rules) time.Time {
	if !s.Running() {
		return time.Time{}
	}
	end := s.WindowEnd()
	if s.Owed || s.OptedOut || !r.asks() {
		return end
	}
	step := s.Since.Add(r.confirmDelay())
	if s.Stage == StageActive {
		step = s.LastCustomerAt.Add(r.askDelay())
	}
	if pause := s.LastAgentAt.Add(ReadingPause); !s.LastAgentAt.IsZero() && pause.After(step) {
		step = pause
	}
	if step.After(end) {
		return end
	}
	return step
}

// knows reports whether a message with this mark was taken before.
func (s State) knows(mark string) bool { return slices.Contains(s.seen, mark) }

// remember keeps the mark, and forgets the oldest one when there are too many.
func (s State) remember(mark string) State {
	s.seen = append(slices.Clone(s.seen), mark)
	if over := len(s.seen) - remembered; over > 0 {
		s.seen = slices.Clone(s.seen[over:])
	}
	return s
}

// fingerprint is the same for the same parts and, for all that matters here,
// for no others.
func fingerprint(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return strconv.FormatUint(h.Sum64(), 16)
}

// whole gives a time as it is kept. The zero time stays zero.
func whole(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}
