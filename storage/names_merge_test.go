package storage

import (
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// The index of names stays in few parts, with a little merging in each commit:
// when it has sixteen alike, all are merged in one.
func TestNamesAreMergedALittleAtATime(t *testing.T) {
	db := open(t, t.TempDir())
	queued(t, db, 1)
	parts := func() (n int) {
		inTx(t, db, func(x *tx) { require.NoError(t, x.row(`SELECT count(DISTINCT segid) FROM message_names_idx`).Scan(&n)) })
		return n
	}
	most := 0
	for i := range 300 {
		require.NoError(t, db.Update(t.Context(), func(x app.Tx) error {
			for j := range 5 {
				_, err := x.AddMessage(app.Message{
					Mark: fmt.Sprintf("msg_merge%06d_%d", i, j), ChannelID: 1, To: fmt.Sprintf("+62812%07d", i), Name: fmt.Sprintf("Ibu Sari %d", i*7919),
					Status: app.MessageRead, Source: app.SourceAPI, CreatedAt: time.UnixMilli(int64(i) * 1000), Content: app.Content{Text: "x"},
				})
				if err != nil {
					return err
				}
			}
			return nil
		}))
		most = max(most, parts())
	}
	require.Less(t, most, 16)
	for removed := 1; removed > 0; {
		require.NoError(t, db.Update(t.Context(), func(x app.Tx) (err error) {
			removed, err = x.PruneHistory(time.UnixMilli(1<<40), 10)
			return err
		}))
		most = max(most, parts())
	}
	require.Less(t, most, 16)
}
