package notify

import (
	"time"

	"channeldesk/app"
)

// Two times are told apart here. What is stored or said to people is what the clock
// shows; it jumps when somebody sets the clock. What this process waits for (the pace
// of a channel, the wait of a person) is steady: it goes by the time that passes.

// moment is one moment by the clock and in steady time.
type moment struct{ wall, steady time.Time }

func (q *queue) clock() moment { return moment{q.s.p.Clock.Now(), time.Now()} }

// toSteady gives a time of the clock in steady time; zero for zero.
func (m moment) toSteady(wall time.Time) time.Time {
	if wall.IsZero() {
		return wall
	}
	return m.steady.Add(wall.Sub(m.wall))
}

// toWall gives a steady time by the clock, rounded up to what the store keeps, so
// that nobody comes too early.
func (m moment) toWall(steady time.Time) time.Time {
	return m.wall.Add(steady.Sub(m.steady) + time.Millisecond - 1).Truncate(time.Millisecond)
}

// slack is how far the clock goes back without anybody setting it, as when it is
// kept right over the network.
const slack = time.Second

// followClock makes those messages due that wait only because the clock was set back.
func (q *queue) followClock(now moment) error {
	back := now.wall.Before(q.latest.Add(-slack))
	if back {
		n := 0
		err := q.s.p.Store.Group(q.ctx, func(tx app.Tx) (err error) { n, err = tx.MakeDue(now.wall); return err })
		if err != nil {
			return err
		}
		q.s.p.Log.Info("the clock was set back", "by", q.latest.Sub(now.wall), "made due", n)
	}
	q.latest = now.wall
	return nil
}
