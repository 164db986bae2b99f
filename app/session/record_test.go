package session

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheKeptForm(t *testing.T) {
	b := newBench(t)
	b.play(asked...)
	b.state.Room, b.state.OptedOut, b.state.Owed, b.state.Reason = "room", true, true, ReasonSilence
	data, err := json.Marshal(b.state)
	require.NoError(t, err)
	require.JSONEq(t, `{"v":1,"key":"42","session":1,"stage":"asked_more","since":1773058200000,"last_customer":1773057600000,
		"last_seen":1773057600000,"last_agent":1773057605000,"owed":true,"settings":1,"settings_print":"`+b.rules.print()+`",
		"room":"room","opted_out":true,"messages":1,"answers":1,"steps":1,"due":1773058500000,"reason":"silence",
		"seen":["`+fingerprint("m1")+`"]}`, string(data))
	kept(t, b.state)
	kept(t, New("fresh"))
}

func TestUnknownFormsAreRefused(t *testing.T) {
	for _, text := range []string{`{}`, `{"v":2,"stage":"ended"}`, `{"v":1,"stage":"asleep"}`, `{"v":1}`, `{"v":"1"}`, `[]`} {
		s := New("same")
		require.Error(t, json.Unmarshal([]byte(text), &s), text)
		require.Equal(t, New("same"), s)
	}
}

func TestAdvanceLeavesTheOldStateAlone(t *testing.T) {
	s := New("1")
	for n := range remembered + 5 {
		before, _ := json.Marshal(s)
		next, _ := s.Advance(CustomerMessage{ID: string(rune('a' + n)), At: noon}, Rules{Settings: settings()}, noon.Add(1234567*time.Nanosecond))
		after, _ := json.Marshal(s)
		require.Equal(t, string(before), string(after))
		s = kept(t, next)
	}
	require.Len(t, s.seen, remembered)
}

func TestMessagesWithoutIDAreKnownByTimeAndWords(t *testing.T) {
	b := newBench(t)
	for range 2 {
		b.advance(CustomerMessage{At: noon, Text: "Hello"}, noon, "0s")
		b.advance(CustomerMessage{At: noon, Text: "Two"}, noon, "0s")
	}
	require.Equal(t, []string{"0s pass on", "0s pass on"}, b.log)
	require.Equal(t, 2, b.state.Messages)
	b.advance(CustomerMessage{Text: "no time told"}, noon.Add(time.Hour), "1h")
	require.Equal(t, noon.Add(time.Hour), b.state.LastCustomerAt)
}

func TestAnAnswerOfOursCountsOnce(t *testing.T) {
	b := newBench(t)
	b.play("0s customer Hello", "5s agent", "6s accepted 5s", "7s accepted 4s")
	require.Equal(t, 1, b.state.Answers)
	require.Equal(t, noon.Add(5*time.Second), b.state.LastAgentAt)
}
