//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/storage"
)

const (
	// prunedDays are removed, the oldest ones.
	prunedDays = 4
	mostPrune  = 50 * time.Millisecond
)

// timed notes how long each shared transaction took from its beginning, with its
// commit.
type timed struct {
	*storage.DB
	took []time.Duration
}

func (s *timed) Group(ctx context.Context, fn func(app.Tx) error) error {
	var began time.Time
	err := s.DB.Group(ctx, func(tx app.Tx) error { began = time.Now(); return fn(tx) })
	s.took = append(s.took, time.Since(began))
	return err
}

// prune removes the oldest days from a workspace.
func prune(ctx context.Context, db *storage.DB) (ok bool, err error) {
	var oldest time.Time
	agent, err := firstAgent(ctx, db)
	if err != nil {
		return false, err
	}
	err = db.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, app.Published)
		if err != nil {
			return err
		}
		days, _, err := tx.HistoryDays(app.HistoryFilter{Channel: c.ID})
		oldest = days[0].Day
		return err
	})
	if err != nil {
		return false, err
	}
	store := &timed{DB: db}
	s := service(store)
	if err := s.KeepHistory(ctx, int(time.Since(oldest).Hours()/24)-prunedDays); err != nil {
		return false, err
	}
	n, err := s.Prune(ctx)
	if err != nil || len(store.took) == 0 {
		return false, err
	}
	slices.Sort(store.took)
	p99 := store.took[len(store.took)*99/100]
	fmt.Printf("%d old messages removed in %d portions: median %.1f ms, p99 %.1f ms of at most %.0f\n", n, len(store.took), ms(store.took[len(store.took)/2]), ms(p99), ms(mostPrune))
	return p99 <= mostPrune, nil
}
