package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// The agents of the table: one for each protocol.
const (
	onMeta   = "Nusantara Bank Assistant"
	onQontak = "Kopi Langit"
	onCoster = "Toko Senja"
)

// anybody needs no role: it tells nothing of the workspace.
const anybody app.Permission = ""

// permitted is every verb with the permission that it takes, in an order in
// which all can be done.
func permitted(b *bench) []struct {
	needs app.Permission
	agent string
	args  []string
} {
	customer := b.coster.Customer
	return []struct {
		needs app.Permission
		agent string
		args  []string
	}{
		{anybody, "", []string{"version"}},
		{anybody, "", []string{"protocols"}},
		{app.MaySee, onMeta, []string{"show"}},
		{app.MaySee, onMeta, []string{"show", "--env", "draft"}},
		{app.MaySee, onMeta, []string{"versions"}},
		{app.MaySee, onMeta, []string{"restore", "1", "--dry-run"}},
		{app.MaySee, onMeta, []string{"publish", "--dry-run"}},
		{app.MaySee, onMeta, []string{"activity"}},
		{app.MaySee, "", []string{"activity", "--all-agents"}},
		{app.MaySee, onMeta, []string{"activity", "export", "-o", filepath.Join(b.files, "a.csv")}},
		{app.MaySee, "", []string{"activity", "export", "--all-agents", "-o", "-"}},
		{app.MaySee, "", []string{"activity", "verify"}},
		{app.MaySee, onMeta, []string{"settings", "get"}},
		{app.MaySee, "", []string{"doctor"}},
		{app.MaySee, "", []string{"members", "passphrase", "--remove", "--yes"}}, // the own one

		{app.MayEdit, "", []string{"apply", "-f", filepath.Join(b.files, "draft.yaml"), "--dry-run"}},
		{app.MayEdit, "", []string{"apply", "-f", filepath.Join(b.files, "draft.yaml")}},
		{app.MayEdit, "", []string{"apply", "-f", filepath.Join(b.files, "fresh.yaml")}},
		{app.MayEdit, onMeta, []string{"publish", "--yes"}},
		{app.MayEdit, onMeta, []string{"restore", "1", "--yes"}},
		{app.MayEdit, onMeta, []string{"subscribe"}},
		{app.MayEdit, onMeta, []string{"check"}},
		{app.MayEdit, onMeta, []string{"numbers"}},
		{app.MayEdit, onMeta, []string{"secret", "set", "app_secret", "--from-env", "SANDBOX_APP_SECRET"}},
		{app.MayEdit, onMeta, []string{"webhook-secret", "show", "--yes"}},
		{app.MayEdit, onMeta, []string{"webhook-secret", "regenerate"}},
		{app.MayEdit, onMeta, []string{"handoff", "-o", filepath.Join(b.files, "sheet.txt")}},
		{app.MayEdit, onMeta, []string{"handoff", "--include-secret", "-o", "-"}},
		{app.MayEdit, onMeta, []string{"webhook", "read"}},
		{app.MayEdit, onMeta, []string{"webhook", "set"}},
		{app.MayEdit, onMeta, []string{"webhook", "remove", "--yes"}},
		{app.MayEdit, onMeta, []string{"draft", "delete", "--yes"}},
		{app.MayEdit, onMeta, []string{"draft", "create"}},
		{app.MayEdit, onQontak, []string{"register", "--public-url", "https://other.example", "--yes"}},
		{app.MayEdit, onQontak, []string{"register", "--read"}},
		{app.MayEdit, onQontak, []string{"register", "--remove", "--yes"}},
		{app.MayEdit, onCoster, []string{"test-message", "--to", customer, "--text", "Halo", "--yes"}},
		{app.MayEdit, onMeta, []string{"settings", "set", "contact", "Sari"}},
		{app.MayEdit, onMeta, []string{"settings", "set", "country", "SG"}},
		{app.MayEdit, "", []string{"settings", "set", "public-address", "https://third.example"}},
		{app.MayEdit, "", []string{"settings", "set", "secret-store", "file"}},

		{app.MayManage, "", []string{"members"}},
		{app.MayManage, "", []string{"members", "add", "Budi", "--role", "viewer"}},
		{app.MayManage, "", []string{"members", "role", "Guest", "none"}},
		{app.MayManage, onMeta, []string{"members", "role", "Guest", "viewer"}},
		{app.MayManage, "", []string{"members", "rename", "Guest", "Tamu"}},
		{app.MayManage, "", []string{"members", "passphrase", "Sari", "--remove", "--yes"}},
		{app.MayManage, "", []string{"members", "remove", "Viewer Colleague", "--yes"}},
	}
}

// office is a workspace with three agents and a colleague of each role.
func (b *bench) office() {
	b.t.Helper()
	b.setUp()
	b.put("published", "{session: {ask_more_after: 20m}}")
	b.must("draft", "create")
	for name, settings := range map[string]string{onQontak: b.qontakSettings(false), onCoster: b.costerSettings()} {
		b.must("apply", "-f", b.file("agent.yaml", "agent: "+name+"\nenvironments:\n  published: "+settings+"\n"))
	}
	b.file("draft.yaml", "agent: "+onMeta+"\nenvironments: {draft: {session: {ask_more_after: 30m}}}\n")
	b.file("fresh.yaml", "agent: Brand New\nenvironments: {}\n")
	for name, role := range map[string]app.Role{"Owner Colleague": app.Owner, "Contributor Colleague": app.Contributor, "Viewer Colleague": app.Viewer, "Nobody Colleague": app.NoRole, "Guest": app.Viewer} {
		b.must("members", "add", name, "--role", string(role))
	}
}

// refusals counts what was written down of a member who was refused.
func (b *bench) refusals(name string) int {
	b.t.Helper()
	return len(kindsOf(b.t, b, "--kind", "refused", "--by", name, "--limit", "500"))
}

// Every verb is allowed or refused as the table of roles says, and every refusal
// is written down.
func TestEveryVerbForEveryRole(t *testing.T) {
	for name, role := range map[string]app.Role{"Owner Colleague": app.Owner, "Contributor Colleague": app.Contributor, "Viewer Colleague": app.Viewer, "Nobody Colleague": app.NoRole} {
		t.Run(string(role), func(t *testing.T) {
			b := newBench(t)
			b.office()
			for _, v := range permitted(b) {
				args := append([]string{"--member", name}, v.args...)
				if v.agent != "" {
					args = append(args, "--agent", v.agent)
				}
				before := b.refusals(name)
				r := b.run(args...)
				if v.needs == anybody || role.Allows(v.needs) {
					// The sandbox's Meta calls an address that is set, and no gateway answers.
					if v.args[0] != "webhook" || v.args[1] != "set" {
						assert.Equal(t, exitDone, r.code, "%v: %s%s", v.args, r.out, r.err)
					}
					assert.NotContains(t, r.err, "[forbidden]", v.args)
					assert.Equal(t, before, b.refusals(name), v.args)
					continue
				}
				assert.Equal(t, exitFailed, r.code, "%v: %s", v.args, r.out)
				assert.Empty(t, r.out, v.args)
				assert.Contains(t, r.err, "[forbidden]", v.args)
				assert.Equal(t, before+1, b.refusals(name), v.args)
			}
		})
	}
}

// Nobody is asked a question, or learns whether a secret was guessed, before the
// role is looked at.
func TestTheRoleComesFirst(t *testing.T) {
	b := newBench(t)
	b.office()
	for _, args := range [][]string{
		{"draft", "delete"}, {"publish"}, {"restore", "1"}, {"webhook-secret", "show"}, {"webhook-secret", "regenerate", "--leaked"},
		{"webhook", "remove"}, {"secret", "set", "access_token", "--from-env", "SANDBOX_TOKEN"},
		{"register"}, {"test-message", "--to", "x", "--text", "x"}, {"members", "remove", "Guest"}, {"members", "add", "X", "--role", "viewer"},
	} {
		r := b.run(append([]string{"--member", "Guest", "--agent", onMeta}, args...)...)
		assert.Equal(t, exitFailed, r.code, "%v: %s", args, r.err)
		assert.Contains(t, r.err, "[forbidden]", args)
	}
	assert.Contains(t, b.must("members"), "Guest")
}

func TestRolesForSingleAgents(t *testing.T) {
	b := newBench(t)
	b.office()
	b.must("members", "role", "Guest", "contributor", "--agent", onCoster)
	b.must("members", "role", "Nobody Colleague", "viewer", "--agent", onQontak)
	as := func(name string, args ...string) result { return b.run(append([]string{"--member", name}, args...)...) }
	assert.Equal(t, exitDone, as("Guest", "settings", "set", "contact", "Guest", "--agent", onCoster).code)
	assert.Equal(t, exitDone, as("Guest", "apply", "-f", b.file("c.yaml", "agent: "+onCoster+"\nenvironments: {published: {session: {ask_more_after: 30m}}}\n")).code)
	assert.Contains(t, as("Guest", "settings", "set", "contact", "Guest", "--agent", onMeta).err, "[forbidden]")
	assert.Contains(t, as("Guest", "apply", "-f", b.file("m.yaml", "agent: "+onMeta+"\nenvironments: {published: {session: {ask_more_after: 30m}}}\n")).err, "[forbidden]")

	only := as("Nobody Colleague", "show")
	assert.Equal(t, exitDone, only.code, only.err)
	assert.Contains(t, only.out, onQontak)
	other := as("Nobody Colleague", "show", "--agent", onMeta)
	assert.Equal(t, exitFailed, other.code)
	assert.Equal(t, "There is no agent called "+onMeta+".\nAgents: "+onQontak+". [not_found]\n", other.err, "it is not even told that there is one")
	activity := as("Nobody Colleague", "activity", "--all-agents", "--limit", "500")
	require.Equal(t, exitDone, activity.code, activity.err)
	assert.NotContains(t, activity.out, onMeta)
	assert.Contains(t, as("Nobody Colleague", "check").err, "[forbidden]")
}
