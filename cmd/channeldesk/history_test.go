package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/history"
	"channeldesk/storage"
)

// sent puts messages into the published channel of the only agent.
func (b *bench) sent(n int) {
	b.t.Helper()
	db, err := storage.Open(b.t.Context(), storage.Options{Dir: b.data})
	require.NoError(b.t, err)
	defer func() { require.NoError(b.t, db.Close()) }()
	at := time.Now().Add(-time.Duration(n) * time.Hour).Truncate(time.Millisecond)
	require.NoError(b.t, db.Update(b.t.Context(), func(tx app.Tx) error {
		agents, err := tx.ListAgents()
		require.NoError(b.t, err)
		c, err := tx.GetChannel(agents[0].ID, app.Published)
		require.NoError(b.t, err)
		for i := range n {
			m := app.Message{
				Mark: fmt.Sprintf("msg_%026d", i), ChannelID: c.ID, To: fmt.Sprintf("+62812345%05d", i), Name: []string{"Budi", "", "Sari"}[i%3],
				Source: app.SourceAPI, Status: []app.MessageStatus{app.MessageRead, app.MessageFailed}[i%2], CreatedAt: at.Add(time.Duration(i) * time.Hour),
				Content: app.Content{Template: &app.TemplateMessage{Name: "=cmd()", Language: "id"}}, ProviderID: fmt.Sprintf("wamid.%d==", i),
			}
			if i%2 == 1 {
				m.Code, m.Reason, m.FailedAt = "131026", app.Say("No “WhatsApp”, \"here\";\n{{.N}}", "N", i), m.CreatedAt
			}
			if _, err := tx.AddMessage(m); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestHistoryListAndExport(t *testing.T) {
	b := readyBench(t)
	assert.Equal(t, "There are no such messages.\n", b.must("history"))
	b.sent(120)
	list := b.must("history", "list")
	assert.Equal(t, 51, strings.Count(list, "\n"))
	assert.Contains(t, list, "+62 812-3450-0119")
	assert.Contains(t, list, "These are the newest 50. Use --limit for more.\n")

	lines := strings.Split(strings.TrimSpace(b.must("history", "list", "--json", "--limit", "1000")), "\n")
	require.Len(t, lines, 120)
	path := filepath.Join(t.TempDir(), "out.csv")
	assert.Equal(t, "120 messages saved as "+path+".\n", b.must("history", "export", "-o", path))
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 121)
	require.Equal(t, history.Columns, rows[0])
	for i, line := range lines {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &object))
		for n, name := range history.Columns {
			want := fmt.Sprint(object[name])
			switch {
			case object[name] == nil:
				want = ""
			case strings.HasSuffix(name, "_at"):
				at, err := time.Parse(time.RFC3339, want)
				require.NoError(t, err)
				want = at.UTC().Format("2006-01-02T15:04:05.000Z")
			case name == "template":
				want = "'" + want // a formula is plain text
			}
			require.Equal(t, want, rows[i+1][n], "%s of line %d", name, i)
		}
	}

	excel := b.must("history", "export", "-o", "-", "--for-excel", "--search", "119", "--status", "failed")
	require.True(t, strings.HasPrefix(excel, "\ufeffid;environment;recipient"))
	assert.Contains(t, excel, ";+62 812-3450-0119;'=cmd();id;template;failed;api;")
	assert.Contains(t, b.must("history", "list", "--search", "081234500007"), "+62 812-3450-0007")
	assert.Equal(t, 20, strings.Count(b.must("history", "list", "--json", "--search", "budi", "--status", "failed"), "\n"))
	for _, args := range [][]string{{"--status", "gone"}, {"--source", "mars"}, {"--since", "x"}, {"--since", "1d", "--until", "2d"}, {"--limit", "-1"}} {
		assert.Equal(t, exitUsage, b.run(append([]string{"history", "list"}, args...)...).code, args)
	}
	for _, args := range [][]string{{"--key", "none"}, {"--bulk", "none"}} {
		assert.Equal(t, exitFailed, b.run(append([]string{"history", "list"}, args...)...).code, args)
	}
}
