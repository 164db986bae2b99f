//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"channeldesk/app/history"
)

// bulkFlags let through what the page's filters let through.
var bulkFlags = []string{"--json", "history", "list", "--template", billName, "--source", "bulk", "--limit", "99999"}

// stillStanding waits until no state comes in any more, so that window, command line
// and file tell the same.
func (g *guide) stillStanding() {
	var before []byte
	since := time.Now()
	_, ok := g.until(time.Minute, func(seen) bool {
		if now := g.commandOf(bankAgent, bulkFlags...); !bytes.Equal(now, before) {
			before, since = now, time.Now()
		}
		return time.Since(since) > 3*time.Second
	})
	if !ok {
		g.fail("states come in without end")
	}
}

// readBack reads the exported file with other programs, and compares each of its rows
// with what the command line lists.
func (g *guide) readBack() {
	want := g.listedRows()
	if len(want) != sendable {
		g.fail("the command line lists %d messages, not %d", len(want), sendable)
	}
	g.same("sqlite3", g.bySQLite(g.bank.exported), want)
	if _, err := exec.LookPath("soffice"); err == nil {
		g.same("LibreOffice", g.byLibreOffice(g.bank.exported), want)
	}
}

func (g *guide) same(program string, got, want [][]string) {
	if len(got) != len(want) {
		g.fail("%s reads %d rows, not %d", program, len(got), len(want))
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			g.fail("row %d read by %s is %q, not %q", i+1, program, got[i], want[i])
		}
	}
}

// listedRows are the messages by the command line, with the columns of the file.
func (g *guide) listedRows() (rows [][]string) {
	for line := range strings.Lines(string(g.commandOf(bankAgent, bulkFlags...))) {
		var told map[string]any
		g.must(json.Unmarshal([]byte(line), &told))
		m := make(map[string]string, len(told))
		for name, v := range told {
			m[name] = fmt.Sprint(v)
		}
		rows = append(rows, inColumns(m))
	}
	return rows
}

func inColumns(m map[string]string) (row []string) {
	for _, c := range history.Columns {
		value := m[c]
		if t, err := time.Parse(time.RFC3339Nano, value); err == nil && strings.HasSuffix(c, "_at") {
			value = t.UTC().Format("2006-01-02T15:04:05.000Z")
		}
		row = append(row, value)
	}
	return row
}

// bySQLite reads a file with the sqlite3 program.
func (g *guide) bySQLite(file string) (rows [][]string) {
	cmd := exec.Command("sqlite3", "-json", ":memory:", ".import --csv \""+file+"\" messages", "SELECT * FROM messages ORDER BY rowid")
	out, err := cmd.CombinedOutput()
	if err != nil {
		g.fail("sqlite3 does not read the file: %w: %s", err, out)
	}
	var list []map[string]string
	g.must(json.Unmarshal(out, &list))
	for _, m := range list {
		if len(m) != len(history.Columns) {
			g.fail("sqlite3 finds %d columns, not %d", len(m), len(history.Columns))
		}
		rows = append(rows, inColumns(m))
	}
	return rows
}

// byLibreOffice reads a file with LibreOffice and lets it write what it read.
func (g *guide) byLibreOffice(file string) [][]string {
	dir := filepath.Join(g.work, "libreoffice")
	var text []string // each column is text: a number would lose its plus
	for i := range history.Columns {
		text = append(text, strconv.Itoa(i+1)+"/2")
	}
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(g.work, "office"), "--headless",
		"--infilter=Text - txt - csv (StarCalc):44,34,76,1,"+strings.Join(text, "/"),
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true", "--outdir", dir, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		g.fail("LibreOffice does not read the file: %w: %s", err, out)
	}
	return g.readRows(filepath.Join(dir, filepath.Base(file)))[1:]
}
