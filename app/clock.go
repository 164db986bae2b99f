package app

import "time"

// Clock tells the time. Services take one so that tests decide what time it is.
type Clock interface{ Now() time.Time }

// ClockFunc makes a Clock of a function.
type ClockFunc func() time.Time

// Now calls the function.
func (f ClockFunc) Now() time.Time { return f() }

// daySlack is what may be missing from the last of some days: a token that was
// made for 60 days has 60 days left in its first hour.
const daySlack = time.Hour

// DaysLeft says a time that is left in whole days: 0 on the last day, -1 and less
// after the end.
func DaysLeft(left time.Duration) int {
	const day = 24 * time.Hour
	if left <= 0 {
		return -1 - int(-left/day)
	}
	return int((left + daySlack) / day)
}

// SystemClock is the computer's clock, in UTC.
var SystemClock Clock = ClockFunc(func() time.Time { return time.Now().UTC() })
