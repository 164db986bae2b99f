package apikey

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// What a body is made of: objects whose members keep their order, lists, strings
// and whole numbers.
type (
	object []member
	member struct {
		name  string
		value any
	}
	list []any
)

// style is how a language writes such values.
type style struct {
	indent           string
	openObject       string
	closeObject      string
	key              func(string) string // with what stands before the value
	openList         string
	closeList        string
	quote            func(string) string
	commaAtEnd       bool // after the last one of a list over several lines
	inlineShortLists bool
}

// render writes a value; depth is how far its first line is indented.
func (s style) render(v any, depth int) string {
	switch v := v.(type) {
	case object:
		parts := make([]string, len(v))
		for i, m := range v {
			parts[i] = s.key(m.name) + s.render(m.value, depth+1)
		}
		return s.lines(s.openObject, s.closeObject, parts, depth)
	case list:
		parts := make([]string, len(v))
		short := s.inlineShortLists
		for i, e := range v {
			parts[i] = s.render(e, depth+1)
			_, isText := e.(string)
			short = short && isText
		}
		if one := s.openList + strings.Join(parts, ", ") + s.closeList; short && len(one) < 80 {
			return one
		}
		return s.lines(s.openList, s.closeList, parts, depth)
	case string:
		return s.quote(v)
	default:
		return fmt.Sprint(v)
	}
}

func (s style) lines(open, end string, parts []string, depth int) string {
	if len(parts) == 0 {
		return open + end
	}
	var b strings.Builder
	b.WriteString(open + "\n")
	for i, p := range parts {
		b.WriteString(strings.Repeat(s.indent, depth+1) + p)
		if i < len(parts)-1 || s.commaAtEnd {
			b.WriteString(",")
		}
		b.WriteString("\n")
	}
	b.WriteString(strings.Repeat(s.indent, depth) + end)
	return b.String()
}

// quoteWith writes a string between double quotes. special are the characters
// that get a backslash besides quote and backslash; other writes what cannot be
// seen, and what plain says no to.
func quoteWith(s, special string, plain func(rune) bool, other func(rune) string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\' || strings.ContainsRune(special, c):
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case plain(c):
			b.WriteRune(c)
		default:
			b.WriteString(other(c))
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isVisible leaves out what cannot be seen or turns the direction of reading.
func isVisible(c rune) bool { return unicode.IsPrint(c) }

func isASCII(c rune) bool { return c >= ' ' && c <= '~' }

// utf16Escape writes a character in the way of JSON: \u and four hex digits, two
// of them beyond the first 65,536.
func utf16Escape(c rune) string {
	var b strings.Builder
	for _, u := range utf16.AppendRune(nil, c) {
		fmt.Fprintf(&b, `\u%04x`, u)
	}
	return b.String()
}

// braceEscape writes a character as \u{1f600}.
func braceEscape(c rune) string { return fmt.Sprintf(`\u{%x}`, c) }

func quoteJSON(s string) string       { return quoteWith(s, "", isVisible, utf16Escape) }
func quoteJavaScript(s string) string { return quoteWith(s, "", isVisible, utf16Escape) }
func quoteGo(s string) string         { return strconv.Quote(s) }

func quotePython(s string) string {
	return quoteWith(s, "", isVisible, func(c rune) string {
		if c > 0xFFFF {
			return fmt.Sprintf(`\U%08x`, c)
		}
		return fmt.Sprintf(`\u%04x`, c)
	})
}

// quotePHP takes single quotes, in which nothing is replaced, unless there is
// something that cannot be seen.
func quotePHP(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return !isVisible(c) }) {
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
	}
	return quoteWith(s, "$", isVisible, braceEscape)
}

func quoteRuby(s string) string { return quoteWith(s, "#", isVisible, braceEscape) }

// quoteJava writes ASCII only: which encoding the compiler expects depends on the
// computer. Java reads \u before anything else, so control characters are octal.
func quoteJava(s string) string {
	return quoteWith(s, "", isASCII, func(c rune) string {
		if c < 0x80 {
			return fmt.Sprintf(`\%03o`, c)
		}
		return utf16Escape(c)
	})
}

// quoteCSharp writes ASCII only, for the same reason.
func quoteCSharp(s string) string { return quoteWith(s, "", isASCII, utf16Escape) }

// quoteShell takes single quotes, in which a POSIX shell replaces nothing.
func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// jsonText is the body as a client sends it.
var jsonText = style{
	indent: "  ", openObject: "{", closeObject: "}", openList: "[", closeList: "]", quote: quoteJSON, inlineShortLists: true,
	key: func(name string) string { return quoteJSON(name) + ": " },
}
