package history_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/history"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"

	"github.com/stretchr/testify/require"
)

var now = storagetest.Now

// guard lets the permissions pass that it holds.
type guard map[app.Permission]bool

func (g guard) Require(_ context.Context, _ app.AgentID, p app.Permission) (app.Member, error) {
	if !g[p] {
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("No."))
	}
	return app.Member{Name: "Dewi"}, nil
}

// office is the service on a real workspace, with an outbox that only keeps.
type office struct {
	*history.Service
	f     *storagetest.Factory
	db    *storage.DB
	guard guard
	c     app.Channel
	clock time.Time
	bus   *app.Bus
}

func newOffice(t *testing.T) *office {
	db := storagetest.New(t)
	f := storagetest.NewFactory(t, db)
	o := &office{f: f, db: db, guard: guard{app.MaySee: true, app.MaySend: true, app.MayManage: true}, clock: now, bus: &app.Bus{}}
	o.c = f.Channel(f.Agent("").ID, app.Published)
	o.Service = history.New(history.Params{
		Store: db, Guard: o.guard, Bus: o.bus, Log: slog.New(slog.DiscardHandler), Clock: app.ClockFunc(func() time.Time { return o.clock }),
		Outbox: history.OutboxFunc(func(ctx context.Context, r history.Request) (m app.Message, err error) {
			m = app.Message{Mark: "msg_again", ChannelID: o.c.ID, To: r.To, Name: r.Name, Content: r.Content, Source: r.Source, Again: r.Again}
			return m, db.Group(ctx, func(tx app.Tx) error {
				m.Mark = fmt.Sprintf("msg_again%d", time.Now().UnixNano())
				if m.ID, err = tx.AddMessage(m); err != nil {
					return err
				}
				return r.Also(tx, m)
			})
		}),
	})
	return o
}

func (o *office) message(status app.MessageStatus, change func(*app.Message)) app.Message {
	return o.f.Message(o.c.ID, func(m *app.Message) {
		m.Status, m.Content = status, app.Content{Template: &app.TemplateMessage{Name: "reminder", Language: "id"}}
		if change != nil {
			change(m)
		}
	})
}

func TestPagesAndCounts(t *testing.T) {
	o := newOffice(t)
	m := o.message(app.MessageRead, nil)
	page, err := o.Page(t.Context(), o.c.AgentID, app.Published, app.HistoryPage{})
	require.NoError(t, err)
	require.Equal(t, []app.Message{m}, page)
	counts, err := o.Counts(t.Context(), o.c.AgentID, app.Published, app.HistoryFilter{})
	require.NoError(t, err)
	require.Equal(t, app.HistoryCounts{Total: 1, Read: 1}, counts)
	days, ok, err := o.Days(t.Context(), o.c.AgentID, app.Published, app.HistoryFilter{})
	require.NoError(t, err)
	require.True(t, ok)
	require.Len(t, days, 1)
	names, err := o.Templates(t.Context(), o.c.AgentID, app.Published)
	require.NoError(t, err)
	require.Equal(t, []string{"reminder"}, names)
	got, attempts, err := o.Get(t.Context(), m.Mark)
	require.NoError(t, err)
	require.Equal(t, m, got)
	require.Empty(t, attempts)
	_, err = o.Page(t.Context(), o.c.AgentID, app.Draft, app.HistoryPage{})
	storagetest.RequireCode(t, app.CodeLocked, err)
	o.guard[app.MaySee] = false
	_, err = o.Page(t.Context(), o.c.AgentID, app.Published, app.HistoryPage{})
	storagetest.RequireCode(t, app.CodeForbidden, err)
	got, _, err = o.Get(t.Context(), m.Mark)
	storagetest.RequireCode(t, app.CodeForbidden, err)
	require.Zero(t, got)
}

func TestMayRepeat(t *testing.T) {
	o := newOffice(t)
	for status, want := range map[app.MessageStatus]bool{
		app.MessageHeld: false, app.MessageQueued: false, app.MessageSending: false, app.MessageUnknown: false, app.MessageAccepted: false,
		app.MessageSent: false, app.MessageDelivered: false, app.MessageRead: false, app.MessageFailed: true, app.MessageCancelled: true,
	} {
		got, why := o.MayRepeat(app.Message{Status: status, Content: app.Content{Template: &app.TemplateMessage{}}})
		require.Equal(t, want, got, status)
		require.Equal(t, want, why.IsEmpty(), status)
	}
	text := app.Message{Status: app.MessageFailed, Content: app.Content{Text: "x"}, CreatedAt: now}
	ok, _ := o.MayRepeat(text)
	require.True(t, ok)
	o.clock = now.Add(24 * time.Hour)
	ok, _ = o.MayRepeat(text)
	require.False(t, ok, "the window closed")
	o.clock, text.Source = now, app.SourceSession
	ok, _ = o.MayRepeat(text)
	require.False(t, ok)
}

func TestSentAgainOnce(t *testing.T) {
	o := newOffice(t)
	m := o.message(app.MessageFailed, nil)
	again, err := o.SendAgain(t.Context(), m.Mark)
	require.NoError(t, err)
	require.Equal(t, []any{m.Mark, m.To, m.Name, m.Content, app.SourceWindow}, []any{again.Again, again.To, again.Name, again.Content, again.Source})
	_, err = o.SendAgain(t.Context(), m.Mark)
	e := storagetest.RequireCode(t, app.CodeConflict, err)
	require.Equal(t, again.Mark, e.Detail)
	counts, err := o.Counts(t.Context(), o.c.AgentID, app.Published, app.HistoryFilter{})
	require.NoError(t, err)
	require.Equal(t, 2, counts.Total, "the second one was undone")

	o.f.Told(o.c.ID, app.StateUpdate{OurID: again.Mark, Status: app.MessageFailed, At: now})
	_, err = o.SendAgain(t.Context(), m.Mark)
	require.NoError(t, err, "the copy failed too")

	_, err = o.SendAgain(t.Context(), o.message(app.MessageUnknown, nil).Mark)
	storagetest.RequireCode(t, app.CodeConflict, err)
	o.guard[app.MaySend] = false
	_, err = o.SendAgain(t.Context(), m.Mark)
	storagetest.RequireCode(t, app.CodeForbidden, err)
}

func TestExport(t *testing.T) {
	o := newOffice(t)
	o.message(app.MessageFailed, func(m *app.Message) {
		m.Reason, m.Code, m.Name = app.Say("=1, “{{.A}}”", "A", "b\"c"), "-1", "مرحبا"
	})
	o.message(app.MessageRead, func(m *app.Message) {
		m.Content = app.Content{Text: "x"}
		m.To, m.ReadAt, m.Price = "", now, "service, free"
	})
	export := func(ctx context.Context, f app.HistoryFilter, excel bool) (string, error) {
		var b bytes.Buffer
		err := o.Export(ctx, o.c.AgentID, app.Published, f, &b, history.ExportOptions{ForExcel: excel}, nil)
		return b.String(), err
	}
	out, err := export(t.Context(), app.HistoryFilter{}, false)
	require.NoError(t, err)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 3)
	require.Equal(t, history.Columns, rows[0])
	at := now.UTC().Format("2006-01-02T15:04:05.000Z")
	require.Equal(t, []string{rows[1][0], "published", "", "", "", "text", "read", "window", "", "", "", at, "", "", "", at, "", "service", "false", "0", ""}, rows[1])
	require.Equal(t, []string{rows[2][0], "published", "+6281234567890", "reminder", "id", "template", "failed", "window", "", "'-1", "'=1, “b\"c”", at, "", "", "", "", "", "", "", "", ""}, rows[2])
	out, err = export(t.Context(), app.HistoryFilter{Statuses: []app.MessageStatus{app.MessageFailed}}, true)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(out, "\ufeffid;environment;"))
	require.Equal(t, 2, strings.Count(out, "\r\n"))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = export(ctx, app.HistoryFilter{}, false)
	storagetest.RequireCode(t, app.CodeCancelled, err)
	o.f.View(func(tx app.Tx) error {
		lines, err := tx.ListActivity(o.c.AgentID, 10)
		require.Equal(t, app.ActHistoryExported, lines[0].Kind)
		require.Equal(t, "Dewi exported 2 messages of the history", lines[len(lines)-1].Text.String())
		return err
	})
	err = o.Export(t.Context(), o.c.AgentID, app.Published, app.HistoryFilter{}, crowded{}, history.ExportOptions{}, nil)
	require.Contains(t, err.Error(), "could not be written completely")
}

type crowded struct{}

func (crowded) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestKeptForSomeDays(t *testing.T) {
	o := newOffice(t)
	old := o.message(app.MessageRead, func(m *app.Message) { m.CreatedAt = now.AddDate(0, 0, -31) })
	kept := o.message(app.MessageRead, func(m *app.Message) { m.CreatedAt = now.AddDate(0, 0, -30) })
	doubtful := o.message(app.MessageUnknown, func(m *app.Message) { m.CreatedAt = now.AddDate(0, 0, -300) })
	removed, err := o.Prune(t.Context())
	require.NoError(t, err)
	require.Zero(t, removed, "for ever by itself")
	n, err := o.Preview(t.Context(), 30)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	for _, days := range []int{-1, 36501} {
		storagetest.RequireCode(t, app.CodeInvalid, o.KeepHistory(t.Context(), days))
	}
	require.NoError(t, o.KeepHistory(t.Context(), 30))
	days, err := o.Keeps(t.Context())
	require.NoError(t, err)
	require.Equal(t, 30, days)
	removed, err = o.Prune(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, removed)
	_, _, err = o.Get(t.Context(), old.Mark)
	storagetest.RequireCode(t, app.CodeNotFound, err)
	for _, m := range []app.Message{kept, doubtful} {
		_, _, err = o.Get(t.Context(), m.Mark)
		require.NoError(t, err)
	}
	o.guard[app.MayManage] = false
	storagetest.RequireCode(t, app.CodeForbidden, o.KeepHistory(t.Context(), 0))
	_, err = o.Preview(t.Context(), 30)
	storagetest.RequireCode(t, app.CodeForbidden, err)
}

// A clock that leaps years ahead takes nothing, also when the program begins anew on
// that day; after a day it is believed.
func TestNothingIsRemovedByALeapOfTheClock(t *testing.T) {
	o := newOffice(t)
	o.message(app.MessageRead, nil)
	require.NoError(t, o.KeepHistory(t.Context(), 30))
	removed := func(at time.Time) int {
		o.clock = at
		n, err := o.Prune(t.Context())
		require.NoError(t, err)
		return n
	}
	require.Zero(t, removed(now))
	ahead := now.AddDate(3, 0, 0)
	require.Zero(t, removed(ahead))
	require.Zero(t, removed(ahead.Add(-time.Second)), "kept right over the network")
	require.Zero(t, removed(ahead.Add(time.Hour)))
	require.Zero(t, removed(now.Add(time.Hour)), "put right")
	require.Zero(t, removed(now.AddDate(0, 0, 8)))
	require.Zero(t, removed(now.AddDate(0, 0, 32)), "the program did not run for a long time")
	require.Equal(t, 1, removed(now.AddDate(0, 0, 33)))
}

// fixed is a store whose transactions do nothing but call the pruning, so that a
// day goes by in no time.
type fixed struct {
	history.Store
	pruned chan struct{}
}

func (f fixed) Group(context.Context, func(app.Tx) error) error {
	f.pruned <- struct{}{}
	return nil
}

func TestRunPrunesOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, bus := fixed{pruned: make(chan struct{}, 10)}, &app.Bus{}
		s := history.New(history.Params{
			Store: store, Guard: guard{}, Bus: bus, Log: slog.New(slog.DiscardHandler), Clock: app.SystemClock,
			Outbox: history.OutboxFunc(nil),
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		synctest.Wait()
		require.Len(t, store.pruned, 1)
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		require.Len(t, store.pruned, 2)
		bus.Publish(app.Event{Kind: app.SettingsChanged}, app.Event{Kind: app.MessagesChanged})
		synctest.Wait()
		require.Len(t, store.pruned, 3)
		cancel()
		require.NoError(t, <-done)
	})
}
