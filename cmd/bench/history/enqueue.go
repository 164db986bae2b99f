//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/template"
	"channeldesk/storage"
	"channeldesk/storage/historybench"
)

// While recipients of a bulk send are stored, delivery states come in: from as many
// connections as the gateway is measured with, each as soon as its last one was taken.
// How long storing takes counts beside the states of a number that sends eighty
// messages a second, which is Meta's usual pace.
const (
	enqueued      = 10_000
	statesEvery   = time.Second / 240
	connections   = 64
	enqueueRounds = 5
	mostLate      = 3.0 // times the quiet p99
	mostEnqueue   = 3 * time.Second
)

// enqueue works on a copy of a folder.
func enqueue(ctx context.Context, dir string) (ok bool, err error) {
	work := dir + ".enqueue"
	if err := os.RemoveAll(work); err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := copyFile(filepath.Join(dir, storage.FileName), filepath.Join(work, storage.FileName)); err != nil {
		return false, err
	}
	db, err := storage.Open(ctx, storage.Options{Dir: work})
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	b, err := newBusy(ctx, db, work)
	if err != nil {
		return false, err
	}
	var quiet, late, took []time.Duration
	var ratios []float64
	for round := range enqueueRounds + 1 {
		whole, err := b.stored(ctx, 2*round, b.pace)
		if err != nil {
			return false, err
		}
		before, err := b.flood(ctx, quietly)
		if err != nil {
			return false, err
		}
		beside, err := b.flood(ctx, func(ctx context.Context) error { return b.bulk(ctx, 2*round+1) })
		if err != nil {
			return false, err
		}
		if round > 0 { // the first one warms up
			quiet, late, took = append(quiet, before), append(late, beside), append(took, whole)
			ratios = append(ratios, float64(beside)/float64(before))
		}
	}
	ratio, whole := historybench.Median(ratios), historybench.Median(took)
	fmt.Printf("\n%d messages of a bulk send stored: %v (%v-%v), at most %v; p99 of a delivery state from 64 connections: quiet %.1f ms, meanwhile %.1f ms: %.2fx (%.2f-%.2f) of at most %.0f\n",
		enqueued, whole.Round(time.Millisecond), slices.Min(took).Round(time.Millisecond), slices.Max(took).Round(time.Millisecond), mostEnqueue,
		ms(historybench.Median(quiet)), ms(historybench.Median(late)), ratio, slices.Min(ratios), slices.Max(ratios), mostLate)
	ok, err = prune(ctx, db)
	return ok && whole <= mostEnqueue && ratio <= mostLate, err
}

func copyFile(from, to string) (err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if to != os.DevNull { // else the disk is busy with the copy while it is measured
		err = errors.Join(err, out.Sync())
	}
	return errors.Join(err, out.Close())
}

// busy is a workspace in which states come in and bulk sends are stored.
type busy struct {
	db       *storage.DB
	dir      string
	service  *bulk.Service
	channel  app.Channel
	template app.Template
	told     []string // ids of the provider
	next     atomic.Int64
	body     []byte // of a webhook
}

func newBusy(ctx context.Context, db *storage.DB, dir string) (*busy, error) {
	b := &busy{db: db, dir: dir, body: []byte(strings.Repeat("webhook ", 64))}
	agent, err := firstAgent(ctx, db)
	if err != nil {
		return nil, err
	}
	err = db.Update(ctx, func(tx app.Tx) (err error) {
		if b.channel, err = tx.GetChannel(agent, app.Published); err != nil {
			return err
		}
		b.template = app.Template{
			ChannelID: b.channel.ID, Name: "installment_reminder", Language: "id", Category: app.CategoryUtility, Status: app.TemplateApproved,
			Design: app.TemplateDesign{
				Category: app.CategoryUtility, Body: "Dear {{1}}, your instalment of {{2}} for loan {{3}} is due.",
				Samples: map[string]string{"1": "Bp. Agus", "2": "Rp 1.000", "3": "KPR-1"},
			},
		}
		if b.template.ID, err = tx.SaveTemplate(b.template); err != nil {
			return err
		}
		page, err := tx.PageHistory(app.HistoryPage{
			Filter: app.HistoryFilter{Channel: b.channel.ID, Statuses: []app.MessageStatus{app.MessageDelivered}}, Limit: 20_000,
		})
		for _, m := range page {
			b.told = append(b.told, m.ProviderID)
		}
		return err
	})
	b.service = bulk.New(bulk.Params{
		Store: db, Templates: filled{db}, Queue: still{}, Guard: anyone{}, Bus: &app.Bus{}, Clock: app.SystemClock, Log: slog.New(slog.DiscardHandler),
		Dir: filepath.Join(dir, "bulk"),
	})
	return b, err
}

// stored gives how long a bulk send takes to be stored while something runs.
func (b *busy) stored(ctx context.Context, round int, beside func(context.Context) error) (time.Duration, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- beside(ctx) }()
	began := time.Now()
	err := b.bulk(ctx, round)
	took := time.Since(began)
	cancel()
	return took, errors.Join(err, <-ended)
}

// pace applies delivery states at Meta's usual pace until it is stopped.
func (b *busy) pace(ctx context.Context) error {
	tick := time.NewTicker(statesEvery)
	defer tick.Stop()
	var wait sync.WaitGroup
	defer wait.Wait()
	failed := make(chan error, 1)
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-tick.C:
			wait.Go(func() { //nolint:contextcheck // what has begun is ended
				if err := b.state(); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			})
		}
	}
}

// flood applies delivery states from all connections until something ends, and gives
// their p99.
func (b *busy) flood(ctx context.Context, beside func(context.Context) error) (p99 time.Duration, err error) {
	var wait sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	var ended atomic.Bool
	for range connections {
		wait.Go(func() { //nolint:contextcheck // what has begun is ended
			var own []time.Duration
			for !ended.Load() {
				began := time.Now()
				failed := b.state()
				own = append(own, time.Since(began))
				if failed != nil {
					mu.Lock()
					err = errors.Join(err, failed)
					mu.Unlock()
					break
				}
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	failed := beside(ctx)
	ended.Store(true)
	wait.Wait()
	slices.Sort(took)
	return took[len(took)*99/100], errors.Join(err, failed)
}

// state is one webhook: it is kept, and its state applied.
func (b *busy) state() error {
	n := b.next.Add(1)
	u := app.StateUpdate{ProviderID: b.told[int(n)%len(b.told)], Status: app.MessageRead, At: time.Now()}
	return b.db.GroupAgain(context.Background(), func(tx app.Tx) error {
		if _, err := tx.ApplyState(b.channel.ID, u); err != nil {
			return err
		}
		_, err := tx.AddArrival(app.Arrival{ChannelID: b.channel.ID, State: app.ArrivalApplied, Events: 1, Fresh: 1, Body: b.body})
		return err
	})
}

// quietly waits beside states on a quiet workspace.
func quietly(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(3 * time.Second):
		return nil
	}
}

// bulk stores one.
func (b *busy) bulk(ctx context.Context, round int) error {
	path := filepath.Join(b.dir, "recipients.csv")
	var rows strings.Builder
	rows.WriteString("phone,name,customer,amount,loan\n")
	for i := range enqueued {
		n := (i*7919+round*104_729)%90_000_000 + 10_000_000
		fmt.Fprintf(&rows, "0812%08d,Ibu Sari %d,Ibu Sari,Rp %d,KPR-%d\n", n, i, i, i)
	}
	if err := os.WriteFile(path, []byte(rows.String()), 0o600); err != nil {
		return err
	}
	f, err := recipients.Open(path)
	if err != nil {
		return err
	}
	needs := []recipients.Need{recipients.Phone("Phone"), recipients.Name("Name"), {Key: "1", Label: "customer"}, {Key: "2", Label: "amount"}, {Key: "3", Label: "loan"}}
	got, err := b.service.Prepare(ctx, bulk.Order{
		Agent: b.channel.AgentID, Environment: app.Published, Template: b.template.ID, File: f, Pace: 80, DueAt: time.Now().Add(time.Hour),
		Job: recipients.Job{Needs: needs, Columns: f.Match(needs)},
	}, nil)
	if err == nil && got.Prepared != enqueued {
		err = fmt.Errorf("%d of %d recipients were stored", got.Prepared, enqueued)
	}
	return err
}

// filled gives templates as the program does; still sends nothing.
type filled struct{ db *storage.DB }

func (t filled) Get(ctx context.Context, id app.TemplateID) (found app.Template, err error) {
	return found, t.db.View(ctx, func(tx app.Tx) error { found, err = tx.GetTemplate(id); return err })
}

func (filled) Filler(t app.Template) bulk.Fill { return template.NewFiller(t).Fill }

func (filled) BodyNames(app.Template) []string { return []string{"customer", "amount", "loan"} }

type still struct{}

func (still) Wake() {}

func (still) Paused(app.ChannelID) (what, fix app.Text, ok bool) { return what, fix, false }
