package session

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// steps plays lines and gives everything that is sent.
func (b *bench) steps(in Input, now time.Time) []Action {
	b.t.Helper()
	next, out := b.state.Advance(in, b.rules, now)
	b.state = next
	return out.Actions
}

func TestMessagesSayWhatTheSettingsSay(t *testing.T) {
	b := newBench(t)
	b.rules.Settings.AskMoreText = "Masih perlu {{.bantuan}}?"
	b.steps(CustomerMessage{ID: "a", At: noon, Text: "Halo", Room: "room-7"}, noon)
	b.steps(AgentAnswer{}, noon)

	ask := b.steps(Tick{}, noon.Add(10*time.Minute))
	require.Equal(t, []Action{{
		Kind: ActionSend, Session: 1, ID: "cs-42-1-1-more", Step: StepAskMore, Text: "Masih perlu {{.bantuan}}?",
		Buttons: []Button{{ID: "cs-42-1-1-more-yes", Title: "Yes"}, {ID: "cs-42-1-1-more-no", Title: "No"}},
		Room:    "room-7", Until: noon.Add(24 * time.Hour),
	}}, ask)
	require.Equal(t, "Masih perlu {{.bantuan}}?\n\nYes / No", ask[0].PlainText())
	require.Equal(t, protocol.ReplyButton{ID: "cs-42-1-1-more-no", Title: "No"}, protocol.ReplyButton(ask[0].Buttons[1]))

	confirm := b.steps(Tick{}, noon.Add(15*time.Minute))
	require.Equal(t, []Button{{ID: "cs-42-1-1-end-yes", Title: "End chat"}, {ID: "cs-42-1-1-end-no", Title: "Keep open"}}, confirm[0].Buttons)
	require.Equal(t, app.DefaultEndText, confirm[0].Text)

	end := b.steps(CustomerMessage{ID: "b", At: noon.Add(16 * time.Minute), Button: "cs-42-1-1-end-yes", Room: "room-8"}, noon.Add(16*time.Minute))
	require.Equal(t, []Action{
		{
			Kind: ActionSend, Session: 1, ID: "cs-42-1-bye", Step: StepClosing, Text: app.DefaultClosingText,
			Room: "room-8", Until: noon.Add(24*time.Hour + 16*time.Minute),
		},
		{Kind: ActionEnd, Session: 1, Reason: ReasonAgreed, Note: ReasonAgreed.Say()},
	}, end)
	require.Equal(t, app.DefaultClosingText, end[0].PlainText())
	require.Equal(t, 3, b.state.Steps)
	require.Equal(t, 2, b.state.Messages)
	require.Equal(t, 1, b.state.Answers)
}

func TestARestartGivesTheSameIDs(t *testing.T) {
	b := newBench(t)
	b.play(askedEnd...)
	before := b.state
	later := noon.Add(20 * time.Minute)
	_, first := before.Advance(Tick{}, b.rules, later)
	_, again := before.Advance(Tick{}, b.rules, later.Add(time.Minute))
	require.Equal(t, first, again)
	_, agreed := before.Advance(CustomerMessage{ID: "z", At: later, Text: "End chat"}, b.rules, later.Add(time.Minute))
	require.Equal(t, first.Actions[0].ID, agreed.Actions[0].ID, "the closing text is said once, whatever ends the session")
}

func TestIDsFitAndDiffer(t *testing.T) {
	fit := regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	seen := map[string]string{}
	for _, key := range []string{"", "42", "Channel_7", strings.Repeat("x", 24), strings.Repeat("x", 25), "+62 811", "é", "a-b"} {
		s := New(key)
		s.Number, s.Messages = 1_000_000_000_000, 1_000_000_000
		for _, step := range []Step{StepAskMore, StepConfirm, StepClosing} {
			id := s.stepID(step)
			require.Regexp(t, fit, id)
			require.NotContains(t, seen, id, "%q and %q", key, seen[id])
			seen[id] = key
		}
	}
}

func TestReasonsSpeak(t *testing.T) {
	said := map[string]Reason{}
	for r, silent := range map[Reason]bool{
		ReasonNoMoreHelp: false, ReasonAgreed: false, ReasonSilence: false, ReasonWindow: true, ReasonUnanswered: true,
		ReasonTooLate: true, ReasonOptedOut: true, ReasonUnpublished: true, ReasonRefused: true,
	} {
		require.Equal(t, silent, r.IsSilent(), r)
		text := r.Say().String()
		require.Equal(t, silent, strings.Contains(text, "without a message"), text)
		require.NotContains(t, said, text)
		said[text] = r
	}
	require.True(t, Reason("").Say().IsEmpty())
	require.False(t, Reason("").IsSilent())
	require.Equal(t, "Session ended without a message: less than 10 minutes were left to write in.", ReasonTooLate.Say().String())
}

func TestSettingsWithoutTextsSendNothing(t *testing.T) {
	b := newBench(t)
	b.rules.Settings.AskMoreText = " "
	b.play(begun...)
	require.Equal(t, noon.Add(24*time.Hour), b.state.Due)

	b = newBench(t)
	b.rules.Settings.ClosingText = ""
	b.play(append(askedEnd, "20m tick")...)
	require.Equal(t, "20m end silence", b.log[len(b.log)-1])
	require.NotContains(t, b.log, "20m send closing")

	b = newBench(t)
	b.rules.Settings.AskMoreAfter, b.rules.Settings.EndConfirmationAfter = 0, -time.Hour
	b.play(begun[0], "0s agent", "59s tick", "1m tick", "1m tick", "2m tick", "3m tick")
	require.Equal(t, []string{"0s pass on", "1m send ask_more", "2m send end_confirmation", "3m send closing", "3m end silence"}, b.log)
}

func TestTheNextStepNamesItsSettings(t *testing.T) {
	b := newBench(t)
	b.play(begun...)
	require.Equal(t, int64(1), b.state.Settings)
	b.play("1m slower")
	require.Equal(t, int64(2), b.state.Settings)
	b.play("2m save")
	require.Equal(t, int64(3), b.state.Settings)
	require.Equal(t, []string{"0s pass on", "1m note"}, b.log)
	b.play("3m customer Hi", "13m agent", "14m tick", "15m unpublish", "16m save")
	require.Equal(t, int64(3), b.state.Settings, "an ended session has no next step")
}
