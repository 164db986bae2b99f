package bulk

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/protocol"
)

// window is the time over which providers count the people who were written to,
// and for which a customer service window stays open.
const window = 24 * time.Hour

// reachLasts is how long what was read of a channel's people is good for: long
// enough for somebody who tries several paces.
const reachLasts = 30 * time.Second

// reach is whom a channel may write to, and how, by the digits of the numbers. It
// is not changed.
type reach struct {
	at time.Time
	// written are the people who were sent a template within the window, opened those
	// who wrote within it.
	written, opened map[uint64]struct{}
}

func (r *reach) wrote(digits uint64) bool { _, ok := r.written[digits]; return ok }
func (r *reach) open(digits uint64) bool  { _, ok := r.opened[digits]; return ok }

// reachOf reads a channel's people, or gives what was read a moment ago.
func (s *Service) reachOf(ctx context.Context, id app.ChannelID) (*reach, error) {
	now := s.now()
	s.mu.Lock()
	r := s.reach[id]
	s.mu.Unlock()
	if r != nil && now.Sub(r.at) >= 0 && now.Sub(r.at) < reachLasts {
		return r, nil
	}
	r = &reach{at: now, written: map[uint64]struct{}{}, opened: map[uint64]struct{}{}}
	err := s.p.Store.ExportMessages(ctx, app.HistoryFilter{Channel: id, From: now.Add(-window)}, func(m *app.HistoryRow) error {
		if m.AcceptedAt != 0 && len(m.Template) > 0 && len(m.To) > 0 {
			r.written[recipients.Digits(string(m.To))] = struct{}{}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var open []string
	if err := s.p.Store.View(ctx, func(tx app.Tx) (err error) { open, err = tx.OpenWindows(id, now.Add(-window)); return err }); err != nil {
		return nil, err
	}
	for _, n := range open {
		r.opened[recipients.Digits(n)] = struct{}{}
	}
	s.mu.Lock()
	s.reach[id] = r
	s.mu.Unlock()
	return r, nil
}

// Sending is what the protocol of an environment says of sending; the zero value
// when nothing is known.
func (s *Service) Sending(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.Sending, error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return protocol.Sending{}, err
	}
	var c app.Channel
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) { c, err = tx.GetChannel(agent, env); return err })
	if err != nil {
		return protocol.Sending{}, err
	}
	return s.sendingOf(ctx, c.ID)
}

func (s *Service) sendingOf(ctx context.Context, id app.ChannelID) (protocol.Sending, error) {
	if q, ok := s.p.Queue.(SendingFacts); ok {
		return q.Sending(ctx, id)
	}
	return protocol.Sending{}, nil
}
