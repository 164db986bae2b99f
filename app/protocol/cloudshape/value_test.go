package cloudshape

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func read(t testing.TB, body string) Value {
	t.Helper()
	v, ok := Read([]byte(body))
	require.True(t, ok, body)
	return v
}

// TestValues: each kind of value answers what it is asked, and others nothing.
func TestValues(t *testing.T) {
	v := read(t, ` {"a":{"b":[1,"x",null,{"c":true}]},"n":12345678901234567890,"e":2.5e3,"s":"\u0041\ud83d\ude00\u0000","a\u0062":"esc","d":1,"d":2,"z":null} `)
	require.Equal(t, "12345678901234567890", v.Get("n").ID())
	require.Equal(t, "2500", v.Get("e").ID())
	require.Equal(t, "A😀", v.Get("s").Text())
	require.Equal(t, "esc", v.Get("ab").Text())
	require.Equal(t, "2", v.Get("d").Text())
	require.Equal(t, 4, v.Get("a", "b").Len())
	require.Equal(t, "1", v.Get("a", "b").First().Text())
	require.False(t, v.Get("z").Exists())
	require.False(t, v.Get("nothing", "deeper").Exists())
	require.Empty(t, v.Get("a").Text())
	require.Nil(t, v.Get("nothing").Raw())
	require.Zero(t, v.Get("n").Len())
	require.False(t, Value{}.Exists() || Value{}.IsList() || Value{}.IsObject())
	for text, want := range map[string]string{
		`"a b"`: "", `"é"`: "", `"x\n"`: "x", `1.5`: "", `1e400`: "", `-0`: "-0", `"` + strings.Repeat("x", 513) + `"`: "", `[]`: "", `true`: "",
	} {
		require.Equal(t, want, read(t, text).ID(), text)
	}
}

// TestDepthAndSize: what is absurd is nothing at all.
func TestDepthAndSize(t *testing.T) {
	for _, body := range []string{
		"", " ", strings.Repeat("[", 33) + strings.Repeat("]", 33), strings.Repeat(`{"a":`, 100000), "[" + strings.Repeat("0,", nodesMax) + "0]",
	} {
		_, ok := Read([]byte(body))
		require.False(t, ok)
	}
	_, ok := Read([]byte(strings.Repeat("[", 32) + strings.Repeat("]", 32)))
	require.True(t, ok)
}

// TestTimesAndPhones: what is not believable is left out.
func TestTimesAndPhones(t *testing.T) {
	for text, want := range map[string]string{
		`"1763800000"`: "2025-11-22 08:26:40", `1763800000`: "2025-11-22 08:26:40", `1763800000123`: "2025-11-22 08:26:40",
		`"2026-11-20T03:53:29.000Z"`: "2026-11-20 03:53:29", `"2026-11-20T10:53:29+07:00"`: "2026-11-20 03:53:29",
	} {
		require.Equal(t, want, read(t, text).Time().Format("2006-01-02 15:04:05"), text)
	}
	for _, text := range []string{`0`, `"0"`, `-1`, `"soon"`, `1e9`, `99999999999999999999`, `null`, `{}`, `"0001-01-01T00:00:00Z"`} {
		require.True(t, read(t, text).Time().IsZero(), text)
	}
	for typed, want := range map[string]string{
		"6280000000201": "+6280000000201", "+1 555-078-3881": "+15550783881", "5215512345678": "+525512345678",
		"": "", "0812345678": "", "123": "", "US.1349": "", "12345678901234567": "", "aaaa6280000000201": "",
	} {
		require.Equal(t, want, Phone(typed), typed)
	}
}

// TestDigest: the order of members does not count, everything else does.
func TestDigest(t *testing.T) {
	a := Digest(read(t, `{"a":1,"b":["x","y"],"c":"\u0041"}`), "f")
	require.Equal(t, a, Digest(read(t, `{ "c":"A", "b":["x","y"], "a":0, "a":1 }`), "f"))
	for _, other := range []string{`{"a":1,"b":["y","x"],"c":"A"}`, `{"a":"1","b":["x","y"],"c":"A"}`, `{"a":1,"b":["xy"],"c":"A"}`, `{"a":1,"b":["x","y"]}`, `[]`} {
		require.NotEqual(t, a, Digest(read(t, other), "f"), other)
	}
	require.NotEqual(t, a, Digest(read(t, `{"a":1,"b":["x","y"],"c":"A"}`), "g"))
	require.NotEqual(t, Digest(Value{}, "ab", "c"), Digest(Value{}, "a", "bc"))
}

// TestDigestOfAnything: two digests are equal only for equal values.
func TestDigestOfAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := anyJSON(r, 3), anyJSON(r, 3)
		one, err := json.Marshal(a)
		require.NoError(t, err)
		two, err := json.Marshal(b)
		require.NoError(t, err)
		require.Equal(t, string(one) == string(two), Digest(read(t, string(one))) == Digest(read(t, string(two))))
	})
}

func anyJSON(r *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 6).Draw(r, "kind")
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(r, "flag")
	case 2:
		return rapid.IntRange(0, 12).Draw(r, "number")
	case 3:
		return rapid.SampledFrom([]string{"", "1", "a", "a b", "12", "[]", "é\x00", "é", "\uFFFD", "\n"}).Draw(r, "text")
	case 4, 5:
		o := map[string]any{}
		for range rapid.IntRange(0, 3).Draw(r, "members") {
			o[rapid.SampledFrom([]string{"", "a", "b", "1"}).Draw(r, "name")] = anyJSON(r, depth-1)
		}
		return o
	}
	list := []any{}
	for range rapid.IntRange(0, 3).Draw(r, "elements") {
		list = append(list, anyJSON(r, depth-1))
	}
	return list
}

// FuzzRead: what is taken for JSON is JSON, and the other way round, but for depth.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-0.5e+3,"x\u00e9\\",true,false,null,{}]}`, `01`, `1.`, `"\x"`, `"\u12"`, `[1,]`, `{"a"}`, `{,}`, "\"\n\"", `nul`, `--1`, `"`, `{"a":1}x`,
		`[]]`, "\ufeff{}", `1e`, `""`, "\"\xff\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		v, ok := Read(body)
		if ok != json.Valid(body) {
			require.Greater(t, strings.Count(string(body), "[")+strings.Count(string(body), "{"), depthMax, "%q", body)
			return
		}
		if !ok {
			return
		}
		require.True(t, json.Valid(v.Raw()))
		Digest(v)
		var s string
		if v.node().kind == kindText && json.Unmarshal(body, &s) == nil && !strings.Contains(s, "\x00") && !strings.Contains(s, "\uFFFD") {
			require.Equal(t, s, v.Text())
		}
	})
}
