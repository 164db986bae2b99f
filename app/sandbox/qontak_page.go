package sandbox

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

const (
	qontakPage        = 10
	qontakLargestPage = 100
)

// listNames are the query's names that every list knows.
var listNames = []string{
	"limit", "offset", "cursor", "cursor_direction", "order_by", "order_direction", "query", "is_counted",
}

// knowsQuery notes names in the address that a call does not know.
func (k *Qontak) knowsQuery(q *plainRequest, names ...string) {
	for _, name := range sortedKeys(q.query) {
		if !slices.Contains(names, name) && !slices.Contains(tokenNames, name) {
			k.note(q, RuleForeign, "%s is no parameter of %s", name, q.path)
		}
	}
}

// qontakBounds are the part of a list that a page has.
type qontakBounds struct {
	from, to, limit, offset, total int
}

// bounds reads which page is wanted. offset counts pages from 1; a cursor goes
// before it.
func bounds(q *plainRequest, total int) (qontakBounds, *qontakAnswer) {
	b := qontakBounds{limit: qontakPage, offset: 1, total: total}
	for name, to := range map[string]*int{"limit": &b.limit, "offset": &b.offset} {
		if text := q.query.Get(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 {
				return b, refuse(422, strings.ToUpper(name[:1])+name[1:]+" is invalid")
			}
			*to = n
		}
	}
	b.limit = min(b.limit, qontakLargestPage)
	b.from = min((b.offset-1)*b.limit, total)
	if text := q.query.Get("cursor"); text != "" {
		at, ok := readQontakCursor(text)
		if !ok || at >= total {
			return b, refuse(422, "Cursor is invalid")
		}
		switch q.query.Get("cursor_direction") {
		case "", "after":
			b.from = at + 1
		case "before":
			b.from, b.to = max(0, at-b.limit), at
			return b, nil
		default:
			return b, refuse(422, "Cursor direction is invalid")
		}
	}
	b.to = min(b.from+b.limit, total)
	return b, nil
}

// pageMeta is what stands beside a page.
func (k *Qontak) pageMeta(q *plainRequest, b qontakBounds) object {
	k.mu.Lock()
	quirks := k.world.Quirks
	k.mu.Unlock()
	var next, prev any
	if b.to < b.total {
		next = qontakCursor(b.to - 1)
	}
	if b.from > 0 && b.from < b.to {
		prev = qontakCursor(b.from)
	}
	if asked := q.query.Get("cursor"); quirks.RepeatsCursor && asked != "" {
		next = asked
	}
	rest := object{{"offset", b.offset}, {"limit", b.limit}, {"total", b.total}}
	if quirks.NoCursor {
		return object{{"pagination", rest}}
	}
	return object{{"pagination", append(object{{"cursor", object{{"next", next}, {"prev", prev}}}}, rest...)}}
}

// cursorBase makes cursors look like the real ones, which hold a time.
const cursorBase = 1_590_000_000_000

func qontakCursor(i int) string {
	return base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(cursorBase + i)))
}

func readQontakCursor(text string) (int, bool) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(string(raw))
	return n - cursorBase, err == nil && n >= cursorBase
}

// inOrder turns a list round when the oldest are wanted first.
func inOrder[T any](q *plainRequest, list []T) []T {
	if q.query.Get("order_direction") == "asc" {
		slices.Reverse(list)
	}
	return list
}
