package cloudshape

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Key joins the parts of a key: kind, id, state. They have no blanks, so two
// different lists of parts never give the same key.
func Key(kind string, parts ...string) string {
	switch len(parts) {
	case 1:
		return kind + " " + parts[0]
	case 2:
		return kind + " " + parts[0] + " " + parts[1]
	}
	return kind + " " + strings.Join(parts, " ")
}

// Digest is a key for what has no id of its own: the same for the same values in
// whatever order the members of objects stand, and different for others. about
// says where it was found.
func Digest(v Value, about ...string) string {
	h := sha256.New()
	for _, part := range about {
		writeText(h, part)
	}
	writeValue(h, v)
	return Key("digest", hex.EncodeToString(h.Sum(nil)[:16]))
}

// writeValue writes a value in one form only.
func writeValue(h hash.Hash, v Value) {
	n := v.node()
	switch n.kind {
	case kindObject:
		members := v.members()
		_, _ = h.Write([]byte{'{'})
		for _, m := range members {
			writeText(h, m.name)
			writeValue(h, m.value)
		}
		_, _ = h.Write([]byte{'}'})
	case kindList:
		_, _ = h.Write([]byte{'['})
		for item := range v.Items() {
			writeValue(h, item)
		}
		_, _ = h.Write([]byte{']'})
	case kindText:
		if n.escaped {
			writeText(h, v.t.unquote(n.from, n.to, true))
		} else {
			writeText(h, string(v.t.body[n.from:n.to]))
		}
	default:
		_, _ = h.Write(v.Raw())
		_, _ = h.Write([]byte{' '})
	}
}

// writeText writes a text with its length, so that none runs into the next.
func writeText(h hash.Hash, s string) {
	_, _ = io.WriteString(h, strconv.Itoa(len(s))+":"+s)
}

type member struct {
	name  string
	value Value
}

// members are those of an object by name, of the same name the last.
func (v Value) members() []member {
	var out []member
	n := v.node()
	for i := v.i + 1; i < n.next; i = v.t.nodes[i].next {
		m := &v.t.nodes[i]
		out = append(out, member{v.t.unquote(m.nameFrom, m.nameTo, m.nameEscape), Value{v.t, i}})
	}
	slices.SortStableFunc(out, func(a, b member) int { return strings.Compare(a.name, b.name) })
	var last []member
	for i, m := range out {
		if i+1 == len(out) || out[i+1].name != m.name {
			last = append(last, m)
		}
	}
	return last
}
