package notify_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

// clocked runs a test with an office whose clock can be set.
func clocked(t *testing.T, fn func(t *testing.T, o *office, clock *storagetest.Clock)) {
	t.Helper()
	bubble(t, func(t *testing.T, o *office) {
		clock := &storagetest.Clock{}
		o.params.Clock = clock
		o.use(o.params)
		fn(t, o, clock)
	})
}

// A clock that is set back does not hold up what is to leave at once, nor what is to
// be tried again, neither while the queue runs nor when it begins; what somebody
// planned for a time waits for that time.
func TestClockSetBackHoldsNothingUp(t *testing.T) {
	for name, by := range map[string]time.Duration{"an hour": time.Hour, "a day": 24 * time.Hour} {
		for _, running := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				clocked(t, func(t *testing.T, o *office, clock *storagetest.Clock) {
					o.fake.set(func(_ context.Context, m protocol.Outgoing, n int) (protocol.Sent, error) {
						if m.ID == "m-1" && n == 1 {
							return protocol.Sent{}, slowPerson()
						}
						return protocol.Sent{MessageID: "wamid." + m.ID}, nil
					})
					stop := o.run()
					o.add(1, 1, nil)
					pass(100 * time.Millisecond)
					require.Equal(t, app.MessageQueued, o.find("m-1").Status, "it is tried again in a second")
					if !running {
						stop()
					}
					o.add(2, 1, func(_ int, m *app.Message) { m.DueAt = m.CreatedAt.Add(2 * time.Hour) })
					o.add(3, 1, func(_ int, m *app.Message) { m.DueAt = m.CreatedAt.Add(5 * time.Millisecond); m.CreatedAt = m.DueAt })
					clock.Set(-by)
					if !running {
						stop = o.run()
					}
					pass(2 * time.Minute)
					require.Equal(t, app.MessageAccepted, o.find("m-1").Status)
					require.Equal(t, app.MessageQueued, o.find("m-2").Status)
					require.Equal(t, app.MessageAccepted, o.find("m-3").Status)
					pass(2 * time.Hour)
					require.Equal(t, app.MessageQueued, o.find("m-2").Status, "the time that somebody chose")
					pass(by)
					require.Equal(t, app.MessageAccepted, o.find("m-2").Status)
					require.Len(t, o.fake.sent(), 4)
					stop()
				})
			})
		}
	}
}

// A person who is written to often waits as long as before when the clock is set.
func TestClockSetBackMakesNobodyWaitLonger(t *testing.T) {
	clocked(t, func(t *testing.T, o *office, clock *storagetest.Clock) {
		stop := o.run()
		o.add(1, 60, func(_ int, m *app.Message) { m.To = "+6281100000001" })
		pass(time.Second)
		require.Len(t, o.fake.sent(), 45, "the burst")
		clock.Set(-24 * time.Hour)
		pass(2 * time.Minute)
		require.Len(t, o.fake.sent(), 60)
		for i, c := range o.fake.sent() {
			if i > 0 {
				require.False(t, c.at.Before(o.fake.sent()[i-1].at))
			}
		}
		stop()
	})
}

// A clock that jumps on by a day makes nothing fail that can be tried again, and
// nothing is sent twice when it comes back.
func TestClockSetForwardAndBack(t *testing.T) {
	clocked(t, func(t *testing.T, o *office, clock *storagetest.Clock) {
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
			return protocol.Sent{}, offline()
		})
		stop := o.run()
		o.add(1, 5, nil)
		pass(10 * time.Minute)
		clock.Set(24 * time.Hour)
		pass(10 * time.Minute)
		require.Equal(t, map[app.MessageStatus]int{app.MessageQueued: 5}, o.count())
		clock.Set(0)
		o.fake.set(nil)
		pass(10 * time.Minute)
		require.Equal(t, map[app.MessageStatus]int{app.MessageAccepted: 5}, o.count())
		accepted := map[string]int{}
		for _, m := range o.all() {
			for _, a := range o.attempts(m.Mark) {
				if a.Outcome == app.AttemptAccepted {
					accepted[m.Mark]++
				}
			}
			require.Equal(t, 1, accepted[m.Mark])
		}
		stop()
	})
}

// A check that finds nothing wrong ends a channel's pause, also when the clock was
// set back since the pause began.
func TestClockSetBackAndMended(t *testing.T) {
	clocked(t, func(t *testing.T, o *office, clock *storagetest.Clock) {
		o.rows.Update(func(tx app.Tx) error {
			return tx.SaveCheck(o.channel.ID, app.CheckReport{At: clock.Now().Add(-time.Minute)})
		})
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
			return protocol.Sent{}, badToken()
		})
		stop := o.run()
		o.add(1, 1, nil)
		pass(time.Second)
		require.Len(t, o.Pauses(), 1)
		o.bus.Publish(app.Event{Kind: app.CheckChanged})
		pass(time.Second)
		require.Len(t, o.Pauses(), 1, "nobody checked since")
		clock.Set(-time.Hour)
		o.fake.set(nil)
		o.rows.Update(func(tx app.Tx) error { return tx.SaveCheck(o.channel.ID, app.CheckReport{At: clock.Now()}) })
		o.bus.Publish(app.Event{Kind: app.CheckChanged})
		pass(time.Second)
		require.Empty(t, o.Pauses())
		require.Equal(t, app.MessageAccepted, o.find("m-1").Status)
		stop()
	})
}
