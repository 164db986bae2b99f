//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// connections is how many webhooks are under way at once.
const connections = 64

// delivery is the n-th webhook: of each message of ours that it was sent,
// delivered and read, and then a customer's message.
func delivery(n int) []byte {
	state := [...]string{"sent", "delivered", "read", ""}[n%4]
	value := fmt.Sprintf(`"messages":[{"from":"62813%08d","id":"wamid.IN%012d","timestamp":"%d","type":"text","text":{"body":"Halo, apakah pesanan saya sudah dikirim?"}}],"contacts":[{"wa_id":"62813%08d","profile":{"name":"Rina Wijaya"}}]`,
		n/4%people, n, time.Now().Unix(), n/4%people)
	if state != "" {
		value = fmt.Sprintf(`"statuses":[{"id":"%s","status":"%s","timestamp":"%d","recipient_id":"62812%08d","conversation":{"id":"7b1c5a4d0f9e8b3a2c6d","origin":{"type":"utility"}},"pricing":{"billable":true,"pricing_model":"PMP","category":"utility"}}]`,
			wamid(n/4), state, time.Now().Unix(), n/4)
	}
	return []byte(`{"object":"whatsapp_business_account","entry":[{"id":"` + account + `","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"+62 811-5550-0188","phone_number_id":"` + phoneNumber + `"},` + value + `}}]}]}`)
}

// load posts webhooks on many connections.
type load struct {
	url    string
	client *http.Client
	next   atomic.Int64
}

func newLoad(url string) *load {
	return &load{url: url, client: &http.Client{Transport: &http.Transport{MaxIdleConns: connections, MaxIdleConnsPerHost: connections}}}
}

func (l *load) post(ctx context.Context, body []byte) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set(signatureHeader, sign(body))
	a, err := l.client.Do(q)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, a.Body)
	if a.StatusCode != http.StatusOK {
		err = errors.Join(err, fmt.Errorf("a webhook was answered with %d", a.StatusCode))
	}
	return errors.Join(err, a.Body.Close())
}

// result is one round.
type result struct{ perSecond, p99 float64 }

// round posts until a time has passed or so many went, whatever is first.
func (l *load) round(ctx context.Context, d time.Duration, most int) (r result, err error) {
	var wait sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	last := l.next.Load() + int64(most)
	began := time.Now()
	for range connections {
		wait.Go(func() {
			var own []time.Duration
			for time.Since(began) < d {
				n := l.next.Add(1) - 1
				if n >= last {
					break
				}
				body, at := delivery(int(n)), time.Now()
				if failed := l.post(ctx, body); failed != nil {
					mu.Lock()
					err = failed
					mu.Unlock()
					return
				}
				own = append(own, time.Since(at))
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	wait.Wait()
	whole := time.Since(began)
	if err != nil {
		return r, err
	}
	slices.Sort(took)
	return result{float64(len(took)) / whole.Seconds(), took[len(took)*99/100].Seconds() * 1000}, nil
}

// endless is a round that only its number ends.
const endless = 24 * time.Hour

// webhooks measures taking them.
func webhooks(ctx context.Context, s settings, r *report) (err error) {
	dir, err := os.MkdirTemp("", "channeldesk-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	bare, err := start(ctx, "-role", "bare")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.end()) }()
	ours, err := start(ctx, "-role", "ours", "-data", dir, "-profile", s.profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ours.end()) }()
	loads := []*load{newLoad(bare.base), newLoad(ours.base)}
	var perSecond, p99, spent, served [2][]float64
	servers := []*child{bare, ours}
	for round := range s.rounds + 1 {
		for i := range loads {
			side := (i + round) % 2 // neither is always the first
			got, cpu, its, err := measured(ctx, servers[side], loads[side], s.round)
			if err != nil {
				return err
			}
			if round > 0 {
				perSecond[side], p99[side] = append(perSecond[side], got.perSecond), append(p99[side], got.p99)
				spent[side], served[side] = append(spent[side], cpu), append(served[side], its)
			}
		}
	}
	fmt.Printf("webhooks/s: bare %s, ours %s; p99 ms: bare %s, ours %s\n",
		spread("%.0f", perSecond[0]), spread("%.0f", perSecond[1]), spread("%.1f", p99[0]), spread("%.1f", p99[1]))
	fmt.Printf("processor µs for a webhook, client and server: bare %s, ours %s\n", spread("%.0f", spent[0]), spread("%.0f", spent[1]))
	fmt.Printf("of these the server: bare %s, ours %s; whole ours/bare %s\n", spread("%.0f", served[0]), spread("%.0f", served[1]), spread("%.2f", each(spent[1], spent[0])))
	ratio, late := each(perSecond[1], perSecond[0]), each(p99[1], p99[0])
	*r = append(*r,
		row{"webhooks acknowledged, of the bare handler", median(ratio), leastWebhooks, true, spread("%.2f", ratio)},
		row{"p99 of webhooks, of the bare handler", median(late), mostP99, false, spread("%.2f", late)})
	if s.only != "" {
		return nil
	}
	if err := flat(ctx, s, ours, loads[1], r); err != nil {
		return err
	}
	return idle(ctx, s, ours, r)
}

// measured is a round with the processor time, in microseconds for each webhook,
// that it took here and in the server, and in the server alone: what else the
// computer does changes it less than it changes the time.
func measured(ctx context.Context, c *child, l *load, d time.Duration) (r result, cpu, its float64, err error) {
	whole, err := processors(c)
	if err != nil {
		return r, 0, 0, err
	}
	served, err := processor(c.cmd.Process.Pid)
	if err != nil {
		return r, 0, 0, err
	}
	from := l.next.Load()
	if r, err = l.round(ctx, d, 1<<60); err != nil {
		return r, 0, 0, err
	}
	per := 1000 / float64(l.next.Load()-from)
	after, err := processors(c)
	if err != nil {
		return r, 0, 0, err
	}
	until, err := processor(c.cmd.Process.Pid)
	return r, (after - whole) * per, (until - served) * per, err
}

func processors(c *child) (ms float64, err error) {
	own, err := processor(os.Getpid())
	if err != nil {
		return 0, err
	}
	its, err := processor(c.cmd.Process.Pid)
	return own + its, err
}

// flat watches memory while webhooks pass.
func flat(ctx context.Context, s settings, ours *child, l *load, r *report) error {
	const parts = 10
	var seen []float64
	for range parts {
		if _, err := l.round(ctx, endless, s.events/parts); err != nil {
			return err
		}
		m, err := ours.memory()
		if err != nil {
			return err
		}
		seen = append(seen, m)
	}
	early, late := slices.Max(seen[:parts/2]), slices.Max(seen[parts/2:])
	*r = append(*r, row{fmt.Sprintf("memory after %d webhooks, of halfway", s.events), late / early, mostGrowth, false, fmt.Sprintf("%.0f to %.0f MiB", early, late)})
	return nil
}

// idle watches a gateway that has nothing to do.
func idle(ctx context.Context, s settings, ours *child, r *report) error {
	for i, wait := range []time.Duration{3 * time.Second, s.idle} { // what follows from the load ends first
		before, err := processor(ours.cmd.Process.Pid)
		if err != nil {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
		after, err := processor(ours.cmd.Process.Pid)
		if err != nil {
			return err
		}
		if i == 1 {
			*r = append(*r, row{"idle gateway, ms of a core in a second", (after - before) / wait.Seconds(), mostIdle, false, ""})
		}
	}
	return nil
}
