package storage

import (
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// BenchmarkHistory asks for pages of 300,000 messages, one channel of which has
// a long queue that waits.
func BenchmarkHistory(b *testing.B) {
	const messages, chunk = 300_000, 1000
	db := open(b, b.TempDir())
	queued(b, db, 1)
	start := time.Now()
	at := time.UnixMilli(1_700_000_000_000)
	for i := 0; i < messages; i += chunk {
		require.NoError(b, db.Update(b.Context(), func(tx app.Tx) error {
			for n := i; n < i+chunk; n++ {
				m := app.Message{
					Mark: fmt.Sprintf("msg_h%024d", n*7919%messages), ChannelID: 1, To: fmt.Sprintf("+62%010d", n*7919%99991), Status: app.MessageDelivered,
					ProviderID: fmt.Sprintf("wamid.%032d", n*104729%messages), CreatedAt: at.Add(time.Duration(n) * time.Second), Source: app.SourceAPI,
					Content: app.Content{Template: &app.TemplateMessage{Name: fmt.Sprintf("template_%d", n%30), Language: "id", Body: []string{"Pak Joko", "1234"}}},
				}
				switch {
				case n%50 == 0:
					m.Status = app.MessageFailed
				case n > messages-20_000:
					m.Status, m.ProviderID = app.MessageQueued, ""
				}
				if _, err := tx.AddMessage(m); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	b.Logf("%d messages written in %v", messages, time.Since(start).Round(time.Millisecond))
	for name, f := range map[string]app.MessageFilter{
		"newest":             {Agent: 1, Environment: app.Published},
		"everything":         {},
		"page in the middle": {Agent: 1, Before: messages / 2},
		"failed":             {Agent: 1, Status: app.MessageFailed},
		"template":           {Agent: 1, Template: "template_7"},
		"template, failed":   {Agent: 1, Template: "template_20", Status: app.MessageFailed},
		"recipient":          {Agent: 1, To: "+620000000007"},
		"no such recipient":  {Agent: 1, To: "+1"},
		"a week long ago":    {Agent: 1, From: at, Until: at.AddDate(0, 0, 7)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, db.View(b.Context(), func(tx app.Tx) error { _, err := tx.ListMessages(f); return err }))
			}
		})
	}
	b.Run("claim beside a long queue", func(b *testing.B) {
		for b.Loop() {
			require.NoError(b, db.Update(b.Context(), func(tx app.Tx) error {
				_, err := tx.ClaimMessages(at.AddDate(1, 0, 0), 16, []app.ChannelID{1})
				return err
			}))
		}
	})
	b.Run("state applied", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			require.NoError(b, db.Update(b.Context(), func(tx app.Tx) error {
				_, err := tx.ApplyState(1, app.StateUpdate{ProviderID: fmt.Sprintf("wamid.%032d", n*31%messages), Status: app.MessageRead, At: at})
				return err
			}))
		}
	})
}
