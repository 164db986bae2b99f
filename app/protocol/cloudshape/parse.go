package cloudshape

import (
	"math"
	"sync"
	"unicode/utf8"
)

type kind uint8

const (
	kindNull kind = iota
	kindObject
	kindList
	kindText
	kindNumber
	kindTrue
	kindFalse
)

// node is a value in its place: children follow their parent, and next is the
// node after all of them. Of a text, from and to leave out the quotes.
type node struct {
	kind                kind
	escaped, nameEscape bool
	plain               bool // a text of ASCII characters as they are
	from, to            int32
	nameFrom, nameTo    int32
	next                int32
}

// tree is a JSON text with its nodes, in the order of the text.
type tree struct {
	body  []byte
	nodes []node
	// from is whose tree it is; nil when it was given back.
	from *parser
}

const (
	// depthMax is deeper than any webhook by far.
	depthMax = 32
	// nodesMax bounds the memory: a post of 1,000 messages has under 100,000.
	nodesMax = 1 << 19
)

// hasName compares the name of a node.
func (t *tree) hasName(i int32, name string) bool {
	n := &t.nodes[i]
	if !n.nameEscape {
		return string(t.body[n.nameFrom:n.nameTo]) == name
	}
	return t.unquote(n.nameFrom, n.nameTo, true) == name
}

// parser walks over a JSON text once.
type parser struct {
	tree
	at, depth int
	// wide is true when the latest text has more than ASCII characters.
	wide bool
}

func parse(body []byte) (*tree, bool) {
	if len(body) == 0 || len(body) > math.MaxInt32/2 {
		return nil, false
	}
	p, _ := parsers.Get().(*parser)
	if p == nil {
		p = &parser{tree: tree{nodes: make([]node, 0, 16+len(body)/24)}}
	}
	*p = parser{tree: tree{body: body, nodes: p.nodes[:0]}}
	p.blanks()
	ok := p.value(node{})
	p.blanks()
	if !ok || p.at != len(body) {
		p.free()
		return nil, false
	}
	p.from = p
	return &p.tree, true
}

// parsers are those that nobody uses: what a webhook is taken apart into is more than
// what becomes of it, and the next one needs as much.
var parsers sync.Pool

// nodesKept is the most that is kept for another text.
const nodesKept = 4096

func (p *parser) free() {
	if cap(p.nodes) <= nodesKept {
		p.body, p.from = nil, nil
		parsers.Put(p)
	}
}

func (p *parser) blanks() {
	for p.at < len(p.body) {
		switch p.body[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

func (p *parser) peek() byte {
	if p.at < len(p.body) {
		return p.body[p.at]
	}
	return 0
}

func (p *parser) eat(b byte) bool {
	if p.peek() != b {
		return false
	}
	p.at++
	return true
}

// value reads one value. n has its name, if it is a member.
func (p *parser) value(n node) bool {
	if len(p.nodes) >= nodesMax {
		return false
	}
	i := len(p.nodes)
	n.from = int32(p.at)
	p.nodes = append(p.nodes, n)
	ok := false
	switch c := p.peek(); {
	case c == '{':
		n.kind, ok = kindObject, p.inside(p.member, '}')
	case c == '[':
		n.kind, ok = kindList, p.inside(p.element, ']')
	case c == '"':
		n.kind = kindText
		n.from, n.to, n.escaped, ok = p.text()
		n.plain = !n.escaped && !p.wide
	case c == '-' || c >= '0' && c <= '9':
		n.kind, ok = kindNumber, p.number()
	case c == 't':
		n.kind, ok = kindTrue, p.word("true")
	case c == 'f':
		n.kind, ok = kindFalse, p.word("false")
	case c == 'n':
		n.kind, ok = kindNull, p.word("null")
	}
	if n.kind != kindText {
		n.to = int32(p.at)
	}
	n.next = int32(len(p.nodes))
	p.nodes[i] = n
	return ok
}

// inside reads what stands between two brackets, with commas between.
func (p *parser) inside(one func() bool, end byte) bool {
	if p.depth++; p.depth > depthMax {
		return false
	}
	p.at++
	p.blanks()
	if !p.eat(end) {
		for {
			if !one() {
				return false
			}
			p.blanks()
			if p.eat(end) {
				break
			}
			if !p.eat(',') {
				return false
			}
			p.blanks()
		}
	}
	p.depth--
	return true
}

func (p *parser) element() bool { return p.value(node{}) }

func (p *parser) member() bool {
	var n node
	var ok bool
	if p.peek() != '"' {
		return false
	}
	if n.nameFrom, n.nameTo, n.nameEscape, ok = p.text(); !ok {
		return false
	}
	p.blanks()
	if !p.eat(':') {
		return false
	}
	p.blanks()
	return p.value(n)
}

func (p *parser) text() (from, to int32, escaped, ok bool) {
	p.at++
	from = int32(p.at)
	body, bits := p.body, byte(0)
	for i := p.at; i < len(body); i++ {
		switch c := body[i]; {
		case c == '"':
			p.at, p.wide = i+1, bits >= utf8.RuneSelf
			return from, int32(i), escaped, true
		case c < ' ':
			return 0, 0, false, false
		case c == '\\':
			escaped = true
			if p.at = i; !p.escape() {
				return 0, 0, false, false
			}
			i = p.at - 1
		default:
			bits |= c
		}
	}
	return 0, 0, false, false
}

func (p *parser) escape() bool {
	p.at++
	switch p.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		p.at++
		return true
	case 'u':
		p.at++
		for range 4 {
			if !isHex(p.peek()) {
				return false
			}
			p.at++
		}
		return true
	}
	return false
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func (p *parser) number() bool {
	p.eat('-')
	if !p.eat('0') && !p.digits() {
		return false
	}
	if p.eat('.') && !p.digits() {
		return false
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		return p.digits()
	}
	return true
}

func (p *parser) digits() bool {
	start := p.at
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.at++
	}
	return p.at > start
}

func (p *parser) word(w string) bool {
	if len(p.body)-p.at < len(w) || string(p.body[p.at:p.at+len(w)]) != w {
		return false
	}
	p.at += len(w)
	return true
}
