package transport

import (
	"errors"
	"net/http"
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

// worthAnotherTry is true for trouble that passes within seconds.
func worthAnotherTry(r Request, answer Answer, failure *app.Error) bool {
	var f *Failure
	switch {
	case failure == nil && r.Again != nil:
		return r.Again(answer)
	case failure == nil:
		return answer.Status >= http.StatusInternalServerError
	case errors.As(failure, &f):
		return f.Passing || f.Status >= http.StatusInternalServerError
	}
	return false
}
