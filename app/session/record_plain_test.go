package session

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is written and read by hand is what encoding/json writes and reads.
func TestTheKeptFormByHand(t *testing.T) {
	word := rapid.OneOf(rapid.StringMatching(`[a-z0-9_"<é\\]{0,8}`), rapid.StringMatching(`[a-z0-9]{0,16}`))
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) int64 { return rapid.OneOf(rapid.Just(int64(0)), rapid.Int64()).Draw(t, name) }
		yes := func(name string) bool { return rapid.Bool().Draw(t, name) }
		r := record{
			Form: int(n("form")), Key: word.Draw(t, "key"), Number: n("number"), Stage: Stage(word.Draw(t, "stage")), Since: n("since"),
			LastCustomer: n("customer"), LastSeen: n("last"), LastAgent: n("agent"), Owed: yes("owed"), Settings: n("settings"),
			Print: word.Draw(t, "print"), Room: word.Draw(t, "room"), OptedOut: yes("out"), Messages: int(n("messages")),
			Answers: int(n("answers")), Steps: int(n("steps")), Due: n("due"), Reason: Reason(word.Draw(t, "reason")),
			Seen: rapid.SliceOfN(word, 0, remembered).Draw(t, "seen"),
		}
		want, err := json.Marshal(r)
		require.NoError(t, err)
		got, ok := appendRecord(nil, &r)
		if ok {
			require.Equal(t, string(want), string(got))
		}
		if len(r.Seen) == 0 {
			r.Seen = nil
		}
		var back record
		if read := readRecord(want, &back); read {
			require.Equal(t, r, back)
		} else {
			require.False(t, ok, "what was written by hand is read by hand")
		}
	})
}

// What is read by hand is read alike by encoding/json, whatever it is.
func FuzzReadRecord(f *testing.F) {
	for _, text := range []string{`{"v":1,"stage":"ended"}`, `{"v":01}`, `{"v":-0}`, `{"v":1,"seen":["a","b"]}`, `{"v":1,"v":2}`, `{}`, `{"v":1}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want record
		if readRecord(data, &got) {
			require.NoError(t, json.Unmarshal(data, &want))
			require.Equal(t, want, got)
		}
	})
}
