package storage

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// exported keeps messages enough for several pieces.
func exported(t *testing.T, n int) *DB {
	t.Helper()
	db := open(t, t.TempDir())
	queued(t, db, 0)
	at := time.UnixMilli(1_700_000_000_000)
	for first := 0; first < n; first += 1000 {
		require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
			for i := first; i < min(first+1000, n); i++ {
				m := app.Message{
					Mark: fmt.Sprintf("msg_e%d", i), ChannelID: 1, To: fmt.Sprintf("+62812%06d", i), Name: []string{"Budi", "Sari", ""}[i%3], CreatedAt: at.Add(time.Duration(i/7) * time.Second),
					Content: app.Content{Template: &app.TemplateMessage{Name: "t", Language: "id"}}, Source: app.SourceAPI, Status: app.MessageRead, ReadAt: at,
				}
				if i%5 == 0 {
					m.Status, m.Code, m.Reason, m.ReadAt = app.MessageFailed, "1", app.Say("No {{.N}}", "N", i), time.Time{}
				}
				if _, err := tx.AddMessage(m); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	return db
}

// An export gives what pages give, in the same order.
func TestExportEqualsPages(t *testing.T) {
	db := exported(t, 3*exportPiece+17)
	for _, f := range []app.HistoryFilter{
		{},
		{Statuses: []app.MessageStatus{app.MessageFailed, app.MessageRead}},
		{Search: "budi"},
		{Search: "0812"},
		{Search: "081200"},
		{Search: "17", Statuses: []app.MessageStatus{app.MessageFailed}},
		{Search: "nobody"},
		{Source: app.SourceWindow},
		{From: time.UnixMilli(1_700_000_100_000), Until: time.UnixMilli(1_700_000_200_000)},
	} {
		f.Channel = 1
		var want, got []string
		require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
			for p := (app.HistoryPage{Filter: f, Limit: 999}); ; {
				page, err := tx.PageHistory(p)
				if err != nil || len(page) == 0 {
					return err
				}
				for _, m := range page {
					want = append(want, fmt.Sprint(m.Mark, m.To, m.Status, m.Code, m.Reason, m.CreatedAt.UnixMilli(), !m.ReadAt.IsZero()))
				}
				p.After = page[len(page)-1].ID
			}
		}))
		require.NoError(t, db.ExportMessages(t.Context(), f, func(r *app.HistoryRow) error {
			require.Equal(t, "t", string(r.Template))
			got = append(got, fmt.Sprint(string(r.Mark), string(r.To), string(r.Status), string(r.Code), r.Reason, r.CreatedAt, r.ReadAt != 0))
			return nil
		}))
		require.Equal(t, want, got, "%+v", f)
	}
}

// Whoever stops an export, by an error or by its context, leaves nothing
// running; what is added meanwhile is left out.
func TestExportEnds(t *testing.T) {
	db := exported(t, 2*exportPiece)
	before := runtime.NumGoroutine()
	stop := errors.New("stop")
	require.ErrorIs(t, db.ExportMessages(t.Context(), app.HistoryFilter{Channel: 1}, func(*app.HistoryRow) error { return stop }), stop)
	ctx, cancel := context.WithCancel(t.Context())
	rows := 0
	err := db.ExportMessages(ctx, app.HistoryFilter{Channel: 1}, func(*app.HistoryRow) error {
		if rows++; rows == 10 {
			cancel()
		}
		return ctx.Err()
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 10, rows)
	rows = 0
	require.NoError(t, db.ExportMessages(t.Context(), app.HistoryFilter{Channel: 1}, func(*app.HistoryRow) error {
		rows++
		if rows != 1 {
			return nil
		}
		return db.Update(t.Context(), func(tx app.Tx) error {
			_, err := tx.AddMessage(app.Message{Mark: "msg_late", ChannelID: 1, CreatedAt: time.UnixMilli(1_600_000_000_000)})
			return err
		})
	}))
	require.Equal(t, 2*exportPiece, rows)
	require.LessOrEqual(t, runtime.NumGoroutine(), before+4, "the checkpoints, which the late message may have begun, and nothing else")
	require.ErrorIs(t, db.ExportMessages(ctx, app.HistoryFilter{Channel: 1}, nil), context.Canceled)
}
