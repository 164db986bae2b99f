package applyfile

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// jsonReader reads a JSON value token by token, so that each keeps its place.
type jsonReader struct {
	source  string
	decoder *json.Decoder
	// seen and at are how far lines were counted.
	seen int
	at   Pos
	p    *Problems
}

// parseJSON reads one JSON value. It gives nil after noting what is wrong.
func parseJSON(s string, p *Problems) *node {
	r := &jsonReader{source: s, decoder: json.NewDecoder(strings.NewReader(s)), at: Pos{1, 1}, p: p}
	r.decoder.UseNumber()
	root, ok := r.value(0)
	if !ok {
		return nil
	}
	behind := r.next()
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		p.Add(behind, "There is something behind the end of the JSON object.")
		return nil
	}
	return root
}

// next is the place of the token that will be read.
func (r *jsonReader) next() Pos {
	offset := min(int(r.decoder.InputOffset()), len(r.source))
	for offset < len(r.source) && strings.IndexByte(" \t\r\n,:", r.source[offset]) >= 0 {
		offset++
	}
	return r.place(offset)
}

func (r *jsonReader) place(offset int) Pos {
	for r.seen < offset {
		c, size := utf8.DecodeRuneInString(r.source[r.seen:])
		r.seen += size
		if c == '\n' {
			r.at = Pos{r.at.Line + 1, 1}
		} else {
			r.at.Column++
		}
	}
	return r.at
}

func (r *jsonReader) broken(at Pos, err error) (*node, bool) {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		if offset := int(syntax.Offset) - 1; offset > r.seen && offset <= len(r.source) {
			at = r.place(offset)
		}
	}
	r.p.Add(at, "This is not JSON. Something is missing or too much here.")
	return nil, false
}

func (r *jsonReader) value(depth int) (*node, bool) {
	at := r.next()
	t, err := r.decoder.Token()
	if err != nil {
		return r.broken(at, err)
	}
	n := &node{pos: at}
	switch v := t.(type) {
	case nil:
	case string:
		n.kind, n.value = text, v
	case json.Number:
		n.kind, n.value = number, v.String()
	case bool:
		n.kind, n.value = flag, map[bool]string{true: "true", false: "false"}[v]
	case json.Delim:
		if depth >= depthMax {
			r.p.Add(at, "The file is nested too deeply here.")
			return nil, false
		}
		n.kind = map[json.Delim]kind{'{': mapping, '[': list}[v]
		return n, r.inside(n, depth)
	}
	return n, true
}

// inside reads up to the closing bracket; the values of a list are only looked at.
func (r *jsonReader) inside(n *node, depth int) bool {
	for r.decoder.More() {
		e := entry{pos: r.next()}
		if n.kind == mapping {
			t, err := r.decoder.Token()
			name, isText := t.(string)
			if err != nil || !isText {
				r.broken(e.pos, err)
				return false
			}
			e.name = name
		}
		v, ok := r.value(depth + 1)
		if !ok {
			return false
		}
		if e.value = v; n.kind == mapping {
			n.entries = append(n.entries, e)
		}
	}
	at := r.next()
	if _, err := r.decoder.Token(); err != nil {
		r.broken(at, err)
		return false
	}
	return true
}
