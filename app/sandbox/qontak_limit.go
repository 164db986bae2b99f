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
	ok := (limits.PerMinute == 0 || u.inMinute < limits.PerMinute) && (limits.PerSecond == 0 || u.inSecond < limits.PerSecond)
	if ok {
		u.inMinute++
		u.inSecond++
	}
	if limits.PerMinute > 0 {
		h.Set("X-RateLimit-Limit", strconv.Itoa(limits.PerMinute))
		h.Set("X-RateLimit-Remaining", strconv.Itoa(limits.PerMinute-u.inMinute))
		h.Set("X-RateLimit-Reset", strconv.FormatInt(u.minute.Add(time.Minute).Unix(), 10))
	}
	return ok
}

// tooMany is said by whoever stands in front.
func tooMany(q *plainRequest) *qontakAnswer {
	if q.base == qontakHMACBase {
		return refuseAtGateway(http.StatusTooManyRequests, "API rate limit exceeded")
	}
	return refuse(http.StatusTooManyRequests, "Too many requests")
}
