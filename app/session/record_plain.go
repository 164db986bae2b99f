package session

import (
	"strconv"
)

// A session is read and written with every message of a customer's. What the kept
// form usually looks like is read and written here in one pass; everything else is
// left to encoding/json.

// appendRecord writes a record as encoding/json does. It reports false when a text
// needs escapes.
func appendRecord(b []byte, r *record) (_ []byte, ok bool) {
	b = append(b, `{"v":`...)
	b = strconv.AppendInt(b, int64(r.Form), 10)
	ok = true
	text := func(name, value string, always bool) {
		if value == "" && !always {
			return
		}
		ok = ok && isPlain(value)
		b = append(append(append(b, name...), value...), '"')
	}
	number := func(name string, n int64) {
		if n != 0 {
			b = strconv.AppendInt(append(b, name...), n, 10)
		}
	}
	yes := func(name string, is bool) {
		if is {
			b = append(b, name...)
		}
	}
	text(`,"key":"`, r.Key, false)
	number(`,"session":`, r.Number)
	text(`,"stage":"`, string(r.Stage), true)
	number(`,"since":`, r.Since)
	number(`,"last_customer":`, r.LastCustomer)
	number(`,"last_seen":`, r.LastSeen)
	number(`,"last_agent":`, r.LastAgent)
	yes(`,"owed":true`, r.Owed)
	number(`,"settings":`, r.Settings)
	text(`,"settings_print":"`, r.Print, false)
	text(`,"room":"`, r.Room, false)
	yes(`,"opted_out":true`, r.OptedOut)
	number(`,"messages":`, int64(r.Messages))
	number(`,"answers":`, int64(r.Answers))
	number(`,"steps":`, int64(r.Steps))
	number(`,"due":`, r.Due)
	text(`,"reason":"`, string(r.Reason), false)
	for i, mark := range r.Seen {
		if i == 0 {
			b = append(b, `,"seen":["`...)
		} else {
			b = append(b, `,"`...)
		}
		ok = ok && isPlain(mark)
		b = append(append(b, mark...), '"')
	}
	if len(r.Seen) > 0 {
		b = append(b, ']')
	}
	return append(b, '}'), ok
}

// isPlain reports whether a text stands in JSON as it is.
func isPlain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

// readRecord reads what appendRecord wrote. It reports false for anything that
// looks different, also where encoding/json would read it.
func readRecord(data []byte, r *record) bool {
	p := reader{data: data}
	if !p.skip('{') {
		return false
	}
	for {
		name, ok := p.text()
		if !ok || !p.skip(':') || !p.member(string(name), r) {
			return false
		}
		if p.skip('}') {
			return len(p.data) == 0
		}
		if !p.skip(',') {
			return false
		}
	}
}

// reader walks over a record.
type reader struct{ data []byte }

func (p *reader) skip(c byte) bool {
	if len(p.data) == 0 || p.data[0] != c {
		return false
	}
	p.data = p.data[1:]
	return true
}

// text reads a text without escapes.
func (p *reader) text() ([]byte, bool) {
	if !p.skip('"') {
		return nil, false
	}
	for i, c := range p.data {
		switch {
		case c == '"':
			text := p.data[:i]
			p.data = p.data[i+1:]
			return text, true
		case c < ' ', c > '~', c == '\\':
			return nil, false
		}
	}
	return nil, false
}

func (p *reader) word(to *string) bool {
	text, ok := p.text()
	*to = string(text)
	return ok
}

// number reads a whole number as it is written here: without a plus or zeros in
// front.
func (p *reader) number(to *int64) bool {
	n := 0
	for n < len(p.data) && (p.data[n] >= '0' && p.data[n] <= '9' || n == 0 && p.data[n] == '-') {
		n++
	}
	read, err := strconv.ParseInt(string(p.data[:n]), 10, 64)
	if err != nil || n > 1 && p.data[0] == '0' || n > 2 && string(p.data[:2]) == "-0" {
		return false
	}
	*to, p.data = read, p.data[n:]
	return true
}

func (p *reader) small(to *int) bool {
	var n int64
	ok := p.number(&n)
	*to = int(n)
	return ok && int64(*to) == n
}

func (p *reader) yes(to *bool) bool {
	const word = "true"
	if len(p.data) < len(word) || string(p.data[:len(word)]) != word {
		return false
	}
	*to, p.data = true, p.data[len(word):]
	return true
}

func (p *reader) marks(to *[]string) bool {
	if !p.skip('[') {
		return false
	}
	marks := make([]string, 0, remembered+1)
	for {
		var mark string
		if !p.word(&mark) {
			return false
		}
		marks = append(marks, mark)
		if p.skip(']') {
			*to = marks
			return true
		}
		if !p.skip(',') {
			return false
		}
	}
}

func (p *reader) member(name string, r *record) bool {
	switch name {
	case "v":
		return p.small(&r.Form)
	case "key":
		return p.word(&r.Key)
	case "session":
		return p.number(&r.Number)
	case "stage":
		return p.word((*string)(&r.Stage))
	case "since":
		return p.number(&r.Since)
	case "last_customer":
		return p.number(&r.LastCustomer)
	case "last_seen":
		return p.number(&r.LastSeen)
	case "last_agent":
		return p.number(&r.LastAgent)
	case "owed":
		return p.yes(&r.Owed)
	case "settings":
		return p.number(&r.Settings)
	case "settings_print":
		return p.word(&r.Print)
	case "room":
		return p.word(&r.Room)
	case "opted_out":
		return p.yes(&r.OptedOut)
	case "messages":
		return p.small(&r.Messages)
	case "answers":
		return p.small(&r.Answers)
	case "steps":
		return p.small(&r.Steps)
	case "due":
		return p.number(&r.Due)
	case "reason":
		return p.word((*string)(&r.Reason))
	case "seen":
		return p.marks(&r.Seen)
	}
	return false
}
