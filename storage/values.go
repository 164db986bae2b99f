package storage

import (
	"encoding/json"
	"fmt"
	"time"
)

// Times are kept as milliseconds since 1970 in UTC; the zero time is NULL in a
// column and left out in JSON.

// millis is the column value of a time.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// moment scans a time column.
type moment struct{ t *time.Time }

// Scan implements sql.Scanner.
func (m moment) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*m.t = time.Time{}
	case int64:
		*m.t = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("storage: a time column holds a %T", v)
	}
	return nil
}

// stamp is a time inside JSON.
type stamp *int64

func toStamp(t time.Time) stamp {
	if t.IsZero() {
		return nil
	}
	n := t.UnixMilli()
	return &n
}

func fromStamp(s stamp) time.Time {
	if s == nil {
		return time.Time{}
	}
	return time.UnixMilli(*s).UTC()
}

// encode is the JSON column value of a record.
func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// jsonColumn scans a JSON column into the value that it points to; NULL leaves
// the value as it is.
type jsonColumn struct{ to any }

// Scan implements sql.Scanner.
func (c jsonColumn) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), c.to)
	case []byte:
		return json.Unmarshal(v, c.to)
	}
	return fmt.Errorf("storage: a JSON column holds a %T", v)
}
