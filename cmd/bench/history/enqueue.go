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
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/template"
	"channeldesk/storage"
)

// While recipients of a bulk send are stored, delivery states come in: as many as
// a number tells that sends eighty messages a second, which is Meta's usual pace.
const (
	enqueued      = 10_000
	statesEvery   = time.Second / 240
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
		before, err := b.states(ctx, func(ctx context.Context) error { <-ctx.Done(); return nil }, 3*time.Second)
		if err != nil {
			return false, err
		}
		began := time.Now()
		var whole time.Duration
		beside, err := b.states(ctx, func(context.Context) error {
			defer func() { whole = time.Since(began) }()
			return b.bulk(ctx, round) //nolint:contextcheck // it is not ended by time
		}, time.Minute)
		if err != nil {
			return false, err
		}
		if round > 0 { // the first one warms up
			quiet, late, took = append(quiet, before), append(late, beside), append(took, whole)
			ratios = append(ratios, float64(beside)/float64(before))
		}
	}
	// What else the computer does makes a round longer and never shorter: the best one
	// of each side counts.
	ratio, whole := float64(slices.Min(late))/float64(slices.Min(quiet)), slices.Min(took)
	fmt.Printf("\n%d messages of a bulk send stored: %v, at most %v; p99 of a delivery state: quiet %.1f ms, meanwhile %.1f ms: %.2fx of at most %.0f (rounds %.1f)\n",
		enqueued, whole.Round(time.Millisecond), mostEnqueue, ms(slices.Min(quiet)), ms(slices.Min(late)), ratio, mostLate, ratios)
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
	next     int
}

func newBusy(ctx context.Context, db *storage.DB, dir string) (*busy, error) {
	b := &busy{db: db, dir: dir}
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

// states applies delivery states at their pace while something runs, for a time at
// most, and gives their p99: each from when it was due, however late it began.
func (b *busy) states(ctx context.Context, beside func(context.Context) error, most time.Duration) (p99 time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- beside(ctx) }()
	var wait sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	var failed error
	tick := time.NewTicker(statesEvery)
	defer tick.Stop()
	for due := time.Now(); ; {
		select {
		case err = <-ended:
			wait.Wait()
			slices.Sort(took)
			return took[len(took)*99/100], errors.Join(err, failed)
		case <-tick.C:
		}
		for ; !due.After(time.Now()); due = due.Add(statesEvery) {
			u := app.StateUpdate{ProviderID: b.told[b.next%len(b.told)], Status: app.MessageRead, At: time.Now()}
			b.next++
			wait.Go(func() {
				err := b.db.Group(context.WithoutCancel(ctx), func(tx app.Tx) error { _, err := tx.ApplyState(b.channel.ID, u); return err })
				mu.Lock()
				defer mu.Unlock()
				took, failed = append(took, time.Since(due)), errors.Join(failed, err)
			})
		}
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
