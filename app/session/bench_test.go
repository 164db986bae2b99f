package session

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// noon is when the tables start.
var noon = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// settings are the standard ones, switched on.
func settings() app.SessionSettings {
	s := app.DefaultSession()
	s.AskUserToEnd = true
	return s
}

// bench plays a chat written as text and writes down what happened.
type bench struct {
	t     *testing.T
	state State
	rules Rules
	log   []string
	n     int
	taken map[string]CustomerMessage
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return &bench{t: t, state: New("42"), rules: Rules{Settings: settings(), Version: 1}, taken: map[string]CustomerMessage{}}
}

// play runs lines of the form "TIME VERB WORDS". Each state goes through its
// kept form, as if the program had been started again.
func (b *bench) play(lines ...string) {
	b.t.Helper()
	for _, line := range lines {
		clock, rest, _ := strings.Cut(line, " ")
		after, err := time.ParseDuration(clock)
		require.NoError(b.t, err, line)
		verb, words, _ := strings.Cut(rest, " ")
		now := noon.Add(after)
		if in := b.input(verb, words, now); in != nil {
			b.advance(in, now, clock)
		}
	}
}

func (b *bench) input(verb, words string, now time.Time) Input {
	b.t.Helper()
	b.n++
	id := fmt.Sprint("m", b.n)
	switch verb {
	case "customer":
		return b.message(CustomerMessage{ID: id, At: now, Text: words})
	case "late": // "late 3m No": written at 3m, arrives now
		at, text, _ := strings.Cut(words, " ")
		after, err := time.ParseDuration(at)
		require.NoError(b.t, err)
		return b.message(CustomerMessage{ID: id, At: noon.Add(after), Text: text})
	case "tap":
		a := Answer(words)
		return b.message(CustomerMessage{ID: id, At: now, Text: b.rules.word(a), Button: b.state.buttonID(a)})
	case "button":
		return b.message(CustomerMessage{ID: id, At: now, Text: "a button", Button: words})
	case "again": // "again m1": the provider tells it twice
		m, ok := b.taken[words]
		require.True(b.t, ok, words)
		return m
	case "reaction":
		return CustomerMessage{ID: id, At: now, Text: words, Silent: true}
	case "agent":
		return AgentAnswer{At: now}
	case "accepted": // "accepted 20s": the answer was accepted at 20s, we learn it now
		after, err := time.ParseDuration(words)
		require.NoError(b.t, err)
		return AgentAnswer{At: noon.Add(after)}
	case "status", "echo":
		return Noise{}
	case "tick":
		return Tick{}
	case "optout":
		return OptedOut{}
	case "optin":
		return OptedIn{}
	case "unpublish":
		return Unpublished{}
	case "refuse":
		return Refused{ID: words}
	case "off", "on", "slower", "save":
		b.rules.Version++
		b.rules.Settings.AskUserToEnd = verb != "off"
		if verb == "slower" {
			b.rules.Settings.EndConfirmationAfter = time.Hour
		}
		if words != "unseen" {
			return SettingsChanged{}
		}
		return nil
	}
	b.t.Fatalf("%q is no verb", verb)
	return nil
}

func (b *bench) message(m CustomerMessage) Input {
	b.taken[m.ID] = m
	return m
}

func (b *bench) advance(in Input, now time.Time, clock string) {
	b.t.Helper()
	next, out := b.state.Advance(in, b.rules, now)
	b.state = kept(b.t, next)
	if out.PassOn {
		b.log = append(b.log, clock+" pass on")
	}
	for _, a := range out.Actions {
		switch a.Kind {
		case ActionSend:
			b.log = append(b.log, clock+" send "+string(a.Step))
		case ActionEnd:
			b.log = append(b.log, clock+" end "+string(a.Reason))
		case ActionNote:
			b.log = append(b.log, clock+" note")
		}
	}
}

// kept is the state after it was stored and read again; it must be the same.
func kept(t require.TestingT, s State) State {
	data, err := json.Marshal(s)
	require.NoError(t, err)
	var back State
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, s, back, string(data))
	return back
}
