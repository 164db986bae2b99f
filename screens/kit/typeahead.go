package kit

import (
	"strings"
	"time"
)

// typeAhead finds texts by their first letters, typed within a second.
type typeAhead struct {
	typed string
	last  time.Time
}

// find returns the index of the next text that starts with what was typed, -1
// when there is none.
func (a *typeAhead) find(r rune, from, n int, text func(int) string) int {
	now := time.Now()
	if now.Sub(a.last) > time.Second {
		a.typed = ""
	}
	if r == ' ' && a.typed == "" || n == 0 {
		return -1
	}
	a.last = now
	a.typed += strings.ToLower(string(r))
	first := max(from, 0)
	if len([]rune(a.typed)) == 1 && from >= 0 {
		first++
	}
	for i := range n {
		at := (first + i) % n
		if strings.HasPrefix(strings.ToLower(text(at)), a.typed) {
			return at
		}
	}
	return -1
}
