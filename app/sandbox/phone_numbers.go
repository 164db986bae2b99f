package sandbox

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultPage = 25
	largestPage = 100
)

// listNumbers answers GET /{waba-id}/phone_numbers.
func (m *Meta) listNumbers(q *request, c caller) (any, *graphError) {
	a, ok := m.waba(q.segments[0])
	if !ok {
		kind, err := m.nodeType(q, c)
		if err != nil {
			return nil, err
		}
		return nil, nonexistingField("phone_numbers", kind)
	}
	if err := c.mayWABA(q.method, a); err != nil {
		return nil, err
	}
	fields, err := parseFields(q.params["fields"])
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	return m.numbersPage(a, c, q, names)
}

// numbersPage is one page of an account's numbers. The last page has a cursor
// after it but no next address.
func (m *Meta) numbersPage(a WABA, c caller, q *request, fields []string) (any, *graphError) {
	limit, err := pageLimit(q)
	if err != nil {
		return nil, err
	}
	from, to, err := pageBounds(a.NumberIDs, q, limit)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for _, id := range a.NumberIDs[from:to] {
		n, ok := m.number(id)
		if !ok {
			continue
		}
		one, err := m.numberNode(n, c).answer(strings.Join(fields, ","))
		if err != nil {
			return nil, err
		}
		data = append(data, one)
	}
	out := object{{"data", data}}
	if len(data) == 0 {
		return out, nil
	}
	paging := object{{"cursors", object{
		{"before", cursorOf(a.NumberIDs[from])}, {"after", cursorOf(a.NumberIDs[to-1])},
	}}}
	if from > 0 {
		paging = append(paging, member{"previous", pageURL(a.ID, q, limit, "before", a.NumberIDs[from])})
	}
	if to < len(a.NumberIDs) {
		paging = append(paging, member{"next", pageURL(a.ID, q, limit, "after", a.NumberIDs[to-1])})
	}
	return append(out, member{"paging", paging}), nil
}

func pageLimit(q *request) (int, *graphError) {
	text, has := q.params["limit"]
	if !has {
		return defaultPage, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, badParameter("Param limit must be an integer greater than or equal to 1")
	}
	return min(n, largestPage), nil
}

func pageBounds(ids []string, q *request, limit int) (from, to int, err *graphError) {
	if after, has := q.params["after"]; has && after != "" {
		i, err := findCursor(ids, after, q)
		if err != nil {
			return 0, 0, err
		}
		from = i + 1
	} else if before, has := q.params["before"]; has && before != "" {
		i, err := findCursor(ids, before, q)
		if err != nil {
			return 0, 0, err
		}
		return max(0, i-limit), i, nil
	}
	return from, min(from+limit, len(ids)), nil
}

// findCursor gives the place of a cursor. A stale one has its own code from
// v24.0 on.
func findCursor(ids []string, cursor string, q *request) (int, *graphError) {
	i := slices.IndexFunc(ids, func(id string) bool { return cursorOf(id) == cursor })
	if i >= 0 {
		return i, nil
	}
	if versionNumber(q.served) >= versionNumber("v24.0") {
		return 0, &graphError{Message: "(#131059) Invalid cursor", Type: typeOAuth, Code: 131059}
	}
	return 0, badParameter("Invalid cursors values sent")
}

// cursorOf makes the opaque mark of an item.
func cursorOf(id string) string {
	return "QVFI" + base64.RawURLEncoding.EncodeToString(append(derive("", "cursor "+id, 9), id...)) + "ZD"
}

// pageURL is the address of another page. As Graph's, it carries the token.
func pageURL(id string, q *request, limit int, direction, at string) string {
	v := url.Values{}
	v.Set("access_token", q.token)
	v.Set("limit", strconv.Itoa(limit))
	v.Set(direction, cursorOf(at))
	if f := q.params["fields"]; f != "" {
		v.Set("fields", f)
	}
	return q.base + "/" + q.served + "/" + id + "/phone_numbers?" + v.Encode()
}
