package main

import (
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func TestActivity(t *testing.T) {
	b := newBench(t)
	assert.Equal(t, []string{"member_added"}, kindsOf(t, b))
	b.setUp()
	b.must("members", "add", "Dewi", "--role", "contributor")
	b.must("--member", "Dewi", "draft", "create")
	b.must("--member", "Dewi", "--env", "draft", "secret", "set", "app_secret", "--from-env", "QONTAK_HMAC_ID")
	b.must("apply", "-f", b.file("other.yaml", "agent: Kopi Langit\nenvironments: {}\n"))

	stored := newest(t, b, "--kind", "secret_stored")
	assert.Equal(t, activityJSON{
		ID: stored.ID, At: stored.At, By: "Dewi", Agent: "Nusantara Bank Assistant", Environment: app.Draft,
		Kind: "secret_stored", Text: "App Secret replaced", Before: "Stored", After: "Changed",
	}, stored)
	assert.Equal(t, []string{"secret_stored", "webhook_secret_made", "draft_created"}, kindsOf(t, b, "--env", "draft"))
	assert.Equal(t, kindsOf(t, b, "--env", "draft"), kindsOf(t, b, "--by", "dewi"))
	assert.Equal(t, []string{"agent_created", "agent_created"}, kindsOf(t, b, "--kind", "agent_created"))
	assert.Equal(t, []string{"member_added", "member_added"}, kindsOf(t, b, "--kind", "member_added,member_changed"))
	assert.Len(t, kindsOf(t, b, "--limit", "3"), 3)
	assert.Empty(t, kindsOf(t, b, "--until", "2020-01-01"))
	assert.Empty(t, kindsOf(t, b, "--since", "2100-01-01"))
	today := time.Now().Format(time.DateOnly)
	assert.Equal(t, kindsOf(t, b), kindsOf(t, b, "--since", "1d", "--until", time.Now().AddDate(0, 0, 1).Format(time.DateOnly)))
	assert.NotEmpty(t, kindsOf(t, b, "--since", today+" 00:00"))

	assert.Equal(t, exitUsage, b.run("activity").code, "which agent?")
	own := b.must("activity", "--agent", "Nusantara Bank Assistant", "--limit", "1")
	assert.Regexp(t, `^\d+ \w+ \d{4} \d\d:\d\d  Dewi  Draft  App Secret replaced\nThese are the newest 1\. Use --limit for more\.\n$`, own)
	assert.Contains(t, b.must("activity", "--all-agents"), "Sari started this workspace and is its Owner\n")
	assert.Equal(t, "Nothing was written down.\n", b.must("activity", "--all-agents", "--kind", "published"))
	for _, args := range [][]string{
		{"--all-agents", "--agent", "Kopi Langit"}, {"--since", "yesterday"}, {"--until", "x"}, {"--since", "2026-02-01", "--until", "2026-01-01"},
		{"--kind", "NOT A KIND"}, {"--limit", "-1"}, {"--limit", "x"},
	} {
		assert.Equal(t, exitUsage, b.run(append([]string{"activity"}, args...)...).code, args)
	}
	assert.Equal(t, exitFailed, b.run("activity", "--agent", "Nobody").code)
}

func TestParseMoment(t *testing.T) {
	now := time.Date(2026, 7, 15, 12, 30, 0, 0, time.Local)
	for typed, want := range map[string]time.Time{
		"":                          {},
		"2026-07-01":                time.Date(2026, 7, 1, 0, 0, 0, 0, time.Local),
		"2026-07-01 10:30":          time.Date(2026, 7, 1, 10, 30, 0, 0, time.Local),
		"2026-07-01T10:30":          time.Date(2026, 7, 1, 10, 30, 0, 0, time.Local),
		"2026-07-01T10:30:00+07:00": time.Date(2026, 7, 1, 3, 30, 0, 0, time.UTC),
		"7d":                        time.Date(2026, 7, 8, 12, 30, 0, 0, time.Local),
		"90m":                       time.Date(2026, 7, 15, 11, 0, 0, 0, time.Local),
	} {
		got, err := parseMoment("--since", typed, now, 0)
		require.NoError(t, err, typed)
		assert.True(t, want.Equal(got), "%s: %s", typed, got)
	}
	until, err := parseMoment("--until", "2026-07-01", now, 1)
	require.NoError(t, err)
	assert.True(t, time.Date(2026, 7, 2, 0, 0, 0, 0, time.Local).Equal(until), "the whole day is included")
	for _, typed := range []string{"x", "-1h", "2026-13-01", "01/07/2026", "99999d", "7"} {
		_, err := parseMoment("--since", typed, now, 0)
		assert.Error(t, err, typed)
	}
}

func TestActivityExport(t *testing.T) {
	b := readyBench(t)
	b.must("settings", "set", "contact", "=HYPERLINK(1)")
	path := filepath.Join(b.files, "activity.csv")
	assert.Regexp(t, `^\d+ lines saved as .*activity\.csv\.\n$`, b.must("activity", "export", "-o", path))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"time", "agent", "environment", "who", "kind", "what_happened", "before", "after"}, rows[0])
	assert.Equal(t, "Nusantara Bank Assistant", rows[1][1])
	var told struct{ Lines int }
	require.NoError(t, json.Unmarshal([]byte(b.must("activity", "export", "--json", "-o", path, "--limit", "2", "--kind", "setting_changed")), &told))
	assert.Equal(t, 2, told.Lines)
	assert.True(t, strings.HasPrefix(b.must("activity", "export", "-o", "-", "--for-excel", "--all-agents"), "\ufefftime;agent;"))
	assert.Equal(t, "activity_exported", newest(t, b).Kind)

	b.console.interactive = true
	assert.Regexp(t, `^\r\d+ lines\n$`, b.run("activity", "export", "-o", path).err)
	b.console.interactive = false
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	lost := b.run("activity", "export", "-o", filepath.Join(b.files, "no", "folder.csv"))
	assert.Equal(t, exitFailed, lost.code)
	assert.Equal(t, exitUsage, b.run("activity", "export").code)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, before, after)
	left, err := filepath.Glob(filepath.Join(b.files, ".channeldesk-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

func verified(t *testing.T, b *bench, code int, args ...string) (out verifyJSON) {
	t.Helper()
	r := b.run(append([]string{"activity", "verify", "--json"}, args...)...)
	require.Equal(t, code, r.code, r.err)
	require.NoError(t, json.Unmarshal([]byte(r.out), &out))
	return out
}

func TestActivityVerify(t *testing.T) {
	b := readyBench(t)
	first := verified(t, b, exitDone)
	assert.True(t, first.OK)
	assert.Len(t, first.Head, 64)
	assert.Equal(t, first, verified(t, b, exitDone), "verifying writes nothing down")
	b.must("draft", "create")
	later := verified(t, b, exitDone, "--head", strings.ToUpper(first.Head))
	assert.Equal(t, first.Lines, later.NotedAt, "the noted line still stands")
	assert.Greater(t, later.Lines, first.Lines)
	assert.Contains(t, b.must("activity", "verify", "--head", first.Head), "The noted hash is that of line ")
	other := b.run("activity", "verify", "--head", strings.Repeat("0", 64))
	assert.Equal(t, exitFailed, other.code)
	assert.Contains(t, other.err, "[activity_head_unknown]")
	assert.Equal(t, exitUsage, b.run("activity", "verify", "--head", "abc").code)

	b.tamper("UPDATE activity SET actor = 'Mallory' WHERE id = 3")
	r := b.run("activity", "verify")
	assert.Equal(t, exitFailed, r.code)
	assert.Empty(t, r.out)
	assert.Equal(t, "The activity is broken at line 3: it was changed, or a line is missing.\nThe 2 lines before it hold. Keep a copy of the data folder and compare with a backup. [activity_broken]\n", r.err)
	broken := verified(t, b, exitFailed, "--head", first.Head)
	assert.Equal(t, verifyJSON{Lines: 2, BrokenAt: 3}, broken)
}

// tamper changes the database as somebody with the file could.
func (b *bench) tamper(query string) {
	b.t.Helper()
	pool, err := sql.Open("sqlite", filepath.Join(b.data, "channeldesk.db"))
	require.NoError(b.t, err)
	defer pool.Close()
	var guard string
	require.NoError(b.t, pool.QueryRow(`SELECT sql FROM sqlite_master WHERE name = 'activity_no_update'`).Scan(&guard))
	for _, q := range []string{`DROP TRIGGER activity_no_update`, query, guard} {
		_, err := pool.Exec(q)
		require.NoError(b.t, err)
	}
}
