package apipage

import (
	"slices"
	"strings"

	"channeldesk/app/apikey"
	"channeldesk/screens/kit"
)

// grammar is as much of a language as colouring its examples takes.
type grammar struct {
	// comments begin a comment that ends with the line.
	comments []string
	// quotes stand around strings, raw are those of them in which a backslash is
	// nothing special.
	quotes, raw string
	keywords    []string
}

func (g grammar) isKeyword(word string) bool { return slices.Contains(g.keywords, word) }

func words(s string) []string { return strings.Fields(s) }

var grammars = map[apikey.Language]grammar{
	apikey.CURL:       {comments: []string{"#"}, quotes: `"'`, raw: `'`, keywords: words("curl")},
	apikey.JavaScript: {comments: []string{"//"}, quotes: "\"'`", keywords: words("await async const let if else for of return throw try catch new function true false null import from export")},
	apikey.Python:     {comments: []string{"#"}, quotes: `"'`, keywords: words("import from if elif else for in not and or is as with try except raise return def None True False")},
	apikey.Go:         {comments: []string{"//"}, quotes: "\"'`", raw: "`", keywords: words("package import func return if else for range var const type struct map defer nil any error string true false")},
	apikey.PHP:        {comments: []string{"//", "#"}, quotes: `"'`, keywords: words("if else exit echo return function foreach as new true false null int string")},
	apikey.Java:       {comments: []string{"//"}, quotes: `"'`, keywords: words("import public private static final class void throws throw new if else return int null true false try catch")},
	apikey.CSharp:     {comments: []string{"//"}, quotes: `"'`, keywords: words("using public private static class async await new if else return int string var null true false try catch")},
	apikey.Ruby:       {comments: []string{"#"}, quotes: `"'`, keywords: words("require if unless else end do def class return exit abort puts true false nil")},
}

// colour cuts a program into runs, one slice for each line, with strings, words
// of the language and comments in their colours.
func colour(l apikey.Language, code string) [][]kit.Run {
	c := colourer{g: grammars[l], rest: strings.TrimSuffix(code, "\n"), lines: [][]kit.Run{nil}}
	for c.rest != "" {
		c.next()
	}
	return c.lines
}

type colourer struct {
	g     grammar
	rest  string
	last  byte // the one before rest; 0 at the beginning
	lines [][]kit.Run
}

// next takes what begins at rest.
func (c *colourer) next() {
	switch b := c.rest[0]; {
	case c.atComment():
		end := strings.IndexByte(c.rest, '\n')
		if end < 0 {
			end = len(c.rest)
		}
		c.take(end, kit.CodeComment)
	case strings.IndexByte(c.g.quotes, b) >= 0:
		c.take(c.stringEnd(b), kit.CodeString)
	case isWordByte(b):
		n := 1
		for n < len(c.rest) && isWordByte(c.rest[n]) {
			n++
		}
		token := kit.Text
		if c.g.isKeyword(c.rest[:n]) && c.last != '.' && c.last != '$' {
			token = kit.CodeKeyword
		}
		c.take(n, token)
	case b == '\\' && len(c.rest) > 1: // the shell writes a quote as \'
		c.take(2, kit.Text)
	default:
		c.take(1, kit.Text)
	}
}

// atComment reports whether a comment begins here: not within a word, as in $#.
func (c *colourer) atComment() bool {
	if c.last != 0 && !strings.ContainsRune(" \t\n;", rune(c.last)) {
		return false
	}
	return slices.ContainsFunc(c.g.comments, func(p string) bool { return strings.HasPrefix(c.rest, p) })
}

// stringEnd is the length of the string at rest, which may go over lines.
func (c *colourer) stringEnd(quote byte) int {
	raw := strings.IndexByte(c.g.raw, quote) >= 0
	for i := 1; i < len(c.rest); i++ {
		switch {
		case c.rest[i] == '\\' && !raw:
			i++
		case c.rest[i] == quote:
			return i + 1
		}
	}
	return len(c.rest)
}

// take moves n bytes into the lines. Neighbours of one colour become one run.
func (c *colourer) take(n int, token kit.Token) {
	for i, part := range strings.Split(c.rest[:n], "\n") {
		if i > 0 {
			c.lines = append(c.lines, nil)
		}
		line := &c.lines[len(c.lines)-1]
		switch last := len(*line) - 1; {
		case part == "":
		case last >= 0 && (*line)[last].Token == token:
			(*line)[last].Text += part
		default:
			*line = append(*line, kit.Run{Text: part, Token: token})
		}
	}
	c.last = c.rest[n-1]
	c.rest = c.rest[n:]
}

func isWordByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}
