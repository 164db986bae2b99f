package storage

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is written by hand is what encoding/json writes, to the letter, and a plain
// sentence is always written by hand.
func TestTextsAreWrittenAlike(t *testing.T) {
	plain := rapid.StringMatching(`[A-Za-z0-9 .+•é-]{0,12}`)
	t.Run("plain", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			text := drawText(t, plain, false)
			b, ok := appendText(nil, text)
			require.True(t, ok)
			require.Equal(t, encodedText(t, text), string(b))
		})
	})
	t.Run("any", func(t *testing.T) {
		word := rapid.OneOf(plain, rapid.StringMatching(`[A-Z.\x{2028}"<&\\]{0,12}`), rapid.String())
		rapid.Check(t, func(t *rapid.T) {
			text := drawText(t, word, true)
			if b, ok := appendText(nil, text); ok {
				require.Equal(t, encodedText(t, text), string(b))
			}
		})
	})
}

// drawText draws a sentence of such words; odd ones also have values that no sentence
// of ours has.
func drawText(t *rapid.T, word *rapid.Generator[string], odd bool) app.Text {
	values := []*rapid.Generator[any]{
		word.AsAny(), rapid.Int().AsAny(), rapid.Int64().AsAny(),
		rapid.Custom(func(t *rapid.T) app.Text {
			return app.Say(word.Draw(t, "inner"), word.Draw(t, "name"), word.Draw(t, "value"))
		}).AsAny(),
	}
	if odd {
		values = append(values, rapid.Bool().AsAny())
	}
	return app.Text{Template: word.Draw(t, "template"), Args: rapid.MapOfN(word, rapid.OneOf(values...), 0, 9).Draw(t, "args")}
}

func encodedText(t *rapid.T, text app.Text) string {
	r := toTextRecord(text)
	want, err := encode(&r)
	require.NoError(t, err)
	return want
}
