package radar_test

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/radar"
)

// memory is a store with what the radar reads and writes.
type memory struct {
	app.Tx
	channels []app.Channel
	warned   map[string]int
	lines    int
}

func (m *memory) View(_ context.Context, fn func(app.Tx) error) error         { return fn(m) }
func (m *memory) Update(_ context.Context, fn func(app.Tx) error) error       { return fn(m) }
func (m *memory) ListAgents() ([]app.Agent, error)                            { return []app.Agent{{ID: 1, Name: "Bank"}}, nil }
func (m *memory) ListChannels() ([]app.Channel, error)                        { return m.channels, nil }
func (m *memory) ListHandoffs(app.ChannelID) ([]app.Handoff, error)           { return nil, nil }
func (m *memory) ListKeys(app.AgentID, app.Environment) ([]app.APIKey, error) { return nil, nil }
func (m *memory) AddActivity(app.Activity) error                              { m.lines++; return nil }

func (m *memory) Warned(subject string) (int, bool, error) {
	d, ok := m.warned[subject]
	return d, ok, nil
}

func (m *memory) SetWarned(subject string, days int, _ time.Time) error {
	m.warned[subject] = days
	return nil
}

func (m *memory) ForgetWarnings(keep []string) error {
	kept := map[string]bool{}
	for _, k := range keep {
		kept[k] = true
	}
	maps.DeleteFunc(m.warned, func(subject string, _ int) bool { return !kept[subject] })
	return nil
}

type all struct{}

func (all) Visible(context.Context) (func(app.AgentID) bool, error) {
	return func(app.AgentID) bool { return true }, nil
}

// sky is a radar on memory with one token for each end.
func sky(ends []time.Time) (*radar.Service, *memory, *time.Time) {
	m, now := &memory{warned: map[string]int{}}, new(time.Time)
	for i, end := range ends {
		ref := app.SecretRef(fmt.Sprintf("m:%d", i))
		m.channels = append(m.channels, app.Channel{
			ID: app.ChannelID(i + 1), AgentID: 1, Environment: app.Published, Protocol: "p",
			Secrets: map[string]app.SecretInfo{"access_token": {Ref: ref, Origin: ref, ExpiresAt: end}},
		})
	}
	return radar.New(radar.Params{
		Store: m, Protocols: protocol.NewRegistry(provider{}), Sight: all{}, Clock: app.ClockFunc(func() time.Time { return *now }),
	}), m, now
}

func drawEnds(t *rapid.T) (ends []time.Time) {
	for i, hours := range rapid.SliceOfN(rapid.IntRange(-100, 60*24), 1, 4).Draw(t, "ends") {
		ends = append(ends, start.Add(time.Duration(hours)*time.Hour+time.Duration(i)*time.Second)) // no two alike
	}
	return ends
}

// level is the warning that an end is at, by another way than the radar's.
func level(end, now time.Time) int {
	for _, d := range []int{0, 1, 7, 14, 30} {
		if !now.Before(end.Add(-time.Duration(d) * day)) {
			return d
		}
	}
	return 99
}

// Whatever the clock does, each threshold of each end is told of at most once,
// in falling order, and every look leaves nothing untold.
func TestEveryWarningOnceAndNoneLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ends := drawEnds(t)
		s, m, now := sky(ends)
		told := map[time.Time][]int{}
		for _, hours := range rapid.SliceOfN(rapid.IntRange(-200, 70*24), 1, 30).Draw(t, "times") {
			*now = start.Add(time.Duration(hours) * time.Hour)
			due, _, err := s.Due(context.Background())
			require.NoError(t, err)
			for _, e := range due {
				told[e.EndsAt] = append(told[e.EndsAt], level(e.EndsAt, *now))
			}
			for _, end := range ends {
				lowest := 99
				if l := told[end]; len(l) > 0 {
					lowest = l[len(l)-1]
				}
				require.LessOrEqual(t, lowest, level(end, *now), "a warning was lost")
			}
		}
		given := 0
		for _, levels := range told {
			given += len(levels)
			for i := 1; i < len(levels); i++ {
				require.Less(t, levels[i], levels[i-1], "told twice")
			}
		}
		require.Equal(t, given, m.lines, "each is written down")
	})
}

// Who looks only when next says so gives every warning at its very moment.
func TestNextIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ends := drawEnds(t)
		s, _, now := sky(ends)
		*now = start
		told := map[time.Time][]int{}
		for range 100 {
			due, next, err := s.Due(context.Background())
			require.NoError(t, err)
			for _, e := range due {
				told[e.EndsAt] = append(told[e.EndsAt], level(e.EndsAt, *now))
				if !now.Equal(start) {
					d := level(e.EndsAt, *now)
					require.True(t, now.Equal(e.EndsAt.Add(-time.Duration(d)*day)), "not at its moment")
					if d > 0 {
						require.Equal(t, d, e.Days)
					}
				}
			}
			if next.IsZero() {
				break
			}
			require.True(t, next.After(*now), "never a moment that has passed")
			*now = next
		}
		for _, end := range ends {
			var want []int
			for _, d := range []int{30, 14, 7, 1, 0} {
				if d <= level(end, start) {
					want = append(want, d)
				}
			}
			require.Equal(t, want, told[end])
		}
	})
}
