package session

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// told writes a simulated chat as text.
func told(lines []Line) []string {
	var out []string
	for _, l := range lines {
		words := l.Text
		if words == "" {
			words = l.Say.String()
		}
		if len(l.Buttons) > 0 {
			words += " [" + strings.Join(l.Buttons, "|") + "]"
		}
		out = append(out, fmt.Sprintf("%s %s: %s", l.At.Format("15:04"), l.Kind, words))
	}
	return out
}

func TestTheSampleChat(t *testing.T) {
	lines := Standard(settings())
	require.Equal(t, []string{
		"14:02 customer: One iced palm sugar latte, please.",
		"14:02 agent: Got it. Ready at 15:00 at the shop in Senopati.",
		"14:12 wait: 10 minutes of silence",
		"14:12 session: Do you still need help? [Yes|No]",
		"14:17 wait: 5 more minutes",
		"14:17 session: Shall we end this chat? [End chat|Keep open]",
		"14:18 tap: Customer taps End chat",
		"14:18 session: Thank you for writing to us. See you soon!",
		"14:18 end: Session ends",
	}, told(lines))
	require.Equal(t, 10*time.Minute, lines[2].Wait)
	require.Equal(t, StepClosing, lines[7].Step)
	require.Equal(t, ReasonAgreed, lines[8].Reason)

	quick := settings()
	quick.AskMoreAfter, quick.EndConfirmationAfter = time.Minute, time.Minute
	require.Equal(t, ReasonAgreed, Standard(quick)[8].Reason)

	off := settings()
	off.AskUserToEnd = false
	require.Equal(t, []string{
		"14:02 customer: One iced palm sugar latte, please.",
		"14:02 agent: Got it. Ready at 15:00 at the shop in Senopati.",
		"14:02 wait: 24 hours of silence",
		"14:02 end: Session ended without a message: 24 hours have passed since the customer's last message.",
	}, told(Standard(off)))
}

func TestScriptsPlay(t *testing.T) {
	hello, sure := Turn{Text: "Hello"}, Turn{FromAgent: true, Text: "Hello {{.You}}"}
	at := func(after time.Duration, t Turn) Turn { t.After = after; return t }
	long := settings()
	long.AskMoreAfter, long.EndConfirmationAfter = 90*time.Minute, time.Hour
	odd := settings()
	odd.AskMoreAfter, odd.EndConfirmationAfter = 61*time.Second, 90*time.Second
	for name, c := range map[string]struct {
		set   func() Rules
		turns []Turn
		want  []string
	}{
		"nothing": {nil, nil, nil},
		"silence": {nil, []Turn{hello, sure}, []string{
			"12:00 customer: Hello", "12:00 agent: Hello {{.You}}", "12:10 wait: 10 minutes of silence", "12:10 session: Do you still need help? [Yes|No]",
			"12:15 wait: 5 more minutes", "12:15 session: Shall we end this chat? [End chat|Keep open]",
			"12:20 wait: 5 more minutes", "12:20 session: Thank you for writing to us. See you soon!", "12:20 end: Session ends",
		}},
		"long delays": {func() Rules { return Rules{Settings: long} }, []Turn{hello, sure, {After: 2 * time.Hour, Tap: AnswerMoreNo}}, []string{
			"12:00 customer: Hello", "12:00 agent: Hello {{.You}}", "13:30 wait: 1 hour 30 minutes of silence", "13:30 session: Do you still need help? [Yes|No]",
			"14:00 tap: Customer taps No", "14:00 session: Thank you for writing to us. See you soon!", "14:00 end: Session ends",
		}},
		"odd delays": {func() Rules { return Rules{Settings: odd} }, []Turn{hello, sure, {After: 3 * time.Minute, Tap: AnswerEndNo}}, []string{
			"12:00 customer: Hello", "12:00 agent: Hello {{.You}}", "12:01 wait: 1 minute 1 second of silence", "12:01 session: Do you still need help? [Yes|No]",
			"12:02 wait: 90 more seconds", "12:02 session: Shall we end this chat? [End chat|Keep open]", "12:03 tap: Customer taps Keep open",
			"12:04 hold: Nothing is asked: the customer waits for our answer.", "12:03 wait: 24 hours without our answer", "12:03 end: Session ended without a message: the customer got no answer within 24 hours.",
		}},
		"we are silent": {nil, []Turn{hello}, []string{
			"12:00 customer: Hello", "12:10 hold: Nothing is asked: the customer waits for our answer.", "12:00 wait: 24 hours without our answer",
			"12:00 end: Session ended without a message: the customer got no answer within 24 hours.",
		}},
		"answers late, out of order in the script": {nil, []Turn{at(21*time.Minute, Turn{Tap: AnswerEndYes}), hello, sure, at(22*time.Minute, sure), at(23*time.Minute, hello)}, []string{
			"12:00 customer: Hello", "12:00 agent: Hello {{.You}}", "12:10 wait: 10 minutes of silence", "12:10 session: Do you still need help? [Yes|No]",
			"12:15 wait: 5 more minutes", "12:15 session: Shall we end this chat? [End chat|Keep open]",
			"12:20 wait: 5 more minutes", "12:20 session: Thank you for writing to us. See you soon!", "12:20 end: Session ends",
			"12:21 start: A new session starts", "12:21 customer: End chat", "12:22 agent: Hello {{.You}}", "12:23 customer: Hello",
			"12:33 hold: Nothing is asked: the customer waits for our answer.", "12:23 wait: 24 hours without our answer", "12:23 end: Session ended without a message: the customer got no answer within 24 hours.",
		}},
		"writes again when the window closes": {nil, []Turn{hello, at(24*time.Hour, hello)}, []string{
			"12:00 customer: Hello", "12:10 hold: Nothing is asked: the customer waits for our answer.", "12:00 wait: 24 hours without our answer",
			"12:00 end: Session ended without a message: the customer got no answer within 24 hours.",
			"12:00 start: A new session starts", "12:00 customer: Hello", "12:10 hold: Nothing is asked: the customer waits for our answer.", "12:00 wait: 24 hours without our answer",
			"12:00 end: Session ended without a message: the customer got no answer within 24 hours.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			set := settings()
			if c.set != nil {
				set = c.set().Settings
				set.AskUserToEnd = true
			}
			require.Equal(t, c.want, told(Simulate(set, Script{Start: noon, Turns: c.turns})))
		})
	}
}

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 seconds", time.Second: "1 second", 59 * time.Second: "59 seconds", time.Hour: "1 hour", 2*time.Hour + time.Second: "2 hours 1 second",
		25*time.Hour + 61*time.Second: "25 hours 1 minute 1 second", -time.Hour: "0 seconds",
	} {
		require.Equal(t, want, durationText(d).String())
	}
	for d, want := range map[time.Duration]string{
		time.Hour: "1 more hour", 2 * time.Hour: "2 more hours", time.Minute: "1 more minute", 90 * time.Minute: "90 more minutes", time.Second: "1 more second",
	} {
		require.Equal(t, want, moreText(d).String())
	}
}
