package transport

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// Text takes a string or a number as text and anything else as "": ids come in
// both forms, and an unexpected form is no reason to give up.
type Text string

// UnmarshalJSON never fails on valid JSON.
func (t *Text) UnmarshalJSON(raw []byte) error {
	*t = ""
	var s string
	if json.Unmarshal(raw, &s) == nil {
		*t = Text(s)
		return nil
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		*t = Text(n.String())
	}
	return nil
}

// Number takes a whole number or a string of one, and anything else as 0.
type Number int64

// UnmarshalJSON never fails on valid JSON.
func (n *Number) UnmarshalJSON(raw []byte) error {
	v, err := strconv.ParseInt(strings.Trim(string(bytes.TrimSpace(raw)), `"`), 10, 64)
	if err != nil {
		v = 0
	}
	*n = Number(v)
	return nil
}

// IsDigits reports whether a text has digits only, and at least one.
func IsDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
