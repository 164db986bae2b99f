package kit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestChatRunsShowWhatWhatsAppShows(t *testing.T) {
	plain := func(s string) Run { return Run{Text: s} }
	for name, c := range map[string]struct {
		text string
		want []Run
	}{
		"plain":               {"Dear Ibu Sari", []Run{plain("Dear Ibu Sari")}},
		"bold":                {"a *b c* d", []Run{plain("a "), {Text: "b c", Bold: true}, plain(" d")}},
		"italic":              {"_soon_", []Run{{Text: "soon", Italic: true}}},
		"struck":              {"~old~ new", []Run{{Text: "old", Strike: true}, plain(" new")}},
		"mono over lines":     {"```a\nb``` c", []Run{{Text: "a\nb", Mono: true}, plain(" c")}},
		"inline mono":         {"say `*x*`", []Run{plain("say "), {Text: "*x*", Mono: true}}},
		"one in the other":    {"*a _b_*", []Run{{Text: "a ", Bold: true}, {Text: "b", Bold: true, Italic: true}}},
		"inside a word":       {"snake_case_name 2*3*4", []Run{plain("snake_case_name 2*3*4")}},
		"spaces at the edge":  {"* a * and *b *", []Run{plain("• a * and *b *")}},
		"not over lines":      {"*a\nb*", []Run{plain("*a\nb*")}},
		"never closed":        {"5 *stars", []Run{plain("5 *stars")}},
		"list":                {"- one\n* two", []Run{plain("• one\n• two")}},
		"before punctuation":  {"(*a*).", []Run{plain("("), {Text: "a", Bold: true}, plain(").")}},
		"no variable":         {"{{}} {{a b}}", []Run{plain("{{}} {{a b}}")}},
		"two marks are words": {"**", []Run{plain("**")}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, ChatRuns(c.text, nil)) })
	}
}

func TestChatRunsFillVariables(t *testing.T) {
	value := func(s string) Run { return Run{Text: s, Bold: true, Token: PrimaryText} }
	filled := map[string]string{"1": "Ibu Sari", "amount": "*5*", "3": ""}
	assert.Equal(t, []Run{{Text: "Dear "}, value("Ibu Sari"), {Text: ", "}, value("*5*"), {Text: " "}, value("{{3}}"), {Text: " "}, value("{{2}}")},
		ChatRuns("Dear {{1}}, {{ amount }} {{3}} {{2}}", filled), "marks inside a value mean nothing, and what has no value stays as written")
	assert.Equal(t, []Run{{Text: "Ibu Sari", Bold: true, Italic: true, Token: PrimaryText}}, ChatRuns("_{{1}}_", filled))
}

func TestChatRunsLoseNoLetters(t *testing.T) {
	letters := rapid.SampledFrom([]rune("ab *_~`\n-é😀"))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(letters, 0, 40, -1).Draw(t, "text")
		marks := strings.NewReplacer("*", "", "_", "", "~", "", "`", "", "-", "", "•", "")
		var b strings.Builder
		for _, r := range ChatRuns(text, nil) {
			b.WriteString(r.Text)
		}
		assert.Equal(t, marks.Replace(text), marks.Replace(b.String()))
	})
}

func TestChatQuotes(t *testing.T) {
	assert.Equal(t, []chatQuote{{false, "a"}, {true, "b\nc"}, {false, "d"}}, chatQuotes("a\n> b\n> c\nd"))
	assert.Equal(t, []chatQuote{{false, ""}}, chatQuotes(""))
}
