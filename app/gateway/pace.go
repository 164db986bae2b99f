package gateway

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"channeldesk/app"
)

// pace holds each key to its rate. Safe for concurrent use.
type pace struct {
	limit rate.Limit
	burst int
	mu    sync.Mutex
	keys  map[app.KeyID]*rate.Limiter
}

func newPace(limit rate.Limit, burst int) *pace {
	return &pace{limit: limit, burst: burst, keys: map[app.KeyID]*rate.Limiter{}}
}

func (p *pace) of(key app.KeyID) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.keys[key]
	if l == nil {
		l = rate.NewLimiter(p.limit, p.burst)
		p.keys[key] = l
	}
	return l
}

// ask takes one request off what the key may make, tells how much is left in the
// headers, and refuses when nothing is.
func (p *pace) ask(key app.KeyID, set func(name, value string)) *Problem {
	l, now := p.of(key), time.Now()
	ok := l.AllowN(now, 1)
	left := max(0, l.TokensAt(now))
	set("RateLimit-Limit", strconv.Itoa(p.burst))
	set("RateLimit-Remaining", strconv.Itoa(int(left)))
	set("RateLimit-Reset", strconv.Itoa(int(math.Ceil((float64(p.burst)-left)/float64(p.limit)))))
	if ok {
		return nil
	}
	wait := time.Duration((1 - left) / float64(p.limit) * float64(time.Second))
	return newProblem(http.StatusTooManyRequests, "too_many_requests", "This API key made too many requests in a short time.",
		"Wait for the seconds in Retry-After, and send more slowly.").retryAfter(wait)
}
