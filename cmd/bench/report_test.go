//go:build linux

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMedian(t *testing.T) {
	of := func(m measured) float64 { return m.first }
	require.InDelta(t, 2.0, median([]measured{{first: 9}, {first: 1}, {first: 2}}, of), 0)
	require.InDelta(t, 3.0, median([]measured{{first: 9}, {first: 1}, {first: 2}, {first: 4}}, of), 0)
}

func TestFirstCompleteIsTheLookThatStayed(t *testing.T) {
	start := time.Now()
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	require.Equal(t, at(30), settled([]look{{at(10), 1}, {at(20), 2}, {at(30), 3}, {at(40), 3}}))
	require.Equal(t, at(40), settled([]look{{at(10), 3}, {at(20), 2}, {at(40), 3}}), "an earlier likeness does not count")
	require.Equal(t, at(10), settled([]look{{at(10), 3}}))
}

func TestReportHoldsTheLimits(t *testing.T) {
	bare := &subject{name: "bare", seen: []measured{{first: 100, memory: 100, whole: 150, idle: 10}}}
	ours := &subject{name: "ours", seen: []measured{{first: 200, memory: 150, whole: 200, idle: 12}}}
	require.True(t, report([]*subject{bare, ours}, 60))
	require.False(t, report([]*subject{bare, ours}, 60.1))
	for _, wrong := range []measured{
		{first: 201, memory: 150, idle: 12}, {first: 200, memory: 151, idle: 12}, {first: 200, memory: 150, idle: 12.1},
		{first: 200, memory: 150, idle: 12, frames: 1}, {first: 200, memory: 150, idle: 12, touched: 1},
	} {
		require.False(t, report([]*subject{bare, {name: "ours", seen: []measured{wrong}}}, 40), wrong)
	}
	shared := &subject{name: "ours", seen: []measured{{first: 200, memory: 180, whole: 200, idle: 12, sharing: 1}}}
	require.True(t, report([]*subject{bare, shared}, 40), "the resident memory is compared when libraries are shared")
}
