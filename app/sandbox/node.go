package sandbox

import (
	"slices"
	"strings"
)

// node is an object of the graph as its fields see it.
type node struct {
	kind string
	// defaults are the fields that come when none are asked for.
	defaults []string
	// get gives a field's value; ok is false when the node has no such field,
	// and a nil value is left out of the answer.
	get func(name string, inner []string) (value any, ok bool)
}

// Node types as Graph names them in its errors.
const (
	kindNumber   = "WhatsAppBusinessPhoneNumber"
	kindWABA     = "WhatsAppBusinessAccount"
	kindApp      = "Application"
	kindBusiness = "Business"
)

// getNode answers GET /{id}.
func (m *Meta) getNode(q *request, c caller) (any, *graphError) {
	n, err := m.findNode(q, c)
	if err != nil {
		return nil, err
	}
	if q.params["metadata"] != "" {
		return nil, badParameter("metadata is not offered by the sandbox")
	}
	return n.answer(q.params["fields"])
}

// findNode looks an id up among all kinds, as Graph does.
func (m *Meta) findNode(q *request, c caller) (node, *graphError) {
	id := q.segments[0]
	if n, ok := m.number(id); ok {
		if err := c.mayNumber(q.method, n); err != nil {
			return node{}, err
		}
		return m.numberNode(n, c), nil
	}
	if a, ok := m.waba(id); ok {
		if err := c.mayWABA(q.method, a); err != nil {
			return node{}, err
		}
		return m.wabaNode(a, c, q), nil
	}
	if a, ok := m.app(id); ok && a.ID == c.app.ID {
		return appNode(a), nil
	}
	if b, ok := m.portfolio(id); ok && c.hasScope(ScopeBusiness) {
		return businessNode(b), nil
	}
	if t, err := m.template(id, c); t != nil || err != nil {
		if err != nil {
			return node{}, err
		}
		return templateNode(t), nil
	}
	return node{}, unknownObject(q.method, id)
}

// nodeType gives the kind of an id that the caller may see, for errors about
// edges.
func (m *Meta) nodeType(q *request, c caller) (string, *graphError) {
	n, err := m.findNode(q, c)
	return n.kind, err
}

// answer gives the fields that were asked for in their order, and the id.
func (n node) answer(fields string) (any, *graphError) {
	asked, err := parseFields(fields)
	if err != nil {
		return nil, err
	}
	if len(asked) == 0 {
		for _, name := range n.defaults {
			asked = append(asked, fieldAsked{name: name})
		}
	}
	if !slices.ContainsFunc(asked, func(f fieldAsked) bool { return f.name == "id" }) {
		asked = append(asked, fieldAsked{name: "id"})
	}
	var out object
	seen := map[string]bool{}
	for _, f := range asked {
		value, ok := n.get(f.name, f.inner)
		if !ok {
			return nil, nonexistingField(f.name, n.kind)
		}
		if value != nil && !seen[f.name] {
			out = append(out, member{f.name, value})
		}
		seen[f.name] = true
	}
	return out, nil
}

// fieldAsked is one name of the fields parameter, with those in its braces.
type fieldAsked struct {
	name  string
	inner []string
}

// parseFields reads "id,name,phone_numbers{id,display_phone_number}".
func parseFields(s string) ([]fieldAsked, *graphError) {
	var out []fieldAsked
	for s = strings.TrimSpace(s); s != ""; {
		end := strings.IndexAny(s, ",{")
		if end < 0 {
			return append(out, fieldAsked{name: strings.TrimSpace(s)}), nil
		}
		f := fieldAsked{name: strings.TrimSpace(s[:end])}
		if s[end] == '{' {
			shut := strings.IndexByte(s, '}')
			if shut < 0 || strings.ContainsAny(s[end+1:shut], "{") {
				return nil, &graphError{Message: "Syntax error \"Expected end of string\" in the fields parameter.", Type: typeOAuth, Code: 2500}
			}
			for inner := range strings.SplitSeq(s[end+1:shut], ",") {
				f.inner = append(f.inner, strings.TrimSpace(inner))
			}
			s = strings.TrimPrefix(strings.TrimSpace(s[shut+1:]), ",")
		} else {
			s = s[end+1:]
		}
		if f.name == "" {
			return nil, &graphError{Message: "Syntax error \"Field name expected\" in the fields parameter.", Type: typeOAuth, Code: 2500}
		}
		out = append(out, f)
	}
	return out, nil
}
