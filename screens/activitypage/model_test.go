package activitypage

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// kindsDeclared are the kinds of activity that the domain knows.
func kindsDeclared(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../app/records.go", nil, 0)
	require.NoError(t, err)
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(v.Names[0].Name, "Act") || len(v.Values) == 0 {
			return true
		}
		if lit, ok := v.Values[0].(*ast.BasicLit); ok {
			word, err := strconv.Unquote(lit.Value)
			require.NoError(t, err)
			out = append(out, word)
		}
		return true
	})
	require.NotEmpty(t, out)
	return out
}

func TestEveryKindHasAGroupAndAName(t *testing.T) {
	grouped := map[string]bool{}
	for _, g := range kindGroups {
		for _, k := range g.kinds {
			grouped[k] = true
		}
	}
	for _, k := range kindsDeclared(t) {
		assert.True(t, grouped[k], "%s is in no group", k)
		assert.NotEmpty(t, kindNames[k], "%s has no name", k)
	}
	assert.Equal(t, "Something new", kindName("something_new"))
}

func TestDaysAreReadAsPeopleWriteThem(t *testing.T) {
	want := time.Date(2026, 11, 7, 0, 0, 0, 0, time.Local)
	for _, typed := range []string{"7 Nov 2026", " 7  November 2026 ", "2026-11-07", "7/11/2026", "07-11-2026", "7.11.2026"} {
		got, ok := parseDay(typed)
		assert.True(t, ok, typed)
		assert.Equal(t, want, got, typed)
	}
	for _, typed := range []string{"", "tomorrow", "31 Feb 2026", "2026", "1/1/0001"} {
		_, ok := parseDay(typed)
		assert.False(t, ok, typed)
	}
}

func TestSpansAndTimes(t *testing.T) {
	d := func(y int, m time.Month, day int) time.Time { return time.Date(y, m, day, 0, 0, 0, 0, time.Local) }
	assert.Equal(t, "19 Oct - 17 Nov", spanText(d(2026, 10, 19), d(2026, 11, 17)))
	assert.Equal(t, "30 Dec 2025 - 2 Jan 2026", spanText(d(2025, 12, 30), d(2026, 1, 2)))
	assert.Equal(t, "17 Nov", spanText(d(2026, 11, 17), d(2026, 11, 17)))
	assert.Equal(t, "17 Nov 09:41", lineTime(now, now))
	assert.Equal(t, "17 Nov 2025 09:41", lineTime(now.AddDate(-1, 0, 0), now))
	assert.Equal(t, d(2026, 11, 17), choice{span: spanToday}.filter(1, now).From)
	assert.Equal(t, d(2026, 10, 19), choice{span: spanMonth}.filter(1, now).From)
}

func TestMergingLeavesNoGap(t *testing.T) {
	log := longLog(300)
	known := log[150:250]
	lines, ok := merge(log[120:220], known)
	assert.True(t, ok)
	assert.Equal(t, log[120:250], lines)
	lines, ok = merge(log[:100], known)
	assert.False(t, ok, "lines may be missing in between")
	assert.Len(t, lines, 100)
	lines, ok = merge(nil, nil)
	assert.False(t, ok)
	assert.Empty(t, lines)
}

func TestTheVersionOfALine(t *testing.T) {
	line := app.Activity{Kind: app.ActPublished, Text: app.Say("Draft published as version {{.N}}", "N", float64(4))}
	assert.Equal(t, 4, versionOf(line), "also as it comes out of the store")
	line.Kind = app.ActChecked
	assert.Zero(t, versionOf(line))
	assert.Zero(t, versionOf(app.Activity{Kind: app.ActPublished, Text: app.Say("Published")}))
}

func TestShortHash(t *testing.T) {
	assert.Equal(t, "3f9a c412 07be 8d55", shortHash("3f9ac41207be8d55aa01"))
	assert.Equal(t, "3f9a c", shortHash("3f9ac"))
	assert.Empty(t, shortHash(""))
}
