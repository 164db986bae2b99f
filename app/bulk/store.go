package bulk

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"channeldesk/app"
)

// Messages are stored in portions, each in one transaction. Whoever else writes
// meanwhile, as webhooks do, waits for a portion at most: it is as large as takes
// portionTime on this computer.
const (
	portionFirst, portionMost = 30, 300
	portionTime               = 4 * time.Millisecond
	// restEach is how long is rested at most for each message of a portion.
	restEach = 100 * time.Microsecond
)

// portionAfter is how many make the next portion when n of them took some time.
func portionAfter(n int, took time.Duration) int {
	if took <= 0 {
		return portionMost
	}
	next := int(float64(n) * float64(portionTime) / float64(took))
	return min(max(next, n/2, portionFirst/2), n*2, portionMost) // one slow commit says little
}

// rest leaves the disk to others after a portion: as long as it took, and no longer
// when the disk is slow.
func rest(ctx context.Context, n int, took time.Duration) error {
	t := time.NewTimer(min(took, time.Duration(n)*restEach))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// store makes messages of the recipients of a bulk send. What is stored already
// stays as it is.
func (s *Service) store(ctx context.Context, b app.BulkSend, progress func(stored, all int)) (app.BulkSend, error) {
	if !s.begin(b.ID) {
		return b, nil // this process is doing it
	}
	defer s.end(b.ID)
	var t app.Template
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) { t, err = tx.FindTemplate(b.ChannelID, b.Template, b.Language); return err })
	if err != nil {
		return b, err
	}
	fill := s.p.Templates.Filler(t)
	var ms []app.Message
	portion, place := portionFirst, 0 // place is that of the last of ms
	flush := func() error {
		if len(ms) == 0 {
			return ctx.Err()
		}
		took, err := s.keep(ctx, &b, ms, place)
		if err != nil {
			return err
		}
		n := len(ms)
		portion, ms = portionAfter(n, took), ms[:0]
		if b.Status != app.BulkPreparing {
			return errStored
		}
		if progress != nil {
			progress(place, b.Total)
		}
		if place >= b.Total {
			return ctx.Err()
		}
		return rest(ctx, n, took)
	}
	err = s.eachSource(b, b.Prepared, func(head sourceHead, r sourceRow) error {
		if r.Place <= b.Prepared {
			return nil // another process stored it meanwhile
		}
		m, err := s.message(b, fill, head.Keys, r)
		if err != nil {
			return err
		}
		place = r.Place
		if ms = append(ms, m); len(ms) < portion {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if errors.Is(err, errStored) || errors.Is(err, fs.ErrNotExist) {
		return s.storedByOther(ctx, b, err)
	}
	if err != nil || b.Status != app.BulkPreparing {
		return b, err
	}
	return s.ready(ctx, b)
}

// errStored says that another process stored the rest.
var errStored = errors.New("the recipients are stored")

// storedByOther gives the bulk send as another process left it, which stored its
// recipients at the same time and removed their copy.
func (s *Service) storedByOther(ctx context.Context, b app.BulkSend, cause error) (app.BulkSend, error) {
	var now app.BulkSend
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) { now, err = tx.GetBulk(b.ID); return err })
	switch {
	case err != nil:
		return b, err
	case now.Status == app.BulkPreparing:
		return now, cause
	case now.Status == app.BulkCancelled:
		return now, cancelled()
	}
	return now, nil
}

func cancelled() error {
	return app.NewError(app.CodeCancelled, app.Say("The bulk send was cancelled."))
}

func (s *Service) begin(id app.BulkID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.storing[id] {
		return false
	}
	s.storing[id] = true
	return true
}

func (s *Service) end(id app.BulkID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.storing, id)
}

// message is what one recipient gets.
func (s *Service) message(b app.BulkSend, fill Fill, keys []string, r sourceRow) (app.Message, error) {
	filled, err := fill(r.value(keys))
	if err != nil {
		return app.Message{}, err
	}
	return app.Message{
		Mark: markOf(b, r.Place), ChannelID: b.ChannelID, AgentID: b.AgentID, Environment: b.Environment, To: r.To, Name: r.Name,
		Content: app.Content{Template: &filled}, Source: app.SourceBulk, Status: app.MessageHeld, BulkID: b.ID, BulkRow: r.Row,
		CreatedAt: s.now(), DueAt: b.DueAt,
	}, nil
}

// keep stores messages and how far it came, in one transaction. A bulk send that
// was cancelled meanwhile gets no more. took is without the wait for its turn.
func (s *Service) keep(ctx context.Context, b *app.BulkSend, ms []app.Message, place int) (took time.Duration, err error) {
	var began time.Time
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		began = time.Now()
		now, err := tx.GetBulk(b.ID)
		if err != nil {
			return err
		}
		switch {
		case now.Status == app.BulkCancelled:
			return cancelled()
		case now.Status != app.BulkPreparing, place <= now.Prepared:
			// Another process that stores them too was quicker. What lies before
			// Prepared is there.
			*b = now
			return nil
		}
		if _, err := tx.AddHeld(b.ID, ms); err != nil {
			return err
		}
		now.Prepared = place
		*b = now
		return tx.UpdateBulk(now)
	})
	return time.Since(began), err
}

// ready says that all messages are there.
func (s *Service) ready(ctx context.Context, b app.BulkSend) (app.BulkSend, error) {
	source := b
	err := s.p.Store.Update(ctx, func(tx app.Tx) (err error) {
		if b, err = tx.GetBulk(b.ID); err != nil || b.Status != app.BulkPreparing {
			return err
		}
		b.Status, b.Source, b.NextAt = app.BulkScheduled, "", b.DueAt
		return tx.UpdateBulk(b)
	})
	if err != nil {
		return b, err
	}
	s.removeSource(source)
	s.changed(b)
	s.p.Bus.Publish(app.Event{Kind: app.MessagesChanged, AgentID: b.AgentID, Environment: b.Environment})
	return b, nil
}
