package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestApplyCreatesAnAgentAndTheSecondTimeChangesNothing(t *testing.T) {
	b := newBench(t)
	path := b.file("channel.yaml", b.good())
	preview := b.must("apply", "-f", path, "--dry-run")
	assert.Contains(t, preview, "Agent Nusantara Bank Assistant: created\n")
	assert.Contains(t, preview, "  Delay before ask more          10m -> 12m\n")
	assert.Contains(t, preview, "  Access token                   stored\n")
	assert.Contains(t, preview, "This was a dry run. Nothing was changed.\n")
	assert.Equal(t, exitFailed, b.run("show").code, "the dry run made an agent")

	assert.Contains(t, b.must("apply", "-f", path), "Applied. Published is version 1.\n")
	assert.Equal(t, "Nusantara Bank Assistant is as the file says. Nothing to change.\n", b.must("apply", "-f", path))
	assert.Equal(t, "Nusantara Bank Assistant is as the file says. Nothing to change.\n", b.must("apply", "-f", path, "--dry-run"))
	var again applyJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("apply", "-f", path, "--json")), &again))
	assert.False(t, again.Changed)
	assert.Equal(t, 1, again.Environments["published"].Version)
}

func TestApplyDraft(t *testing.T) {
	b := readyBench(t)
	draft := func(settings string) string {
		return b.file("draft.yaml", "agent: nusantara bank assistant\nenvironments:\n  draft: "+settings+"\n")
	}
	assert.Contains(t, b.must("apply", "-f", draft("{session: {ask_more_after: 1h}}")), "Draft: created from Published\nDraft:\n  Delay before ask more  12m -> 1h\n")
	assert.Contains(t, b.must("apply", "-f", draft("{session: {ask_more_after: 1h}}")), "Nothing to change.")
	shown := showed(t, b, "--env", "draft")
	assert.Equal(t, "1h", shown.Session.AskMoreAfter)
	assert.True(t, shown.Secrets["access_token"].Present)
	assert.Equal(t, "12m", showed(t, b).Session.AskMoreAfter, "Published changed with the draft")

	assert.Contains(t, b.must("publish", "--dry-run"), "publish  behaviour  Delay before ask more  12 minutes -> 1 hour\n")
	refused := b.run("publish")
	assert.Equal(t, exitUsage, refused.code)
	assert.Equal(t, "This asks first: Publish 1 change to Nusantara Bank Assistant? Customers notice at once.\nWhere nobody can answer, add --yes. [usage]\n", refused.err)
	assert.Contains(t, b.must("publish", "--yes", "--note", "Longer wait"), "Published as version 2.\n")
	assert.Contains(t, b.must("publish", "--yes"), "Nothing to publish.")

	assert.Contains(t, b.must("apply", "-f", draft("none")), "Draft: deleted\n")
	assert.Contains(t, b.must("apply", "-f", draft("none")), "Nothing to change.")
	gone := b.run("show", "--env", "draft")
	assert.Equal(t, result{exitFailed, "", "This agent has no draft.\nCreate a draft first. Customers keep talking to the published agent. [locked]\n"}, gone)
}

// What had no value is set, and what has none any more is removed.
func TestWordsOfWhatIsSetAndRemoved(t *testing.T) {
	b := readyBench(t)
	const address = "https://agent.example/in"
	assert.Contains(t, b.must("versions"), "Forwarding address set to "+address)
	assert.Contains(t, b.put("draft", `{forward: {url: ""}}`), "Forwarding address  "+address+" removed\n")
	assert.Contains(t, b.must("publish", "--yes"), "publish  behaviour  Forwarding address  "+address+" removed\n")
	assert.Contains(t, b.must("versions"), "Forwarding address removed")
	assert.Contains(t, b.put("draft", `{forward: {url: "`+address+`"}}`), "Forwarding address  set to "+address+"\n")
	assert.Contains(t, b.must("publish", "--dry-run"), "leave  behaviour  Forwarding address  set to "+address+"\n")
	assert.Contains(t, b.must("restore", "1", "--dry-run"), "Forwarding address  set to "+address+"\n")
	assert.NotContains(t, b.must("activity"), "Not set")
}

func TestPublishCredentialsAndIdentityOnlyWhenAsked(t *testing.T) {
	b := readyBench(t)
	b.must("draft", "create")
	t.Setenv("OTHER", b.values.ExpiringToken)
	b.must("--env", "draft", "secret", "set", "access_token", "--from-env", "OTHER")
	held := b.run("publish", "--yes")
	assert.Equal(t, exitFailed, held.code)
	assert.Contains(t, held.err, "Only credentials and identity differ.")
	assert.Equal(t, exitUsage, b.run("publish", "--with", "everything").code)
	var done publishJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("publish", "--yes", "--json", "--with", "credentials")), &done))
	assert.True(t, done.Published)
	assert.Equal(t, 2, done.Version)
	require.Len(t, done.Changes, 1)
	assert.Equal(t, rowJSON{Name: "access_token", Label: "Access token", Group: "credentials", Before: "Stored", After: "Changed", Secret: true, Publish: true}, done.Changes[0])
}

func TestShowAndCheckForScripts(t *testing.T) {
	b := readyBench(t)
	failed := b.run("check", "--json")
	assert.Equal(t, exitFailed, failed.code)
	assert.Contains(t, failed.err, `"code": "check_failed"`)
	b.must("subscribe")
	var check map[string]any
	require.NoError(t, json.Unmarshal([]byte(b.must("check", "--json")), &check))
	assert.ElementsMatch(t, []string{"ok", "steps"}, keysOf(check))
	assert.Equal(t, true, check["ok"])
	for _, step := range check["steps"].([]any) {
		assert.ElementsMatch(t, []string{"id", "state", "title", "detail", "fix"}, keysOf(step))
		assert.Equal(t, "passed", step.(map[string]any)["state"])
	}
	var shown map[string]any
	require.NoError(t, json.Unmarshal([]byte(b.must("show", "--json")), &shown))
	assert.ElementsMatch(t, []string{"agent", "environment", "protocol", "account_code", "fields", "secrets", "webhook", "session", "version", "checks"}, keysOf(shown))
	assert.ElementsMatch(t, []string{"url", "secret_present"}, keysOf(shown["webhook"]))
	secrets := shown["secrets"].(map[string]any)
	assert.ElementsMatch(t, []string{"present", "last4", "set_at"}, keysOf(secrets["access_token"]))
	assert.ElementsMatch(t, []string{"present", "set_at"}, keysOf(secrets["app_secret"]))
	assert.Equal(t, "+6281155500188", shown["account_code"])
	assert.Contains(t, b.must("numbers"), "+62 811-5550-0188  Nusantara Bank ")
	assert.Contains(t, b.must("webhook", "read"), "Messages are passed on  yes\n")
	assert.Equal(t, exitUsage, b.run("webhook", "set", "--scope", "planet").code)
}

func TestShowForPeople(t *testing.T) {
	b := readyBench(t)
	golden(t, "show.txt", b.must("show"), b)
	b.must("subscribe")
	golden(t, "check.txt", b.must("check"), b)
	golden(t, "doctor.txt", b.must("doctor"), b)
	golden(t, "handoff.txt", b.must("handoff", "-o", "-"), b)
	golden(t, "handoff.json", b.must("handoff", "--format", "json", "-o", "-"), b)
	golden(t, "help.txt", b.must("--help"), b)
}

func TestWebhookSecret(t *testing.T) {
	b := readyBench(t)
	assert.Equal(t, exitUsage, b.run("webhook-secret", "show").code)
	first := b.must("webhook-secret", "show", "--yes")
	assert.Len(t, first, 44)
	assert.Contains(t, b.must("webhook-secret", "regenerate"), "The old one is valid until ")
	second := b.must("webhook-secret", "show", "--yes")
	assert.NotEqual(t, first, second)
	assert.Equal(t, exitUsage, b.run("webhook-secret", "regenerate", "--overlap", "3h").code)
	assert.Equal(t, exitUsage, b.run("webhook-secret", "regenerate", "--leaked").code)
	assert.NotContains(t, b.must("webhook-secret", "regenerate", "--leaked", "--yes"), "valid until")
	sheet := b.must("handoff", "--format", "json", "--include-secret", "-o", "-")
	assert.Contains(t, sheet, `"webhook_secret"`)
	assert.NotContains(t, b.must("handoff", "--format", "json", "-o", "-"), `"webhook_secret"`)
}

func TestHandoffFiles(t *testing.T) {
	b := readyBench(t)
	for _, format := range []string{"png", "pdf", "text", "json"} {
		path := filepath.Join(b.files, "sheet."+format)
		assert.Regexp(t, `^Sheet NB-\d{4} saved as `, b.must("handoff", "--format", format, "-o", path, "--to", "PT Contoh", "--for", "client-it", "--language", "id"))
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Positive(t, info.Size())
	}
	assert.Equal(t, exitUsage, b.run("handoff", "--format", "docx", "-o", "x").code)
	assert.Equal(t, exitUsage, b.run("handoff").code)
	lost := b.run("handoff", "-o", filepath.Join(b.files, "no", "folder.txt"))
	assert.Equal(t, exitFailed, lost.code)
}

func TestSettings(t *testing.T) {
	b := readyBench(t)
	b.must("settings", "set", "contact", "Sari, 0811-5550-0199")
	assert.Equal(t, "Sari, 0811-5550-0199\n", b.must("settings", "get", "contact"))
	assert.Equal(t, "https://wa.example\n", b.must("settings", "get", "public-address"))
	wrong := b.run("settings", "set", "public-address", "ftp://x")
	assert.Equal(t, exitFailed, wrong.code)
	assert.Contains(t, wrong.err, "[invalid]")
	assert.Equal(t, exitUsage, b.run("settings", "set", "colour", "blue").code)
	assert.Equal(t, exitUsage, b.run("settings", "set", "secret-store", "drawer").code)
}

func TestAgentMustBeClear(t *testing.T) {
	b := newBench(t)
	none := b.run("show")
	assert.Equal(t, exitFailed, none.code)
	assert.Contains(t, none.err, "There is no agent yet.\nCreate one")
	b.must("apply", "-f", b.file("a.yaml", "agent: Kopi Langit\nenvironments: {}\n"))
	b.must("apply", "-f", b.file("b.yaml", "agent: Toko Senja\nenvironments: {}\n"))
	several := b.run("show")
	assert.Equal(t, result{exitUsage, "", "There are several agents. Name one with --agent.\nAgents: Kopi Langit, Toko Senja. [usage]\n"}, several)
	assert.Contains(t, b.must("show", "--agent", "kopi LANGIT"), "Kopi Langit")
	unknown := b.run("show", "--agent", "Nobody", "--json")
	assert.Equal(t, exitFailed, unknown.code)
	var e struct{ Error map[string]any }
	require.NoError(t, json.Unmarshal([]byte(unknown.err), &e))
	assert.Equal(t, map[string]any{"code": "not_found", "message": "There is no agent called Nobody.", "fix": "Agents: Kopi Langit, Toko Senja.", "field": "agent"}, e.Error)
}

func showed(t *testing.T, b *bench, args ...string) (out showJSON) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(b.must(append(args, "show", "--json")...)), &out))
	return out
}

func keysOf(v any) (keys []string) {
	for k := range v.(map[string]any) {
		keys = append(keys, k)
	}
	return keys
}

var varying = []struct {
	pattern *regexp.Regexp
	as      string
}{
	{regexp.MustCompile(`\d{1,2} [A-Z][a-z]{2} \d{4},? \d\d:\d\d`), "TIME"},
	{regexp.MustCompile(`http://127\.0\.0\.1:\d+`), "SANDBOX"},
	{regexp.MustCompile(`nb-[0-9a-f]{6}`), "nb-KEY"},
	{regexp.MustCompile(`layout version \d+`), "layout version N"},
	{regexp.MustCompile(`[0-9.]+ (bytes|KB|MB) in use beside a database of [0-9.]+ (KB|MB)`), "SIZE in use beside a database of SIZE"},
	{regexp.MustCompile(`\d+ (bytes|KB) in `), "SIZE in "},
}

// golden compares with a file in testdata; CHANNELDESK_GOLDEN=1 writes it anew.
func golden(t *testing.T, name, got string, b *bench) {
	t.Helper()
	got = strings.ReplaceAll(got, b.data, "DATA")
	for _, v := range varying {
		got = v.pattern.ReplaceAllString(got, v.as)
	}
	path := filepath.Join("testdata", name)
	if os.Getenv("CHANNELDESK_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}
