package bulk_test

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"
)

// office is a service on a real database; a test plays the queue.
type office struct {
	*bulk.Service
	t       testing.TB
	db      *storage.DB
	rows    *storagetest.Factory
	guard   *guard
	queue   *queue
	agent   app.Agent
	channel app.Channel
	tpl     app.Template
	params  bulk.Params
}

type guard struct{ refuse app.Permission }

func (g *guard) Require(_ context.Context, _ app.AgentID, p app.Permission) (app.Member, error) {
	if p == g.refuse {
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("No."))
	}
	return app.Member{ID: 1, Name: "Sari"}, nil
}

// queue sends what is released: state says for each message what becomes of it,
// "" for nothing yet.
type queue struct {
	o      *office
	mu     sync.Mutex
	state  func(m app.Message) app.MessageStatus
	paused string
	// code is why messages fail; "" for a number that is not on WhatsApp.
	code  string
	sent  []app.Message
	times []time.Time
}

func (q *queue) Paused(app.ChannelID) (what, fix app.Text, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return app.Say(q.paused), app.Text{}, q.paused != ""
}

// Wake sends at once, on the caller's goroutine but outside of its transaction.
func (q *queue) Wake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	ctx := context.Background()
	for {
		var got []app.Message
		require.NoError(q.o.t, q.o.db.Update(ctx, func(tx app.Tx) (err error) {
			got, err = tx.ClaimMessages(q.o.params.Clock.Now(), 500, nil)
			return err
		}))
		if len(got) == 0 {
			return
		}
		require.NoError(q.o.t, q.o.db.Update(ctx, func(tx app.Tx) error {
			for _, m := range got {
				if err := q.end(tx, m); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func (q *queue) end(tx app.Tx, m app.Message) error {
	q.sent, q.times = append(q.sent, m), append(q.times, time.Now())
	state := q.state(m)
	end := app.AttemptEnd{Message: m.ID, Attempt: m.Attempts, At: time.Now(), Outcome: app.AttemptAccepted, ProviderID: "wamid." + m.Mark}
	switch state {
	case app.MessageFailed:
		end.Outcome, end.Code, end.Reason = app.AttemptRefused, cmp.Or(q.code, "131026"), app.Say("Not on WhatsApp")
	case app.MessageUnknown:
		end.Outcome = app.AttemptOpen
	}
	if err := tx.EndAttempt(end); err != nil || state == "" || state == app.MessageFailed || state == app.MessageUnknown || state == app.MessageAccepted {
		return err
	}
	_, err := tx.ApplyState(m.ChannelID, app.StateUpdate{ProviderID: "wamid." + m.Mark, Status: state, At: time.Now()})
	return err
}

// knowing tells what the protocol says of sending.
type knowing struct {
	*queue
	told protocol.Sending
}

func (k knowing) Sending(context.Context, app.ChannelID) (protocol.Sending, error) {
	return k.told, nil
}

type templates struct{ o *office }

func (t templates) Get(ctx context.Context, id app.TemplateID) (found app.Template, err error) {
	return found, t.o.db.View(ctx, func(tx app.Tx) error { found, err = tx.GetTemplate(id); return err })
}

func (t templates) Filler(tpl app.Template) bulk.Fill { return template.NewFiller(tpl).Fill }

func (t templates) BodyNames(tpl app.Template) (names []string) {
	for _, v := range template.Variables(tpl) {
		if v.Where == "body" {
			names = append(names, v.Name)
		}
	}
	return names
}

func newOffice(t testing.TB) *office {
	o := &office{t: t, db: storagetest.New(t), guard: &guard{}}
	o.rows = storagetest.NewFactory(t, o.db)
	o.agent = o.rows.Agent("")
	o.channel = o.rows.Channel(o.agent.ID, app.Published)
	o.tpl = app.Template{
		ChannelID: o.channel.ID, Name: "installment_reminder", Language: "en", Category: app.CategoryUtility, Status: app.TemplateApproved,
		Design: app.TemplateDesign{Category: app.CategoryUtility, Body: "Dear {{1}}, pay {{2}} please.", Samples: map[string]string{"1": "Ibu Sari", "2": "Rp 1"}},
	}
	o.rows.Update(func(tx app.Tx) (err error) { o.tpl.ID, err = tx.SaveTemplate(o.tpl); return err })
	o.queue = &queue{o: o, state: func(app.Message) app.MessageStatus { return app.MessageDelivered }}
	o.params = bulk.Params{
		Store: o.db, Templates: templates{o}, Queue: o.queue, Guard: o.guard, Bus: &app.Bus{}, Clock: app.SystemClock,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Dir: filepath.Join(t.TempDir(), "bulk"),
	}
	o.Service = bulk.New(o.params)
	return o
}

// order asks for n recipients.
func (o *office) order(n int) bulk.Order {
	var b strings.Builder
	b.WriteString("phone,name,customer,amount\n")
	for i := range n {
		fmt.Fprintf(&b, "0812%08d,Ibu %d,Ibu %d,Rp %d\n", 10_000_000+i, i, i, i)
	}
	return o.orderOf(b.String())
}

func (o *office) orderOf(content string) bulk.Order {
	path := filepath.Join(o.t.TempDir(), "november-due.csv")
	require.NoError(o.t, os.WriteFile(path, []byte(content), 0o600))
	f, err := recipients.Open(path)
	require.NoError(o.t, err)
	needs := []recipients.Need{recipients.Phone("Phone"), recipients.Name("Name"), {Key: "1", Label: "customer"}, {Key: "2", Label: "amount"}}
	return bulk.Order{
		Agent: o.agent.ID, Environment: app.Published, Template: o.tpl.ID, File: f, Pace: 1000, FailLimit: 5, FailSpan: 200,
		Job: recipients.Job{Needs: needs, Columns: f.Match(needs)},
	}
}

// bubble runs a test with an office whose time passes by itself.
func bubble(t *testing.T, fn func(t *testing.T, o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { fn(t, newOffice(t)) })
}

// pass lets time go on in a bubble, and what it brings come to rest.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// knows makes the queue tell what the protocol says of sending.
func (o *office) knows(s protocol.Sending) { o.use(knowing{o.queue, s}) }

// use puts another queue in the place of the test's.
func (o *office) use(q bulk.Queue) {
	o.params.Queue = q
	o.Service = bulk.New(o.params)
}

// becomes decides anew what becomes of messages.
func (o *office) becomes(state func(m app.Message) app.MessageStatus) {
	o.queue.mu.Lock()
	defer o.queue.mu.Unlock()
	o.queue.state = state
}

// but is what becomes of messages: most are delivered, and those of some rows are not.
func but(bad app.MessageStatus, row func(n int) bool) func(m app.Message) app.MessageStatus {
	return func(m app.Message) app.MessageStatus {
		if row(m.BulkRow) {
			return bad
		}
		return app.MessageDelivered
	}
}

// prepare stores what is to be sent.
func (o *office) prepare(x bulk.Order) app.BulkSend {
	o.t.Helper()
	b, err := o.Prepare(context.Background(), x, nil)
	require.NoError(o.t, err)
	return b
}

// run starts the runner, which ends with the test, or with stop.
func (o *office) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- o.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(o.t, <-done)
	})
	o.t.Cleanup(stop)
	return stop
}

func (o *office) get(id app.BulkID) (app.BulkSend, app.BulkCounts) {
	o.t.Helper()
	b, n, err := o.Get(context.Background(), id)
	require.NoError(o.t, err)
	return b, n
}

// after lets time pass and gives a bulk send as it stands then.
func (o *office) after(d time.Duration, id app.BulkID) (app.BulkSend, app.BulkCounts) {
	o.t.Helper()
	pass(d)
	return o.get(id)
}

// saveTemplate changes the template's state.
func (o *office) saveTemplate(s app.TemplateStatus) {
	o.tpl.Status = s
	o.rows.Update(func(tx app.Tx) error { _, err := tx.SaveTemplate(o.tpl); return err })
}
