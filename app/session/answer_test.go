package session

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTypedAnswers(t *testing.T) {
	set := settings()
	set.EndYes, set.EndNo = "Ya, akhiri", "Tetap buka"
	thumbs := set
	thumbs.EndYes, thumbs.EndNo = "👍", "👎"
	alike := set
	alike.EndYes, alike.EndNo = "👍 ok", "👎 ok"
	accent := set
	accent.EndYes, accent.EndNo = "S\u00ed", "No"
	for _, c := range []struct {
		rules Rules
		text  string
		want  Answer
	}{
		{Rules{Settings: set}, "Ya, akhiri", AnswerEndYes},
		{Rules{Settings: set}, "  ya akhiri!! ", AnswerEndYes},
		{Rules{Settings: set}, "YA,\n\tAKHIRI.", AnswerEndYes},
		{Rules{Settings: set}, "\"ya; akhiri\"", AnswerEndYes},
		{Rules{Settings: set}, "Ya, akhiri 🙏", AnswerEndYes},
		{Rules{Settings: set}, "ｔｅｔａｐ　ｂｕｋａ", AnswerEndNo},
		{Rules{Settings: set}, "tetap buka", AnswerEndNo},
		{Rules{Settings: set}, "Ya", ""},
		{Rules{Settings: set}, "yaakhiri", ""},
		{Rules{Settings: set}, "ya akhiri saja", ""},
		{Rules{Settings: set}, "Yes", ""},
		{Rules{Settings: set}, "", ""},
		{Rules{Settings: set}, "!!", ""},
		{Rules{Settings: set}, "\xff", ""},
		{Rules{Settings: thumbs}, "👍", AnswerEndYes},
		{Rules{Settings: thumbs}, " 👎", AnswerEndNo},
		{Rules{Settings: thumbs}, "?", ""},
		{Rules{Settings: thumbs}, "", ""},
		{Rules{Settings: alike}, "👎 OK", AnswerEndNo},
		{Rules{Settings: alike}, "ok", ""},
		{Rules{Settings: accent}, "si\u0301", AnswerEndYes},
		{Rules{Settings: accent}, "si", ""},
	} {
		require.Equal(t, c.want, choose(c.text, c.rules, question[StageAskedEnd]), "%q", c.text)
	}
}

func TestButtonsOfOthersCountByTheirWords(t *testing.T) {
	for name, c := range map[string]struct {
		m    CustomerMessage
		want Answer
	}{
		"a mark of the provider": {CustomerMessage{Button: "btn_1", Text: "End chat"}, AnswerEndYes},
		"another session":        {CustomerMessage{Button: "cs-42-9-1-end-yes", Text: "End chat"}, ""},
		"another customer":       {CustomerMessage{Button: "cs-43-1-1-end-yes", Text: "End chat"}, ""},
		"ours":                   {CustomerMessage{Button: "cs-42-1-1-end-yes", Text: "Old word"}, AnswerEndYes},
	} {
		b := newBench(t)
		b.play(askedEnd...)
		got := b.state.read(c.m, noon.Add(16*time.Minute), b.state.Stage, b.state.Since, b.rules)
		require.Equal(t, c.want, got, name)
	}
}
