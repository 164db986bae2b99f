package storage

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// planOf is how SQLite would answer a query.
func planOf(t *testing.T, db *DB, query string, args ...any) string {
	t.Helper()
	rows, err := db.write.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	require.NoError(t, err)
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		require.NoError(t, rows.Scan(&id, &parent, &unused, &step))
		steps = append(steps, step)
	}
	require.NoError(t, rows.Err())
	return strings.Join(steps, "; ")
}

// Each filter of the history walks the index that tells most, from its newest
// message, and gathers nothing to sort it.
func TestHistoryUsesIndexes(t *testing.T) {
	db := open(t, t.TempDir())
	now := time.Now()
	one, before := []app.ChannelID{1}, app.Message{ID: 9, CreatedAt: now}
	for name, c := range map[string]struct {
		filter   app.MessageFilter
		channels []app.ChannelID
		before   app.Message
		want     string
	}{
		"channel":             {app.MessageFilter{}, one, app.Message{}, "INDEX messages_created (channel_id=?)"},
		"channel's page":      {app.MessageFilter{}, one, before, "INDEX messages_created (channel_id=? AND created_at<?)"},
		"long ago":            {app.MessageFilter{From: now, Until: now}, one, app.Message{}, "INDEX messages_created (channel_id=? AND created_at>? AND created_at<?)"},
		"status":              {app.MessageFilter{Status: "failed"}, one, app.Message{}, "INDEX messages_status (channel_id=? AND status=?)"},
		"status's page":       {app.MessageFilter{Status: "failed"}, one, before, "INDEX messages_status (channel_id=? AND status=? AND created_at<?)"},
		"status in time":      {app.MessageFilter{Status: "failed", From: now}, one, before, "INDEX messages_status (channel_id=? AND status=? AND created_at>? AND created_at<?)"},
		"queued":              {app.MessageFilter{Status: "queued"}, one, before, "INDEX messages_status (channel_id=? AND status=? AND created_at<?)"},
		"template":            {app.MessageFilter{Template: "t"}, one, before, "INDEX messages_template (channel_id=? AND template=? AND created_at<?)"},
		"template and status": {app.MessageFilter{Template: "t", Status: "failed"}, one, before, "INDEX messages_template (channel_id=? AND template=? AND created_at<?)"},
		"recipient":           {app.MessageFilter{To: "+62"}, one, before, "INDEX messages_recipient (channel_id=? AND recipient=? AND created_at<?)"},
		"recipient and all": {
			app.MessageFilter{To: "+62", Template: "t", Status: "failed", Source: "api", Key: 1},
			one, before, "INDEX messages_recipient (channel_id=? AND recipient=? AND created_at<?)",
		},
		"source and key":  {app.MessageFilter{Source: "api", Key: 1}, one, before, "INDEX messages_source (channel_id=? AND source=? AND key_id=? AND created_at<?)"},
		"source alone":    {app.MessageFilter{Source: "api"}, one, before, "INDEX messages_created (channel_id=? AND created_at<?)"},
		"same moment":     {app.MessageFilter{}, one, before, "INDEX messages_created (channel_id=? AND created_at=? AND rowid<?)"},
		"status's moment": {app.MessageFilter{Status: "failed"}, one, before, "INDEX messages_status (channel_id=? AND status=? AND created_at=? AND rowid<?)"},
		"two channels":    {app.MessageFilter{Status: "failed"}, []app.ChannelID{1, 2}, before, "MERGE (UNION ALL)"},
		"before is gone":  {app.MessageFilter{}, one, app.Message{ID: 9}, "INDEX messages_created (channel_id=?)"},
		"many channels":   {app.MessageFilter{}, make([]app.ChannelID, mergedChannels+1), before, "SEARCH m USING INTEGER PRIMARY KEY (rowid<?)"},
	} {
		query, args := messageQuery(c.filter, c.channels, c.before)
		got := planOf(t, db, query, args...)
		require.NotContains(t, got, "TEMP B-TREE", name)
		require.Contains(t, got, c.want, name)
		require.NotContains(t, got, "SCAN m", name)
	}
}

// What is asked often, or grows, is answered from an index without sorting.
func TestQueuesUseIndexes(t *testing.T) {
	db := open(t, t.TempDir())
	claim, claimArgs, err := claimQuery(time.Now(), 10, []app.ChannelID{3})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		query string
		args  []any
		want  string
	}{
		"made due":            {makeDueQuery, []any{1}, "SEARCH q USING INDEX messages_queue (channel_id=? AND due_at>?)"},
		"next due":            {nextDueQuery, []any{"[]"}, "SEARCH messages USING COVERING INDEX messages_queue (channel_id=?)"},
		"by provider's id":    {messageColumns + `WHERE m.channel_id = ? AND m.provider_id = ? AND m.provider_id <> ''`, []any{1, "w"}, "INDEX messages_provider (channel_id=? AND provider_id=?)"},
		"by mark":             {messageColumns + `WHERE m.mark = ? AND m.channel_id = ?`, []any{"m", 1}, "autoindex_messages_1 (mark=?)"},
		"by reference":        {messageColumns + `WHERE m.channel_id = ? AND m.reference = ? AND m.reference <> '' LIMIT 2`, []any{1, "b"}, "INDEX messages_reference (channel_id=? AND reference=?)"},
		"attempts":            {attemptColumns + `WHERE message_id = ? ORDER BY number`, []any{1}, "PRIMARY KEY (message_id=?)"},
		"attempts running":    {`UPDATE attempts SET ended_at = 1 WHERE outcome = 'running'`, nil, "INDEX attempts_running"},
		"arrivals":            {arrivalsOfQuery, []any{1, 9, 10}, "SEARCH s USING PRIMARY KEY (channel_id=? AND span<?); SEARCH a USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"},
		"all arrivals":        {allArrivalsQuery, []any{9, 10}, "INTEGER PRIMARY KEY (rowid<?)"},
		"waiting arrivals":    {waitingQuery, []any{9}, "INDEX arrivals_waiting (state=?)"},
		"last arrival":        {lastArrivalQuery, []any{1}, "SEARCH s USING PRIMARY KEY (channel_id=?); SEARCH a USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"},
		"person":              {personColumns + `WHERE channel_id = ? AND key = ?`, []any{1, "k"}, "(channel_id=? AND key=?)"},
		"save person":         {savePerson, []any{1, "k", "", "", "", 1, nil, nil, nil, 1}, "INDEX sqlite_autoindex_people_1 (channel_id=? AND key=?)"},
		"keep person":         {keepPerson, []any{1, "k", "", "", "", 1, nil, nil, nil, 1}, "INDEX sqlite_autoindex_people_1 (channel_id=? AND key=?)"},
		"due sessions":        {dueSessionsQuery, []any{1, 9}, "INDEX people_due (session_due>? AND session_due<?)"},
		"recent sessions":     {recentSessionsQuery, []any{1, 9}, "INDEX people_inbound (channel_id=?)"},
		"open windows":        {openWindowsQuery, []any{1, 9, 9}, "INDEX people_inbound (channel_id=? AND inbound_slot>?)"},
		"unwanted":            {unwantedQuery, []any{"[1]"}, "(channel_id=? AND key=?)"},
		"protocols":           {protocolsQuery, []any{1}, "PRIMARY KEY (channel_id=?)"},
		"next session":        {nextSessionQuery, nil, "INDEX people_due (session_due>?)"},
		"due forwardings":     {dueForwardingsQuery, []any{1, "[]", 9}, "INDEX forwardings_first (due_at<?)"},
		"next forwarding":     {nextForwardingQuery, nil, "INDEX forwardings_first"},
		"forwardings":         {listForwardingsQuery, []any{1, "dead", 9}, "INDEX forwardings_state (channel_id=? AND state=?)"},
		"first forwarding":    {settleFirst, []any{1, "p"}, "INDEX forwardings_person (channel_id=? AND person=?)"},
		"API key":             {findKeyQuery, []any{"h"}, "autoindex_api_keys_1 (hash=?)"},
		"API keys":            {listKeysQuery, []any{1, "draft"}, "INDEX api_keys_agent (agent_id=? AND environment=?)"},
		"old arrivals":        {pruneArrivals, []any{1, 9, 5}, "INTEGER PRIMARY KEY (rowid<?)"},
		"old spans":           {pruneSpans, []any{640, 9}, "SEARCH s USING PRIMARY KEY (channel_id=? AND span<?)"},
		"old bodies":          {pruneLatest, []any{1, 9, 5}, "INTEGER PRIMARY KEY (rowid<?)"},
		"nth arrival":         {arrivalFromQuery, []any{1}, "INTEGER PRIMARY KEY (rowid>?)"},
		"old keys":            {pruneKeys, []any{1, 9}, "INDEX arrival_keys_at (at<?)"},
		"old states":          {pruneStates, []any{1, 9}, "INDEX pending_states_came (came_at<?)"},
		"old forwardings":     {pruneForwardings, []any{1, 9}, "INDEX forwardings_ended (created_at<?)"},
		"old answers":         {pruneReplays, []any{1, 9}, "INDEX replays_at (at<?)"},
		"foreign key: agents": {`DELETE FROM api_keys WHERE agent_id = ?`, []any{1}, "INDEX api_keys_agent (agent_id=?)"},
	} {
		got := planOf(t, db, c.query, c.args...)
		require.Contains(t, got, c.want, name)
		got = strings.ReplaceAll(got, "TEMP B-TREE FOR LAST", "") // those of the same five minutes
		require.NotContains(t, got, "TEMP B-TREE", name)
	}
	got := planOf(t, db, claim, claimArgs...)
	require.Contains(t, got, "INDEX messages_queue (channel_id=? AND due_at<?)")
	require.NotContains(t, got, "SCAN messages", "the queue is not walked as a whole")
	got = planOf(t, db, pendingQuery, 1, "w", "m", "b")
	for _, want := range []string{"(channel_id=? AND provider_id=?)", "pending_states_our (channel_id=? AND our_id=?)", "pending_states_reference (channel_id=? AND reference=?)"} {
		require.Contains(t, got, want)
	}
}

// Deleting a channel finds what belongs to it without reading whole tables.
func TestCascadesUseIndexes(t *testing.T) {
	db := open(t, t.TempDir())
	rows, err := db.read.QueryContext(t.Context(), `SELECT m.name, f."from" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND f."table" IN ('channels', 'agents', 'messages', 'api_keys')`)
	require.NoError(t, err)
	defer rows.Close()
	n := 0
	for rows.Next() {
		var table, column string
		require.NoError(t, rows.Scan(&table, &column))
		got := planOf(t, db, fmt.Sprintf(`SELECT 1 FROM %s WHERE %s = ?`, table, column), 1)
		require.Contains(t, got, "SEARCH", "%s.%s", table, column)
		n++
	}
	require.NoError(t, rows.Err())
	require.Greater(t, n, 12)
}
