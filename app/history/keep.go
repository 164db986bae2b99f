package history

import (
	"context"
	"strconv"
	"time"

	"channeldesk/app"
)

const (
	// keepMost is the longest time in days that can be chosen.
	keepMost = 36500
	// What is removed in one commit is as much as takes pruneTime on this computer,
	// with a pause after each, so that whoever writes meanwhile hardly waits.
	pruneFirst, pruneLeast, pruneMost = 40, 10, 200

	pruneTime  = 10 * time.Millisecond
	prunePause = 20 * time.Millisecond
	pruneEvery = 24 * time.Hour
)

// Keeps gives for how many days messages are kept; 0 is for ever.
func (s *Service) Keeps(ctx context.Context) (days int, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		days, err = keeps(tx)
		return err
	})
	return days, err
}

func keeps(tx app.Tx) (int, error) {
	v, err := tx.Setting(app.SettingKeepHistory)
	if err != nil || v == "" {
		return 0, err
	}
	days, err := strconv.Atoi(v)
	if err != nil || days < 0 {
		return 0, nil // written by somebody else: nothing is removed for it
	}
	return days, nil
}

// KeepHistory sets for how many days messages are kept, 0 for ever. It takes
// MayManage of the workspace and is written into the activity. What is older goes
// at the next round of Run.
func (s *Service) KeepHistory(ctx context.Context, days int) error {
	by, err := s.p.Guard.Require(ctx, 0, app.MayManage)
	if err != nil {
		return err
	}
	if err := checkDays(days); err != nil {
		return err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		was, err := keeps(tx)
		if err != nil || was == days {
			return err
		}
		if err := tx.SetSetting(app.SettingKeepHistory, strconv.Itoa(days)); err != nil {
			return err
		}
		text := app.Say("{{.Who}} keeps the history for {{.N}} days", "Who", by.Name, "N", days)
		if days == 0 {
			text = app.Say("{{.Who}} keeps the history for ever", "Who", by.Name)
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: by.Name, Kind: app.ActKeepHistory, Text: text, Before: strconv.Itoa(was), After: strconv.Itoa(days),
		})
	})
	if err == nil {
		s.p.Bus.Publish(app.Event{Kind: app.SettingsChanged})
	}
	return err
}

func checkDays(days int) error {
	if days < 0 || days > keepMost {
		return app.Invalid("days", "The history can be kept for up to {{.Max}} days, or for ever with 0.", "Max", keepMost)
	}
	return nil
}

// Preview counts the messages, of all agents, that a setting removes now.
func (s *Service) Preview(ctx context.Context, days int) (n int, err error) {
	if _, err := s.p.Guard.Require(ctx, 0, app.MayManage); err != nil {
		return 0, err
	}
	if err := checkDays(days); err != nil || days == 0 {
		return 0, err
	}
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		n, err = tx.CountOlder(s.before(days))
		return err
	})
	return n, err
}

// before is the first moment that is kept: whole days, by the computer's
// calendar, today included.
func (s *Service) before(days int) time.Time {
	y, m, d := s.now().Local().Date()
	return time.Date(y, m, d-days, 0, 0, 0, 0, time.Local)
}

// pruneAfter is how many are removed next when n of them took some time.
func pruneAfter(n int, took time.Duration) int {
	next := pruneMost
	if took > 0 {
		next = int(float64(n) * float64(pruneTime) / float64(took))
	}
	return min(max(next, n/2, pruneLeast), n*2, pruneMost) // one slow commit says little
}

// Prune removes what is older than the setting says, a few messages with each
// commit, and gives how many those were. What waits or is in doubt stays, and
// everything does for most of a day after the clock has leapt.
func (s *Service) Prune(ctx context.Context) (removed int, err error) {
	portion := pruneFirst
	for {
		n, began := 0, time.Time{}
		err := s.p.Store.Group(ctx, func(tx app.Tx) error {
			began = time.Now()
			days, err := keeps(tx)
			if err != nil || days == 0 {
				return err
			}
			if may, err := app.MayRemoveOld(tx, s.now()); err != nil || !may {
				return err
			}
			n, err = tx.PruneHistory(s.before(days), portion)
			return err
		})
		removed += n
		if err != nil || n < portion {
			if removed > 0 {
				s.p.Log.Info("old messages removed", "messages", removed)
				s.p.Bus.Publish(app.Event{Kind: app.MessagesChanged})
			}
			return removed, err
		}
		portion = pruneAfter(portion, time.Since(began))
		if err := wait(ctx, prunePause); err != nil {
			return removed, err
		}
	}
}

// Run prunes now, once a day, and when the setting changed, until ctx ends. It
// belongs to the gateway: one process does it.
func (s *Service) Run(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	sub := s.p.Bus.Subscribe(func(app.Event) {
		select {
		case changed <- struct{}{}:
		default:
		}
	}, app.SettingsChanged)
	defer sub.Close()
	for {
		if _, err := s.Prune(ctx); err != nil && ctx.Err() == nil {
			s.p.Log.Warn("remove old messages", "cause", err)
		}
		next := time.NewTimer(pruneEvery)
		select {
		case <-ctx.Done():
			next.Stop()
			return nil
		case <-changed:
			next.Stop()
		case <-next.C:
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
