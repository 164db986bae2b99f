package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sending is a bench whose agent speaks to the simulated Meta and knows its
// templates.
func sending(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.must("apply", "-f", b.file("channel.yaml", b.good()))
	b.must("templates", "sync")
	return b
}

func TestSendOneMessage(t *testing.T) {
	b := sending(t)
	out := b.must("send", "--to", "0812-5550-1423", "--name", "Ibu Sari", "--template", "order_ready", "--language", "id", "--var", "1=Sari", "--var", "2=A-1", "--yes", "--json")
	var m historyJSON
	require.NoError(t, json.Unmarshal([]byte(out), &m))
	assert.Equal(t, "+6281255501423", m.Recipient)
	assert.Equal(t, "queued", string(m.Status))
	assert.Equal(t, "command", string(m.Source))
	assert.Contains(t, b.must("history", "list"), "Ibu Sari")
	assert.Contains(t, b.must("send", "--to", "081255501423", "--template", "order_ready", "--language", "id", "--var", "1=Sari", "--var", "2=A-1", "--yes"), "No gateway runs at present.")

	for _, wrong := range []struct {
		code int
		says string
		args []string
	}{
		{2, "What is the message?", []string{"--to", "081255501423"}},
		{2, "belong to --template", []string{"--to", "081255501423", "--text", "Hi", "--var", "1=x"}},
		{2, "takes a name and a value", []string{"--to", "081255501423", "--template", "order_ready", "--var", "Sari"}},
		{2, "several languages", []string{"--to", "081255501423", "--template", "order_ready"}},
		{2, "no variable of a name", []string{"--to", "081255501423", "--template", "order_ready", "--language", "id", "--var", "9=x"}},
		{1, "is empty", []string{"--to", "081255501423", "--template", "order_ready", "--language", "id", "--var", "1=x", "--yes"}},
		{1, "has not written yet", []string{"--to", "081255501423", "--text", "Hi", "--yes"}},
		{1, "rejected, so nothing can be sent", []string{"--to", "081255501423", "--template", "cash_prize", "--var", "1=x", "--yes"}},
		{2, "This asks first", []string{"--to", "081255501423", "--template", "order_ready", "--language", "id", "--var", "1=Sari", "--var", "2=A-1"}},
	} {
		r := b.run(append([]string{"send"}, wrong.args...)...)
		assert.Equal(t, wrong.code, r.code, wrong.args)
		assert.Contains(t, r.err, wrong.says)
	}
}

func TestSendBulkChecksAndPlans(t *testing.T) {
	b := sending(t)
	var rows strings.Builder
	rows.WriteString("hp,nama,kode\n")
	for i := range 30 {
		fmt.Fprintf(&rows, "0812100%05d,Ibu %d,A-%d\n", i, i, i)
	}
	rows.WriteString("0812-555,Bp. Hendra,A-31\n081210000001,Ibu 1,A-1\n")
	file := b.file("november.csv", rows.String())
	problems := filepath.Join(b.files, "problems.csv")
	args := []string{"send-bulk", "--csv", file, "--template", "order_ready", "--language", "id", "--map", "nama=1", "--map", "kode=2"}

	dry := b.must(append(args, "--dry-run", "--problems", problems)...)
	assert.Contains(t, dry, "32 rows, 30 ready, 2 with a problem, which are left out.")
	assert.Contains(t, dry, "Same number as row 3")
	assert.Regexp(t, `(?m)^Column +Goes to\nhp +Phone number\nnama +Name\nnama +.*\(1\)\nkode +.*\(2\)$`, dry)
	assert.NotContains(t, dry, "not used")
	assert.Contains(t, dry, "Meta lets this number send 80 messages a second.")
	assert.Contains(t, dry, "Meta Cloud charges for 30 messages of the category Utility")
	assert.Contains(t, dry, "The gateway does not run")
	assert.Contains(t, dry, "Nothing was sent.")
	saved, err := os.ReadFile(problems)
	require.NoError(t, err)
	assert.Equal(t, 3, strings.Count(string(saved), "\n"))

	r := b.run(args...)
	assert.Equal(t, 2, r.code)
	assert.Contains(t, r.err, "30 messages go to 30 people of november.csv")

	for _, at := range []string{"2h", "7d", "2020-01-31 10:00", "soon"} {
		r := b.run(append(args[:len(args):len(args)], "--at", at, "--yes")...)
		assert.Equal(t, exitUsage, r.code, at)
		assert.Contains(t, r.err, "takes a time to come", "nothing goes out now that was meant for later")
	}

	var check bulkCheckJSON
	require.NoError(t, json.Unmarshal([]byte(b.must(append(args, "--at", time.Now().AddDate(0, 1, 0).Format("2006-01-02 15:04"), "--yes", "--json")...)), &check))
	assert.Equal(t, 30, check.Ready)
	assert.Equal(t, map[string]int{"too_short": 1, "twice": 1}, check.Problems)
	assert.Equal(t, map[string]string{"phone": "hp", "name": "nama", "1": "nama", "2": "kode"}, check.Columns)
	require.NotNil(t, check.Bulk)
	assert.Equal(t, "scheduled", string(check.Bulk.Status))
	assert.Equal(t, 30, check.Bulk.Waiting)
	assert.Contains(t, b.must("history", "list", "--status", "held", "--limit", "3"), "Ibu 29")

	fixed := append(args[:len(args)-2:len(args)-2], "--var", "2=A-1", "--dry-run")
	check = bulkCheckJSON{}
	require.NoError(t, json.Unmarshal([]byte(b.must(append(fixed, "--json")...)), &check))
	assert.Equal(t, map[string]string{"phone": "hp", "name": "nama", "1": "nama"}, check.Columns)
	assert.Equal(t, map[string]string{"2": "A-1"}, check.Fixed)
	assert.Equal(t, []string{"kode"}, check.Unused)
	text := b.must(fixed...)
	assert.Regexp(t, `(?m)^the same for everybody: A-1 +.*\(2\)$`, text)
	assert.Contains(t, text, "Columns that are not used: kode\n")

	stray := b.file("stray.csv", "hp,nama,kode\n081210000001,\"Ani,A-1\n081210000002,Budi,A-2\n081210000003,Cici,A-3\n")
	text = b.must("send-bulk", "--csv", stray, "--template", "order_ready", "--language", "id", "--map", "nama=1", "--map", "kode=2", "--dry-run")
	assert.Contains(t, text, "The quotation mark on line 2 is not closed there, so 2 lines below became part of this row. Close it or take it away in the file, then choose the file again.")

	unmatched := b.run("send-bulk", "--csv", file, "--template", "order_ready", "--language", "id", "--map", "nope=1", "--yes")
	assert.Equal(t, 2, unmatched.code)
	assert.Contains(t, unmatched.err, "Columns: hp, nama, kode")
}
