package notify_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// until lets the first n calls of each message fail, and accepts then.
func failing(n int, err func() error) func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
	return func(_ context.Context, m protocol.Outgoing, call int) (protocol.Sent, error) {
		if call <= n {
			return protocol.Sent{}, err()
		}
		return protocol.Sent{MessageID: "w-" + m.ID}, nil
	}
}

func (o *office) times(mark string) (seconds []int) {
	var first time.Time
	for _, c := range o.fake.sent() {
		if c.mark == mark {
			if first.IsZero() {
				first = c.at
			}
			seconds = append(seconds, int(c.at.Sub(first).Round(time.Second).Seconds()))
		}
	}
	return seconds
}

func TestPersonAskedForLess(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.set(func(ctx context.Context, m protocol.Outgoing, n int) (protocol.Sent, error) {
			if m.ID == "m-0" {
				return failing(4, slowPerson)(ctx, m, n)
			}
			return protocol.Sent{}, nil
		})
		o.add(0, 3, func(i int, m *app.Message) {
			if i < 2 {
				m.To = "+628115550188"
			}
		})
		stop := o.run()
		pass(time.Second / 2)
		assert.Equal(t, app.MessageAccepted, o.find("m-2").Status, "others are not affected")
		assert.Equal(t, app.MessageQueued, o.find("m-0").Status)
		pass(time.Hour)
		assert.Equal(t, []int{0, 1, 5, 21, 85}, o.times("m-0"))
		assert.Equal(t, app.MessageAccepted, o.find("m-0").Status)
		sent := o.fake.sent()
		assert.Equal(t, "m-1", sent[len(sent)-1].mark, "what came behind stays behind")
		assert.Equal(t, app.AttemptSlow, o.attempts("m-0")[0].Outcome)
		assert.Equal(t, "131056", o.attempts("m-0")[0].Code)
		stop()
	})
}

// asking is an answer that names a time.
type asking struct {
	error
	wait time.Duration
}

func (a asking) RetryAfter() time.Duration { return a.wait }
func (a asking) Unwrap() error             { return a.error }

func TestChannelAskedForLess(t *testing.T) {
	for name, c := range map[string]struct {
		err  func() error
		want []int
	}{
		"growing": {slow, []int{0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811}},
		"named":   {func() error { return asking{slow(), 90 * time.Second} }, []int{0, 90, 180, 270, 360, 450, 540, 630, 758, 1014, 1314}},
		"offline": {offline, []int{0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				o.fake.set(func(ctx context.Context, m protocol.Outgoing, n int) (protocol.Sent, error) {
					if m.ID == "m-0" {
						return failing(10, c.err)(ctx, m, n)
					}
					return protocol.Sent{}, nil
				})
				o.add(0, 1, nil)
				stop := o.run()
				pass(time.Millisecond)
				o.add(1, 30, nil)
				pass(10 * time.Minute)
				assert.Len(t, o.fake.sent(), len(o.times("m-0")), "the others wait as well")
				pass(time.Hour)
				assert.Equal(t, c.want, o.times("m-0"))
				assert.Equal(t, 31, o.count()[app.MessageAccepted])
				assert.NotEqual(t, "m-0", o.fake.sent()[11].mark)
				stop()
			})
		})
	}
}

func TestManyAtOnceAskedForLessWaitOnce(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.pace = 1e6
		start := time.Now()
		o.fake.set(func(_ context.Context, m protocol.Outgoing, n int) (protocol.Sent, error) {
			time.Sleep(time.Second)
			if time.Since(start) < 3*time.Second {
				return protocol.Sent{}, slow()
			}
			return protocol.Sent{}, nil
		})
		o.add(0, 300, nil)
		stop := o.run()
		pass(time.Minute)
		assert.Equal(t, 300, o.count()[app.MessageAccepted])
		assert.Less(t, len(o.fake.sent()), 300+80)
		stop()
	})
}

func TestNobodyWaitsForEver(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.set(failing(1<<30, offline))
		o.add(0, 2, func(i int, m *app.Message) {
			if i == 0 {
				m.BestBefore = time.Now().Add(10 * time.Minute)
			}
		})
		stop := o.run()
		pass(time.Hour)
		m := o.find("m-0")
		assert.Equal(t, app.MessageFailed, m.Status)
		assert.Contains(t, m.Reason.String(), "The time until which")
		assert.Equal(t, app.MessageQueued, o.find("m-1").Status)
		pass(24 * time.Hour)
		m = o.find("m-1")
		assert.Equal(t, app.MessageFailed, m.Status)
		assert.Equal(t, "It could not be sent for 24 hours. There is no network.", m.Reason.String())
		stop()
	})
}

func TestDoubtsInARowStopTheChannel(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) { return protocol.Sent{}, open() })
		o.add(0, 1000, nil)
		stop := o.run()
		pass(time.Hour)
		assert.Less(t, o.count()[app.MessageUnknown], 50, "not all of them end in doubt")
		o.fake.set(nil)
		pass(time.Hour)
		assert.Equal(t, 1000-o.count()[app.MessageUnknown], o.count()[app.MessageAccepted])
		for mark, n := range o.fake.calls {
			require.Equal(t, 1, n, mark)
		}
		stop()
	})
}

func TestBadTokenPausesTheChannel(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		var mended bool
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
			o.fake.mu.Lock()
			defer o.fake.mu.Unlock()
			if mended {
				return protocol.Sent{}, nil
			}
			return protocol.Sent{}, badToken()
		})
		events := 0
		sub := o.bus.Subscribe(func(e app.Event) {
			if e.Kind == app.GatewayChanged {
				events++
			}
		})
		defer sub.Close()
		o.add(0, 500, nil)
		stop := o.run()
		pass(72 * time.Hour)
		require.Len(t, o.Pauses(), 1)
		p := o.Pauses()[0]
		assert.Equal(t, "The token is not accepted any more.", p.What.String())
		assert.Equal(t, []any{o.channel.ID, o.agent.ID, app.Published, "190"}, []any{p.Channel, p.Agent, p.Environment, p.Code})
		assert.Equal(t, 1, events)
		tried := len(o.fake.sent())
		assert.Less(t, tried, 20)
		assert.Equal(t, map[app.MessageStatus]int{app.MessageQueued: 500}, o.count(), "the queue waits")

		o.bus.Publish(app.Event{Kind: app.ChannelChanged, AgentID: o.agent.ID})
		pass(time.Minute)
		assert.Len(t, o.fake.sent(), tried, "nothing was changed")

		o.saveChannel()
		pass(time.Minute)
		assert.Len(t, o.fake.sent(), tried+1, "one tries, and the channel stops again")
		require.Len(t, o.Pauses(), 1)

		o.check(app.StepFailed)
		pass(time.Minute)
		assert.Len(t, o.fake.sent(), tried+1)
		o.fake.mu.Lock()
		mended = true
		o.fake.mu.Unlock()
		o.check(app.StepPassed)
		pass(time.Minute)
		assert.Empty(t, o.Pauses())
		assert.Equal(t, map[app.MessageStatus]int{app.MessageAccepted: 500}, o.count())
		stop()
	})
}

// saveChannel changes the channel as somebody who pastes a new token.
func (o *office) saveChannel() {
	o.rows.Update(func(tx app.Tx) error {
		c, err := tx.GetChannel(o.agent.ID, app.Published)
		if err != nil {
			return err
		}
		return tx.UpdateChannel(c)
	})
	o.bus.Publish(app.Event{Kind: app.ChannelChanged, AgentID: o.agent.ID, Environment: app.Published})
}

func (o *office) check(state app.StepState) {
	o.rows.Update(func(tx app.Tx) error {
		return tx.SaveCheck(o.channel.ID, app.CheckReport{At: time.Now(), Steps: []app.CheckStep{{ID: "access_token", State: state}}})
	})
	o.bus.Publish(app.Event{Kind: app.CheckChanged, AgentID: o.agent.ID, Environment: app.Published})
}

func TestLockedKeychainPasses(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.lock(app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain is locked.")))
		o.add(0, 20, nil)
		stop := o.run()
		pass(5 * time.Second)
		require.Len(t, o.Pauses(), 1)
		assert.Empty(t, o.fake.sent())
		o.fake.lock(nil)
		pass(10 * time.Minute)
		assert.Empty(t, o.Pauses())
		assert.Equal(t, 20, o.count()[app.MessageAccepted])
		stop()
	})
}

func TestAnotherChannelGoesOn(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		other := o.rows.Channel(o.rows.Agent("").ID, app.Published)
		o.fake.set(func(_ context.Context, m protocol.Outgoing, _ int) (protocol.Sent, error) {
			if m.Room == "bad" {
				return protocol.Sent{}, badToken()
			}
			return protocol.Sent{}, nil
		})
		o.add(0, 300, func(i int, m *app.Message) {
			if m.Room = "bad"; i%2 == 1 {
				m.ChannelID, m.Room = other.ID, ""
			}
		})
		stop := o.run()
		pass(10 * time.Second)
		good := 0
		for _, c := range o.fake.sent() {
			if o.find(c.mark).ChannelID == other.ID {
				good++
			}
		}
		assert.Equal(t, 150, good)
		stop()
	})
}

func TestADeletedChannelIsForgotten(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
			o.rows.Update(func(tx app.Tx) error {
				if err := tx.DeleteAgent(o.agent.ID); app.ErrorCode(err) != app.CodeNotFound {
					return err
				}
				return nil
			})
			return protocol.Sent{}, badToken()
		})
		o.add(0, 30, nil)
		stop := o.run()
		pass(time.Minute)
		o.bus.Publish(app.Event{Kind: app.AgentsChanged})
		pass(time.Minute)
		assert.Empty(t, o.Pauses())
		stop()
	})
}

func TestStoppingEndsWell(t *testing.T) {
	for _, takes := range []time.Duration{15 * time.Second, time.Hour} {
		t.Run(fmt.Sprint(takes), func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				o.fake.set(func(ctx context.Context, _ protocol.Outgoing, _ int) (protocol.Sent, error) {
					select {
					case <-time.After(takes):
						return protocol.Sent{}, nil
					case <-ctx.Done():
						return protocol.Sent{}, app.AsError(ctx.Err())
					}
				})
				o.add(0, 200, nil)
				stop := o.run()
				pass(time.Second)
				called := len(o.fake.sent())
				require.Greater(t, called, 10)
				began := time.Now()
				stop()
				count := o.count()
				assert.Len(t, o.fake.sent(), called, "nothing leaves after the stop")
				assert.Equal(t, 200-called, count[app.MessageQueued], "what did not leave goes back")
				if takes < 20*time.Second {
					assert.Equal(t, called, count[app.MessageAccepted])
					assert.Less(t, time.Since(began), 16*time.Second)
					return
				}
				assert.Equal(t, called, count[app.MessageUnknown])
				assert.Less(t, time.Since(began), 26*time.Second)
			})
		})
	}
}
