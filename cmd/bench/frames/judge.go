//go:build linux

package main

import (
	"fmt"
	"slices"
	"time"

	"channeldesk/cmd/bench/uiwatch"
)

// frame is all that the thread of the window did without a pause until the window was
// painted, or until there was nothing more to do.
type frame struct {
	at      time.Time
	whole   time.Duration // of the clock
	ours    time.Duration // of the processor, outside of the graphics library
	calls   int64         // of the graphics library
	painted bool
}

func (f frame) end() time.Time { return f.at.Add(f.whole) }

// pause is how long the thread must have had nothing to do.
const pause = 300 * time.Microsecond

// framesOf puts spans together that follow each other at once.
func framesOf(spans []uiwatch.Span) (out []frame) {
	for _, s := range spans {
		at := time.Unix(0, s.At)
		f := frame{at: at, whole: time.Duration(s.Wall), ours: time.Duration(max(s.CPU-s.GL-s.Watch, 0)), calls: s.Calls, painted: s.Painted}
		if n := len(out); n > 0 && !out[n-1].painted && at.Sub(out[n-1].end()) < pause {
			last := &out[n-1]
			last.whole = at.Add(f.whole).Sub(last.at)
			last.ours, last.calls, last.painted = last.ours+f.ours, last.calls+f.calls, f.painted
			continue
		}
		out = append(out, f)
	}
	return out
}

// within are the frames that began between two times.
func within(frames []frame, from, to time.Time) (out []frame) {
	for _, f := range frames {
		if !f.at.Before(from) && f.at.Before(to) {
			out = append(out, f)
		}
	}
	return out
}

// painted are the frames that painted.
func painted(frames []frame) (out []frame) {
	for _, f := range frames {
		if f.painted {
			out = append(out, f)
		}
	}
	return out
}

// figures are the median, the 99th of a hundred, and the most.
type figures struct{ median, p99, most time.Duration }

func figuresOf(frames []frame, of func(frame) time.Duration) (out figures) {
	if len(frames) == 0 {
		return out
	}
	var all []time.Duration
	for _, f := range frames {
		all = append(all, of(f))
	}
	slices.Sort(all)
	return figures{all[len(all)/2], all[len(all)*99/100], all[len(all)-1]}
}

func ours(f frame) time.Duration  { return f.ours }
func whole(f frame) time.Duration { return f.whole }

// callsOf is how often the graphics library is called for a frame, in the middle of all.
func callsOf(frames []frame) int64 {
	if len(frames) == 0 {
		return 1
	}
	var all []int64
	for _, f := range frames {
		all = append(all, f.calls)
	}
	slices.Sort(all)
	return max(all[len(all)/2], 1)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

func (f figures) String() string {
	return fmt.Sprintf("median %6s, p99 %6s, most %6s", ms(f.median), ms(f.p99), ms(f.most))
}

// settled is when the last picture of what an action began was there: after it
// nothing was painted for a while.
func settled(frames []frame, from time.Time) time.Duration {
	const still = 250 * time.Millisecond
	last := from
	for _, f := range frames {
		if !f.painted {
			continue
		}
		if last != from && f.at.Sub(last) > still {
			break
		}
		last = f.end()
	}
	return last.Sub(from)
}
