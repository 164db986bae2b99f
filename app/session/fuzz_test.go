package session

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzRecord: what is not a kept session is refused and changes nothing; what is
// one comes back as it was, and can go on.
func FuzzRecord(f *testing.F) {
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	whole, err := json.Marshal(State{
		Key: "+628123456789", Number: 3, Stage: StageAskedMore, Since: at, LastCustomerAt: at, LastSeenAt: at, LastAgentAt: at, Owed: true, Settings: 4,
		Room: "r-1", Messages: 5, Answers: 6, Steps: 1, Due: at.Add(time.Hour), seen: []string{"a", "b"},
	})
	require.NoError(f, err)
	for _, s := range []string{
		string(whole), `{"v":1,"stage":"active"}`, `{"v":1,"stage":"ended","due":-1}`, `{"v":2,"stage":"active"}`, `{"v":1,"stage":"x"}`, `{}`, `null`, `[]`, `{"v":1,"stage":"active","due":9223372036854775807}`, ``,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := State{Key: "before", Stage: StageEnded}
		s := before
		if err := json.Unmarshal(data, &s); err != nil {
			require.Equal(t, before, s)
			return
		}
		kept, err := json.Marshal(s)
		require.NoError(t, err)
		var again State
		require.NoError(t, json.Unmarshal(kept, &again))
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(kept), string(twice))
	})
}
