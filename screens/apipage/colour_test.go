package apipage

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app/apikey"
	"channeldesk/screens/kit"
)

func TestColouringLosesNothing(t *testing.T) {
	odd := apikey.Values{BaseURL: "https://wa.example/v1", Text: "It's \"9 o'clock\" // not a comment # neither \\ 'x' `y`\nsecond line é 😀 #{x} $y"}
	for _, l := range apikey.Languages {
		for _, o := range apikey.Operations {
			written, err := apikey.Examples(o, l, odd)
			require.NoError(t, err)
			var lines []string
			for _, runs := range colour(l, written.Code) {
				line := ""
				for _, r := range runs {
					line += r.Text
				}
				lines = append(lines, line)
			}
			require.Equal(t, strings.TrimSuffix(written.Code, "\n"), strings.Join(lines, "\n"), "%s in %s", o, l)
		}
	}
}

// coloured gives the parts of a program that have a colour.
func coloured(l apikey.Language, code string, token kit.Token) (out []string) {
	for _, runs := range colour(l, code) {
		for _, r := range runs {
			if r.Token == token {
				out = append(out, r.Text)
			}
		}
	}
	return out
}

func TestStringsWordsAndComments(t *testing.T) {
	shell := "# one\ncurl --data '{\n  \"a\": 1\n}' \"x\\\"y\" it\\'s $#"
	assert.Equal(t, []string{"'{", "  \"a\": 1", "}'", `"x\"y"`}, coloured(apikey.CURL, shell, kit.CodeString))
	assert.Equal(t, []string{"# one"}, coloured(apikey.CURL, shell, kit.CodeComment))
	assert.Equal(t, []string{"curl"}, coloured(apikey.CURL, shell, kit.CodeKeyword))
	assert.Equal(t, []string{"return"}, coloured(apikey.JavaScript, "return a.return", kit.CodeKeyword), "a member is no word of the language")
	assert.Equal(t, []string{"return"}, coloured(apikey.PHP, "return $return", kit.CodeKeyword))
	assert.Equal(t, []string{"// b"}, coloured(apikey.Go, `a := "// no" // b`, kit.CodeComment))
	assert.Equal(t, []string{"`a\\`"}, coloured(apikey.Go, "`a\\` + b", kit.CodeString))
	assert.Equal(t, []string{`"open`}, coloured(apikey.Ruby, `"open`, kit.CodeString), "a string without an end ends with the program")
	assert.Empty(t, coloured(apikey.Ruby, "end_of", kit.CodeKeyword))
}

func TestNoExampleHasAQuoteOutsideOfStrings(t *testing.T) {
	for _, l := range apikey.Languages {
		for _, o := range apikey.Operations {
			written, err := apikey.Examples(o, l, apikey.Values{BaseURL: "https://wa.example/v1"})
			require.NoError(t, err)
			plain := strings.Join(coloured(l, written.Code, kit.Text), " ")
			assert.NotContains(t, plain, `"`, "%s in %s", o, l)
			assert.NotContains(t, plain, "https:", "%s in %s", o, l)
		}
	}
}
