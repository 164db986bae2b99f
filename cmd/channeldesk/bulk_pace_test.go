package main

import (
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// paceOf is how many messages a second left from the first to the last of them, and
// the least and the most of a whole second.
func paceOf(list []app.Message) (mean float64, least, most int) {
	var at []time.Time
	for _, m := range list {
		at = append(at, m.AcceptedAt)
	}
	slices.SortFunc(at, time.Time.Compare)
	first, last, perSecond := at[0], at[len(at)-1], map[int]int{}
	for _, t := range at {
		perSecond[int(t.Sub(first)/time.Second)]++
	}
	least = math.MaxInt
	for second := range int(last.Sub(first) / time.Second) {
		least, most = min(least, perSecond[second]), max(most, perSecond[second])
	}
	return float64(len(at)-1) / last.Sub(first).Seconds(), least, most
}

// The pace holds through the real queue, at a number that Meta raised. The short
// form is slower and wider, because other tests run beside it.
func TestLoadPaceOfABulkSend(t *testing.T) {
	pace, seconds, within := 200.0, 4, 0.1
	if os.Getenv("CHANNELDESK_SOAK") != "" {
		pace, seconds, within = 1000, 32, 0.02
	}
	r := newBulkRoom(t, true, false)
	n := int(pace) * seconds
	b := r.send(n, pace, nil)
	r.until(b.ID, app.BulkDone, 2*time.Minute)
	r.eachOnce(b.ID, n)
	mean, least, most := paceOf(r.messagesOf(b.ID))
	t.Logf("%d messages at %.0f/s: %.1f/s; %d to %d in a second", n, pace, mean, least, most)
	require.InEpsilon(t, pace, mean, within)
}

// Without a level that says otherwise the number sends 80 a second, also when two
// bulk sends want more; each gets its half.
func TestTwoBulkSendsShareTheNumber(t *testing.T) {
	r := newBulkRoom(t, false, false)
	const n = 200
	a, b := r.send(n, 1000, nil), r.send(n, 1000, nil)
	r.until(a.ID, app.BulkDone, time.Minute)
	_, counts := r.get(b.ID)
	require.InDelta(t, n, counts.Accepted, 50, "when one is finished, the other nearly is")
	r.until(b.ID, app.BulkDone, time.Minute)
	r.eachOnce(a.ID, n)
	r.eachOnce(b.ID, n)
	mean, _, _ := paceOf(append(r.messagesOf(a.ID), r.messagesOf(b.ID)...))
	require.InEpsilon(t, 80, mean, 0.1)
}
