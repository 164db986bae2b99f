package protocoltest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// junk are values in places where they do not belong.
var junk = []string{
	`null`, `""`, `"x"`, `" "`, `0`, `-1`, `1e400`, `0.5`, strings.Repeat("9", 400), `true`, `[]`, `{}`, `[[]]`, `[null]`, `[{}]`,
	`{"id":{},"type":[]}`, `"` + strings.Repeat("x", 5000) + `"`, `"\u0000\ud800\n"`, strings.Repeat("[", 20) + strings.Repeat("]", 20),
}

// testDamaged: whatever stands in whatever place, each event is whole or not
// understood, and one damaged part of a batch does not touch the others.
func (s Suite) testDamaged(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	for _, body := range s.Webhooks.Posts {
		whole := decoded(t, body)
		for _, place := range places(whole, nil) {
			for _, value := range junk {
				b.parse(replaced(t, body, place, value))
			}
		}
	}
	body := s.Webhooks.Batch(3)
	good := b.parse(body)
	require.Len(t, good, 3)
	second := middle(decoded(t, body), nil)
	require.NotEmpty(t, second, "a batch without a list of three")
	for _, value := range junk {
		if value == "null" {
			continue
		}
		out := b.parse(replaced(t, body, second, value))
		require.Contains(t, out, good[0], "a damaged part %s took another one with it", value)
		require.Contains(t, out, good[2], "a damaged part %s took another one with it", value)
		require.Len(t, out, 3, "a damaged part %s was lost", value)
		require.NotEmpty(t, out[1].Unknown, value)
	}
}

// places are the paths of all values.
func places(v any, at []any) [][]any {
	out := [][]any{slices.Clone(at)}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = append(out, places(v[name], append(slices.Clone(at), name))...)
		}
	case []any:
		for i := range v {
			out = append(out, places(v[i], append(slices.Clone(at), i))...)
		}
	}
	return out
}

// middle is the path of the second of three.
func middle(v any, at []any) []any {
	for _, place := range places(v, at) {
		if list, ok := find(v, place).([]any); ok && len(list) == 3 {
			return append(place, 1)
		}
	}
	return nil
}

func find(v any, place []any) any {
	for _, step := range place {
		switch step := step.(type) {
		case string:
			v = v.(map[string]any)[step]
		case int:
			v = v.([]any)[step]
		}
	}
	return v
}

// replaced writes a body with another value at one place.
func replaced(t *testing.T, body string, place []any, value string) string {
	t.Helper()
	if len(place) == 0 {
		return value
	}
	v := decoded(t, body)
	parent := find(v, place[:len(place)-1])
	switch last := place[len(place)-1].(type) {
	case string:
		parent.(map[string]any)[last] = json.RawMessage(value)
	case int:
		parent.([]any)[last] = json.RawMessage(value)
	}
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// testNoPost: what is nothing of the provider's is said to be that, without
// repeating any of it.
func (s Suite) testNoPost(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	const number = "6281255507001"
	secret := b.secrets()[0]
	bodies := []string{
		number + secret, `"` + secret + `"`, `<html>` + number + `</html>`, `{"` + secret, `[` + number, number, "\x00\xff\xfe",
		`{"a":` + strings.Repeat("[", 100000) + strings.Repeat("]", 100000) + `}`, strings.Repeat("[", 1<<20),
		`{"entry":` + strings.Repeat(`[{"changes":`, 500), "\xef\xbb\xbf{}", "{}{}", "NaN", "undefined", "a=b&c=" + secret,
	}
	for _, post := range s.Webhooks.Posts {
		bodies = append(bodies, post[:len(post)/2], post[:len(post)-1], post+"x")
	}
	for i, body := range bodies {
		out, err := b.receiver().Parse([]byte(body))
		require.Error(t, err, fmt.Sprint(i))
		e := b.proper(err)
		require.Empty(t, out)
		require.NotContains(t, e.LogValue().String()+e.Error(), number)
	}
	for _, body := range []string{"", " \n", "null", "0", "[]", "{}", `{"entry":null}`, `{"object":7}`, `[[]]`, `{"data":[]}`} {
		b.parse(body)
	}
}
