package metacloud

import (
	"errors"
	"time"

	"channeldesk/app"
)

const (
	triesMax  = 3
	firstWait = 400 * time.Millisecond
)

// waitBefore gives the wait after try number n: doubled each time, and between
// half and one and a half of that, so that many desks do not come back at once.
func waitBefore(n int, jitter float64) time.Duration {
	base := firstWait << (n - 1)
	return time.Duration((0.5 + jitter) * float64(base))
}

// lost marks a failure of the line that may be gone at the next try.
type lost struct{ cause string }

func (l *lost) Error() string { return l.cause }

// worthAnotherTry is true for trouble that passes within seconds. Throttling
// counts only when Meta says that it is short.
func worthAnotherTry(e *app.Error) bool {
	var l *lost
	if errors.As(e, &l) {
		return true
	}
	var g *graphError
	if !errors.As(e, &g) {
		return false
	}
	switch g.rule().retry {
	case soon:
		return true
	case later, none:
		return g.Transient
	case fix:
	}
	return false
}
