package notify_test

import (
	"context"
	"strconv"
	"sync/atomic"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/storage"
)

func itoa(i int) string { return strconv.Itoa(i) }

func (o *office) use(p notify.Params) { o.Service = notify.New(p) }

// countingStore counts what is asked of the database, and fails when told to.
type countingStore struct {
	*storage.DB
	calls atomic.Int64
	group func() error
}

func (s *countingStore) View(ctx context.Context, fn func(app.Tx) error) error {
	s.calls.Add(1)
	return s.DB.View(ctx, fn)
}

func (s *countingStore) Group(ctx context.Context, fn func(app.Tx) error) error {
	s.calls.Add(1)
	if s.group != nil {
		if err := s.group(); err != nil {
			return err
		}
	}
	return s.DB.Group(ctx, fn)
}
