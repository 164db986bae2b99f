// Package history reads what was sent: page by page, counted, searched and as a
// file. It sends again where that can succeed, and removes what is older than
// the workspace wants to keep.
//
// The rules of this package: a message of which nobody knows whether it went out
// is never sent again here; one message is repeated once; and an export holds
// exactly what the filter lets through, in constant memory.
package history

import (
	"context"
	"log/slog"
	"time"

	"channeldesk/app"
)

// Store is what the history is read from.
type Store interface {
	app.Store
	app.Grouper
	app.HistoryExporter
}

// Request is a message that is to be sent.
type Request struct {
	Agent       app.AgentID
	Environment app.Environment
	To, Name    string
	Content     app.Content
	Source      app.MessageSource
	// Again is the mark of the message that it repeats.
	Again string
	// Also runs in the transaction that keeps the message; its error undoes all.
	Also func(tx app.Tx, m app.Message) error
}

// Outbox keeps messages to be sent. It checks them as any others: permission,
// what the person wants, the customer service window, the template.
type Outbox interface {
	Accept(ctx context.Context, r Request) (app.Message, error)
}

// OutboxFunc makes an Outbox of a function.
type OutboxFunc func(context.Context, Request) (app.Message, error)

// Accept calls the function.
func (f OutboxFunc) Accept(ctx context.Context, r Request) (app.Message, error) { return f(ctx, r) }

// Params are what the service works with; all are needed.
type Params struct {
	Store  Store
	Guard  app.Guard
	Outbox Outbox
	Bus    *app.Bus
	Clock  app.Clock
	Log    *slog.Logger
}

// Service reads the history. Safe for concurrent use. All its calls read or write
// the database: none is for the UI goroutine.
type Service struct{ p Params }

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Guard == nil || p.Outbox == nil || p.Bus == nil || p.Clock == nil || p.Log == nil {
		panic("history: incomplete Params")
	}
	return &Service{p: p}
}

func (s *Service) now() time.Time { return s.p.Clock.Now().Truncate(time.Millisecond) }

// view reads with the channel of an agent's environment. It takes MaySee.
func (s *Service) view(ctx context.Context, agent app.AgentID, env app.Environment, fn func(tx app.Tx, c app.Channel) error) error {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return err
	}
	return s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := channelOf(tx, agent, env)
		if err != nil {
			return err
		}
		return fn(tx, c)
	})
}

func channelOf(tx app.Tx, agent app.AgentID, env app.Environment) (app.Channel, error) {
	c, err := tx.GetChannel(agent, env)
	if env == app.Draft && app.ErrorCode(err) == app.CodeNotFound {
		err = app.NewError(app.CodeLocked, app.Say("This agent has no draft.")).Because(err)
	}
	return c, err
}

// Page gives messages of an agent's environment, newest first. The channel of
// the filter is filled in. CodeLocked when there is no draft.
func (s *Service) Page(ctx context.Context, agent app.AgentID, env app.Environment, p app.HistoryPage) (page []app.Message, err error) {
	err = s.view(ctx, agent, env, func(tx app.Tx, c app.Channel) error {
		p.Filter.Channel = c.ID
		page, err = tx.PageHistory(p)
		return err
	})
	return page, err
}

// Counts gives the totals of a filter: exact where counters are kept, and
// otherwise up to a thousand.
func (s *Service) Counts(ctx context.Context, agent app.AgentID, env app.Environment, f app.HistoryFilter) (counts app.HistoryCounts, err error) {
	err = s.view(ctx, agent, env, func(tx app.Tx, c app.Channel) error {
		f.Channel = c.ID
		counts, err = tx.CountHistory(f)
		return err
	})
	return counts, err
}

// Days gives the totals of each day that has messages, the oldest first. ok is
// false when the filter asks for what is not counted by day: a search, a key, a
// bulk send, or a time that does not begin and end at midnight.
func (s *Service) Days(ctx context.Context, agent app.AgentID, env app.Environment, f app.HistoryFilter) (days []app.HistoryDay, ok bool, err error) {
	err = s.view(ctx, agent, env, func(tx app.Tx, c app.Channel) error {
		f.Channel = c.ID
		days, ok, err = tx.HistoryDays(f)
		return err
	})
	return days, ok, err
}

// Templates gives the names of the templates that were ever sent, in order.
func (s *Service) Templates(ctx context.Context, agent app.AgentID, env app.Environment) (names []string, err error) {
	err = s.view(ctx, agent, env, func(tx app.Tx, c app.Channel) error {
		names, err = tx.HistoryTemplates(c.ID)
		return err
	})
	return names, err
}

// Get gives a message by its mark with its attempts, the first one in front.
func (s *Service) Get(ctx context.Context, mark string) (m app.Message, attempts []app.Attempt, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		if m, err = tx.FindMessage(mark); err != nil {
			return err
		}
		attempts, err = tx.ListAttempts(m.ID)
		return err
	})
	if err == nil {
		_, err = s.p.Guard.Require(ctx, m.AgentID, app.MaySee)
	}
	if err != nil {
		return app.Message{}, nil, err
	}
	return m, attempts, nil
}
