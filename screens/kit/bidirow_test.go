package kit

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"channeldesk/app/bidi"
)

// someText are letters of every kind that a message has.
func someText() *rapid.Generator[[]rune] {
	return rapid.SliceOfN(rapid.SampledFrom([]rune("abZ مرحباسةשלום 12٣٤ .,:-+%$()[]{}<>!؟،\"😀🇮🇩\u200d\u064e")), 0, 30)
}

// tens measures texts by their letters, a mark with nothing.
func tens(text string) float32 {
	n := 0
	for _, r := range text {
		if !bidi.OnTop(r) && r != '\u200e' {
			n++
		}
	}
	return 10 * float32(n)
}

func tensRow(text []rune) *sightRow {
	right := bidi.FromRight(text)
	return newSightRow(text, bidi.Levels(text, right), right, tens)
}

// Every place of the cursor has one place to see it, and a click there leads to one
// that is seen there as well.
func TestEveryPlaceOfTheCursorIsSeenOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someText().Draw(t, "text")
		row := tensRow(text)
		covered := float32(0)
		for i, c := range row.places() {
			assert.InDelta(t, covered, c.left, 0.01, "cell %d of %q", i, string(text))
			covered = c.right
		}
		assert.InDelta(t, row.width, covered, 0.01)
		for p := 0; p <= len(text); p++ {
			for _, ahead := range []bool{false, true} {
				x := row.caret(p, ahead)
				assert.True(t, x >= 0 && x <= row.width, "%d of %q at %v", p, string(text), x)
				if x < row.width {
					back, ahead := row.hit(x + 0.01)
					assert.InDelta(t, x, row.caret(back, ahead), 0.01, "%d of %q", p, string(text))
				}
				if x > 0 {
					back, ahead := row.hit(x - 0.01)
					assert.InDelta(t, x, row.caret(back, ahead), 0.01, "%d of %q", p, string(text))
				}
			}
		}
	})
}

// A click sets the cursor to the nearest edge of a letter.
func TestClicksGoToTheNearestEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someText().Draw(t, "text")
		row := tensRow(text)
		if row.width == 0 {
			return
		}
		x := rapid.Float32Range(0, row.width-0.1).Draw(t, "x")
		p, ahead := row.hit(x)
		nearest := math.MaxFloat64
		for _, c := range row.places() {
			nearest = min(nearest, math.Abs(float64(x-c.left)), math.Abs(float64(x-c.right)))
		}
		assert.InDelta(t, nearest, math.Abs(float64(x-row.caret(p, ahead))), 0.01, string(text))
	})
}

// What is marked is as wide as the letters that are selected, and two parts of a text
// mark it together.
func TestMarkedLettersAreAsWideAsTheyAre(t *testing.T) {
	sum := func(parts [][2]float32) (w float32) {
		for _, p := range parts {
			w += p[1] - p[0]
		}
		return w
	}
	rapid.Check(t, func(t *rapid.T) {
		text := someText().Draw(t, "text")
		row := tensRow(text)
		assert.InDelta(t, row.width, sum(row.marked(0, len(text))), 0.01)
		cut := rapid.IntRange(0, len(text)).Draw(t, "cut")
		for _, c := range row.places() {
			if c.from < cut && cut < c.to {
				return // within an emoji
			}
		}
		assert.InDelta(t, row.width, sum(row.marked(0, cut))+sum(row.marked(cut, len(text))), 0.01)
		assert.InDelta(t, tens(string(text[:cut])), sum(row.marked(0, cut)), 0.01, string(text))
	})
}

func TestCaretInMixedText(t *testing.T) {
	row := tensRow([]rune("ab אבג cd"))
	places := []float32{0, 10, 20, 30, 50, 40, 30, 70, 80, 90}
	for p, x := range places {
		assert.Equal(t, x, row.caret(p, false), p)
	}
	assert.Equal(t, float32(60), row.caret(3, true), "in front of the first Hebrew letter")
	p, ahead := row.hit(58)
	assert.Equal(t, 3, p)
	assert.True(t, ahead)
	assert.Equal(t, [][2]float32{{10, 30}, {50, 60}}, row.marked(1, 4), "selected across the change of direction")

	right := tensRow([]rune("אב 12"))
	for p, x := range []float32{50, 40, 30, 20, 10, 20} {
		assert.Equal(t, x, right.caret(p, false), p)
	}
	p, _ = right.hit(-5)
	assert.Equal(t, 5, p, "beyond the end, which is at the left")
	p, _ = right.hit(500)
	assert.Zero(t, p)
	assert.Equal(t, float32(0), tensRow(nil).caret(0, false))
}

func TestShownText(t *testing.T) {
	assert.Equal(t, "Sari (VIP) 24", ShownText("Sari (VIP) 24"))
	assert.Equal(t, "סבא", ShownText("סבא"))
	assert.Equal(t, apart+"24"+apart+" "+apart+"סבא"+apart, ShownText("סבא 24"))
}
