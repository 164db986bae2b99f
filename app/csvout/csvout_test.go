package csvout

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func one(t require.TestingT, o Options, cell func(*Writer)) string {
	var b strings.Builder
	w := New(&b, o)
	cell(w)
	require.NoError(t, w.End())
	require.NoError(t, w.Flush())
	return strings.TrimSuffix(b.String(), "\r\n")
}

func TestCells(t *testing.T) {
	for text, want := range map[string]string{
		"":                "",
		"plain":           "plain",
		"a,b":             `"a,b"`,
		"a;b":             `"a;b"`,
		"say \"yes\"":     `"say ""yes"""`,
		"two\r\nlines":    "\"two\nlines\"",
		"=1+1":            "'=1+1",
		"+62 or so":       "'+62 or so",
		"-5":              "'-5",
		"@SUM(A1)":        "'@SUM(A1)",
		"  =1":            "'  =1",
		"\t=1":            "\"'\t=1\"",
		"\r=1":            "\"'\n=1\"",
		"＝1":              "'＝1",
		"\u00a0@x":        "'\u00a0@x",
		"bad \xff utf":    "bad \ufffd utf",
		"مرحبا 👋":         "مرحبا 👋",
		" blanks ":        `" blanks "`,
		"it's":            "it's",
		"x=1":             "x=1",
		"\x00=1":          "'\x00=1",
		"1,024 = 2 to 10": `"1,024 = 2 to 10"`,
	} {
		got := one(t, Options{}, func(w *Writer) { w.Text(text) })
		require.Equal(t, want, got, "%q", text)
		require.Equal(t, got, one(t, Options{}, func(w *Writer) { w.Word([]byte(text)) }), "%q", text)
	}
}

func TestPhones(t *testing.T) {
	for number, want := range map[string][2]string{
		"+6281255501423":     {"+6281255501423", "+62 812-5550-1423"},
		"":                   {"", ""},
		"+":                  {"'+", "'+"},
		"+62=cmd()":          {"'+62=cmd()", "'+62=cmd()"},
		"ID.1234567890abcde": {"ID.1234567890abcde", "ID.1234567890abcde"},
		"-1":                 {"'-1", "'-1"},
	} {
		require.Equal(t, want[0], one(t, Options{}, func(w *Writer) { w.Phone([]byte(number)) }))
		require.Equal(t, "\ufeff"+want[1], one(t, Options{ForExcel: true}, func(w *Writer) { w.Phone([]byte(number)) }))
	}
}

func TestTimes(t *testing.T) {
	require.Empty(t, one(t, Options{}, func(w *Writer) { w.Time(0) }))
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.SliceOfN(rapid.Int64Range(-1e12, 4e12).Filter(func(n int64) bool { return n != 0 }), 1, 4).Draw(t, "times")
		var want []string
		got := one(t, Options{}, func(w *Writer) {
			for _, n := range ms {
				w.Time(n)
				want = append(want, time.UnixMilli(n).UTC().Format("2006-01-02T15:04:05.000Z"))
			}
		})
		require.Equal(t, strings.Join(want, ","), got)
	})
}

// Whatever is written is read back as it was, but for the apostrophe, line
// breaks and the tabs of Excel; also with the separator of Excel.
func TestReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		excel := rapid.Bool().Draw(t, "excel")
		row := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("ab\"',;=+-@\r\n\t \u00a0é👋\ufeff"))), 2, 6).Draw(t, "row")
		var b strings.Builder
		w := New(&b, Options{ForExcel: excel})
		require.NoError(t, w.Header("first", "second"))
		var want []string
		for i, cell := range row {
			if i%2 == 0 {
				w.Text(cell)
			} else {
				w.Word([]byte(cell))
			}
			want = append(want, Cell(cell, Options{ForExcel: excel}))
		}
		require.NoError(t, w.End())
		require.NoError(t, w.Flush())
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
		r.FieldsPerRecord = -1
		if excel {
			require.True(t, strings.HasPrefix(b.String(), "\ufefffirst;second\r\n"))
			r.Comma = ';'
		}
		rows, err := r.ReadAll()
		require.NoError(t, err)
		require.Equal(t, want, rows[1])
		for _, cell := range want {
			start := strings.TrimLeft(cell, " \u00a0\t\n\ufeff")
			require.False(t, start != "" && strings.ContainsRune("=+-@", rune(start[0])), "%q", cell)
		}
	})
}

type crowded struct{}

func (crowded) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestErrorsAreTold(t *testing.T) {
	w := New(crowded{}, Options{})
	w.Text("x")
	require.NoError(t, w.End())
	require.Error(t, w.Flush())
	w.Text(strings.Repeat("x", full))
	require.Error(t, w.End())
}
