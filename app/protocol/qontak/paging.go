package qontak

import (
	"encoding/json"
	"net/url"
	"strconv"
)

const (
	pagesMax  = 50
	pageSize  = 50
	cursorMax = 2048
)

// paging says where the next page of a list begins.
type paging struct {
	Cursor cursor `json:"cursor"`
	Offset number `json:"offset"`
	Limit  number `json:"limit"`
	Total  number `json:"total"`
}

// UnmarshalJSON takes anything that is not an object as the end of the list.
func (p *paging) UnmarshalJSON(raw []byte) error {
	type plain paging
	var v plain
	if json.Unmarshal(raw, &v) != nil {
		v = plain{}
	}
	*p = paging(v)
	return nil
}

// cursor is where to go on; told is false when the answer has none at all, so
// that only the page number is left.
type cursor struct {
	next text
	told bool
}

// UnmarshalJSON never fails on valid JSON. An object without next is a cursor
// that has ended only when it has another member.
func (c *cursor) UnmarshalJSON(raw []byte) error {
	*c = cursor{}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return nil
	}
	c.told = len(members) > 0
	if next, ok := members["next"]; ok {
		return json.Unmarshal(next, &c.next)
	}
	return nil
}

// pager walks through a list: by cursor where there is one, else by page number
// while the total says that there is more.
type pager struct {
	cursor string
	page   int
	pages  int
	rows   int
	seen   map[string]bool
}

func newPager() *pager { return &pager{page: 1, seen: map[string]bool{}} }

// query gives the part of the next call's query that chooses the page.
func (p *pager) query() url.Values {
	q := url.Values{"limit": {strconv.Itoa(pageSize)}}
	if p.cursor != "" {
		q.Set("cursor", p.cursor)
		q.Set("cursor_direction", "after")
		return q
	}
	q.Set("offset", strconv.Itoa(p.page))
	return q
}

// progress is how a list goes on after a page.
type progress int

const (
	atEnd progress = iota
	goesOn
	runsInCircles
)

// took takes note of a page with so many rows, some of them not seen before, and
// says how the list goes on.
func (p *pager) took(rows, fresh int, meta paging) progress {
	p.rows += fresh
	p.pages++
	next := string(meta.Cursor.next)
	switch {
	case rows == 0:
		return atEnd
	case next == "" && (meta.Cursor.told || p.cursor != "" || fresh == 0 || int64(p.rows) >= int64(meta.Total)):
		return atEnd
	case p.pages >= pagesMax || p.seen[next] || len(next) > cursorMax:
		return runsInCircles
	case next == "":
		p.page++
		return goesOn
	}
	p.seen[next], p.cursor = true, next
	return goesOn
}
