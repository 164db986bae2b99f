package storage

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is written by hand is what encoding/json writes, to the letter.
func TestTextsAreWrittenAlike(t *testing.T) {
	word := rapid.OneOf(rapid.StringMatching(`[A-Za-z0-9 .+•é\x{2028}"<&\\-]{0,12}`), rapid.String())
	inner := rapid.Custom(func(t *rapid.T) app.Text {
		return app.Say(word.Draw(t, "inner"), word.Draw(t, "name"), word.Draw(t, "value"))
	})
	value := rapid.OneOf(
		rapid.Map(word, func(s string) any { return s }), rapid.Map(rapid.Int(), func(n int) any { return n }),
		rapid.Map(rapid.Int64(), func(n int64) any { return n }), rapid.Map(inner, func(x app.Text) any { return x }),
		rapid.Map(rapid.Bool(), func(x bool) any { return x }))
	seen := false
	rapid.Check(t, func(t *rapid.T) {
		text := app.Text{Template: word.Draw(t, "template"), Args: rapid.MapOfN(word, value, 0, 9).Draw(t, "args")}
		b, ok := appendText(nil, text)
		if !ok {
			return
		}
		seen = true
		r := toTextRecord(text)
		want, err := encode(&r)
		require.NoError(t, err)
		require.Equal(t, want, string(b))
	})
	require.True(t, seen)
}
