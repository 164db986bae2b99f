package bidi

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"
)

// someText are letters of every kind that a message has.
func someText() *rapid.Generator[[]rune] {
	return rapid.SliceOfN(rapid.SampledFrom([]rune("abZ مرحباسةשלום 12٣٤ .,:-+%$()[]{}<>!؟،\"😀🇮🇩\u200d\u064e")), 0, 30)
}

// What we say of a letter is what the module that the toolkit uses says of it. It
// looks for the same bracket where the opposite one belongs, and finds no pairs;
// these have a test of their own.
func TestLevelsAgreeWithTheModule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := slices.DeleteFunc(someText().Draw(t, "text"), func(r rune) bool { return strings.ContainsRune("\u064e\u200d()[]{}", r) })
		if len(text) == 0 {
			return
		}
		right := FromRight(text)
		var p bidi.Paragraph
		base := bidi.LeftToRight
		if right {
			base = bidi.RightToLeft
		}
		_, err := p.SetString(string(text), bidi.DefaultDirection(base))
		assert.NoError(t, err)
		order, err := p.Order()
		assert.NoError(t, err)
		var want []bool
		for i := range order.NumRuns() {
			run := order.Run(i)
			for range []rune(run.String()) {
				want = append(want, run.Direction() == bidi.RightToLeft)
			}
		}
		var got []bool
		for _, l := range OfRow(Levels(text, right), text, right) {
			got = append(got, l%2 == 1)
		}
		assert.Equal(t, want, got, string(text))
	})
}

// seenText is a text in the order in which it is seen, from the left.
func seenText(text string) string {
	letters := []rune(text)
	right := FromRight(letters)
	var out []string
	for _, pc := range Pieces(letters, Levels(letters, right), right) {
		out = append(out, pc.Drawn)
	}
	return strings.Join(out, "|")
}

func TestOrderInWhichTextIsSeen(t *testing.T) {
	for text, want := range map[string]string{
		"Nothing of this":          "Nothing of this",
		"Halo أحمد, {{1}} 😀":       "Halo |{|{|1|}|}| |,|أحمد| 😀",
		"مرحبا {{name}}!":          "!|{|{|name|}|}| |مرحبا",
		"Dear سارة 123 أحمد, now":  "Dear |أحمد| |123| |سارة|, now",
		"سارة 150,000.50 Rp":       "Rp| |150,000.50| |سارة",
		"שלום (שלך) 👩‍👩‍👧":         "👩‍👩‍👧| |(|שלך|)| |שלום",
		"אב(גד[&ef]!)gh":           "gh|(|!|[|ef|&|]|גד|)|אב",
		"smith (fabrikam שלום) אב": "smith (fabrikam |שלום|) |אב",
		"see (שלום":                "see (|שלום",
		"سارة abc ":                " |abc| |سارة",
		"١٢ - ٣":                   "٣| |-| |١٢",
		"می\u200cخواهم":            "می\u200cخواهم",
		"":                         "",
	} {
		got := seenText(text)
		assert.Equal(t, want, got, text)
	}
}
