package main

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/storage"
)

// charged puts a message into an environment of the only agent, which the provider
// took now.
func (b *bench) charged(env app.Environment, mark string) {
	b.t.Helper()
	db, err := storage.Open(b.t.Context(), storage.Options{Dir: b.data})
	require.NoError(b.t, err)
	defer func() { require.NoError(b.t, db.Close()) }()
	now := time.Now().Truncate(time.Millisecond)
	require.NoError(b.t, db.Update(b.t.Context(), func(tx app.Tx) error {
		agents, err := tx.ListAgents()
		require.NoError(b.t, err)
		c, err := tx.GetChannel(agents[0].ID, env)
		require.NoError(b.t, err)
		_, err = tx.AddMessage(app.Message{
			Mark: mark, ChannelID: c.ID, To: "+6281155500001", Source: app.SourceAPI, Status: app.MessageDelivered, CreatedAt: now, AcceptedAt: now,
			Content: app.Content{Template: &app.TemplateMessage{Name: "t", Language: "id"}}, Price: "utility, billable",
		})
		return err
	}))
}

// What a message cost is told by the provider of then, in lists and exports of both
// environments, whatever the channel is now.
func TestHistoryCostsByTheProviderOfThen(t *testing.T) {
	b := readyBench(t)
	b.must("draft", "create")
	b.must("prices", "set", "meta_cloud", "--from", "2020-01-01", "--utility", "357")
	b.must("prices", "set", "coster", "--from", "2020-01-01", "--utility", "0.0411", "--currency", "usd")
	for _, env := range []app.Environment{app.Published, app.Draft} {
		b.charged(env, "msg_meta_"+string(env))
	}
	b.put("published", b.qontakSettings(false))
	b.charged(app.Published, "msg_qontak_published")
	for _, env := range []app.Environment{app.Published, app.Draft} {
		b.put(string(env), b.costerSettings())
		b.charged(env, "msg_coster_"+string(env))
	}
	want := map[string]string{
		"msg_meta_published": "357 IDR", "msg_qontak_published": " ", "msg_coster_published": "0.0411 USD",
		"msg_meta_draft": "357 IDR", "msg_coster_draft": "0.0411 USD",
	}
	got := map[string]string{}
	for _, env := range []string{"published", "draft"} {
		for line := range strings.Lines(b.must("--env", env, "history", "list", "--json")) {
			var m historyJSON
			require.NoError(t, json.Unmarshal([]byte(line), &m))
			got[m.ID] = m.Cost + " " + m.Currency
		}
	}
	assert.Equal(t, want, got)
	clear(got)
	for _, env := range []string{"published", "draft"} {
		rows, err := csv.NewReader(strings.NewReader(b.must("--env", env, "history", "export", "-o", "-"))).ReadAll()
		require.NoError(t, err)
		for _, row := range rows[1:] {
			got[row[0]] = row[len(row)-2] + " " + row[len(row)-1]
		}
	}
	assert.Equal(t, want, got)
}
