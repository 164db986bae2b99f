package storagetest

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func warnings(t *testing.T, f *Factory) {
	given := func(subject string) (days int, ok bool) {
		t.Helper()
		f.View(func(tx app.Tx) (err error) { days, ok, err = tx.Warned(subject); return err })
		return days, ok
	}
	_, ok := given("token 1")
	require.False(t, ok)
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.SetWarned("token 1", 30, Now))
		require.NoError(t, tx.SetWarned("token 1", -2, Now))
		require.NoError(t, tx.SetWarned("“odd” 💬\x00'", 0, Now))
		return tx.SetWarned("token 2", 7, Now)
	})
	days, ok := given("token 1")
	require.True(t, ok)
	require.Equal(t, -2, days)
	days, ok = given("“odd” 💬\x00'")
	require.True(t, ok)
	require.Zero(t, days)

	f.Update(func(tx app.Tx) error {
		return tx.ForgetWarnings([]string{"token 2", "“odd” 💬\x00'", "never given"})
	})
	for subject, want := range map[string]bool{"token 1": false, "token 2": true, "“odd” 💬\x00'": true, "never given": false} {
		_, ok = given(subject)
		require.Equal(t, want, ok, subject)
	}
	f.Update(func(tx app.Tx) error { return tx.ForgetWarnings(nil) })
	_, ok = given("token 2")
	require.False(t, ok, "nothing is to be kept")
}
