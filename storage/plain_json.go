package storage

import (
	"strings"
	"unicode/utf8"
)

// plainJSON reads JSON as encoding/json writes it: without blanks and, in most
// texts, without escapes. Whatever else it meets it does not read; encoding/json
// does then. Its texts are parts of what is read and take no memory of their own.
type plainJSON struct{ rest string }

// is takes what comes next when it is that.
func (p *plainJSON) is(next string) bool {
	rest, ok := strings.CutPrefix(p.rest, next)
	if ok {
		p.rest = rest
	}
	return ok
}

// text takes a text without escapes.
func (p *plainJSON) text() (s string, ok bool) {
	if p.rest == "" || p.rest[0] != '"' {
		return "", false
	}
	ascii := true
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '"':
			s, p.rest = p.rest[1:i], p.rest[i+1:]
			return s, ascii || utf8.ValidString(s)
		case c == '\\', c < ' ':
			return "", false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return "", false
}

// whole takes a whole number of at most eighteen digits.
func (p *plainJSON) whole() (n int64, ok bool) {
	i, negative := 0, p.is("-")
	for ; i < len(p.rest) && p.rest[i] >= '0' && p.rest[i] <= '9'; i++ {
		n = n*10 + int64(p.rest[i]-'0')
	}
	if i == 0 || i > 18 || i > 1 && p.rest[0] == '0' || i < len(p.rest) && strings.IndexByte(".eE", p.rest[i]) >= 0 || negative && n == 0 {
		return 0, false
	}
	p.rest = p.rest[i:]
	if negative {
		n = -n
	}
	return n, true
}

// object gives each name of an object to a function that takes the value.
func (p *plainJSON) object(value func(name string) bool) bool {
	return p.each("{", "}", func() bool {
		name, ok := p.text()
		return ok && p.is(":") && value(name)
	})
}

// list calls a function for each element, which takes it.
func (p *plainJSON) list(element func() bool) bool { return p.each("[", "]", element) }

func (p *plainJSON) each(open, end string, one func() bool) bool {
	if !p.is(open) {
		return false
	}
	if p.is(end) {
		return true
	}
	for one() {
		if !p.is(",") {
			return p.is(end)
		}
	}
	return false
}

// textInto takes a text into a field.
func (p *plainJSON) textInto(to *string) (ok bool) {
	*to, ok = p.text()
	return ok
}
