package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"channeldesk/app"
)

// textRecord is an app.Text on disk. Values keep what the sentence shows:
// numbers, words and yes or no stay, a Text or a time inside a Text stays
// translatable, everything else becomes the words it prints as.
type textRecord struct {
	Template string         `json:"t"`
	Args     map[string]any `json:"a,omitempty"`
}

// innerKey marks a Text among the values, stampKey a time and layoutKey how it
// is written.
const (
	innerKey  = "$text"
	stampKey  = "$time"
	layoutKey = "layout"
)

func toTextRecord(t app.Text) textRecord {
	r := textRecord{Template: t.Template}
	for name, v := range t.Args {
		if r.Args == nil {
			r.Args = map[string]any{}
		}
		r.Args[name] = toStored(v)
	}
	return r
}

func toStored(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case app.Text:
		return map[string]any{innerKey: toTextRecord(v)}
	case app.Stamp:
		return map[string]any{stampKey: v.At.Format(time.RFC3339Nano), layoutKey: v.Layout}
	case fmt.Stringer:
		return v.String()
	case error:
		return v.Error()
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.String:
		return rv.String()
	case reflect.Bool:
		return rv.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return rv.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return rv.Uint()
	case reflect.Slice:
		list := make([]any, rv.Len())
		for i := range list {
			list[i] = toStored(rv.Index(i).Interface())
		}
		return list
	}
	return fmt.Sprint(v)
}

func (r textRecord) text() app.Text {
	t := app.Text{Template: r.Template}
	for name, v := range r.Args {
		if t.Args == nil {
			t.Args = map[string]any{}
		}
		t.Args[name] = fromStored(v)
	}
	return t
}

func fromStored(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		return v.String()
	case []any:
		for i := range v {
			v[i] = fromStored(v[i])
		}
		return v
	case map[string]any:
		if at, ok := v[stampKey].(string); ok {
			return timeOf(at, v[layoutKey])
		}
		inner, ok := v[innerKey].(map[string]any)
		if !ok {
			return v
		}
		r := textRecord{}
		r.Template, _ = inner["t"].(string)
		r.Args, _ = inner["a"].(map[string]any)
		return r.text()
	}
	return v
}

// timeOf reads a time; one that cannot be read stays as it was written.
func timeOf(at string, layout any) any {
	t, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return at
	}
	s := app.Stamp{At: t}
	s.Layout, _ = layout.(string)
	return s
}

// UnmarshalJSON keeps whole numbers whole.
func (r *textRecord) UnmarshalJSON(b []byte) error {
	type plain textRecord
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode((*plain)(r))
}

func toTextRecords(texts []app.Text) []textRecord {
	out := make([]textRecord, len(texts))
	for i, t := range texts {
		out[i] = toTextRecord(t)
	}
	return out
}

func fromTextRecords(rs []textRecord) []app.Text {
	if len(rs) == 0 {
		return nil
	}
	out := make([]app.Text, len(rs))
	for i, r := range rs {
		out[i] = r.text()
	}
	return out
}
