package main

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/channel"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/sandbox"
)

const sendPath = "/*/messages"

// A provider that asks to send slower is waited for, whichever way it says so.
// Nothing is lost and nothing comes twice.
func TestBulkSendIsAskedForLess(t *testing.T) {
	for name, fault := range map[string]sandbox.Fault{
		"130429": {Kind: sandbox.FaultError, Code: 130429, Text: "(#130429) Rate limit hit"},
		"80007":  {Kind: sandbox.FaultError, Code: 80007},
		"429":    {Kind: sandbox.FaultHTML, Status: http.StatusTooManyRequests},
	} {
		t.Run(name, func(t *testing.T) {
			r := newBulkRoom(t, true, false)
			fault.Method, fault.Path, fault.Skip, fault.Times = http.MethodPost, sendPath, 100, 2
			r.sb.Meta.Inject(fault)
			b := r.send(500, 500, nil)
			began := time.Now()
			_, n := r.until(b.ID, app.BulkDone, time.Minute)
			require.Equal(t, app.BulkCounts{Accepted: 500}, n)
			require.Greater(t, time.Since(began), 1900*time.Millisecond, "it waits a second")
			r.eachOnce(b.ID, 500)
		})
	}
}

// The real limit of the sandbox's number is kept to, so hardly anything is refused.
func TestBulkSendWithinTheLimitOfTheNumber(t *testing.T) {
	r := newBulkRoom(t, false, true)
	b := r.send(200, 1000, nil)
	r.until(b.ID, app.BulkDone, time.Minute)
	r.eachOnce(b.ID, 200)
	require.LessOrEqual(t, r.refused(b.ID), 20)
}

// refused is how often the provider asked for less.
func (r *bulkRoom) refused(id app.BulkID) (n int) {
	r.t.Helper()
	require.NoError(r.t, r.desk.Store.View(r.desk.ctx, func(tx app.Tx) error {
		for _, m := range r.messagesOf(id) {
			tries, err := tx.ListAttempts(m.ID)
			if err != nil {
				return err
			}
			for _, a := range tries {
				if a.Outcome == app.AttemptSlow {
					n++
				}
			}
		}
		return nil
	}))
	return n
}

// What failed is printed with its row of the file.
func TestFailuresNameTheirRow(t *testing.T) {
	r := newBulkRoom(t, true, false)
	r.sb.Meta.Inject(sandbox.Fault{Kind: sandbox.FaultError, Method: http.MethodPost, Path: sendPath, Skip: 10, Times: 1, Code: 131026, Text: "(#131026) Message undeliverable"})
	b := r.send(30, 100, nil)
	b, n := r.until(b.ID, app.BulkDone, time.Minute)
	require.Equal(t, 1, n.Failed)
	var row int
	for _, m := range r.messagesOf(b.ID) {
		if m.Status == app.MessageFailed {
			row = m.BulkRow
		}
	}
	var out bytes.Buffer
	r.desk.session.console.out = &out
	require.NoError(t, r.desk.printFailed(r.live, b, n))
	lines := strings.Split(out.String(), "\n")
	require.Contains(t, lines[0], "Row of "+b.File)
	require.True(t, strings.HasPrefix(lines[1], strconv.Itoa(row)+" "), out.String())
}

// Too much to one person holds up nobody else.
func TestBulkSendAndOnePerson(t *testing.T) {
	r := newBulkRoom(t, true, false)
	r.sb.Meta.Inject(sandbox.Fault{
		Kind: sandbox.FaultError, Method: http.MethodPost, Path: sendPath, Skip: 10, Times: 3, Code: 131056, Text: "(#131056) pair rate limit hit",
	})
	b := r.send(200, 400, nil)
	r.until(b.ID, app.BulkDone, time.Minute)
	r.eachOnce(b.ID, 200)
	again, last := 0, time.Time{}
	for _, m := range r.messagesOf(b.ID) {
		if m.Attempts > 1 {
			again++
		} else if m.AcceptedAt.After(last) {
			last = m.AcceptedAt
		}
	}
	require.Equal(t, 3, again)
	for _, m := range r.messagesOf(b.ID) {
		if m.Attempts > 1 {
			require.True(t, m.AcceptedAt.After(last), "the others were not held up")
		}
	}
}

// It stops by itself when too many fail, and goes on when somebody says so.
func TestBulkSendStopsAtTheLimit(t *testing.T) {
	r := newBulkRoom(t, true, false)
	r.sb.Meta.Inject(sandbox.Fault{Kind: sandbox.FaultError, Method: http.MethodPost, Path: sendPath, Skip: 100, Code: 131026, Text: "Message undeliverable"})
	b := r.send(1500, 150, func(o *bulk.Order) { o.FailLimit, o.FailSpan = 10, 100 })
	b, n := r.until(b.ID, app.BulkStopped, time.Minute)
	require.Contains(t, b.Why.String(), "of the latest 100 messages failed")
	require.Greater(t, n.Held, 1500-100-450, "it stops soon")
	r.sb.Meta.ClearFaults()
	require.NoError(t, r.live.Bulk.SetPace(r.desk.ctx, b.ID, 1000))
	require.NoError(t, r.live.Bulk.Resume(r.desk.ctx, b.ID))
	_, n = r.until(b.ID, app.BulkDone, time.Minute)
	require.Equal(t, 1500, n.Accepted+n.Failed)
	require.Equal(t, n.Accepted, len(r.taken()))
	failures, err := r.live.Bulk.Failures(r.desk.ctx, b.ID)
	require.NoError(t, err)
	require.Equal(t, []int{1, n.Failed}, []int{len(failures), failures[0].Count})
}

// The command line says how to go on after the limit: with the same one, or without
// one.
func TestBulkSendGoesOnByCommand(t *testing.T) {
	r := newBulkRoom(t, true, false)
	r.sb.Meta.Inject(sandbox.Fault{Kind: sandbox.FaultError, Method: http.MethodPost, Path: sendPath, Skip: 30, Code: 131026, Text: "Message undeliverable"})
	b := r.send(400, 50, func(o *bulk.Order) { o.FailLimit, o.FailSpan = 10, 100 })
	r.until(b.ID, app.BulkStopped, time.Minute)
	refused := r.run("send-bulk", "resume", b.Mark)
	require.Equal(t, 2, refused.code)
	require.Contains(t, refused.err, "Counted from now, it stops again when more than 10% of 100 fail.")
	require.Contains(t, r.must("send-bulk", "resume", b.Mark, "--yes"), b.Mark+": ")
	r.live.Bulk.Wake() // a gateway sees what another program changed
	b, n := r.until(b.ID, app.BulkStopped, time.Minute)
	require.Equal(t, 10, b.FailLimit)
	require.Greater(t, n.Failed, 10, "a whole span counts anew")
	require.Contains(t, r.run("send-bulk", "resume", b.Mark, "--whatever-fails").err, strconv.Itoa(n.Failed)+" failed so far, and "+strconv.Itoa(n.Held)+" messages are left. However many of those fail")
	r.must("send-bulk", "resume", b.Mark, "--whatever-fails", "--yes")
	r.live.Bulk.Wake()
	_, n = r.until(b.ID, app.BulkDone, time.Minute)
	require.Equal(t, 400, n.Accepted+n.Failed)
	require.Contains(t, r.run("send-bulk", "resume", "bulk_none", "--yes").err, "There is no such bulk send.")
}

// A token that ends in the middle stops it with the reason. After it was replaced
// it goes on where it was.
func TestBulkSendAndATokenThatEnds(t *testing.T) {
	r := newBulkRoom(t, true, false)
	b := r.send(400, 200, nil)
	require.Eventually(t, func() bool { return r.sb.Meta.MessageCount() > 100 }, time.Minute, time.Millisecond)
	r.sb.Meta.Change(func(w *sandbox.World) {
		token := w.Tokens[r.values.Token]
		token.InvalidatedBy = "password"
		w.Tokens[r.values.Token] = token
	})
	b, n := r.until(b.ID, app.BulkStopped, time.Minute)
	require.Contains(t, b.Why.String(), "The channel sends nothing at present.")
	require.Contains(t, b.Why.String(), "access token")
	require.Zero(t, n.Failed)
	require.Positive(t, n.Held)
	edit := channel.SetSecret("access_token", r.values.ExpiringToken)
	edit.BaseVersion = r.channel.Version
	require.NoError(t, r.desk.Channel.Save(r.desk.ctx, r.channel.AgentID, app.Published, edit, ""))
	require.Eventually(t, func() bool { return len(r.live.Notify.Pauses()) == 0 }, time.Minute, 5*time.Millisecond)
	require.NoError(t, r.live.Bulk.Resume(r.desk.ctx, b.ID))
	_, n = r.until(b.ID, app.BulkDone, time.Minute)
	require.Equal(t, app.BulkCounts{Accepted: 400}, n)
	r.eachOnce(b.ID, 400)
	require.Equal(t, metacloud.ID, r.channel.Protocol)
}
