package storagetest

import (
	"sync/atomic"
	"time"
)

// Clock is a computer's clock that somebody sets: what it shows jumps, and time
// passes as before. The zero value shows the time. Safe for concurrent use.
type Clock struct{ by atomic.Int64 }

// Now is what the clock shows.
func (c *Clock) Now() time.Time { return time.Now().UTC().Add(time.Duration(c.by.Load())) }

// Set puts the clock so far from the right time.
func (c *Clock) Set(by time.Duration) { c.by.Store(int64(by)) }
