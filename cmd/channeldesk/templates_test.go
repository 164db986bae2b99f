package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const dueTemplate = `name: cli_payment_due
language: id
category: utility
header: {kind: image, file: card.png}
body: "Hello {{1}}, your payment of {{2}} is due next week. Thank you."
samples: {"1": Ann, "2": Rp 1}
buttons:
  - {kind: quick_reply, text: Done}
  - {kind: url, text: Pay, url: "https://pay.example/{{1}}", sample: "https://pay.example/81"}
labels: {"2": Amount}
`

// templatesOf gives the templates that "list --json" prints, by name and language.
func (b *bench) templatesOf(args ...string) map[string]templateJSON {
	b.t.Helper()
	var list []templateJSON
	require.NoError(b.t, json.Unmarshal([]byte(b.must(append([]string{"templates", "list", "--json"}, args...)...)), &list))
	out := map[string]templateJSON{}
	for _, t := range list {
		out[t.Name+" "+t.Language] = t
	}
	return out
}

func TestTemplatesOfMeta(t *testing.T) {
	b := newBench(t)
	b.must("apply", "-f", b.file("channel.yaml", b.good()))
	assert.Contains(t, b.must("templates"), "No template is known yet.")
	assert.Regexp(t, `^\d+ templates read\.\n$`, b.must("templates", "sync"))
	before := b.templatesOf()
	require.NotEmpty(t, before)

	b.file("card.png", "\x89PNG\r\n\x1a\n"+strings.Repeat("x", 3000))
	path := b.file("due.yaml", dueTemplate)
	assert.Contains(t, b.must("templates", "create", "-f", path, "--dry-run"), "Nothing was submitted.")
	assert.Len(t, b.templatesOf(), len(before))
	assert.Contains(t, b.must("templates", "create", "-f", path), "cli_payment_due (id): in review.")
	made := b.templatesOf()["cli_payment_due id"]
	assert.Equal(t, "in_review", made.Status)
	assert.NotEmpty(t, made.ID)
	assert.Equal(t, "Sari", made.SubmittedBy)
	assert.Equal(t, "Amount", made.Variables[2].Name)
	b.must("templates", "sync")
	synced := b.templatesOf()["cli_payment_due id"]
	assert.Equal(t, made.ID, synced.ID)
	assert.Equal(t, made.Design.Body, synced.Design.Body)
	assert.Equal(t, made.Design.Buttons, synced.Design.Buttons)

	again := b.run("templates", "create", "-f", path)
	assert.Equal(t, exitFailed, again.code)
	assert.Contains(t, again.err, "due.yaml:1:1: There is a template cli_payment_due in this language already.")
	edit := b.run("templates", "edit", "-f", path)
	assert.Equal(t, exitFailed, edit.code, "it is in review")
	assert.Contains(t, edit.err, "reviewing")

	assert.Contains(t, b.must("templates", "unpause", "loan_offer"), "loan_offer (id): approved.")
	assert.Equal(t, "approved", b.templatesOf()["loan_offer id"].Status)
	twice := b.run("templates", "unpause", "loan_offer")
	assert.Equal(t, exitFailed, twice.code)
	assert.Contains(t, twice.err, "The template is not paused.")

	assert.Contains(t, b.must("templates", "show", "cli_payment_due"), "Amount")
	assert.Equal(t, exitUsage, b.run("templates", "delete", "cli_payment_due", "--language", "id").code, "it asks first")
	assert.Contains(t, b.must("templates", "delete", "cli_payment_due", "--language", "id", "--yes"), "Deleted: cli_payment_due (id).")
	assert.NotContains(t, b.templatesOf(), "cli_payment_due id")
	assert.NotContains(t, b.printed.String(), b.values.Token)
}

func TestTemplateFilesThatAreWrong(t *testing.T) {
	b := newBench(t)
	b.must("apply", "-f", b.file("channel.yaml", b.good()))
	for name, c := range map[string]struct{ from, to, says string }{
		"label":        {"text: Done", "text: " + strings.Repeat("a", 26), "due.yaml:8:5: The button has 26 characters. At most 25 fit. Shorten it."},
		"no sample":    {`"2": Rp 1`, `"3": Rp 1`, "due.yaml:5:1: The variable {{2}} has no example value"},
		"spelling":     {"samples:", "sample:", "due.yaml:6:1: A template has no sample here."},
		"bad language": {"language: id", "language: id_ID", "due.yaml:2:1: WhatsApp knows no language id_ID. Use id"},
	} {
		r := b.run("templates", "create", "-f", b.file("due.yaml", strings.Replace(dueTemplate, c.from, c.to, 1)))
		assert.Equal(t, exitFailed, r.code, name)
		assert.Contains(t, r.err, c.says, name)
	}
	r := b.run("templates", "create", "-f", b.file("due.yaml", dueTemplate))
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.err, "card.png", "there is no such file")
	assert.Equal(t, exitUsage, b.run("templates", "create").code)
}

// Qontak has no call that deletes or changes, and its answer to a new template
// tells no more than that it came.
func TestTemplatesOfQontak(t *testing.T) {
	b := newBench(t)
	b.put("published", b.qontakSettings(false))
	b.must("templates", "sync")
	before := b.templatesOf()
	require.NotEmpty(t, before)
	plain := strings.Replace(dueTemplate, "header: {kind: image, file: card.png}\n", "", 1)
	path := b.file("due.yaml", plain)
	b.must("templates", "create", "-f", path)
	made := b.templatesOf()["cli_payment_due id"]
	assert.NotEmpty(t, made.ID, "read from the list")
	assert.Equal(t, "in_review", made.Status)
	assert.Equal(t, "Hello {{1}}, your payment of {{2}} is due next week. Thank you.", made.Design.Body)
	for _, args := range [][]string{{"templates", "edit", "-f", path}, {"templates", "delete", "cli_payment_due", "--yes"}} {
		r := b.run(args...)
		assert.Equal(t, exitFailed, r.code)
		assert.Contains(t, r.err, "[unsupported]")
		assert.Contains(t, r.err, "Qontak has no call that")
	}
	file := b.run("templates", "create", "-f", b.file("other.yaml", strings.NewReplacer("cli_payment_due", "cli_other", "Hello", "Dear").Replace(dueTemplate)))
	assert.Equal(t, exitFailed, file.code)
	assert.Contains(t, file.err, "other.yaml:4:1: Qontak takes the example of a file by its link.", "a file is taken by its link")
}

// Coster tells of no templates: people write down what its staff set up.
func TestTemplatesOfCoster(t *testing.T) {
	b := newBench(t)
	b.put("published", b.costerSettings())
	for _, args := range [][]string{{"templates", "sync"}, {"templates", "create", "-f", b.file("due.yaml", dueTemplate)}} {
		r := b.run(args...)
		assert.Equal(t, exitFailed, r.code)
		assert.Contains(t, r.err, "[unsupported]")
	}
	path := b.file("bare.yaml", "name: promo\nlanguage: id\ncategory: marketing\nbody: \"{{1}} {{2}}\"\n")
	assert.Contains(t, b.must("templates", "declare", "-f", path), "promo (id): declared by you.")
	made := b.templatesOf()["promo id"]
	assert.True(t, made.Sendable)
	assert.Len(t, made.Variables, 2)
	assert.Equal(t, exitFailed, b.run("templates", "declare", "-f", b.file("bad.yaml", "name: promo\nlanguage: id\ncategory: marketing\nbody: \"{{1}} {{3}}\"\n")).code)
	b.must("templates", "delete", "promo", "--yes")
	assert.Empty(t, b.templatesOf())
}
