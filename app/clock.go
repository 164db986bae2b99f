package app

import "time"

// Clock tells the time. Services take one so that tests decide what time it is.
type Clock interface{ Now() time.Time }

// ClockFunc makes a Clock of a function.
type ClockFunc func() time.Time

// Now calls the function.
func (f ClockFunc) Now() time.Time { return f() }

// SystemClock is the computer's clock, in UTC.
var SystemClock Clock = ClockFunc(func() time.Time { return time.Now().UTC() })
