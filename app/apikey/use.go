package apikey

import (
	"context"
	"maps"
	"net/netip"
	"slices"
	"time"

	"channeldesk/app"
)

// actor stands in the audit log for what the program does by itself.
const actor = "Channel Desk"

// writeEvery is how often the latest use of a key is written down at most.
const writeEvery = time.Minute

// use is what happened with a key since it was last written down.
type use struct {
	at   time.Time
	from string
	days map[string]int // uses by local day
	// written is when it was last written down; it is kept for a minute after.
	written time.Time
}

func (u *use) isFresh() bool { return len(u.days) > 0 }

func (s *Service) used(k app.APIKey, from string) {
	now := s.now()
	s.mu.Lock()
	u := s.uses[k.ID]
	if u == nil {
		u = &use{days: map[string]int{}}
		s.uses[k.ID] = u
	}
	first := !u.isFresh()
	u.at, u.from = now, addressOf(from)
	u.days[dayOf(now)]++
	s.mu.Unlock()
	if first {
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
}

// addressOf is the address alone of what may have a port; "" when it is none.
func addressOf(from string) string {
	if withPort, err := netip.ParseAddrPort(from); err == nil {
		return withPort.Addr().Unmap().WithZone("").String()
	}
	if a, err := netip.ParseAddr(from); err == nil {
		return a.Unmap().WithZone("").String()
	}
	return ""
}

// withUse adds a use that was not written down yet.
func (s *Service) withUse(k app.APIKey) app.APIKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.uses[k.ID]; u != nil && u.at.After(k.LastUsedAt) {
		k.LastUsedAt, k.LastUsedFrom = u.at, u.from
	}
	return k
}

// Run writes down when keys were used and from where, at most once a minute for
// each, and once a day how often, until ctx ends; then it writes the rest. It
// returns nil. One Run at a time is enough.
func (s *Service) Run(ctx context.Context) error {
	told := "" // the day up to which the counts were told
	for {
		next := s.flush(ctx, &told, false)
		timer := time.NewTimer(next.Sub(s.p.Clock.Now()))
		select {
		case <-ctx.Done():
			timer.Stop()
			s.flush(context.WithoutCancel(ctx), &told, true)
			return nil
		case <-timer.C:
		case <-s.wake:
			timer.Stop()
		}
	}
}

// flush writes down what is due, or everything, and gives when to do so again.
func (s *Service) flush(ctx context.Context, told *string, all bool) (next time.Time) {
	now := s.now()
	today := dayOf(now)
	taken := s.take(now, all)
	if len(taken) > 0 || *told != today {
		touched, err := s.write(ctx, taken, now)
		s.settle(taken, now, err == nil)
		if err != nil {
			s.p.Log.Warn("write down the use of API keys", "cause", err)
			return now.Add(writeEvery)
		}
		*told = today
		for _, k := range touched {
			s.changed(k.AgentID, k.Environment)
		}
	}
	return s.nextWrite(midnightAfter(now))
}

// write saves the uses, and tells of days that are over. It gives the keys.
func (s *Service) write(ctx context.Context, taken map[app.KeyID]use, now time.Time) (touched []app.APIKey, err error) {
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		touched = nil
		counted, err := readCounts(tx)
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(taken)) {
			k, err := tx.GetKey(id)
			if app.ErrorCode(err) == app.CodeNotFound { // its agent was deleted
				continue
			}
			if err != nil {
				return err
			}
			counted.add(id, taken[id].days)
			if u := taken[id]; u.at.After(k.LastUsedAt) {
				k.LastUsedAt, k.LastUsedFrom = u.at, u.from
			}
			if err := tx.UpdateKey(k); err != nil {
				return err
			}
			touched = append(touched, k)
		}
		if err := counted.tell(tx, now); err != nil {
			return err
		}
		return counted.save(tx)
	})
	return touched, err
}

// take gives copies of the uses that are due to be written.
func (s *Service) take(now time.Time, all bool) map[app.KeyID]use {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := map[app.KeyID]use{}
	for id, u := range s.uses {
		waited := !now.Before(u.written.Add(writeEvery)) || now.Before(u.written) // the clock may be set back
		switch {
		case u.isFresh() && (waited || all):
			c := *u
			c.days = maps.Clone(u.days)
			taken[id] = c
		case waited && !u.isFresh():
			delete(s.uses, id)
		}
	}
	return taken
}

// settle takes what was written out of what waits. What could not be written
// waits another minute.
func (s *Service) settle(taken map[app.KeyID]use, now time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, t := range taken {
		u := s.uses[id]
		u.written = now
		if !ok {
			continue
		}
		for day, n := range t.days {
			if u.days[day] -= n; u.days[day] == 0 {
				delete(u.days, day)
			}
		}
	}
}

func (s *Service) nextWrite(next time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.uses {
		if at := u.written.Add(writeEvery); at.Before(next) {
			next = at
		}
	}
	return next
}
