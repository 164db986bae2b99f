package qontak

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
)

// resetMax is the longest wait that is believed.
const resetMax = 24 * time.Hour

// resetTime reads when calls are allowed again: Retry-After or X-RateLimit-Reset,
// as seconds from now, as Unix seconds or milliseconds, or as a date. ok is false
// when none of them tells a time within a day.
func resetTime(h http.Header, now time.Time) (time.Time, bool) {
	for _, name := range []string{"Retry-After", "X-RateLimit-Reset"} {
		if at, ok := readMoment(strings.TrimSpace(h.Get(name)), now); ok && at.After(now) && at.Sub(now) <= resetMax {
			return at, true
		}
	}
	return time.Time{}, false
}

func readMoment(v string, now time.Time) (time.Time, bool) {
	if v == "" || len(v) > 64 {
		return time.Time{}, false
	}
	if n, err := strconv.ParseFloat(v, 64); err == nil {
		const (
			epoch  = 1e9  // from here on it is Unix seconds
			millis = 1e11 // from here on it is Unix milliseconds
			most   = 1e15
		)
		switch {
		case n < 0 || n >= most || n != n:
			return time.Time{}, false
		case n < epoch:
			if n > resetMax.Seconds() {
				return time.Time{}, false
			}
			return now.Add(time.Duration(n * float64(time.Second))), true
		case n < millis:
			return time.Unix(int64(n), 0), true
		}
		return time.UnixMilli(int64(n)), true
	}
	if at, err := http.ParseTime(v); err == nil {
		return at, true
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(layout, v); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// nearLimit warns when a tenth or less of the calls of a minute is left.
func nearLimit(h http.Header) (app.Text, bool) {
	limit, err := strconv.Atoi(strings.TrimSpace(h.Get("X-RateLimit-Limit")))
	left, bad := strconv.Atoi(strings.TrimSpace(h.Get("X-RateLimit-Remaining")))
	if err != nil || bad != nil || limit <= 0 || left < 0 || left > limit/10 {
		return app.Text{}, false
	}
	return app.Say("Of the {{.Limit}} calls that Qontak allows at a time, {{.Left}} are left. Another program may use the same sign-in.", "Limit", limit, "Left", left), true
}
