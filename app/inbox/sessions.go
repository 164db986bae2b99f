package inbox

import (
	"context"
	"encoding/json"
	"time"

	"channeldesk/app"
	"channeldesk/app/session"
)

// endedLooked is how many people are looked at for sessions that ended.
const endedLooked = 200

// Sessions is how the sessions of a channel stand.
type Sessions struct {
	// Running is how many are under way.
	Running int
	// Ended are those that ended last, the latest customers first.
	Ended []EndedSession
}

// EndedSession is one session that ended.
type EndedSession struct {
	// Who is the customer's number, masked.
	Who string
	// At is when it ended, Reason why.
	At     time.Time
	Reason app.Text
}

// Sessions tells how many sessions of an environment are under way, and why the
// latest ones ended, at most so many. Who may see the agent may ask.
func (s *Service) Sessions(ctx context.Context, agent app.AgentID, env app.Environment, most int) (out Sessions, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return out, err
	}
	var people []app.Person
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		if out.Running, err = tx.CountSessions(c.ID); err != nil {
			return err
		}
		people, err = tx.RecentSessions(c.ID, endedLooked)
		return err
	})
	for _, p := range people {
		var state session.State
		if len(out.Ended) == most || json.Unmarshal(p.Session, &state) != nil || state.Running() || state.Reason == "" {
			continue
		}
		out.Ended = append(out.Ended, EndedSession{Who: whoIs(p), At: state.Since, Reason: state.Reason.Say()})
	}
	return out, err
}

// whoIs is a customer whom a stranger does not recognise.
func whoIs(p app.Person) string {
	if p.Number == "" {
		return "…"
	}
	return app.MaskPhone(p.Number)
}
