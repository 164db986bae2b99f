package session

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The edge cases by name, on a fake clock. Between two lines of a chat the state
// is stored and read again, as in a program that was started anew.

// edge plays a chat and compares everything that happened in it.
func edge(t *testing.T, stage Stage, play []string, want ...string) *bench {
	t.Helper()
	b := newBench(t)
	b.play(play...)
	require.Equal(t, append([]string{"0s pass on"}, want...), b.log)
	require.Equal(t, stage, b.state.Stage)
	return b
}

func TestEdgeAnswerBetweenSteps(t *testing.T) {
	edge(t, StageAskedMore, append(asked, "12m customer One more thing", "13m agent", "15m tick", "21m59s tick", "22m tick"),
		"10m send ask_more", "12m pass on", "22m send ask_more")
}

func TestEdgeLateAnswerStartsANewSession(t *testing.T) {
	b := edge(t, StageActive, append(askedEnd, "20m tick", "3h tap end_yes"),
		"10m send ask_more", "15m send end_confirmation", "20m send closing", "20m end silence", "3h pass on")
	require.Equal(t, int64(2), b.state.Number)
}

func TestEdgeWeOweAnAnswer(t *testing.T) {
	edge(t, StageAskedMore, []string{begun[0], "10m tick", "5h tick", "5h agent", "5h59s tick", "5h1m tick"}, "5h1m send ask_more")
	edge(t, StageEnded, []string{begun[0], "10m tick", "23h59m59s tick", "24h tick"}, "24h end unanswered")
}

func TestEdgeWindowClosesBeforeTheSecondStep(t *testing.T) {
	edge(t, StageEnded, []string{begun[0], "23h48m agent", "23h49m tick", "23h54m tick", "24h tick"},
		"23h49m send ask_more", "23h54m end too_late")
}

func TestEdgeRestartAndSleepAcrossTimers(t *testing.T) {
	b := edge(t, StageAskedMore, append(begun, "2h tick"), "2h send ask_more")
	b.state = kept(t, b.state)
	b.play("2h tick", "2h4m59s tick", "2h5m tick")
	require.Equal(t, []string{"0s pass on", "2h send ask_more", "2h5m send end_confirmation"}, b.log, "the wait counts from the step that was late")
}

func TestEdgeSettingsChangeWhileRunning(t *testing.T) {
	edge(t, StageAskedEnd, append(asked, "11m slower", "15m tick", "1h10m tick"), "10m send ask_more", "11m note", "1h10m send end_confirmation")
	edge(t, StageEnded, append(asked, "11m off", "1h tick", "24h tick"), "10m send ask_more", "11m note", "24h end window_closed")
}

func TestEdgeOptedOutPersonIsAskedNothing(t *testing.T) {
	edge(t, StageEnded, append(asked, "11m optout", "12m customer Hello", "13m agent", "1h tick", "24h12m tick"),
		"10m send ask_more", "11m end opted_out", "12m pass on", "24h12m end window_closed")
}

func TestEdgeClosingTextNeverReopens(t *testing.T) {
	b := edge(t, StageEnded, append(askedEnd, "16m tap end_yes", "16m1s echo", "16m1s agent", "16m2s status", "16m3s refuse cs-42-1-bye", "1h reaction x", "50h tick"),
		"10m send ask_more", "15m send end_confirmation", "16m send closing", "16m end agreed")
	require.True(t, b.state.Due.IsZero())
	require.Equal(t, int64(1), b.state.Number)
}

func TestEdgeOneStepAtMostAfterSleep(t *testing.T) {
	edge(t, StageAskedMore, append(begun, "3h tick", "3h tick", "3h1s tick", "3h4m59s tick"), "3h send ask_more")
	edge(t, StageEnded, append(asked, "30h tick", "30h tick"), "10m send ask_more", "30h end window_closed")
}
