package storage

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// inTx runs fn with a transaction as the storage itself sees it.
func inTx(t *testing.T, db *DB, fn func(*tx)) {
	t.Helper()
	require.NoError(t, db.View(t.Context(), func(x app.Tx) error { fn(x.(*tx)); return nil }))
}

// Each page of the history walks the index that leads past the fewest messages,
// or asks the names, and gathers nothing to sort it but the hits of digits.
func TestHistoryPagesUseIndexes(t *testing.T) {
	db := open(t, t.TempDir())
	queued(t, db, 3)
	require.NoError(t, db.Update(t.Context(), func(x app.Tx) error {
		_, err := x.AddMessage(app.Message{Mark: "msg_window", ChannelID: 1, Source: app.SourceWindow})
		return err
	}))
	now := time.Now()
	failed, two := []app.MessageStatus{app.MessageFailed}, []app.MessageStatus{app.MessageFailed, app.MessageQueued}
	behind := place{at: now.UnixMilli(), id: 9}
	for name, c := range map[string]struct {
		filter app.HistoryFilter
		behind place
		newer  bool
		want   []string
	}{
		"all":           {app.HistoryFilter{}, place{}, false, []string{"INDEX messages_created (channel_id=?)"}},
		"page":          {app.HistoryFilter{}, behind, false, []string{"messages_created (channel_id=? AND created_at=? AND rowid<?)", "messages_created (channel_id=? AND created_at<?)"}},
		"back":          {app.HistoryFilter{}, behind, true, []string{"messages_created (channel_id=? AND created_at=? AND rowid>?)", "messages_created (channel_id=? AND created_at>?)"}},
		"behind gone":   {app.HistoryFilter{}, place{id: 9}, false, []string{"messages_created (channel_id=?)"}},
		"time":          {app.HistoryFilter{From: now, Until: now}, place{}, false, []string{"messages_created (channel_id=? AND created_at>? AND created_at<?)"}},
		"status":        {app.HistoryFilter{Statuses: failed}, behind, false, []string{"messages_status (channel_id=? AND status=? AND created_at<?)"}},
		"states":        {app.HistoryFilter{Statuses: two, From: now}, place{}, false, []string{"MERGE (UNION ALL)", "messages_status (channel_id=? AND status=? AND created_at>?)"}},
		"template":      {app.HistoryFilter{Template: "t"}, behind, false, []string{"messages_template (channel_id=? AND template=? AND created_at<?)"}},
		"source's keys": {app.HistoryFilter{Source: app.SourceWindow}, place{}, false, []string{"messages_source (channel_id=? AND source=? AND key_id=?)"}},
		"key":           {app.HistoryFilter{Key: 3, Source: app.SourceAPI}, behind, false, []string{"messages_source (channel_id=? AND source=? AND key_id=? AND created_at<?)"}},
	} {
		inTx(t, db, func(x *tx) {
			c.filter.Channel = 1
			q, err := x.prepareHistory(c.filter)
			require.NoError(t, err, name)
			for _, columns := range []columnsOf{messageRows, exportColumns} {
				query, args := q.walked(columns, c.behind, c.newer, 50)
				got := planOf(t, db, query, args...)
				require.NotContains(t, got, "TEMP B-TREE", name)
				require.NotContains(t, got, "SCAN m", name)
				for _, want := range c.want {
					require.Contains(t, got, want, name)
				}
			}
		})
	}
}

func TestSearchesUseIndexes(t *testing.T) {
	db := open(t, t.TempDir())
	queued(t, db, 3)
	behind := place{at: time.Now().UnixMilli(), id: 9}
	inTx(t, db, func(x *tx) {
		q, err := x.prepareHistory(app.HistoryFilter{Channel: 1, Search: "0812 3456"})
		require.NoError(t, err)
		query, args := q.gathered(messageRows, behind, false, 50)
		got := planOf(t, db, query, args...)
		require.Contains(t, got, "COVERING INDEX messages_recipient (channel_id=? AND recipient>? AND recipient<?)")
		require.Contains(t, got, "COVERING INDEX messages_reversed (channel_id=? AND reversed>? AND reversed<?)")
		require.Contains(t, got, "SEARCH m USING INTEGER PRIMARY KEY")
		require.NotContains(t, got, "SCAN m")

		q, err = x.prepareHistory(app.HistoryFilter{Channel: 1, Search: "0812 3456", Statuses: []app.MessageStatus{app.MessageFailed}})
		require.NoError(t, err)
		query, args = q.crossed().walked(messageRows, behind, false, 50)
		got = planOf(t, db, query, args...)
		require.Contains(t, got, "INDEX messages_status (channel_id=? AND status=? AND created_at<?)")
		require.Contains(t, got, "COVERING INDEX messages_recipient (channel_id=? AND recipient>? AND recipient<?)")
		require.NotContains(t, got, "TEMP B-TREE")
		require.NotContains(t, got, "SEARCH m USING INTEGER PRIMARY KEY")

		q, err = x.prepareHistory(app.HistoryFilter{Channel: 1, Search: "Budi", Statuses: []app.MessageStatus{app.MessageFailed}, From: time.Now()})
		require.NoError(t, err)
		query, args, err = x.namesQuery(q, messageRows, behind, false, 50)
		require.NoError(t, err)
		got = planOf(t, db, query, args...)
		require.Contains(t, got, "SCAN n VIRTUAL TABLE INDEX")
		require.Contains(t, got, "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)")
		require.NotContains(t, got, "TEMP B-TREE", "the newest come first by themselves")
	})
	for name, c := range map[string]struct {
		query string
		args  []any
		want  string
	}{
		"by mark":            {byMarkQuery, []any{"m", 1}, "autoindex_messages_1 (mark=?)"},
		"by provider's id":   {byProviderQuery, []any{"w", 1}, "INDEX messages_provider (channel_id=? AND provider_id=?)"},
		"copies":             {copiesQuery, []any{"m"}, "INDEX messages_again (again=?)"},
		"newest of a time":   {newestOfQuery, []any{1, 2}, "COVERING INDEX messages_created (channel_id=? AND created_at<?)"},
		"oldest of a time":   {oldestOfQuery, []any{1, 2}, "COVERING INDEX messages_created (channel_id=? AND created_at>?)"},
		"times of a bulk":    {bulkSpanQuery, []any{1}, "INDEX messages_bulk (bulk_id=?)"},
		"released":           {releaseQuery, []any{1, 2, 3}, "COVERING INDEX messages_held (bulk_id=?)"},
		"held and cancelled": {cancelHeldQuery, []any{1, 2}, "COVERING INDEX messages_held (bulk_id=?)"},
		"queue cancelled":    {cancelQueuedQuery, []any{1, 2, 3}, "INDEX messages_queue (channel_id=?)"},
		"queue held back":    {holdBackQuery, []any{1, 2}, "INDEX messages_queue (channel_id=?)"},
		"outcomes":           {outcomesQuery, []any{1, 100}, "INDEX messages_bulk (bulk_id=? AND bulk_row<?)"},
		"active bulk sends":  {activeBulksQuery, nil, "bulk_sends_active"},
		"bulk sends":         {listBulksQuery, []any{1, 2}, "INDEX bulk_sends_channel (channel_id=?)"},
		"templates sent":     {templatesSentQuery, []any{1}, "SEARCH message_counts USING PRIMARY KEY (channel_id=? AND template>?)"},
		"keys of a source":   {keysQuery, []any{1, "api", 9}, "COVERING INDEX messages_source (channel_id=? AND source=? AND key_id>?)"},
		"sample of digits":   {sampleQuery + ` AND m.recipient >= ?`, []any{1, 300, "+62812"}, "INDEX messages_created (channel_id=?)"},
		"sample of names":    {nameSampleQuery, []any{`"bud"`, 5000}, "SCAN n VIRTUAL TABLE INDEX"},
		"pruned":             {pruneOldest, []any{1, 2}, "INDEX messages_created (channel_id=? AND created_at<?)"},
	} {
		got := planOf(t, db, c.query, c.args...)
		require.Contains(t, got, c.want, name)
		require.NotContains(t, got, "TEMP B-TREE FOR ORDER BY", name)
		require.NotContains(t, got, "SCAN messages", name)
	}
}

// Counts and charts read counters, never messages.
func TestCountsReadCounters(t *testing.T) {
	db := open(t, t.TempDir())
	for _, f := range []app.HistoryFilter{{}, {Template: "t"}, {Source: app.SourceAPI}, {Template: "t", Source: app.SourceAPI}} {
		for _, byDay := range []bool{false, true} {
			query, args := countsQuery(f, 1, 9, byDay)
			got := planOf(t, db, query, args...)
			require.NotContains(t, got, "messages", "%+v", f)
			require.Contains(t, got, "SEARCH", "%+v", f)
			require.NotContains(t, got, "TEMP B-TREE", "%+v", f)
		}
	}
}
