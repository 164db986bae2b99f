package storage

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"channeldesk/app"
)

// appendText writes a sentence as encoding/json writes its textRecord, without
// looking at types one by one: each webhook is kept with a sentence. It reports
// false for a sentence with values that it does not know, or that need care.
func appendText(b []byte, t app.Text) ([]byte, bool) {
	b, ok := appendQuoted(append(b, `{"t":`...), t.Template)
	if !ok || len(t.Args) == 0 {
		return append(b, '}'), ok
	}
	var room [8]string
	names := room[:0]
	for name := range t.Args {
		names = append(names, name)
	}
	slices.Sort(names)
	b = append(b, `,"a":{`...)
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		if b, ok = appendQuoted(b, name); !ok {
			return b, false
		}
		b = append(b, ':')
		if b, ok = appendArgument(b, t.Args[name]); !ok {
			return b, false
		}
	}
	return append(b, "}}"...), true
}

func appendArgument(b []byte, v any) ([]byte, bool) {
	switch v := v.(type) {
	case string:
		return appendQuoted(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10), true
	case int64:
		return strconv.AppendInt(b, v, 10), true
	case app.Text:
		b, ok := appendText(append(b, `{"`+innerKey+`":`...), v)
		return append(b, '}'), ok
	}
	return b, false
}

// appendQuoted writes a text that needs no escapes.
func appendQuoted(b []byte, s string) ([]byte, bool) {
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return b, false
		case c == lineEnds[0] && len(s)-i > 2 && s[i+1] == lineEnds[1] && s[i+2]&^1 == lineEnds[2]:
			return b, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	if !ascii && !utf8.ValidString(s) {
		return b, false
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"'), true
}

// lineEnds is the first of the two line ends beyond ASCII, which are escaped.
const lineEnds = "\u2028"
