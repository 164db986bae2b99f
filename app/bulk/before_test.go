package bulk_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
)

func find(list []bulk.Finding, id string) (bulk.Finding, bool) {
	for _, f := range list {
		if f.ID == id {
			return f, true
		}
	}
	return bulk.Finding{}, false
}

// Before sending, everything that may go wrong is told.
func TestPreflight(t *testing.T) {
	o := newOffice(t)
	running := false
	o.FollowGateway(func() bool { return running })
	order := o.order(30)
	o.rows.Update(func(tx app.Tx) error {
		if err := tx.SaveCheck(o.channel.ID, app.CheckReport{At: time.Now(), Facts: map[string]string{"messaging_limit": "TIER_50"}}); err != nil {
			return err
		}
		// Twenty-five people were written to today, five of them in the file.
		for i := range 25 {
			m := app.Message{
				Mark: "msg_" + string(rune('a'+i)), ChannelID: o.channel.ID, AgentID: o.agent.ID, Environment: app.Published, To: "+62812" + string(rune('1'+i/20)) + "00000" + twoDigits(i%20+25*boolInt(i < 20)),
				Content: app.Content{Template: &app.TemplateMessage{Name: "x", Language: "en"}}, Source: app.SourceAPI, Status: app.MessageDelivered,
				CreatedAt: time.Now().Add(-time.Hour), AcceptedAt: time.Now().Add(-time.Hour), DueAt: time.Now().Add(-time.Hour),
			}
			if _, err := tx.AddMessage(m); err != nil {
				return err
			}
		}
		return nil
	})
	list, err := o.Preflight(t.Context(), order)
	require.NoError(t, err)
	x, ok := find(list, bulk.FindTemplate)
	require.True(t, ok)
	require.Equal(t, bulk.Fine, x.Level)
	x, ok = find(list, bulk.FindGateway)
	require.True(t, ok)
	require.Equal(t, bulk.Warning, x.Level)
	x, ok = find(list, bulk.FindLimit)
	require.True(t, ok)
	require.Equal(t, 25, x.Number)
	_, ok = find(list, bulk.FindOptedOut)
	require.False(t, ok)

	running = true
	o.queue.paused = "The token ended."
	n, err := o.OptOut(t.Context(), o.agent.ID, app.Published, "0812 1000 0003", "081210000004", "+6281210000004", "0811-9999-999")
	require.NoError(t, err)
	require.Equal(t, 3, n)
	list, err = o.Preflight(t.Context(), order)
	require.NoError(t, err)
	x, _ = find(list, bulk.FindGateway)
	require.Equal(t, bulk.Fine, x.Level)
	x, ok = find(list, bulk.FindPaused)
	require.True(t, ok)
	require.Equal(t, "The token ended.", x.What.String())
	x, ok = find(list, bulk.FindOptedOut)
	require.True(t, ok)
	require.Equal(t, 2, x.Number)

	o.guard.refuse = app.MaySend
	_, err = o.Preflight(t.Context(), order)
	require.Equal(t, app.CodeForbidden, app.ErrorCode(err))
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func twoDigits(n int) string { return string(rune('0'+n/10%10)) + string(rune('0'+n%10)) }

// A token that ends before the last message is told of; one that ends later is
// not.
func TestPreflightSeesTheEndOfAToken(t *testing.T) {
	o := newOffice(t)
	save := func(end time.Time) {
		o.rows.Update(func(tx app.Tx) error {
			c, err := tx.GetChannel(o.agent.ID, app.Published)
			if err != nil {
				return err
			}
			if err := tx.AddSecretRef("ref-1", time.Now()); err != nil {
				return err
			}
			c.Secrets = map[string]app.SecretInfo{"access_token": {Ref: "ref-1", SetAt: time.Now(), ExpiresAt: end}}
			return tx.UpdateChannel(c)
		})
	}
	order := o.order(100)
	order.Pace, order.DueAt = 1, time.Now().Add(time.Hour)
	save(time.Now().Add(time.Hour + 30*time.Second))
	list, err := o.Preflight(t.Context(), order)
	require.NoError(t, err)
	x, ok := find(list, bulk.FindExpiry)
	require.True(t, ok)
	require.Equal(t, bulk.Problem, x.Level)
	order.Pace = 20
	list, err = o.Preflight(t.Context(), order)
	require.NoError(t, err)
	_, ok = find(list, bulk.FindExpiry)
	require.False(t, ok)
}

func TestLimits(t *testing.T) {
	for word, want := range map[string]int{"TIER_50": 50, "TIER_1K": 1000, "TIER_100K": 100_000, "TIER_UNLIMITED": -1} {
		n, ok := bulk.LimitOf(word)
		require.True(t, ok, word)
		require.Equal(t, want, n, word)
	}
	for _, word := range []string{"", "TIER_NOT_SET", "K", "TIER_-5"} {
		_, ok := bulk.LimitOf(word)
		require.False(t, ok, word)
	}
}

// Who opted out gets nothing, and may come back; both are written down.
func TestOptOuts(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	n, err := o.OptOut(ctx, o.agent.ID, app.Published, "0812-1000-0000", "+62 812 1000 0001")
	require.NoError(t, err)
	require.Equal(t, 2, n)
	n, err = o.OptOut(ctx, o.agent.ID, app.Published, "081210000000")
	require.NoError(t, err)
	require.Zero(t, n)
	list, err := o.OptOuts(ctx, o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Equal(t, []string{"+6281210000000", "+6281210000001"}, list)

	order := o.order(3)
	b, err := o.Prepare(ctx, order, nil)
	require.NoError(t, err)
	require.Equal(t, 1, b.Total)

	n, err = o.OptIn(ctx, o.agent.ID, app.Published, "+6281210000000", "+6281299999999")
	require.NoError(t, err)
	require.Equal(t, 1, n)
	list, err = o.OptOuts(ctx, o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Equal(t, []string{"+6281210000001"}, list)
	_, err = o.OptOut(ctx, o.agent.ID, app.Published, "081210000002", "no number")
	require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	o.rows.View(func(tx app.Tx) error {
		acts, err := tx.ListActivity(o.agent.ID, 10)
		if err != nil {
			return err
		}
		kinds := 0
		for _, a := range acts {
			if a.Kind == app.ActOptOutChanged {
				kinds++
			}
		}
		require.Equal(t, 2, kinds)
		return nil
	})
	o.guard.refuse = app.MaySend
	_, err = o.OptOut(ctx, o.agent.ID, app.Published, "081210000002")
	require.Equal(t, app.CodeForbidden, app.ErrorCode(err))
}

// A report has every row in the order of the file; the failed rows can be sent to
// again.
func TestReport(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.queue.state = but(app.MessageFailed, func(n int) bool { return n%600 == 8 })
		order := o.order(1300)
		order.FailLimit = 0
		b := o.prepare(order)
		stop := o.run()
		time.Sleep(10 * time.Second)
		stop()
		var out bytes.Buffer
		told := 0
		n, err := o.Report(t.Context(), b.ID, &out, bulk.ReportOptions{}, func(done, all int) { told = done; require.Equal(t, 1300, all) })
		require.NoError(t, err)
		require.Equal(t, 1300, n)
		require.Equal(t, 1300, told)
		rows, err := csv.NewReader(&out).ReadAll()
		require.NoError(t, err)
		require.Equal(t, []string{"row", "phone", "name", "1", "2", "status", "error_code", "error", "message_id", "accepted_at", "sent_at", "delivered_at", "read_at", "failed_at", "price_category", "billable", "cost", "currency"}, rows[0])
		require.Len(t, rows, 1301)
		require.Equal(t, []string{"2", "+6281210000000", "Ibu 0", "Ibu 0", "Rp 0", "delivered"}, rows[1][:6])
		require.Equal(t, []string{"8", "+6281210000006", "Ibu 6", "Ibu 6", "Rp 6", "failed", "131026", "Not on WhatsApp"}, rows[7][:8])
		require.Equal(t, "1301", rows[1300][0])

		out.Reset()
		n, err = o.Report(t.Context(), b.ID, &out, bulk.ReportOptions{OnlyFailed: true}, nil)
		require.NoError(t, err)
		require.Equal(t, 3, n)
		require.True(t, strings.HasPrefix(out.String(), "phone,name,1,2,row,problem\r\n+6281210000006,Ibu 6,Ibu 6,Rp 6,8,Not on WhatsApp\r\n"), out.String())
		path := filepath.Join(t.TempDir(), "failed.csv")
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
		f, err := recipients.Open(path)
		require.NoError(t, err)
		needs := order.Job.Needs
		check, err := recipients.Check(t.Context(), f, recipients.Job{Needs: needs, Columns: f.Match(needs)}, nil)
		require.NoError(t, err)
		require.Equal(t, 3, check.Ready)
	})
}
