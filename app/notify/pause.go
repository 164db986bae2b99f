package notify

import (
	"cmp"
	"context"
	"slices"
	"time"

	"channeldesk/app"
)

// Pause says why a channel sends nothing at present. Its messages wait.
type Pause struct {
	Channel     app.ChannelID
	Agent       app.AgentID
	Environment app.Environment
	Since       time.Time
	What, Fix   app.Text
	// Code is the provider's own, small and copyable.
	Code string

	revision int64
	// checked is when the channel was last checked as the pause began.
	checked time.Time
}

// Pauses gives the channels that send nothing until somebody changes something,
// the oldest first. GatewayChanged is published when they change. A pause ends
// when the channel is changed, or after a check that found nothing wrong.
func (s *Service) Pauses() []Pause {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Pause
	for _, p := range s.pauses {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Pause) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Channel, b.Channel))
	})
	return list
}

// tellPause makes a change of a lane's pause known.
func (s *Service) tellPause(id app.ChannelID, agent app.AgentID, env app.Environment, p *Pause) {
	s.mu.Lock()
	if p == nil {
		delete(s.pauses, id)
	} else {
		s.pauses[id] = *p
	}
	s.mu.Unlock()
	if p != nil {
		s.p.Log.Warn("channel sends nothing until it is mended", "channel", int64(id), "why", p.What.String(), "code", p.Code)
	} else {
		s.p.Log.Info("channel sends again", "channel", int64(id))
	}
	s.changed(app.GatewayChanged, agent, env)
}

// forgetPauses ends them all with the queue that knew them.
func (s *Service) forgetPauses() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.pauses)
}

// noteCheck keeps when a paused channel was last checked: a later check ends the
// pause, whatever the clock says by then.
func (q *queue) noteCheck(p *Pause) {
	if p == nil {
		return
	}
	err := q.s.p.Store.View(context.WithoutCancel(q.ctx), func(tx app.Tx) error {
		report, err := tx.GetCheck(p.Channel)
		if app.ErrorCode(err) == app.CodeNotFound {
			return nil
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		p.checked = report.At
		return err
	})
	if err != nil {
		q.s.p.Log.Warn("look when a channel was checked", "channel", int64(p.Channel), "cause", err)
	}
}

// review looks which paused channels were changed or checked since.
func (q *queue) review(ctx context.Context) {
	q.mu.Lock()
	var paused []Pause
	for _, l := range q.lanes {
		if l.pause != nil {
			paused = append(paused, *l.pause)
		}
	}
	q.mu.Unlock()
	for _, p := range paused {
		mended := false
		err := q.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
			mended, err = isMended(tx, p)
			return err
		})
		if err != nil {
			q.s.p.Log.Warn("look whether a channel was mended", "channel", int64(p.Channel), "cause", err)
			continue
		}
		if !mended {
			continue
		}
		q.mu.Lock()
		q.lanes[p.Channel].mended()
		q.mu.Unlock()
		q.s.tellPause(p.Channel, p.Agent, p.Environment, nil)
	}
}

func isMended(tx app.Tx, p Pause) (bool, error) {
	c, err := tx.GetChannel(p.Agent, p.Environment)
	if app.ErrorCode(err) == app.CodeNotFound || err == nil && c.ID != p.Channel {
		return true, nil // deleted, and its messages with it
	}
	if err != nil || int64(c.Revision) != p.revision {
		return err == nil, err
	}
	report, err := tx.GetCheck(c.ID)
	if app.ErrorCode(err) == app.CodeNotFound {
		return false, nil
	}
	return err == nil && !report.At.Equal(p.checked) && report.OK(), err
}
