// Package bulk sends one template to many people: it stores a message for each
// recipient, releases them to the queue at a pace, waits for the first few, stops
// by itself when too many fail, and can be paused, gone on with and cancelled.
//
// The rules of this package: what is to be sent is on the disk before anything is
// released; each recipient has one message, however often preparing was begun;
// what was released is the queue's, which never sends anything twice.
package bulk

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Store is what the service keeps bulk sends in.
type Store interface {
	app.Store
	app.Grouper
	app.HistoryExporter
}

// Templates gives templates and fills them.
type Templates interface {
	Get(ctx context.Context, id app.TemplateID) (app.Template, error)
	// Filler gives what makes messages of a template: of values by variable, or an
	// error that says what is missing.
	Filler(t app.Template) Fill
	// BodyNames are what the variables of the body are called, in order.
	BodyNames(t app.Template) []string
}

// Fill makes one message of a template.
type Fill func(value func(key string) string) (app.TemplateMessage, error)

// Queue is what sends the released messages.
type Queue interface {
	Wake()
	// Paused says why a channel sends nothing until somebody changes something; ok
	// is false when it sends.
	Paused(app.ChannelID) (what, fix app.Text, ok bool)
}

// SendingFacts may be offered by Queue: what a channel's protocol says of sending.
// Without it each bulk send goes at its own pace, and messages are believed to tell
// when they arrive. It is asked often and should be quick.
type SendingFacts interface {
	Sending(ctx context.Context, id app.ChannelID) (protocol.Sending, error)
}

// Params are what the service works with; all are needed.
type Params struct {
	Store     Store
	Templates Templates
	Queue     Queue
	Guard     app.Guard
	Bus       *app.Bus
	Clock     app.Clock
	Log       *slog.Logger
	// Dir is a folder of the workspace for recipients that are being stored.
	Dir string
}

// Service sends in bulk. Safe for concurrent use. Its calls read or write the
// database: none is for the UI goroutine.
type Service struct {
	p    Params
	wake chan struct{}
	one  sync.Mutex

	mu sync.Mutex
	// storing are the bulk sends whose recipients this process is storing.
	storing map[app.BulkID]bool
	// gateway tells whether a gateway runs; nil when nobody knows.
	gateway func() bool
	// reach is who was reached lately, as it was last read.
	reach map[app.ChannelID]*reach
}

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Templates == nil || p.Queue == nil || p.Guard == nil || p.Bus == nil || p.Clock == nil || p.Log == nil || p.Dir == "" {
		panic("bulk: incomplete Params")
	}
	return &Service{p: p, wake: make(chan struct{}, 1), storing: map[app.BulkID]bool{}, reach: map[app.ChannelID]*reach{}}
}

// Wake makes Run look for what is to be done. Call it when another process may
// have changed something.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Service) now() time.Time { return s.p.Clock.Now().UTC().Truncate(time.Millisecond) }

func (s *Service) changed(b app.BulkSend) {
	s.p.Bus.Publish(app.Event{Kind: app.BulkChanged, AgentID: b.AgentID, Environment: b.Environment})
	s.Wake()
}

// Get gives a bulk send with its counts.
func (s *Service) Get(ctx context.Context, id app.BulkID) (b app.BulkSend, n app.BulkCounts, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		if b, err = tx.GetBulk(id); err != nil {
			return err
		}
		n, err = tx.CountBulk(id)
		return err
	})
	if err != nil {
		return app.BulkSend{}, n, err
	}
	if _, err := s.p.Guard.Require(ctx, b.AgentID, app.MaySee); err != nil {
		return app.BulkSend{}, app.BulkCounts{}, err
	}
	return b, n, nil
}

// listMost is how many bulk sends a listing shows.
const listMost = 100

// List gives the bulk sends of an environment, newest first.
func (s *Service) List(ctx context.Context, agent app.AgentID, env app.Environment) (list []app.BulkSend, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	return list, s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if app.ErrorCode(err) == app.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		list, err = tx.ListBulks(c.ID, listMost)
		return err
	})
}

// Failures groups the failed messages of a bulk send by reason, the most first.
func (s *Service) Failures(ctx context.Context, id app.BulkID) (list []app.BulkFailure, err error) {
	if _, _, err := s.Get(ctx, id); err != nil {
		return nil, err
	}
	return list, s.p.Store.View(ctx, func(tx app.Tx) error { list, err = tx.BulkFailures(id); return err })
}
