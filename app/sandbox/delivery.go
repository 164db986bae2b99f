package sandbox

import (
	"errors"
	"time"
)

// Delivery says how the simulated providers send their webhooks. The zero value
// sends nothing late, in order and once; DefaultDelivery is what the real ones do.
type Delivery struct {
	// Off sends no webhook at all. NoStates leaves delivery states out and sends
	// the rest: for measuring how fast messages are sent.
	Off      bool
	NoStates bool
	// Sent, Delivered and Read are how long after acceptance a message comes so
	// far. Read happens to ReadShare per cent of the messages, and never by itself
	// to those of a customer whose phone a person holds.
	Sent, Delivered, Read time.Duration
	ReadShare             int
	// Disorder is for how many per cent of the messages the state delivered comes
	// before sent; Twice is how many per cent of all webhooks come a second time;
	// Skipped is for how many per cent of the read messages delivered is left out.
	Disorder, Twice, Skipped int
	// Batch is how many updates one post of Meta's may have; 0 is one. Updates go
	// together when they are due within BatchWait.
	Batch     int
	BatchWait time.Duration
	// InOrder sends one post after the other: the order in which they come is that
	// in which they were made.
	InOrder bool
	// Retry is the wait after the first post that was not answered with 200; each
	// further one waits twice as long, at most RetryLongest. Attempts is how often
	// a post is tried in all.
	Retry, RetryLongest time.Duration
	Attempts            int
	// Timeout is how long an answer may take.
	Timeout time.Duration
	// AtOnce refuses with the answer of the sending call what the real Meta tells
	// by a failed state: no WhatsApp, the window closed, and the like.
	AtOnce bool
	// Gateway, as "http://127.0.0.1:8080", is where posts go in place of scheme
	// and host of a registered address; path and query stay. "" sends them to the
	// address itself.
	Gateway string
}

// DefaultDelivery is quick, and as untidy as the real ones.
func DefaultDelivery() Delivery {
	return Delivery{
		Sent: 300 * time.Millisecond, Delivered: 900 * time.Millisecond, Read: 4 * time.Second, ReadShare: 60,
		Disorder: 20, Twice: 8, Skipped: 5, Batch: 50, BatchWait: 25 * time.Millisecond,
		Retry: 2 * time.Second, RetryLongest: 5 * time.Minute, Attempts: 20, Timeout: 10 * time.Second,
	}
}

// QuickDelivery is in order, once and at once: for tests.
func QuickDelivery() Delivery {
	return Delivery{InOrder: true, Retry: 20 * time.Millisecond, RetryLongest: time.Second, Attempts: 20, Timeout: 10 * time.Second, Batch: 1}
}

// check says what makes no sense.
func (d Delivery) check() error {
	for _, wait := range []time.Duration{d.Sent, d.Delivered, d.Read, d.BatchWait, d.Retry, d.RetryLongest, d.Timeout} {
		if wait < 0 {
			return errors.New("times are 0 or more")
		}
	}
	for _, share := range []int{d.ReadShare, d.Disorder, d.Twice, d.Skipped} {
		if share < 0 || share > 100 {
			return errors.New("shares are 0 to 100 per cent")
		}
	}
	if d.Batch < 0 || d.Batch > 1000 || d.Attempts < 0 {
		return errors.New("batch is 0 to 1000, attempts is 0 or more")
	}
	if d.Gateway != "" && !isWebAddress(d.Gateway) {
		return errors.New("gateway is an address such as http://127.0.0.1:8080")
	}
	return nil
}

// backoff is the wait before attempt n, the first being 1.
func (d Delivery) backoff(n int) time.Duration {
	wait := d.Retry
	for range n - 1 {
		if wait *= 2; d.RetryLongest > 0 && wait >= d.RetryLongest {
			return d.RetryLongest
		}
	}
	return wait
}

// chance decides by the seed whether something happens to a thing that is named:
// the same seed and names give the same decisions, in whatever order they are made.
func chance(seed, about, name string, percent int) bool {
	if percent <= 0 {
		return false
	}
	// FNV-1a, then stirred: neighbouring names must not go together.
	h := uint64(14695981039346656037)
	for _, part := range [...]string{seed, "\x00", about, "\x00", name} {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return h%100 < uint64(percent)
}
