package storage

import (
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// plan is how SQLite would answer a filter.
func plan(t *testing.T, db *DB, f app.ActivityFilter) string {
	t.Helper()
	query, args, err := activityQuery(f)
	require.NoError(t, err)
	return planOf(t, db, query, args...)
}

// No filter gathers lines to sort them: each walks the log, or an index of it,
// from the newest line and stops at its limit.
func TestFiltersUseIndexes(t *testing.T) {
	db := withLines(t, 30)
	now := time.Now()
	for name, c := range map[string]struct {
		filter app.ActivityFilter
		want   string
	}{
		"all":            {app.ActivityFilter{}, "SCAN activity"},
		"next page":      {app.ActivityFilter{Before: 9}, "USING INTEGER PRIMARY KEY (rowid<?)"},
		"agent":          {app.ActivityFilter{Agent: 1}, "USING INDEX activity_agent (agent_id=?)"},
		"agent's page":   {app.ActivityFilter{Agent: 1, Before: 9}, "USING INDEX activity_agent (agent_id=? AND id<?)"},
		"actor's page":   {app.ActivityFilter{By: "Dewi", Before: 9}, "USING INDEX activity_actor (actor=? AND id<?)"},
		"kind's page":    {app.ActivityFilter{Kinds: []string{"x"}, Before: 9}, "USING INDEX activity_kind (kind=? AND id<?)"},
		"kinds":          {app.ActivityFilter{Kinds: []string{"x", "y"}, Before: 9}, "USING INTEGER PRIMARY KEY (rowid<?)"},
		"agents":         {app.ActivityFilter{Only: []app.AgentID{1, 2}, Before: 9}, "USING INTEGER PRIMARY KEY (rowid<?)"},
		"agent's kinds":  {app.ActivityFilter{Agent: 1, Kinds: []string{"x", "y"}}, "USING INDEX activity_agent (agent_id=?)"},
		"agent in time":  {app.ActivityFilter{Agent: 1, From: now, To: now}, "USING INDEX activity_agent (agent_id=?)"},
		"agent in draft": {app.ActivityFilter{Agent: 1, Environment: app.Draft}, "USING INDEX activity_agent (agent_id=?)"},
	} {
		got := plan(t, db, c.filter)
		require.Contains(t, got, c.want, name)
		require.NotContains(t, got, "TEMP B-TREE", name)
	}
}

// largeLog is a log as of some busy years.
func largeLog(b *testing.B) *DB {
	const lines = 200_000
	db := open(b, b.TempDir())
	start := time.Now()
	for range 20 {
		require.NoError(b, db.Update(b.Context(), func(tx app.Tx) error {
			for i := range lines / 20 {
				err := tx.AddActivity(app.Activity{
					At: start.Add(time.Duration(i) * time.Second), By: fmt.Sprintf("Member %d", i%9), AgentID: app.AgentID(i % 40),
					Environment: app.Draft, Kind: fmt.Sprintf("kind_%d", i%30), Before: "before", After: "after",
					Text: app.Say("The setting {{.Name}} became {{.Value}}.", "Name", "phone_number_id", "Value", i),
				})
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
	b.Logf("%d lines written in %v", lines, time.Since(start).Round(time.Millisecond))
	return db
}

func BenchmarkActivity(b *testing.B) {
	db := largeLog(b)
	now := time.Now()
	only := make([]app.AgentID, 20)
	for i := range only {
		only[i] = app.AgentID(i)
	}
	for name, f := range map[string]app.ActivityFilter{
		"newest":               {},
		"page in the middle":   {Before: 100_000},
		"agent":                {Agent: 7},
		"agent, page at end":   {Agent: 7, Before: 9_000},
		"half of the agents":   {Only: only},
		"no agent":             {Only: []app.AgentID{}},
		"actor":                {By: "Member 3", Before: 100_000},
		"kinds":                {Kinds: []string{"kind_1", "kind_2"}},
		"kinds that never are": {Kinds: []string{"x", "y"}},
		"time that never was":  {From: now.AddDate(-2, 0, 0), To: now.AddDate(-1, 0, 0)},
		"environment never":    {Environment: app.Published},
	} {
		b.Run("find/"+name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, db.View(b.Context(), func(tx app.Tx) error { _, err := tx.FindActivity(f); return err }))
			}
		})
	}
	b.Run("actors", func(b *testing.B) {
		for b.Loop() {
			require.NoError(b, db.View(b.Context(), func(tx app.Tx) error { _, err := tx.ActivityActors(); return err }))
		}
	})
	b.Run("verify", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			require.Zero(b, proof(b, db).BrokenAt)
		}
	})
	b.Run("export", func(b *testing.B) {
		for b.Loop() {
			readAll(b, db)
		}
	})
	b.Run("add", func(b *testing.B) {
		for b.Loop() {
			addLines(b, db, 1)
		}
	})
}

// readAll reads the log page by page, as an export does.
func readAll(b *testing.B, db *DB) {
	b.Helper()
	f := app.ActivityFilter{Limit: 1000}
	for {
		var page []app.Activity
		require.NoError(b, db.View(b.Context(), func(tx app.Tx) (err error) { page, err = tx.FindActivity(f); return err }))
		if len(page) == 0 {
			return
		}
		f.Before = page[len(page)-1].ID
	}
}
