package inbox_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
)

// callers is how many providers' posts are under way at once.
const callers = 64

func atOnce(b *testing.B, post func(n int64)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	b.ResetTimer()
	for range callers {
		wait.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				post(n)
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
}

// hooksOf are ready before the time runs: their making is the provider's work.
func hooksOf(b *testing.B, o *office, c app.Channel, body func(n int) string) []inbox.Hook {
	b.Helper()
	hooks := make([]inbox.Hook, b.N+1)
	for n := range hooks {
		hooks[n] = o.hook(c, body(n))
	}
	return hooks
}

// BenchmarkTake is a post with one event, from 64 callers: checked and nothing
// else, kept and nothing else, taken as a state, and taken as a customer's
// message.
func BenchmarkTake(b *testing.B) {
	state := func(n int) string { return metaStates(metaState(fmt.Sprint("wamid.", n), "read", monday)) }
	message := func(n int) string {
		return strings.Replace(metaText(fmt.Sprint("wamid.", n), "halo", monday), "6281255507001", fmt.Sprintf("62812555%05d", n%1000), 1)
	}
	b.Run("checked only", func(b *testing.B) {
		o := newOffice(b)
		c := o.meta()
		hooks := hooksOf(b, o, c, state)
		p := metacloud.New(metacloud.Options{Clock: app.SystemClock})
		config := protocol.Config{Channel: c, Secrets: map[string]app.Secret{"app_secret": app.NewSecret(appSecret)}}
		atOnce(b, func(n int64) {
			if err := p.Verify(hooks[n].Header, hooks[n].Body, config); err != nil {
				b.Error(err)
			}
		})
	})
	b.Run("kept only", func(b *testing.B) {
		o := newOffice(b)
		c := o.meta()
		hooks := hooksOf(b, o, c, state)
		atOnce(b, func(n int64) {
			err := o.db.Group(context.Background(), func(tx app.Tx) error {
				_, err := tx.AddArrival(app.Arrival{ChannelID: c.ID, At: monday, Body: hooks[n].Body, State: app.ArrivalApplied})
				return err
			})
			if err != nil {
				b.Error(err)
			}
		})
	})
	for name, body := range map[string]func(int) string{"state": state, "message": message} {
		b.Run(name, func(b *testing.B) {
			o := newOffice(b)
			c := o.meta()
			hooks := hooksOf(b, o, c, body)
			atOnce(b, func(n int64) {
				if a := o.Take(context.Background(), hooks[n]); a.Status != http.StatusOK {
					b.Error(a)
				}
			})
		})
	}
}
