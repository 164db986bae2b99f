package main

import (
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// judge demands that each recipient of a round has one message, that none went out
// twice, and that what became of it is what is written down.
func (k *bulkKill) judge(round int, phase string) {
	t := k.t
	t.Helper()
	b, counts, _ := k.find(round)
	if phase != "cancelling" {
		require.Equal(t, app.BulkDone, b.Status, phase)
	}
	unknown := k.listed(b.ID, app.MessageUnknown)
	var found app.BulkCounts
	people := map[string]bool{}
	k.provider.mu.Lock()
	defer k.provider.mu.Unlock()
	for _, m := range k.listed(b.ID, "") {
		require.False(t, people[m.To], "%s has two messages", m.To)
		people[m.To] = true
		took := k.provider.took[m.Mark]
		require.LessOrEqual(t, took, 1, "%s: %s went out twice", phase, m.Mark)
		switch m.Status {
		case app.MessageDelivered:
			found.Delivered++
			require.True(t, k.provider.told[m.Mark] && took == 1, m.Mark)
		case app.MessageAccepted:
			found.Accepted++
			require.True(t, !k.provider.told[m.Mark] && took == 1, m.Mark)
		case app.MessageUnknown:
			found.Unknown++
			require.False(t, k.provider.told[m.Mark], m.Mark)
			require.NotEmpty(t, m.Reason.String())
			k.doubtSent += took
		case app.MessageCancelled:
			found.Cancelled++
			require.Zero(t, took, "%s was cancelled and went out", m.Mark)
		default:
			require.Fail(t, "not an end", "%s: %s is %s", phase, m.Mark, m.Status)
		}
	}
	require.Len(t, people, k.each, "nobody is forgotten")
	require.Equal(t, found, counts, "the counters are those of the table")
	require.Len(t, unknown, found.Unknown, "the doubtful ones are listed")
	k.sent += found.Delivered + found.Accepted
	k.cancelled += found.Cancelled
	k.doubt += found.Unknown
}

// listed gives the messages of a bulk send as the history lists them.
func (k *bulkKill) listed(id app.BulkID, status app.MessageStatus) (out []app.Message) {
	k.t.Helper()
	filter := app.HistoryFilter{Channel: k.channel, Bulk: id}
	if status != "" {
		filter.Statuses = []app.MessageStatus{status}
	}
	for after := app.MessageID(0); ; after = out[len(out)-1].ID {
		var page []app.Message
		require.NoError(k.t, k.db.View(k.t.Context(), func(tx app.Tx) (err error) {
			page, err = tx.PageHistory(app.HistoryPage{Filter: filter, After: after, Limit: 500})
			return err
		}))
		if out = append(out, page...); len(page) < 500 {
			return out
		}
	}
}

// judgeCounters demands that all counters are those of the table.
func (k *bulkKill) judgeCounters() {
	k.t.Helper()
	wrong, err := k.db.VerifyCounts(k.t.Context())
	require.NoError(k.t, err)
	require.Empty(k.t, wrong)
}
