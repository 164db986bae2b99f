package inbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// What is older than the setting goes, however much it is; the least is what
// providers may repeat.
func TestTidy(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	add := func(days, n int) {
		o.update(func(tx app.Tx) error {
			for i := range n {
				at := monday.AddDate(0, 0, -days)
				if _, err := tx.AddArrival(app.Arrival{ChannelID: c.ID, At: at, State: app.ArrivalApplied, Body: []byte("{}")}); err != nil {
					return err
				}
				if _, err := tx.TakeKeys(c.ID, []string{fmt.Sprint(days, "-", i)}, at); err != nil {
					return err
				}
			}
			return nil
		})
	}
	add(31, 450)
	add(29, 3)
	add(7, 2)
	left := func() int { return len(o.arrivals(c)) }
	tidy := func(days string) {
		o.update(func(tx app.Tx) error { return tx.SetSetting(app.SettingKeepArrivals, days) })
		_, err := o.TidyOnce(t.Context())
		require.NoError(t, err)
	}
	tidy("40")
	require.Equal(t, 455, left())
	tidy("soon")
	require.Equal(t, 5, left(), "what is not a number is as if not set")
	tidy("10")
	require.Equal(t, 2, left())
	tidy("1")
	require.Equal(t, 2, left(), "a provider may still repeat them")
	o.clock.pass(2 * 24 * time.Hour)
	tidy("1")
	require.Equal(t, 1, left(), "when the latest came stays known")
	o.clock.pass(365 * 24 * time.Hour)
	o.update(func(tx app.Tx) error {
		_, err := tx.AddArrival(app.Arrival{ChannelID: c.ID, At: monday, State: app.ArrivalApplied, Body: []byte("{}")})
		return err
	})
	tidy("1")
	require.Equal(t, 2, left(), "the clock has leapt")
	o.clock.pass(24 * time.Hour)
	tidy("1")
	require.Equal(t, 1, left())
}
