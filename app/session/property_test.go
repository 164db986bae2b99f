package session

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
)

// walk is a chat made at random, with what a watcher of the messages alone
// knows of it.
type walk struct {
	r     *rapid.T
	state State
	rules Rules
	now   time.Time
	// sent are the ids that went out; taken the messages for repetitions.
	sent  map[string]bool
	taken []CustomerMessage
	ends  map[int64]bool
	// The time of the customer's last message lies between least and most: a time
	// in the future counts as some time that our clock has shown.
	least, most, latest time.Time
	heard               map[string]bool
}

func newWalk(r *rapid.T) *walk {
	w := &walk{r: r, state: New("7"), now: noon, sent: map[string]bool{}, ends: map[int64]bool{}, heard: map[string]bool{}}
	w.change()
	return w
}

// change draws settings; not all of them would pass their check.
func (w *walk) change() {
	minutes := rapid.SampledFrom([]int{0, 1, 2, 5, 10, 60, 600, 1200, 1430})
	set := settings()
	set.AskUserToEnd = rapid.IntRange(0, 9).Draw(w.r, "on") > 0
	set.AskMoreAfter = time.Duration(minutes.Draw(w.r, "ask after")) * time.Minute
	set.EndConfirmationAfter = time.Duration(minutes.Draw(w.r, "confirm after")) * time.Minute
	w.rules = Rules{Settings: set, Version: w.rules.Version + 1}
}

// message draws a customer's message: a new one, a repetition, or one that
// comes late or bears a wrong time.
func (w *walk) message() CustomerMessage {
	if len(w.taken) > 0 && rapid.IntRange(0, 3).Draw(w.r, "repeat") == 0 {
		back := min(len(w.taken), 10)
		return w.taken[len(w.taken)-1-rapid.IntRange(0, back-1).Draw(w.r, "which")]
	}
	lag := rapid.SampledFrom([]time.Duration{0, 0, 0, time.Second, time.Minute, 20 * time.Minute, 30 * time.Hour, -7 * time.Hour}).Draw(w.r, "lag")
	m := CustomerMessage{ID: fmt.Sprint(len(w.taken)), At: w.now.Add(-lag).Truncate(time.Second)}
	m.Silent = rapid.IntRange(0, 9).Draw(w.r, "silent") == 0
	a := rapid.SampledFrom([]Answer{AnswerMoreYes, AnswerMoreNo, AnswerEndYes, AnswerEndNo}).Draw(w.r, "answer")
	switch rapid.IntRange(0, 2).Draw(w.r, "form") {
	case 0:
		m.Text = "Something else"
	case 1:
		m.Text = w.rules.word(a)
	case 2:
		m.Text, m.Button = w.rules.word(a), w.state.buttonID(a)
	}
	w.taken = append(w.taken, m)
	return m
}

// input draws what happens next, and lets some time pass first.
func (w *walk) input() Input {
	pass := []time.Duration{0, time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute, time.Hour, 12 * time.Hour, 30 * time.Hour, -time.Minute, -3 * time.Hour}
	if w.state.Due.After(w.now) {
		until := w.state.Due.Sub(w.now)
		edge := w.state.WindowEnd().Sub(w.now) - app.SessionMargin
		pass = append(pass, until, until, until, until-time.Millisecond, until+time.Minute, edge, edge+time.Minute)
	}
	w.now = w.now.Add(rapid.SampledFrom(pass).Draw(w.r, "pass"))
	switch rapid.SampledFrom([]string{"tick", "tick", "tick", "tick", "customer", "customer", "agent", "agent", "noise", "settings", "rare"}).Draw(w.r, "input") {
	case "tick":
		return Tick{}
	case "customer":
		return w.message()
	case "agent":
		return AgentAnswer{At: w.now.Add(-rapid.SampledFrom([]time.Duration{0, 0, time.Second, time.Hour, -time.Hour}).Draw(w.r, "accepted"))}
	case "noise":
		return Noise{}
	case "settings":
		w.change()
		return SettingsChanged{}
	}
	return rapid.SampledFrom([]Input{
		OptedOut{}, OptedIn{}, OptedIn{}, Unpublished{},
		Refused{ID: w.state.stepID(StepAskMore)}, Refused{ID: w.state.stepID(StepConfirm)}, Refused{ID: "foreign"},
	}).Draw(w.r, "rare")
}

// step takes an input and checks everything that must always hold.
func (w *walk) step(in Input) {
	before := w.state
	next, out := before.Advance(in, w.rules, w.now)
	w.watch(in)
	w.state = kept(w.r, next)
	sends := 0
	for _, a := range out.Actions {
		switch a.Kind {
		case ActionSend:
			sends++
			w.checkSend(before, in, a)
		case ActionEnd:
			require.False(w.r, w.ends[a.Session], "session %d ends once", a.Session)
			require.False(w.r, a.Reason.IsSilent() && sends > 0, "%s is silent", a.Reason)
			w.ends[a.Session] = true
		case ActionNote:
			require.False(w.r, a.Note.IsEmpty())
		}
	}
	require.LessOrEqual(w.r, sends, 1, "one step at most")
	w.checkState(before, in, out)
	if _, tick := in.(Tick); tick {
		w.checkTick(before, out)
	}
}

// watch follows the customer's time by itself.
func (w *walk) watch(in Input) {
	if w.now.After(w.latest) {
		w.latest = w.now
	}
	m, ok := in.(CustomerMessage)
	if !ok || m.Silent || w.heard[m.ID] {
		return
	}
	w.heard[m.ID] = true
	if m.At.After(w.least) && !m.At.After(w.now) {
		w.least = m.At
	}
	at := m.At
	if at.After(w.latest) {
		at = w.latest
	}
	if at.After(w.most) {
		w.most = at
	}
}

func (w *walk) checkSend(before State, in Input, a Action) {
	require.False(w.r, w.sent[a.ID], "%s was sent before", a.ID)
	w.sent[a.ID] = true
	require.False(w.r, w.now.After(w.most.Add(app.SessionWindow-app.SessionMargin)), "outside the window")
	require.Equal(w.r, w.state.WindowEnd(), a.Until)
	require.False(w.r, before.Owed, "we owe an answer")
	require.True(w.r, before.Running(), "ended never sends")
	require.False(w.r, before.OptedOut, "opted out")
	require.True(w.r, w.rules.Settings.AskUserToEnd, "switched off")
	require.NotEmpty(w.r, a.Text)
	switch in.(type) {
	case Tick:
		require.False(w.r, w.now.Before(before.Due), "too early")
		if before.Stage == StageActive {
			require.False(w.r, w.now.Before(before.LastCustomerAt.Add(w.rules.askDelay())), "the customer was not silent")
		} else {
			require.False(w.r, w.now.Before(before.Since.Add(w.rules.confirmDelay())), "the customer was not silent")
		}
	case CustomerMessage:
		require.Equal(w.r, StepClosing, a.Step, "a message is only answered by the closing text")
	default:
		require.Fail(w.r, "only ticks and messages send", "%T", in)
	}
}

func (w *walk) checkState(before State, in Input, out Outcome) {
	s := w.state
	require.False(w.r, s.LastCustomerAt.Before(before.LastCustomerAt), "the customer's time never goes back")
	require.False(w.r, s.LastCustomerAt.Before(w.least), "nor behind what they wrote")
	require.False(w.r, s.LastCustomerAt.After(w.most), "nor beyond it")
	require.Contains(w.r, []int64{before.Number, before.Number + 1}, s.Number)
	require.Equal(w.r, s.Running(), !s.Due.IsZero())
	require.Equal(w.r, s.Number > 0 && !s.Running(), s.Reason != "")
	require.False(w.r, s.Due.After(s.WindowEnd()))
	require.False(w.r, s.Owed && s.Stage != StageActive)
	require.False(w.r, s.OptedOut && s.Stage != StageActive && s.Stage != StageEnded)
	_, customer := in.(CustomerMessage)
	require.False(w.r, out.PassOn && !customer)
	require.False(w.r, s.Number > before.Number && !(customer && s.Owed && out.PassOn), "only customers start sessions")
	if _, noise := in.(Noise); noise {
		require.Equal(w.r, before, s)
		require.Empty(w.r, out)
	}
	require.LessOrEqual(w.r, len(s.seen), remembered)
	require.False(w.r, before.Running() && !s.Running() && !w.ends[before.Number], "an end is told")
}

// checkTick: what was due is done, and a second tick finds nothing to do.
func (w *walk) checkTick(before State, out Outcome) {
	require.True(w.r, w.state.Due.IsZero() || w.state.Due.After(w.now), "due is never in the past")
	again, more := w.state.Advance(Tick{}, w.rules, w.now)
	require.Equal(w.r, w.state, again)
	require.Empty(w.r, more)
	earlier, none := w.state.Advance(Tick{}, w.rules, w.now.Add(-time.Hour))
	require.Equal(w.r, w.state, earlier)
	require.Empty(w.r, none)
	restarted, same := before.Advance(Tick{}, w.rules, w.now)
	require.Equal(w.r, w.state, restarted)
	require.Equal(w.r, out, same)
}

func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWalk(r)
		for range rapid.IntRange(1, 60).Draw(r, "steps") {
			w.step(w.input())
		}
	})
}

func TestRepetitionsChangeNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWalk(r)
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			in := w.input()
			w.step(in)
			if m, ok := in.(CustomerMessage); ok {
				again, out := w.state.Advance(m, w.rules, w.now.Add(time.Second))
				require.Equal(r, w.state, again)
				require.Empty(r, out)
			}
		}
	})
}

func TestEverySessionComesToItsEnd(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWalk(r)
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			w.step(w.input())
		}
		for n := 0; w.state.Running(); n++ {
			require.Less(r, n, 4, "two questions, the closing text or the window's end")
			if w.state.Due.After(w.now) {
				w.now = w.state.Due
			}
			w.step(Tick{})
		}
	})
}

func TestLateMessagesRestartNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWalk(r)
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			w.step(w.input())
		}
		if w.state.LastCustomerAt.IsZero() {
			return
		}
		late := CustomerMessage{ID: "late", Text: "No", At: w.state.LastCustomerAt.Add(-time.Second)}
		next, out := w.state.Advance(late, w.rules, w.now)
		require.True(r, out.PassOn)
		require.Empty(r, out.Actions)
		next.seen = w.state.seen
		require.Equal(r, w.state, next)
	})
}
