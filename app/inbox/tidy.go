package inbox

import (
	"context"
	"strconv"
	"time"

	"channeldesk/app"
)

const (
	// keepDays is how long webhooks are kept when nobody says otherwise, and
	// keepLeast the least: providers repeat for a week what they could not deliver,
	// and it must still be known then.
	keepDays, keepLeast = 30, 8
	// tidyEvery is the time between two looks for what is too old. It is removed in
	// chunks of tidyChunk rows with pauses between, so that webhooks hardly wait.
	tidyEvery = 24 * time.Hour
	tidyChunk = 200
	tidyPause = 50 * time.Millisecond
	tidyAgain = 10 * time.Minute // after a failure
)

// Tidy removes webhooks, and what belongs to them, that are older than the
// workspace's setting says: now, and then once a day, until ctx ends.
func (s *Service) Tidy(ctx context.Context) {
	for ctx.Err() == nil {
		wait := tidyEvery
		n, err := s.tidyOnce(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			s.p.Log.Warn("remove old webhooks", "cause", err)
			wait = tidyAgain
		case n > 0:
			s.p.Log.Info("old webhooks removed", "rows", n)
		}
		pause(ctx, wait)
	}
}

// tidyOnce removes all that is too old, and gives how many rows that were: none for
// most of a day after the clock has leapt.
func (s *Service) tidyOnce(ctx context.Context) (removed int, err error) {
	days, may := keepDays, false
	err = s.p.Store.Group(ctx, func(tx app.Tx) error {
		typed, err := tx.Setting(app.SettingKeepArrivals)
		if err != nil {
			return err
		}
		if n, wrong := strconv.Atoi(typed); wrong == nil {
			days = max(n, keepLeast)
		}
		may, err = app.MayRemoveOld(tx, s.now())
		return err
	})
	before := s.now().AddDate(0, 0, -days)
	for may && err == nil && ctx.Err() == nil {
		n := 0
		err = s.p.Store.Group(ctx, func(tx app.Tx) (err error) {
			n, err = tx.PruneArrivals(before, tidyChunk)
			return err
		})
		removed += n
		if n < tidyChunk {
			break
		}
		pause(ctx, tidyPause)
	}
	return removed, err
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
