package cloudshape

import (
	"encoding/json"
	"iter"
	"strconv"
	"strings"
)

// Value is one value of a JSON text. The zero Value, which stands for what is not
// there, answers every question with nothing; so does null. A Value refers to
// the text that it was read from and is safe for concurrent use.
type Value struct {
	t *tree
	i int32
}

// Read takes a JSON text apart. ok is false when it is not one whole JSON value,
// or absurdly deep or large.
func Read(body []byte) (v Value, ok bool) {
	t, ok := parse(body)
	if !ok {
		return Value{}, false
	}
	return Value{t, 0}, true
}

// Free gives back the memory of a whole text that Read took apart. It is for when
// everything was asked that is to be asked: nothing that came from the text is a
// Value any more, texts and numbers stay. Once is enough, and none is no mistake.
func (v Value) Free() {
	if v.t != nil && v.t.from != nil {
		v.t.from.free()
	}
}

func (v Value) node() node {
	if v.t == nil {
		return node{kind: kindNull}
	}
	return v.t.nodes[v.i]
}

// Exists reports whether there is anything but null.
func (v Value) Exists() bool { return v.node().kind != kindNull }

// IsObject reports whether it is an object.
func (v Value) IsObject() bool { return v.node().kind == kindObject }

// IsList reports whether it is a list.
func (v Value) IsList() bool { return v.node().kind == kindList }

// Get follows the members by name. Of members of the same name the last counts.
func (v Value) Get(path ...string) Value {
	for _, name := range path {
		if v = v.member(name); v.t == nil {
			return v
		}
	}
	return v
}

func (v Value) member(name string) Value {
	var found Value
	n := v.node()
	if n.kind != kindObject {
		return found
	}
	for i := v.i + 1; i < n.next; i = v.t.nodes[i].next {
		if v.t.hasName(i, name) {
			found = Value{v.t, i}
		}
	}
	return found
}

// Items gives the elements of a list; of anything else none.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		n := v.node()
		if n.kind != kindList {
			return
		}
		for i := v.i + 1; i < n.next; i = v.t.nodes[i].next {
			if !yield(Value{v.t, i}) {
				return
			}
		}
	}
}

// element is an element of a list, with where the list ends. It goes through a list
// as Items does, and costs nothing.
type element struct {
	Value
	end int32
}

// inside is the first element of a list; of anything else, and of an empty one,
// what is not there.
func (v Value) inside() element {
	if n := v.node(); n.kind == kindList {
		return element{Value{v.t, v.i + 1}, n.next}
	}
	return element{}
}

func (e element) isThere() bool { return e.t != nil && e.i < e.end }

func (e element) after() element { return element{Value{e.t, e.t.nodes[e.i].next}, e.end} }

// Len is the number of elements of a list.
func (v Value) Len() int {
	n := 0
	for range v.Items() {
		n++
	}
	return n
}

// First is the first element of a list.
func (v Value) First() Value {
	for item := range v.Items() {
		return item
	}
	return Value{}
}

// Text gives a text as it is but for characters that cannot be stored, and a
// number as it is written, so that no digit of an id is lost.
func (v Value) Text() string {
	n := v.node()
	switch n.kind {
	case kindText:
		if n.plain {
			return string(v.t.body[n.from:n.to])
		}
		s := v.t.unquote(n.from, n.to, n.escaped)
		if strings.IndexByte(s, 0) >= 0 {
			s = strings.ReplaceAll(s, "\x00", "")
		}
		return s
	case kindNumber:
		return string(v.t.body[n.from:n.to])
	}
	return ""
}

// idMax is longer than any id of a provider's.
const idMax = 512

// ID gives an identifier: a text of ASCII characters without blanks, or a whole
// number exactly as it was written. Anything else is "".
func (v Value) ID() string {
	s := v.Text()
	if isID(s) && v.node().kind == kindText {
		return s
	}
	s = strings.TrimSpace(s)
	if s == "" || len(s) > idMax {
		return ""
	}
	if v.node().kind == kindNumber && strings.ContainsAny(s, ".eE") {
		return wholeNumber(s)
	}
	if !isID(s) {
		return ""
	}
	return s
}

// isID reports whether a text is an identifier as it stands.
func isID(s string) bool {
	if s == "" || len(s) > idMax {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// wholeNumber writes 2.5e3 as 2500 as long as that is exact.
func wholeNumber(s string) string {
	const exact = 1 << 53
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != float64(int64(f)) || f >= exact || f <= -exact {
		return ""
	}
	return strconv.FormatInt(int64(f), 10)
}

// Raw is the text of the value.
func (v Value) Raw() []byte {
	n := v.node()
	if v.t == nil {
		return nil
	}
	if n.kind == kindText {
		return v.t.body[n.from-1 : n.to+1]
	}
	return v.t.body[n.from:n.to]
}

// unquote gives what stands between two quotes.
func (t *tree) unquote(from, to int32, escaped bool) string {
	if !escaped {
		return strings.ToValidUTF8(string(t.body[from:to]), "\uFFFD")
	}
	var s string
	if json.Unmarshal(t.body[from-1:to+1], &s) != nil {
		return ""
	}
	return s
}
