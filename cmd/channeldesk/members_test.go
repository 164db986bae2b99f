package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func membersOf(t *testing.T, b *bench) map[string]memberJSON {
	t.Helper()
	var list []memberJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("members", "--json")), &list))
	out := map[string]memberJSON{}
	for _, m := range list {
		out[m.Name] = m
	}
	return out
}

func TestMembers(t *testing.T) {
	b := readyBench(t)
	assert.Equal(t, "Dewi was added and is Contributor.\n", b.must("members", "add", "Dewi", "--role", "contributor"))
	b.must("members", "add", "Budi Santoso", "--role", "Viewer")
	assert.Equal(t, "Budi Santoso is Contributor for Nusantara Bank Assistant.\n",
		b.must("members", "role", "budi santoso", "contributor", "--agent", "Nusantara Bank Assistant"))
	all := membersOf(t, b)
	require.Len(t, all, 3)
	assert.True(t, all["Sari"].Acting)
	assert.Equal(t, app.Viewer, all["Budi Santoso"].Role)
	assert.Equal(t, map[string]app.Role{"Nusantara Bank Assistant": app.Contributor}, all["Budi Santoso"].Roles)
	assert.Equal(t, `Name          Role         Passphrase  For single agents
Sari (you)    Owner        no          -
Dewi          Contributor  no          -
Budi Santoso  Viewer       no          Nusantara Bank Assistant: Contributor
`, b.must("members"))

	assert.Equal(t, "Budi Santoso is Viewer for Nusantara Bank Assistant.\n",
		b.must("members", "role", "Budi Santoso", "inherit", "--agent", "Nusantara Bank Assistant"))
	assert.Equal(t, "Dewi has no access.\n", b.must("members", "role", "Dewi", "none"))
	assert.Equal(t, "Dewi is called Dewi Lestari now.\n", b.must("members", "rename", "Dewi", "Dewi Lestari"))
	held := b.run("members", "remove", "Dewi Lestari")
	assert.Equal(t, exitUsage, held.code)
	assert.Equal(t, "Dewi Lestari is not a member any more.\n", b.must("members", "remove", "Dewi Lestari", "--yes"))
	require.Len(t, membersOf(t, b), 2)

	for want, args := range map[string][]string{
		"Sari is the only Owner of this workspace.":          {"members", "role", "Sari", "viewer"},
		"There is a member called Sari already.":             {"members", "add", "sari", "--role", "viewer"},
		"There is no member called Nobody in this workspace": {"members", "rename", "Nobody", "X"},
		"Members: Sari, Budi Santoso.":                       {"members", "remove", "Nobody", "--yes"},
		"The environment variable is not set, or empty.":     {"members", "add", "X", "--role", "viewer", "--passphrase-env", "NOT_SET_ANYWHERE"},
		"The passphrase is too short.":                       {"members", "add", "X", "--role", "viewer", "--passphrase-file", b.file("short", "abc\n")},
	} {
		r := b.run(args...)
		assert.Equal(t, exitFailed, r.code, args)
		assert.Contains(t, r.err, want)
	}
	for _, args := range [][]string{
		{"members", "add", "X"}, {"members", "add", "X", "--role", "boss"}, {"members", "role", "Sari", "inherit"}, {"members", "rename", "Sari"},
		{"members", "passphrase"}, {"members", "passphrase", "--remove", "--passphrase-env", "X"},
		{"members", "add", "X", "--role", "viewer", "correct horse battery"}, {"members", "passphrase", "Sari", "correct horse battery"},
	} {
		r := b.run(args...)
		assert.Equal(t, exitUsage, r.code, args)
		assert.NotContains(t, r.err, "correct horse")
	}
	require.Len(t, membersOf(t, b), 2)
}

func TestWhoActs(t *testing.T) {
	b := readyBench(t)
	b.must("members", "add", "Dewi", "--role", "contributor")
	t.Setenv(memberVar, "")
	r := b.run("show")
	assert.Equal(t, result{exitFailed, "", "Several members work in this workspace, and nobody said who acts.\nName one with --member, or in CHANNELDESK_MEMBER: Sari, Dewi. [forbidden]\n"}, r)
	assert.Equal(t, r.err, b.run("doctor").err)
	b.must("--member", "dewi", "settings", "set", "contact", "Dewi, 0811")
	assert.Equal(t, "Dewi", newest(t, b, "--member", "Sari").By)
	t.Setenv(memberVar, "Sari")
	b.must("settings", "set", "contact", "Sari, 0811", "--member", "Dewi")
	assert.Equal(t, "Dewi", newest(t, b).By, "--member wins over the variable")
	t.Setenv(memberVar, "")

	b.console.interactive = true
	for typed, want := range map[string]string{"2\n": "Dewi", "sari\n": "Sari", "1": "Sari"} {
		r := b.runWith(typed, "settings", "set", "contact", "set by "+want)
		require.Equal(t, exitDone, r.code, r.err)
		assert.Equal(t, "1  Sari\n2  Dewi\nWho is there? ", r.err)
		assert.Equal(t, want, newest(t, b, "--member", "Sari").By)
	}
	for _, typed := range []string{"", "\n", "3\n", "Nobody\n"} {
		assert.Equal(t, exitFailed, b.runWith(typed, "show").code)
	}
	// The same terminal answers two questions.
	r = b.runWith("2\ny\n", "webhook-secret", "show")
	assert.Equal(t, exitDone, r.code, r.err)
}

func TestAPassphraseMustBeProved(t *testing.T) {
	b := readyBench(t)
	const first, second = "correct horse battery", "staple 42 correct"
	t.Setenv("NEW", first)
	t.Setenv("WRONG", "something else 1")
	assert.Equal(t, "Sari signs in with the new passphrase from now on.\n", b.must("members", "passphrase", "--passphrase-env", "NEW"))

	r := b.run("show")
	assert.Equal(t, result{exitFailed, "", "Sari signs in with a passphrase.\nPut it into a file that only you can read, and name that file in CHANNELDESK_MEMBER_PASSPHRASE_FILE. [forbidden]\n"}, r)
	t.Setenv(memberPassphraseVar, b.file("wrong", "something else 1\n"))
	r = b.run("show")
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.err, "[forbidden]")
	assert.NotContains(t, r.err, "something else")
	t.Setenv(memberPassphraseVar, b.files+"/nowhere")
	assert.Equal(t, exitFailed, b.run("show").code)
	t.Setenv(memberPassphraseVar, b.file("right", first+"\r\n"))
	b.must("show")
	assert.Equal(t, []string{"signed_in", "signed_in", "sign_in_failed", "member_changed"}, kindsOf(t, b, "--limit", "4"))

	// On a terminal it is asked for; a new one twice.
	t.Setenv(memberPassphraseVar, "")
	b.console.interactive = true
	typed := []string{first, second, second}
	b.console.hidden = func() (string, error) {
		next := typed[0]
		typed = typed[1:]
		return next, nil
	}
	r = b.run("members", "passphrase")
	assert.Equal(t, exitDone, r.code, r.err)
	assert.Equal(t, "Passphrase of Sari: \nNew passphrase of Sari: \nOnce more: \n", r.err)
	typed = []string{second, first, second}
	assert.Contains(t, b.run("members", "passphrase").err, "The two are not the same.")
	typed = []string{second, ""}
	assert.Equal(t, exitDone, b.run("members", "add", "Dewi", "--role", "viewer").code)
	typed = []string{second, first, first}
	assert.Equal(t, exitDone, b.run("members", "add", "Budi", "--role", "viewer").code)
	b.console.interactive = false

	t.Setenv(memberPassphraseVar, b.file("second", second))
	all := membersOf(t, b)
	assert.Equal(t, []bool{true, false, true}, []bool{all["Sari"].HasPassphrase, all["Dewi"].HasPassphrase, all["Budi"].HasPassphrase})
	b.must("members", "passphrase", "Budi", "--remove", "--yes") // an Owner needs not know it
	b.must("members", "passphrase", "--remove", "--yes")
	t.Setenv(memberPassphraseVar, "")
	b.must("show")

	refused := b.run("--member", "Dewi", "members", "passphrase", "Sari", "--passphrase-env", "NEW")
	assert.Equal(t, exitFailed, refused.code)
	b.must("--member", "Dewi", "members", "passphrase", "--passphrase-env", "NEW")
	for _, s := range []string{first, second, "something else"} {
		assert.NotContains(t, b.printed.String(), s)
		data, err := os.ReadFile(b.data + "/channeldesk.db")
		require.NoError(t, err)
		assert.NotContains(t, string(data), s)
	}
}

// activityOf reads the record of all agents, newest first.
func activityOf(t *testing.T, b *bench, args ...string) (out []activityJSON) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(b.must(append([]string{"activity", "--json", "--all-agents"}, args...)...)), "\n") {
		if line == "" {
			continue
		}
		var a activityJSON
		require.NoError(t, json.Unmarshal([]byte(line), &a), line)
		out = append(out, a)
	}
	return out
}

func newest(t *testing.T, b *bench, args ...string) activityJSON {
	t.Helper()
	lines := activityOf(t, b, append(args, "--limit", "1")...)
	require.Len(t, lines, 1)
	return lines[0]
}

func kindsOf(t *testing.T, b *bench, args ...string) (kinds []string) {
	t.Helper()
	for _, a := range activityOf(t, b, args...) {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}
