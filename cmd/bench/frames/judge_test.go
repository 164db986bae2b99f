//go:build linux

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/cmd/bench/uiwatch"
)

var start = time.Date(2026, 11, 17, 9, 40, 0, 0, time.UTC)

// span is one turn of the loop, in milliseconds from the start.
func span(at, wall, cpu, gl int64, isPainted bool) uiwatch.Span {
	const ms = int64(time.Millisecond)
	return uiwatch.Span{At: start.UnixNano() + at*ms, Wall: wall * ms, CPU: cpu * ms, GL: gl * ms, Calls: 10, Painted: isPainted}
}

func TestFramesAreWhatFollowsWithoutAPause(t *testing.T) {
	list := framesOf([]uiwatch.Span{
		span(0, 5, 5, 0, false), span(5, 20, 18, 10, true), // what a handler does, and its picture
		span(25, 4, 4, 3, true), // another picture at once
		span(40, 2, 2, 0, false), span(50, 3, 3, 1, true),
	})
	require.Len(t, list, 4)
	require.Equal(t, frame{at: time.Unix(0, start.UnixNano()), whole: 25 * time.Millisecond, ours: 13 * time.Millisecond, calls: 20, painted: true}, list[0])
	require.Equal(t, time.Millisecond, list[1].ours)
	require.False(t, list[2].painted)
	require.Len(t, painted(list), 3)
	require.Len(t, within(list, start.Add(25*time.Millisecond), start.Add(50*time.Millisecond)), 2)
	require.Equal(t, 53*time.Millisecond, settled(list, start))
	late := framesOf([]uiwatch.Span{span(0, 5, 5, 0, true), span(600, 5, 5, 0, true)})
	require.Equal(t, 5*time.Millisecond, settled(late, start), "what is painted much later is something else")
}

func TestTheLimitsOfFrames(t *testing.T) {
	scrolled := func(ours, calls int64) []frame {
		return []frame{{ours: time.Duration(ours) * time.Millisecond, calls: calls, painted: true}}
	}
	m := measured{action: action{name: "scrolls"}, frames: scrolled(30, 300)}
	require.True(t, m.scrolling(nil))
	require.True(t, m.scrolling(scrolled(6, 100)), "five times for three times as much")
	require.False(t, m.scrolling(scrolled(4, 100)))
	require.False(t, m.scrolling([]frame{}), "the plain table did not scroll")
	m.frames = scrolled(33, 300)
	require.False(t, m.scrolling(nil))
	require.True(t, m.other())
	m.frames = scrolled(51, 300)
	require.False(t, m.other())
	m.frames = nil
	require.False(t, m.scrolling(nil), "nothing scrolled")
}
