package session

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// opening is how each sample chat begins that comes to the first question.
var opening = []string{
	"14:02 customer: One iced palm sugar latte, please.",
	"14:02 agent: Got it. Ready at 15:00 at the shop in Senopati.",
	"14:12 wait: 10 minutes of silence",
	"14:12 session: Do you still need help? [Yes|No]",
}

func after(lines ...string) []string { return append(opening[:4:4], lines...) }

var second = []string{"14:17 wait: 5 more minutes", "14:17 session: Shall we end this chat? [End chat|Keep open]"}

func afterSecond(lines ...string) []string { return after(append(second[:2:2], lines...)...) }

func TestScenarios(t *testing.T) {
	closing, ends := "session: Thank you for writing to us. See you soon!", "end: Session ends"
	want := map[Scenario][]string{
		Quiet:       afterSecond("14:18 tap: Customer taps End chat", "14:18 "+closing, "14:18 "+ends),
		Silent:      afterSecond("14:22 wait: 5 more minutes", "14:22 "+closing, "14:22 "+ends),
		NeedsHelp:   after("14:13 tap: Customer taps Yes", "14:14 agent: Of course. How can we help?"),
		NeedsNoHelp: after("14:13 tap: Customer taps No", "14:13 "+closing, "14:13 "+ends),
		KeepsOpen:   afterSecond("14:18 tap: Customer taps Keep open", "14:19 agent: Of course. How can we help?"),
		WritesAgain: after("14:13 customer: And a butter croissant, please.", "14:14 agent: Added to your order."),
		AnswersLate: afterSecond("14:18 tap: Customer taps No", "14:18 "+closing, "14:18 "+ends),
		AfterTheEnd: afterSecond("14:22 wait: 5 more minutes", "14:22 "+closing, "14:22 "+ends,
			"14:23 start: A new session starts", "14:23 customer: End chat", "14:24 agent: Of course. How can we help?"),
		Unanswered: {
			"14:02 customer: One iced palm sugar latte, please.", "14:12 hold: Nothing is asked: the customer waits for our answer.",
			"14:02 wait: 24 hours without our answer", "14:02 end: Session ended without a message: the customer got no answer within 24 hours.",
		},
		WindowCloses: {
			"14:02 customer: One iced palm sugar latte, please.", "14:12 hold: Nothing is asked: the customer waits for our answer.",
			"13:50 agent: Got it. Ready at 15:00 at the shop in Senopati.", "13:51 wait: 1 minute after our answer",
			"13:51 session: Do you still need help? [Yes|No]", "13:56 wait: 5 more minutes",
			"13:56 end: Session ended without a message: less than 10 minutes were left to write in.",
		},
		Asleep: {
			"14:02 customer: One iced palm sugar latte, please.", "14:02 agent: Got it. Ready at 15:00 at the shop in Senopati.",
			"14:03 sleep: The computer sleeps for 3 hours", "17:03 session: Do you still need help? [Yes|No]",
			"17:03 hold: 3 steps were due. Only one is taken after a sleep.",
			"17:08 wait: 5 more minutes", "17:08 session: Shall we end this chat? [End chat|Keep open]",
			"17:13 wait: 5 more minutes", "17:13 " + closing, "17:13 " + ends,
		},
		OptsOut: after("14:13 note: The customer wants no more messages", "14:13 end: Session ended without a message: the customer opted out.",
			"14:14 start: A new session starts", "14:14 customer: And a butter croissant, please.", "14:15 agent: Added to your order.",
			"14:14 wait: 24 hours of silence", "14:14 end: Session ended without a message: 24 hours have passed since the customer's last message."),
	}
	labels, all := map[string]bool{}, Scenarios()
	require.Len(t, all, len(want))
	for _, s := range all {
		require.Equal(t, want[s], told(s.Sample(settings(), false)), s)
		for _, l := range s.Sample(settings(), true) {
			require.Empty(t, l.Buttons, s)
			require.NotEqual(t, LineTap, l.Kind, s)
		}
		require.False(t, labels[s.Label(settings()).String()], s)
		labels[s.Label(settings()).String()] = true
		require.False(t, s.Explain(settings(), true).IsEmpty())
	}
}

func TestScenariosHaveTheirPointWithAnySettings(t *testing.T) {
	for _, d := range [][2]time.Duration{
		{time.Minute, time.Minute}, {time.Hour, 11 * time.Hour}, {23*time.Hour + 48*time.Minute, time.Minute}, {time.Minute, 11*time.Hour + 54*time.Minute},
	} {
		set := settings()
		set.AskMoreAfter, set.EndConfirmationAfter = d[0], d[1]
		require.NoError(t, set.Check())
		reasons := func(s Scenario) (out []Reason) {
			for _, l := range s.Sample(set, false) {
				if l.Kind == LineEnd {
					out = append(out, l.Reason)
				}
			}
			return out
		}
		require.Equal(t, []Reason{ReasonAgreed}, reasons(Quiet), d)
		require.Equal(t, []Reason{ReasonSilence}, reasons(Silent), d)
		require.Equal(t, []Reason{ReasonNoMoreHelp}, reasons(NeedsNoHelp), d)
		require.Equal(t, []Reason{ReasonNoMoreHelp}, reasons(AnswersLate), d)
		require.Equal(t, []Reason{ReasonSilence}, reasons(AfterTheEnd), d)
		require.Equal(t, []Reason{ReasonUnanswered}, reasons(Unanswered), d)
		require.Subset(t, []Reason{ReasonTooLate, ReasonWindow}, reasons(WindowCloses), d)
		require.Empty(t, reasons(NeedsHelp), d)
		require.Empty(t, reasons(KeepsOpen), d)
		require.Empty(t, reasons(WritesAgain), d)
		require.Equal(t, ReasonOptedOut, reasons(OptsOut)[0], d)
	}
}

func TestScenariosTakeWhateverIsTyped(t *testing.T) {
	for _, d := range []time.Duration{-time.Hour, 0, 25 * time.Hour, math.MaxInt64} {
		set := settings()
		set.AskMoreAfter, set.EndConfirmationAfter = d, d
		set.AskMoreText, set.EndYes = "", ""
		for _, s := range Scenarios() {
			require.NotEmpty(t, s.Sample(set, false))
			set.AskMoreText = "Help?"
			require.NotEmpty(t, s.Sample(set, false))
		}
	}
}

func TestAnswersInWords(t *testing.T) {
	require.Equal(t, []string{
		"14:02 customer: One iced palm sugar latte, please.",
		"14:02 agent: Got it. Ready at 15:00 at the shop in Senopati.",
		"14:12 wait: 10 minutes of silence",
		"14:12 session: Do you still need help?\n\nYes / No",
		"14:17 wait: 5 more minutes",
		"14:17 session: Shall we end this chat?\n\nEnd chat / Keep open",
		"14:18 customer: No",
		"14:19 agent: Of course. How can we help?",
	}, told(AnswersLate.Sample(settings(), true)), "a typed word counts for the question that stands")
}

func TestAheadSaysWhatComesAndWhyNothingDoes(t *testing.T) {
	set := settings()
	p := NewPlayer(set, SampleStart())
	ahead := func(want string) {
		t.Helper()
		require.Equal(t, want, p.Ahead().Say.String())
	}
	ahead("Nothing runs yet. A customer's message starts a session.")
	require.False(t, p.Next())
	p.Write("")
	ahead("Nothing is asked: the customer waits for our answer. Without one the session ends tomorrow at 14:02 without a message.")
	p.Answer("")
	ahead("First question at 14:12, if nobody writes.")
	require.Equal(t, StepAskMore, p.Ahead().Step)
	p.Pass(10 * time.Minute)
	require.Equal(t, []Offer{{AnswerMoreYes, "Yes"}, {AnswerMoreNo, "No"}}, p.Offers())
	ahead("Second question at 14:17, if nobody writes.")
	require.True(t, p.Next())
	ahead("Closing message at 14:22, if nobody writes.")
	set.ClosingText = ""
	p.Use(set)
	ahead("The session ends at 14:22, if nobody writes.")
	set.AskUserToEnd = false
	p.Use(set)
	ahead("Nothing is asked: the switch is off. The session ends tomorrow at 14:02 without a message.")
	p.Use(settings())
	p.Pass(time.Hour)
	ahead("The session has ended, and nothing more is sent. The customer's next message starts a new one.")
	require.Empty(t, p.Offers())
	p.Write("Hello")
	p.OptOut()
	p.Write("Hello")
	ahead("Nothing is asked: the customer opted out. The session ends tomorrow at 15:17 without a message.")

	p = NewPlayer(settings(), SampleStart())
	p.Write("Hello")
	p.Pass(23*time.Hour + 50*time.Minute)
	p.Answer("Hello")
	ahead("Nothing more is asked: WhatsApp closes the chat soon. The session ends at 13:53 without a message.")
}

func TestSleepTakesOneStepAtMost(t *testing.T) {
	p := NewPlayer(settings(), SampleStart())
	p.Sleep(time.Hour)
	require.Equal(t, []string{"14:02 sleep: The computer sleeps for 1 hour"}, told(p.Lines()))
	p.Write("Hello")
	p.Answer("Hello")
	p.Sleep(5 * time.Minute)
	p.Sleep(6 * time.Minute)
	require.Equal(t, 1, p.State().Steps, "one was due")
	for _, l := range p.Lines() {
		require.NotEqual(t, LineHold, l.Kind)
	}
	p.Sleep(3 * time.Hour)
	require.Equal(t, 2, p.State().Steps)
	require.Equal(t, app.Say("{{.N}} steps were due. Only one is taken after a sleep.", "N", 2), p.Lines()[len(p.Lines())-1].Say)
	p.Sleep(30 * time.Hour)
	require.Equal(t, ReasonWindow, p.State().Reason)
}
