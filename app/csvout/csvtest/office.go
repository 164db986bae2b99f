// Package csvtest has the files that Channel Desk exports read by other programs.
package csvtest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app/csvout"
)

// Nasty are texts that programs like to damage, or to run.
var Nasty = []string{
	"=1+1", "=cmd|' /C calc'!A0", "+1", "-5 x", "@SUM(A1)", "\t=1", "two\nlines", "two\r\nlines", "\rx", `say "yes"`, "a,b;c\td", "it's", "'quoted'",
	"\u0645\u0631\u062d\u0628\u0627, \u0643\u064a\u0641", "\u202eright to left\u202c", "\U0001f44b\U0001f3fd \U0001f469\u200d\U0001f4bb", "\uff1d1", "",
	"00123", "1E5", "1.250", "1/2", "25 November 2026", "Rp 1.250.000", "1234567890123456789", "TRUE", "-", "  two  ", strings.Repeat("Pak Budi, \"\u00e9\"; ", 64)[:1024],
}

// ReadBack has a written file read by LibreOffice and by sqlite3, saved again and
// compared row by row. It needs CHANNELDESK_SOAK, because an office program is
// slow, and both programs; LibreOffice is found as soffice and is not installed by
// .ci/setup.
func ReadBack(t *testing.T, written []byte, o csvout.Options) {
	t.Helper()
	if os.Getenv("CHANNELDESK_SOAK") == "" {
		t.Skip("only in the soak run")
	}
	for _, name := range []string{"soffice", "sqlite3"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(name + " is not on this computer")
		}
	}
	want := rows(t, written, comma(o))
	require.NotEmpty(t, want)
	for _, form := range []string{"ods", "xlsx"} {
		got := office(t, written, o, form, len(want[0]))
		require.Len(t, got, len(want), form)
		for i := range want {
			require.Equal(t, withoutTabs(want[i]), withoutTabs(got[i]), "%s, row %d", form, i+1)
		}
	}
	if !o.ForExcel {
		require.Equal(t, want, database(t, written, want[0]))
	}
}

// withoutTabs leaves out what LibreOffice does not keep in every form, whoever wrote
// it.
func withoutTabs(row []string) []string {
	out := slices.Clone(row)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "\t", "")
	}
	return out
}

func comma(o csvout.Options) rune {
	if o.ForExcel {
		return ';'
	}
	return ','
}

func rows(t *testing.T, text []byte, comma rune) [][]string {
	t.Helper()
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	c.Comma = comma
	out, err := c.ReadAll()
	require.NoError(t, err)
	return out
}

// office opens the file as a person does, saves it in another form, opens that and
// saves it as CSV. The plain form, which is for programs, is opened with every
// column as text; the form for Excel by the Indonesian settings.
func office(t *testing.T, written []byte, o csvout.Options, form string, columns int) [][]string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "in.csv")
	require.NoError(t, os.WriteFile(path, written, 0o600))
	var text []string
	for i := range columns {
		text = append(text, strconv.Itoa(i+1)+"/2")
	}
	filter := "44,34,76,1," + strings.Join(text, "/")
	if o.ForExcel {
		filter = "59,34,76,1,,1057"
	}
	run := func(file, form string, more ...string) {
		args := append([]string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "profile")}, more...)
		cmd := exec.CommandContext(t.Context(), "soffice", append(args, "--convert-to", form, "--outdir", dir, file)...) //nolint:gosec // files of the test's own
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	run(path, form, "--infilter=Text - txt - csv (StarCalc):"+filter)
	require.NoError(t, os.Remove(path))
	run(filepath.Join(dir, "in."+form), "csv:Text - txt - csv (StarCalc):"+strconv.Itoa(int(comma(o)))+",34,76,1,,1057,false,true,false")
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	return rows(t, got, comma(o))
}

// database has sqlite3 import the file, and reads the table.
func database(t *testing.T, written []byte, names []string) [][]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.csv")
	require.NoError(t, os.WriteFile(path, written, 0o600))
	cmd := exec.CommandContext(t.Context(), "sqlite3", ":memory:", ".import --csv "+path+" t", ".mode json", "SELECT * FROM t ORDER BY rowid") //nolint:gosec // a file of the test's own
	out, err := cmd.Output()
	require.NoError(t, err)
	var list []map[string]string
	if len(bytes.TrimSpace(out)) > 0 {
		require.NoError(t, json.Unmarshal(out, &list))
	}
	got := [][]string{slices.Clone(names)}
	for _, row := range list {
		line := make([]string, len(names))
		for i, n := range names {
			line[i] = row[n]
		}
		got = append(got, line)
	}
	return got
}
