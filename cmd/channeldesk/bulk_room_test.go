package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/gateway"
	"channeldesk/app/sandbox"
)

// bulkRoom is a workspace with a running gateway, whose channel is at the sandbox.
// No state is told of anything.
type bulkRoom struct {
	*bench
	desk     *desk
	live     *liveServices
	channel  app.Channel
	template app.Template
	files    int
}

// newBulkRoom opens one. The sandbox's number is as Meta raised it when high is
// true, and the sandbox holds to its limits when limited is.
func newBulkRoom(t *testing.T, high, limited bool) *bulkRoom {
	t.Helper()
	r := &bulkRoom{bench: newBench(t)}
	d := sandbox.QuickDelivery()
	d.NoStates, d.AtOnce = true, true
	require.NoError(t, r.sb.Meta.SetDelivery(d))
	r.sb.Meta.Change(func(w *sandbox.World) {
		if !limited {
			w.Limits = sandbox.MetaLimits{}
		}
		if n := w.Numbers[r.values.PhoneNumberID]; high {
			n.Throughput = "HIGH"
			w.Numbers[n.ID] = n
		}
	})
	r.setUp()
	r.must("templates", "sync")
	r.run("check") // it finds no webhook address, and the number's level
	r.open()
	r.sb.Meta.Forget()
	return r
}

func (r *bulkRoom) open() {
	t := r.t
	t.Helper()
	s := &session{
		ctx: t.Context(), console: console{in: strings.NewReader(""), out: io.Discard, err: io.Discard},
		env: environment{Memory: r.memory}, flags: globals{Data: r.data, Secrets: "memory"},
	}
	w, err := openWorkspace(s)
	require.NoError(t, err)
	me, err := w.whoActs(s)
	require.NoError(t, err)
	r.desk = &desk{workspace: w, me: me, ctx: me.acting(s.ctx), session: s}
	r.live = w.newLiveServices()
	require.NoError(t, r.live.Gateway.Start(s.ctx, gateway.Options{Listen: "127.0.0.1:0"}))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		require.NoError(t, r.live.Gateway.Stop(ctx))
		w.Close()
	})
	agents, err := w.Channel.ListAgents(r.desk.ctx)
	require.NoError(t, err)
	require.NoError(t, w.Store.View(s.ctx, func(tx app.Tx) (err error) {
		if r.channel, err = tx.GetChannel(agents[0].ID, app.Published); err == nil {
			r.template, err = tx.FindTemplate(r.channel.ID, r.values.Template, "en_US")
		}
		return err
	}))
}

// send prepares a bulk send to n people whom no other one has.
func (r *bulkRoom) send(n int, pace float64, change func(*bulk.Order)) app.BulkSend {
	r.t.Helper()
	o := r.order(n, pace)
	if change != nil {
		change(&o)
	}
	b, err := r.live.Bulk.Prepare(r.desk.ctx, o, nil)
	require.NoError(r.t, err)
	return b
}

// order asks for n people.
func (r *bulkRoom) order(n int, pace float64) bulk.Order {
	t := r.t
	t.Helper()
	r.files++
	var text strings.Builder
	text.WriteString("phone,name,customer,order\n")
	for i := range n {
		fmt.Fprintf(&text, "0812%08d,Ibu %d,Ibu %d,NB-%d\n", r.files*1_000_000+i, i, i, i)
	}
	f, err := recipients.Open(r.file(fmt.Sprintf("bulk-%d.csv", r.files), text.String()))
	require.NoError(t, err)
	needs := []recipients.Need{recipients.Phone("Phone"), recipients.Name("Name"), {Key: "1", Label: "customer"}, {Key: "2", Label: "order"}}
	return bulk.Order{
		Agent: r.channel.AgentID, Environment: app.Published, Template: r.template.ID, File: f, Pace: pace,
		Job: recipients.Job{Needs: needs, Columns: f.Match(needs)},
	}
}

func (r *bulkRoom) get(id app.BulkID) (app.BulkSend, app.BulkCounts) {
	r.t.Helper()
	b, n, err := r.live.Bulk.Get(r.desk.ctx, id)
	require.NoError(r.t, err)
	return b, n
}

// until waits for a state of a bulk send.
func (r *bulkRoom) until(id app.BulkID, status app.BulkStatus, within time.Duration) (b app.BulkSend, n app.BulkCounts) {
	r.t.Helper()
	end := time.Now().Add(within)
	for tick := time.Tick(10 * time.Millisecond); ; <-tick {
		if b, n = r.get(id); b.Status == status {
			return b, n
		}
		require.True(r.t, time.Now().Before(end), "%s is %s: %s, %+v", b.Name, b.Status, b.Why.String(), n)
	}
}

// messagesOf gives the messages of a bulk send, the last row first.
func (r *bulkRoom) messagesOf(id app.BulkID) (out []app.Message) {
	r.t.Helper()
	for after := app.MessageID(0); ; after = out[len(out)-1].ID {
		var page []app.Message
		require.NoError(r.t, r.desk.Store.View(r.desk.ctx, func(tx app.Tx) (err error) {
			page, err = tx.PageHistory(app.HistoryPage{Filter: app.HistoryFilter{Channel: r.channel.ID, Bulk: id}, After: after, Limit: 500})
			return err
		}))
		if out = append(out, page...); len(page) < 500 {
			return out
		}
	}
}

// taken counts what the sandbox accepted, by our mark.
func (r *bulkRoom) taken() map[string]int {
	out := map[string]int{}
	for _, m := range r.sb.Meta.Messages() {
		out[m.OurID]++
	}
	return out
}

// eachOnce demands that everybody of a bulk send got one message.
func (r *bulkRoom) eachOnce(id app.BulkID, n int) {
	r.t.Helper()
	taken, list := r.taken(), r.messagesOf(id)
	require.Equal(r.t, n, len(list))
	for _, m := range list {
		require.Equal(r.t, app.MessageAccepted, m.Status, m.Mark)
		require.Equal(r.t, 1, taken[m.Mark], m.Mark)
	}
}
