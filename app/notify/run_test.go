package notify_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

func TestEachOutcomeIsKept(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.set(func(_ context.Context, m protocol.Outgoing, n int) (protocol.Sent, error) {
			switch m.ID {
			case "m-0":
				return protocol.Sent{MessageID: "w0", Reference: "r0", Held: true}, nil
			case "m-1":
				return protocol.Sent{}, refused()
			case "m-2":
				return protocol.Sent{}, open()
			case "m-3":
				panic("broken")
			case "m-4":
				return protocol.Sent{}, app.Invalid("to", "No number.")
			}
			return protocol.Sent{}, nil
		})
		o.add(0, 5, nil)
		stop := o.run()
		pass(time.Hour)
		m := o.find("m-0")
		assert.Equal(t, app.MessageAccepted, m.Status)
		assert.Equal(t, []string{"w0", "r0"}, []string{m.ProviderID, m.Reference})
		assert.Contains(t, o.attempts("m-0")[0].What.String(), "keeps it back")
		m = o.find("m-1")
		assert.Equal(t, app.MessageFailed, m.Status)
		assert.Equal(t, []string{"131026", "This number has no WhatsApp.", "Check the number."}, []string{m.Code, m.Reason.String(), m.Fix.String()})
		assert.Equal(t, app.MessageUnknown, o.find("m-2").Status)
		assert.Equal(t, app.MessageUnknown, o.find("m-3").Status)
		assert.Equal(t, app.MessageFailed, o.find("m-4").Status)
		assert.Len(t, o.fake.sent(), 5, "nothing is tried again")
		stop()
	})
}

func TestPaceOfAChannel(t *testing.T) {
	for name, pace := range map[string]float64{"usual": 0, "told": 20, "slow": 0.5} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				o.fake.pace = pace
				want := pace
				if pace == 0 {
					want = 80
				}
				n := int(20*want) + 20
				o.add(0, n, nil)
				stop := o.run()
				pass(10 * time.Second)
				before := len(o.fake.sent())
				pass(10 * time.Second)
				after := len(o.fake.sent())
				assert.InDelta(t, 10*want, after-before, max(1, 0.02*10*want), "a second")
				pass(time.Hour)
				assert.Len(t, o.fake.sent(), n)
				perSecond := map[int64]int{}
				for _, c := range o.fake.sent() {
					perSecond[c.at.Unix()]++
				}
				// Four leave before the protocol is asked for its pace.
				for _, got := range perSecond {
					require.LessOrEqual(t, got, int(want*1.1)+5)
				}
				stop()
			})
		})
	}
}

func TestPaceToOnePerson(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.add(0, 60, func(_ int, m *app.Message) { m.To = "+628115550188" })
		o.add(100, 5, nil)
		stop := o.run()
		pass(5 * time.Second)
		assert.Len(t, o.fake.sent(), 50, "a burst of 45, and the others")
		pass(time.Minute)
		assert.Len(t, o.fake.sent(), 60)
		pass(time.Minute)
		var order []string
		for _, c := range o.fake.sent() {
			if c.to == "+628115550188" {
				order = append(order, c.mark)
			}
		}
		require.Len(t, order, 60)
		for i, mark := range order {
			require.Equal(t, "m-"+itoa(i), mark, "in their order")
		}
		last := o.fake.sent()[64].at.Sub(o.fake.sent()[63].at)
		assert.InDelta(t, 6, last.Seconds(), 0.1)
		assert.Len(t, o.attempts("m-59"), 2, "it came back once")
		stop()
	})
}

func TestOnePersonAtATime(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		running, most := 0, 0
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
			o.fake.mu.Lock()
			running++
			most = max(most, running)
			o.fake.mu.Unlock()
			time.Sleep(time.Second)
			o.fake.mu.Lock()
			running--
			o.fake.mu.Unlock()
			return protocol.Sent{}, nil
		})
		o.add(0, 5, func(_ int, m *app.Message) { m.To = "+628115550188" })
		stop := o.run()
		pass(time.Minute)
		assert.Equal(t, 1, most)
		assert.Equal(t, 5, o.count()[app.MessageAccepted])
		stop()
	})
}

func TestPlannedMessagesWait(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		stop := o.run()
		pass(time.Second)
		at := time.Now().Add(3 * time.Hour)
		o.add(0, 1, func(_ int, m *app.Message) { m.DueAt = at })
		pass(3*time.Hour - time.Second)
		assert.Empty(t, o.fake.sent())
		pass(2 * time.Second)
		require.Len(t, o.fake.sent(), 1)
		assert.InDelta(t, 0, o.fake.sent()[0].at.Sub(at).Seconds(), 0.1)
		stop()
	})
}

func TestTooLate(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.add(0, 2, func(i int, m *app.Message) {
			m.BestBefore = time.Now().Add(time.Minute)
			if i == 1 {
				m.Content = app.Content{Text: "Hello"}
			}
		})
		time.Sleep(time.Minute)
		stop := o.run()
		pass(time.Second)
		assert.Empty(t, o.fake.sent())
		for i, what := range []string{"The time until which", "The 24 hours in which"} {
			m := o.find("m-" + itoa(i))
			assert.Equal(t, app.MessageFailed, m.Status)
			assert.Contains(t, m.Reason.String(), what)
		}
		stop()
	})
}

func TestNothingIsReadWhileNothingIsDue(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		counting := &countingStore{DB: o.db}
		o.params.Store = counting
		o.use(o.params)
		o.add(0, 3, nil)
		stop := o.run()
		pass(time.Minute)
		before := counting.calls.Load()
		pass(48 * time.Hour)
		assert.Equal(t, before, counting.calls.Load())
		assert.Less(t, before, int64(20))
		stop()
	})
}
