package access_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/csvout"
	"channeldesk/storage/storagetest"
)

// parse reads an export back with a reader that knows nothing of the writer.
func parse(t *testing.T, data string, comma rune) [][]string {
	t.Helper()
	c := csv.NewReader(strings.NewReader(data))
	c.Comma = comma
	rows, err := c.ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"time", "agent", "environment", "who", "kind", "what_happened", "before", "after"}, rows[0])
	return rows[1:]
}

func TestTheExportIsWhatTheFilterGives(t *testing.T) {
	r := newRoom(t)
	bank := r.make.Agent("Bank; \"Nusantara\", PT")
	r.make.Update(func(tx app.Tx) error {
		for i := range 1203 {
			a := app.Activity{
				At: r.Now(), By: "Dewi", AgentID: bank.ID, Environment: app.Draft, Kind: app.ActSettingChanged,
				Text: app.Say("Line {{.N}} changed;\nsee \"below\", kopi €", "N", i), Before: fmt.Sprint("=", i), After: "+62 811",
			}
			if i%3 == 0 {
				a.AgentID, a.Environment = 0, ""
			}
			if err := tx.AddActivity(a); err != nil {
				return err
			}
		}
		return nil
	})
	for name, f := range map[string]app.ActivityFilter{
		"all": {}, "agent": {Agent: bank.ID}, "draft": {Environment: app.Draft}, "none": {By: "Nobody"}, "limit": {Limit: 501}, "one page": {Limit: 500},
	} {
		for _, o := range []access.ExportOptions{{}, {ForExcel: true}} {
			want := f
			want.Limit = 100000
			if f.Limit > 0 {
				want.Limit = f.Limit
			}
			lines, err := r.Activity(r.own(), want)
			require.NoError(t, err)
			var out bytes.Buffer
			var steps []int
			require.NoError(t, r.ExportActivity(r.own(), f, o, &out, func(n int) { steps = append(steps, n) }), name)
			assert.Equal(t, len(lines), steps[len(steps)-1], name)
			assert.Equal(t, len(lines)/500+1-b2i(f.Limit == 500), len(steps), name)
			assert.Equal(t, "Sari exported "+app.GroupDigits(len(lines), ",")+" lines of the activity", r.last().Text.String())
			assert.Equal(t, app.ActExported, r.last().Kind)

			text, comma := out.String(), ','
			if o.ForExcel {
				require.True(t, strings.HasPrefix(text, "\ufeff"))
				text, comma = strings.TrimPrefix(text, "\ufeff"), ';'
			}
			require.True(t, strings.HasSuffix(text, "\r\n"))
			rows := parse(t, text, comma)
			require.Len(t, rows, len(lines), name)
			for i, a := range lines {
				agent := ""
				if a.AgentID != 0 {
					agent = bank.Name
				}
				require.Equal(t, []string{
					a.At.UTC().Format("2006-01-02T15:04:05.000Z"), agent, string(a.Environment), a.By, a.Kind,
					a.Text.String(), csvout.Cell(a.Before, csvout.Options{ForExcel: o.ForExcel}), csvout.Cell(a.After, csvout.Options{ForExcel: o.ForExcel}),
				}, rows[i])
			}
		}
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestAnExportCanBeStopped(t *testing.T) {
	r := newRoom(t)
	for range 12 {
		r.note(0, strings.Split(strings.Repeat("line,", 100), ",")...)
	}
	ctx, cancel := context.WithCancel(r.own())
	var out bytes.Buffer
	err := r.ExportActivity(ctx, app.ActivityFilter{}, access.ExportOptions{}, &out, func(int) { cancel() })
	assert.Equal(t, app.CodeCancelled, app.ErrorCode(err))
	assert.Equal(t, "Sari began to export the activity; it ended after 500 lines", r.last().Text.String())
	assert.Len(t, parse(t, out.String(), ','), 500)

	err = r.ExportActivity(r.own(), app.ActivityFilter{}, access.ExportOptions{}, fullDisk{}, nil)
	assert.ErrorIs(t, err, errFull)
	assert.Contains(t, storagetest.RequireCode(t, app.CodeInternal, err).Error(), "could not be written completely")
	guest := r.member("Guest", app.NoRole, "")
	out.Reset()
	storagetest.RequireCode(t, app.CodeForbidden, r.ExportActivity(r.as(guest), app.ActivityFilter{}, access.ExportOptions{}, &out, nil))
	assert.Empty(t, out.String())
}

var errFull = errors.New("no room")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestADeletedAgentKeepsItsNumber(t *testing.T) {
	r := newRoom(t)
	gone := r.make.Agent("Gone")
	r.make.Update(func(tx app.Tx) error { return tx.DeleteAgent(gone.ID) })
	r.note(gone.ID, "x")
	var out bytes.Buffer
	require.NoError(t, r.ExportActivity(r.own(), app.ActivityFilter{}, access.ExportOptions{}, &out, nil))
	assert.Equal(t, fmt.Sprintf("Deleted agent %d", gone.ID), parse(t, out.String(), ',')[0][1])
}

func TestNoCellIsAFormula(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "plain": "plain", "=1+1": "'=1+1", "+62 811": "'+62 811", "-5": "'-5", "@x": "'@x", "\t=1": "'\t=1", "\rx": "'\nx", "\r\n=1": "'\n=1", " =1": "' =1",
		"＝1": "'＝1", "a=b": "a=b", "'x": "'x", "\u00a0=1": "'\u00a0=1", "a\rb\r\nc": "a\nb\nc", "\xff": "\ufffd",
	} {
		assert.Equal(t, want, csvout.Cell(text, csvout.Options{}), "%q", text)
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ \t\r\n=+@\-';",]{0,4}[a-z=+@]{0,4}`), rapid.Custom(func(rt *rapid.T) string {
			return string(rapid.SliceOf(rapid.Byte()).Draw(rt, "bytes"))
		})).Draw(rt, "text")
		safe := csvout.Cell(text, csvout.Options{})
		require.True(rt, utf8.ValidString(safe))
		if safe != "" {
			require.NotContains(rt, "=+-@\t\r\n", safe[:1])
			require.NotRegexp(rt, `^\s*[=+@-]`, safe)
		}
		for _, comma := range []rune{',', ';'} {
			var out bytes.Buffer
			c := csv.NewWriter(&out)
			c.UseCRLF, c.Comma = true, comma
			require.NoError(rt, c.Write([]string{safe, "end"}))
			c.Flush()
			in := csv.NewReader(&out)
			in.Comma = comma
			row, err := in.Read()
			require.NoError(rt, err)
			require.Equal(rt, []string{safe, "end"}, row)
		}
	})
}
