package transport

import (
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
	switch {
	case failure != nil:
		return IsPassing(failure)
	case r.Again != nil:
		return r.Again(answer)
	}
	return answer.Status >= http.StatusInternalServerError
}
