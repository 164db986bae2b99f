package session

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// asked brings a session to the first question, askedEnd to the second one.
var (
	begun    = []string{"0s customer Latte please", "5s agent"}
	asked    = append(begun[:2:2], "10m tick")
	askedEnd = append(asked[:3:3], "15m tick")
)

func TestSessionsGoTheirWay(t *testing.T) {
	for name, c := range map[string]struct {
		before, play []string
		want         []string
		stage        Stage
	}{
		"silence to the end": {begun, []string{"9m59s tick", "10m tick", "14m59s tick", "15m tick", "19m59s tick", "20m tick", "25m tick", "30h tick"},
			[]string{"10m send ask_more", "15m send end_confirmation", "20m send closing", "20m end silence"}, StageEnded},
		"second question agreed to": {askedEnd, []string{"16m tap end_yes", "30m tick"},
			[]string{"16m send closing", "16m end agreed"}, StageEnded},
		"second question refused": {askedEnd, []string{"16m tap end_no", "30m tick", "31m agent", "32m tick"},
			[]string{"16m pass on", "32m send ask_more"}, StageAskedMore},
		"first question: needs help": {asked, []string{"11m tap more_yes", "12m agent", "20m59s tick", "21m tick"},
			[]string{"11m pass on", "21m send ask_more"}, StageAskedMore},
		"first question: needs no help": {asked, []string{"11m tap more_no", "30m tick"},
			[]string{"11m send closing", "11m end no_more_help"}, StageEnded},
		"first question answered after the second came": {askedEnd, []string{"16m tap more_no"},
			[]string{"16m send closing", "16m end no_more_help"}, StageEnded},
		"other words between the questions": {asked, []string{"12m customer And a croissant", "15m tick", "40m tick"},
			[]string{"12m pass on"}, StageActive},
		"other words after the second question": {askedEnd, []string{"16m customer wait"}, []string{"16m pass on"}, StageActive},
		"typed answers":                         {askedEnd, []string{"16m customer  END   chat!"}, []string{"16m send closing", "16m end agreed"}, StageEnded},
		"typed answer to the first question":    {asked, []string{"11m customer no."}, []string{"11m send closing", "11m end no_more_help"}, StageEnded},
		"a word of the first at the second":     {askedEnd, []string{"16m customer No"}, []string{"16m pass on"}, StageActive},
		"nothing is guessed":                    {askedEnd, []string{"16m customer ya"}, []string{"16m pass on"}, StageActive},

		"we owe an answer": {nil, []string{"0s customer Hello", "10m tick", "5h tick", "23h59m59s tick", "24h tick"},
			[]string{"0s pass on", "24h end unanswered"}, StageEnded},
		"a late answer of ours is read first": {nil, []string{"0s customer Hello", "30m agent", "30m59s tick", "31m tick"},
			[]string{"0s pass on", "31m send ask_more"}, StageAskedMore},
		"an answer between the questions": {asked, []string{"14m50s agent", "15m tick", "15m50s tick"},
			[]string{"15m50s send end_confirmation"}, StageAskedEnd},
		"an old answer does not answer a new message": {nil, []string{"0s customer Hello", "30s customer More", "31s accepted 20s", "40m tick"},
			[]string{"0s pass on", "30s pass on"}, StageActive},

		"own echo after the closing text": {askedEnd, []string{"16m tap end_yes", "16m1s echo", "16m1s agent", "17m status", "17m reaction 👍", "50m tick"},
			[]string{"16m send closing", "16m end agreed"}, StageEnded},
		"late answer starts a new one": {askedEnd, []string{"20m tick", "21m tap end_yes", "31m tick", "32m agent", "33m tick"},
			[]string{"20m send closing", "20m end silence", "21m pass on", "33m send ask_more"}, StageAskedMore},
		"answer that crossed the closing text": {askedEnd, []string{"20m tick", "20m1s late 19m58s End chat", "40m tick"},
			[]string{"20m send closing", "20m end silence"}, StageEnded},
		"other words that crossed the closing text": {askedEnd, []string{"20m tick", "20m1s late 19m58s Wait"},
			[]string{"20m send closing", "20m end silence", "20m1s pass on"}, StageActive},

		"reactions, states and echoes are no messages": {asked, []string{"11m reaction No", "11m status", "11m echo", "15m tick"},
			[]string{"15m send end_confirmation"}, StageAskedEnd},
		"a message comes twice": {asked, []string{"11m again m1", "15m tick", "16m again m1"}, []string{"15m send end_confirmation"}, StageAskedEnd},
		"an answer comes twice": {asked, []string{"11m tap more_no", "11m1s again m4", "2h again m4"},
			[]string{"11m send closing", "11m end no_more_help"}, StageEnded},
		"older message comes late": {nil, []string{"5m customer two", "6m agent", "7m late 4m one", "14m59s tick", "15m tick", "16m late 3m No", "20m tick"},
			[]string{"5m pass on", "7m pass on", "15m send ask_more", "16m pass on", "20m send end_confirmation"}, StageAskedEnd},
		"message from before the question comes after it": {asked, []string{"11m late 8m No", "15m tick", "30m tick"}, []string{"11m pass on"}, StageActive},
		"older message after the end":                     {askedEnd, []string{"20m tick", "21m late -1m before"}, []string{"20m send closing", "20m end silence", "21m pass on"}, StageEnded},
		"two messages in one second":                      {nil, []string{"0s customer a", "0s agent", "0s customer b", "10m tick"}, []string{"0s pass on", "0s pass on"}, StageActive},
		"button of an earlier round":                      {askedEnd, []string{"16m tap end_no", "17m agent", "26m tick", "27m button cs-42-1-1-end-yes"}, []string{"16m pass on", "26m send ask_more", "27m pass on"}, StageActive},
		"a button without a question":                     {begun, []string{"1m button cs-42-1-1-end-yes"}, []string{"1m pass on"}, StageActive},
		"one step after a long sleep":                     {begun, []string{"3h tick", "3h tick", "3h1s tick", "3h5m tick", "9h tick"}, []string{"3h send ask_more", "3h5m send end_confirmation", "9h send closing", "9h end silence"}, StageEnded},
		"the last moment for a step":                      {begun, []string{"23h50m tick", "23h55m tick"}, []string{"23h50m send ask_more", "23h55m end too_late"}, StageEnded},
		"too late for a step":                             {begun, []string{"23h50m1s tick", "24h tick"}, []string{"23h50m1s end too_late"}, StageEnded},
		"slept until the window had closed":               {askedEnd, []string{"30h tick"}, []string{"30h end window_closed"}, StageEnded},
		"message after the window closed, no tick between": {askedEnd, []string{"30h tap end_yes", "30h1s tick"},
			[]string{"30h pass on", "30h end window_closed"}, StageActive},
		"old answer from a backlog": {askedEnd, []string{"26h late 16m End chat"}, []string{"26h end agreed"}, StageEnded},
		"old message from a backlog": {nil, []string{"26h late 1h Hello", "26h1s tick"},
			[]string{"26h pass on", "26h1s end unanswered"}, StageEnded},

		"the clock goes back":                 {asked, []string{"-5h tick", "5m tick", "10m tick", "15m tick"}, []string{"15m send end_confirmation"}, StageAskedEnd},
		"the clock goes back before a tap":    {asked, []string{"-2h late 11m No"}, []string{"-2h send closing", "-2h end no_more_help"}, StageEnded},
		"the clock goes back before we write": {nil, []string{"0s customer Hello", "-2h agent", "10m tick"}, []string{"0s pass on", "10m send ask_more"}, StageAskedMore},
		"the provider's clock runs ahead":     {nil, []string{"0s late 7h Hello", "5s agent", "10m tick"}, []string{"0s pass on", "10m send ask_more"}, StageAskedMore},

		"settings change between the steps": {asked, []string{"11m slower", "15m tick", "1h9m59s tick", "1h10m tick"},
			[]string{"11m note", "1h10m send end_confirmation"}, StageAskedEnd},
		"a missed change is made up":         {asked, []string{"11m slower unseen", "15m tick"}, []string{"15m note"}, StageAskedMore},
		"another save of the same settings":  {asked, []string{"11m save", "15m tick"}, []string{"15m send end_confirmation"}, StageAskedEnd},
		"switched off between the steps":     {asked, []string{"11m off", "15m tick", "24h tick"}, []string{"11m note", "24h end window_closed"}, StageEnded},
		"switched off, then an answer":       {asked, []string{"11m off", "12m tap more_no"}, []string{"11m note", "12m end no_more_help"}, StageEnded},
		"switched on again":                  {asked, []string{"11m off", "2h on", "2h tick", "2h tick"}, []string{"11m note", "2h note", "2h send end_confirmation"}, StageAskedEnd},
		"opted out":                          {asked, []string{"11m optout", "15m tick", "16m customer hello", "17m agent", "40m tick", "24h16m tick"}, []string{"11m end opted_out", "16m pass on", "24h16m end window_closed"}, StageEnded},
		"opted out and back in":              {asked, []string{"11m optout", "16m customer hello", "17m agent", "30m optin", "30m tick"}, []string{"11m end opted_out", "16m pass on", "30m send ask_more"}, StageAskedMore},
		"opted out twice":                    {begun, []string{"1m optout", "1m optout"}, []string{"1m end opted_out"}, StageEnded},
		"unpublished":                        {asked, []string{"11m unpublish", "12m unpublish", "15m tick"}, []string{"11m end unpublished"}, StageEnded},
		"unpublished before anything":        {nil, []string{"0s unpublish", "0s optin", "0s agent", "1h tick"}, nil, StageEnded},
		"our question was refused":           {asked, []string{"10m1s refuse cs-42-1-1-more", "15m tick"}, []string{"10m1s end refused"}, StageEnded},
		"an older question was refused":      {askedEnd, []string{"15m1s refuse cs-42-1-1-more", "20m tick"}, []string{"20m send closing", "20m end silence"}, StageEnded},
		"the second question was refused":    {askedEnd, []string{"15m1s refuse cs-42-1-1-end"}, []string{"15m1s end refused"}, StageEnded},
		"the closing text was refused":       {askedEnd, []string{"20m tick", "20m1s refuse cs-42-1-bye"}, []string{"20m send closing", "20m end silence"}, StageEnded},
		"answers of ours start no session":   {nil, []string{"0s agent", "1h tick"}, nil, StageEnded},
		"the second session asks once again": {askedEnd, []string{"20m tick", "1h customer Hi", "1h agent", "1h10m tick"}, []string{"20m send closing", "20m end silence", "1h pass on", "1h10m send ask_more"}, StageAskedMore},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.play(c.before...)
			b.log = nil
			b.play(c.play...)
			require.Equal(t, c.want, b.log)
			require.Equal(t, c.stage, b.state.Stage)
			require.Equal(t, b.state.Running(), !b.state.Due.IsZero())
		})
	}
}
