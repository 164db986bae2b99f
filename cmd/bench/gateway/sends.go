//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
	"channeldesk/app/gateway"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
)

// How many messages a round sends, with a slow provider and with a quick one.
const (
	slowSends = 2500
	fastSends = 6000
)

// sender is Meta Cloud without its limit on how fast one number may send.
type sender struct {
	*metacloud.Protocol
	left atomic.Int64
	done func()
}

// SendsPerSecond is more than any computer sends.
func (*sender) SendsPerSecond(protocol.Config) float64 { return 1e9 }

// Send counts, and calls done when the last one was answered.
func (s *sender) Send(ctx context.Context, c protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	sent, err := s.Protocol.Send(ctx, c, m)
	if s.left.Add(-1) == 0 {
		s.done()
	}
	return sent, err
}

// sends measures sending what is queued, to a provider that takes its time.
func sends(ctx context.Context, s settings, delay time.Duration, r *report) (err error) {
	gateway.EaseRuntime() // for both sides
	provider, err := start(ctx, "-role", "provider", "-delay", delay.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, provider.end()) }()
	n, limit, rounds := fastSends, leastFast, s.sendRounds
	if delay > 0 {
		n, limit, rounds = slowSends, leastSlow, max(1, s.sendRounds/2)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: connections, MaxIdleConnsPerHost: connections}}
	p := &sender{Protocol: metacloud.New(metacloud.Options{Clock: app.SystemClock, HTTPClient: client})}
	var perSecond, spent [2][]float64
	for round := range rounds + 1 {
		for i := range 2 {
			side := (i + round) % 2
			got, err := sendRound(ctx, p, provider, n, side == 1)
			if err != nil {
				return err
			}
			if round > 0 {
				perSecond[side] = append(perSecond[side], float64(n)/got.took.Seconds())
				spent[side] = append(spent[side], got.cpu*1000/float64(n))
			}
		}
	}
	fmt.Printf("sends/s, provider takes %v: bare %s, ours %s\n", delay, spread("%.0f", perSecond[0]), spread("%.0f", perSecond[1]))
	fmt.Printf("processor µs for a send, with the provider's: bare %s, ours %s\n", spread("%.0f", spent[0]), spread("%.0f", spent[1]))
	ratio := each(perSecond[1], perSecond[0])
	*r = append(*r, row{fmt.Sprintf("sends with %v of delay, of the bare loop", delay), median(ratio), limit, true, spread("%.2f", ratio)})
	return nil
}

// sentRound is the time of one round, and the milliseconds of processor time that
// it took here and at the provider's.
type sentRound struct {
	took time.Duration
	cpu  float64
}

// sendRound sends n messages on a data folder of its own: with all bookkeeping
// until the last end is on the disk, or without any.
func sendRound(ctx context.Context, p *sender, provider *child, n int, booked bool) (got sentRound, err error) {
	dir, err := os.MkdirTemp("", "channeldesk-bench")
	if err != nil {
		return got, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	d, err := openDesk(ctx, dir, p, provider.base)
	if err != nil {
		return got, err
	}
	defer func() { err = errors.Join(err, d.db.Close()) }()
	if booked {
		if err := d.addMessages(ctx, n, app.MessageQueued); err != nil {
			return got, err
		}
	}
	runtime.GC() // what was done until here is not measured
	before, err := processors(provider)
	if err != nil {
		return got, err
	}
	p.left.Store(int64(n))
	began := time.Now()
	if booked {
		running, cancel := context.WithCancel(ctx)
		defer cancel()
		p.done = cancel
		d.notify.Run(running) // ends when what it began is written down
	} else {
		p.done = func() {}
		if err := bareSends(ctx, d, p, n); err != nil {
			return got, err
		}
	}
	got.took = time.Since(began)
	after, err := processors(provider)
	if err != nil {
		return got, err
	}
	got.cpu = after - before
	if booked {
		err = d.sent(n) //nolint:contextcheck // it looks at what was sent, whatever ended
	}
	return got, err
}

// bareSends makes the same calls and keeps nothing.
func bareSends(ctx context.Context, d *desk, p *sender, n int) error {
	live, err := d.channels.LiveByID(ctx, d.channel.ID)
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	var failed atomic.Pointer[error]
	var next atomic.Int64
	for range connections {
		wait.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				m := protocol.Outgoing{ID: fmt.Sprintf("msg_bare_%08d", i), To: fmt.Sprintf("+62812%08d", i), Text: text}
				if _, err := p.Send(ctx, live.Config, m); err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	wait.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// sent proves that all of them are written down as accepted.
func (d *desk) sent(n int) error {
	return d.db.View(context.Background(), func(tx app.Tx) error {
		list, err := tx.ListMessages(app.MessageFilter{Status: app.MessageAccepted, Limit: n + 1})
		if err == nil && len(list) != n {
			err = fmt.Errorf("%d of %d messages are accepted", len(list), n)
		}
		return err
	})
}
