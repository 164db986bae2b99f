package storage

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// version3 makes a workspace as the third program left it, with messages.
func version3(t *testing.T, messages int) (dir string) {
	t.Helper()
	dir = version2(t)
	pool := raw(t, filepath.Join(dir, FileName))
	require.NoError(t, runMigrations(t.Context(), pool, migrationsUpTo(t, 3)))
	for i := range messages {
		template, content := "", `{"text":"x"}`
		if i%3 > 0 {
			template = fmt.Sprintf("t%d", i%3)
			content = fmt.Sprintf(`{"template":{"name":%q,"language":"id"}}`, template)
		}
		_, err := pool.Exec(`INSERT INTO messages (mark, channel_id, recipient, room, name, content, template, source, key_id, status, provider_id,
			reference, code, attempts, created_at, due_at) VALUES (?, 9, ?, '', ?, ?, ?, 'api', 1, ?, '', '', '', 0, ?, 0)`,
			fmt.Sprintf("msg_%d", i), fmt.Sprintf("+628120000%04d", i), []string{"Budi Santoso", ""}[i%2], content, template,
			countedStates[i%len(countedStates)], 1_700_000_000_000+int64(i)*3_600_000)
		require.NoError(t, err)
	}
	require.NoError(t, pool.Close())
	return dir
}

// What the third program stored is counted and found like new messages.
func TestVersion3IsBroughtUpToDate(t *testing.T) {
	const messages = 200
	dir := version3(t, messages)
	openFails(t, CodeOlder, Options{Dir: dir, ReadOnly: true})
	db := open(t, dir)
	v, err := db.Version(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, schemaVersion, v)
	for _, check := range []func() ([]string, error){
		func() ([]string, error) { return db.Integrity(t.Context()) },
		func() ([]string, error) { return db.VerifyCounts(t.Context()) },
	} {
		problems, err := check()
		require.NoError(t, err)
		require.Empty(t, problems)
	}
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		counts, err := tx.CountHistory(app.HistoryFilter{Channel: 9})
		require.NoError(t, err)
		require.Equal(t, messages, counts.Total)
		for search, want := range map[string]int{"budi": 50, "santoso": 50, "0812 0000 0007": 1, "0199": 1, "nobody": 0} {
			page, err := tx.PageHistory(app.HistoryPage{Filter: app.HistoryFilter{Channel: 9, Search: search}})
			require.NoError(t, err)
			require.Len(t, page, want, search)
		}
		names, err := tx.HistoryTemplates(9)
		require.NoError(t, err)
		require.Equal(t, []string{"t1", "t2"}, names)
		days, ok, err := tx.HistoryDays(app.HistoryFilter{Channel: 9})
		require.True(t, ok)
		require.Equal(t, startOf(dayOf(time.UnixMilli(1_700_000_000_000))), days[0].Day)
		return err
	}))
	rows := 0
	require.NoError(t, db.ExportMessages(t.Context(), app.HistoryFilter{Channel: 9, Template: "t2"}, func(r *app.HistoryRow) error {
		rows++
		require.Equal(t, "id", string(r.Language))
		return nil
	}))
	require.Equal(t, 66, rows)
	// They go like new ones.
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error { _, err := tx.PruneHistory(time.Now(), 1000); return err }))
	problems, err := db.VerifyCounts(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
}
