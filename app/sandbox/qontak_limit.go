package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// qontakUse counts the calls of a credential in its minute and its second.
type qontakUse struct {
	minute, second     time.Time
	inMinute, inSecond int
}

// count counts a call and tells how much is left. It reports false when there
// were too many.
func (k *Qontak) count(h http.Header, c qontakCaller) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	now, limits := k.now(), k.world.Limits
	u := k.used[c.id]
	if u == nil {
		u = &qontakUse{}
		k.used[c.id] = u
	}
	if minute := now.Truncate(time.Minute); !minute.Equal(u.minute) {
		u.minute, u.inMinute = minute, 0
	}
	if second := now.Truncate(time.Second); !second.Equal(u.second) {
		u.second, u.inSecond = second, 0
	}
	quick := limits.PerSecond > 0 && u.inSecond >= limits.PerSecond
	ok := !quick && (limits.PerMinute == 0 || u.inMinute < limits.PerMinute)
	if ok {
		u.inMinute++
		u.inSecond++
	}
	switch {
	case limits.PerMinute > 0 && (!quick || u.inMinute >= limits.PerMinute):
		k.tellLimit(h, limits.PerMinute, limits.PerMinute-u.inMinute, u.minute.Add(time.Minute))
	case quick:
		k.tellLimit(h, limits.PerSecond, 0, u.second.Add(time.Second))
	}
	return ok
}

// tellLimit sets the headers about the limit that is the nearer one. The lock is
// held.
func (k *Qontak) tellLimit(h http.Header, limit, left int, reset time.Time) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, left)))
	if k.world.Quirks.ResetAsDate {
		h.Set("X-RateLimit-Reset", reset.Format(http.TimeFormat))
		return
	}
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
}

// tooMany is said by whoever stands in front.
func tooMany(q *plainRequest) *qontakAnswer {
	if q.base == qontakHMACBase {
		return refuseAtGateway(http.StatusTooManyRequests, "API rate limit exceeded")
	}
	return refuse(http.StatusTooManyRequests, "Too many requests")
}
