package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app/protocol"
)

func versionsOf(t *testing.T, b *bench) (out []versionJSON) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(b.must("versions", "--json")), &out))
	return out
}

func TestVersionsAndRestore(t *testing.T) {
	b := newBench(t)
	b.must("apply", "-f", b.file("a.yaml", "agent: Nusantara Bank Assistant\nenvironments: {}\n"))
	assert.Equal(t, "Nothing was published yet.\n", b.must("versions"))
	b.setUp()
	b.put("published", "{session: {ask_more_after: 20m}}")
	t.Setenv("OTHER", b.values.ExpiringToken)
	b.must("secret", "set", "access_token", "--from-env", "OTHER")

	all := versionsOf(t, b)
	require.Len(t, all, 3)
	assert.Equal(t, []int{3, 2, 1}, []int{all[0].Number, all[1].Number, all[2].Number})
	assert.Equal(t, []bool{true, false, false}, []bool{all[0].Current, all[1].Current, all[2].Current})
	assert.Equal(t, []bool{false, true, true}, []bool{all[0].Restorable, all[1].Restorable, all[2].Restorable})
	assert.Equal(t, "This is what is published now.", all[0].Why)
	assert.Equal(t, versionJSON{
		Number: 2, At: all[1].At, By: "Sari", Note: "Applied from put.yaml", Restorable: true,
		Changes: []string{"Delay before ask more changed from 12 minutes to 20 minutes"},
	}, all[1])
	text := b.must("versions")
	assert.Regexp(t, `(?m)^Version  When +Who +Restore +Note +Changes$`, text)
	assert.Regexp(t, `(?m)^3 .*published now .*Set on the command line +Access token replaced$`, text)

	assert.Equal(t, "behaviour    Delay before ask more  20 minutes -> 12 minutes\ncredentials  Access token           Stored -> Changed\n",
		reordered(b.must("restore", "1", "--dry-run")))
	held := b.run("restore", "1")
	assert.Equal(t, exitUsage, held.code)
	assert.Contains(t, held.err, "Publish version 1 of Nusantara Bank Assistant again, with 2 changes? Customers notice at once.")
	assert.Len(t, versionsOf(t, b), 3)
	var done restoreJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("restore", "1", "--yes", "--json", "--note", "Back")), &done))
	assert.True(t, done.Restored)
	assert.Equal(t, 4, done.Version)
	assert.Len(t, done.Changes, 2)
	assert.Equal(t, "12m", showed(t, b).Session.AskMoreAfter)
	assert.Contains(t, b.must("secret", "set", "access_token", "--from-env", "SANDBOX_TOKEN"), "same as before")
	assert.Equal(t, "Back", versionsOf(t, b)[0].Note)
	assert.Contains(t, b.must("restore", "1"), "Version 1 is the same as what is published. Nothing to restore.")
	assert.Contains(t, b.must("restore", "2", "--yes"), "Version 2 restored as version 5.\n")

	assert.Equal(t, result{exitFailed, "", "There is no version 77.\nSee: channeldesk versions [not_found]\n"}, b.run("restore", "77"))
	for _, n := range []string{"0", "-1", "x", "99999999999999999999"} {
		assert.Equal(t, exitUsage, b.run("restore", n).code, n)
	}
}

// reordered puts the rows of a review into the order of the groups.
func reordered(rows string) string {
	var c, o string
	for _, line := range strings.SplitAfter(rows, "\n") {
		if len(line) > 0 && line[0] == 'c' {
			c += line
		} else {
			o += line
		}
	}
	return o + c
}

func TestPublishOfWhatChangedMeanwhile(t *testing.T) {
	b := readyBench(t)
	b.must("draft", "create")
	b.put("draft", "{session: {ask_more_after: 20m}}")
	b.console.interactive = true
	r := b.runFrom(answer(func() string { // while the person reads, a colleague changes the draft
		b.put("draft", "{session: {ask_more_after: 30m}}")
		return "y\n"
	}), "publish")
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.err, "[conflict]")
	assert.Equal(t, "12m", showed(t, b).Session.AskMoreAfter)
}

// answer is typed when it is asked for.
type answer func() string

func (a answer) Read(p []byte) (int, error) { return copy(p, a()), nil }

func TestTestMessage(t *testing.T) {
	b := newBench(t)
	b.put("published", b.costerSettings())
	to, template := b.coster.Customer, []string{"--template", b.coster.Template, "--language", b.coster.TemplateLanguage, "--var", "Sari, Budi", "--var", "Rp 10.000"}
	held := b.run(append([]string{"test-message", "--to", to}, template...)...)
	assert.Equal(t, exitUsage, held.code)
	assert.Contains(t, held.err, "This asks first: One real message goes to +62 812-5550-7001. Send it?")
	assert.Empty(t, b.sb.Coster.Messages())
	sent := b.must(append([]string{"test-message", "--yes", "--to", to}, template...)...)
	assert.Regexp(t, `^Coster accepted the message to \+62 812-5550-7001\.\n(Its number there: .+\n)?Push token works\.\n$`, sent)
	require.Len(t, b.sb.Coster.Messages(), 1)
	var done testMessageJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("test-message", "--yes", "--json", "--to", "0812 5550 7001", "--text", "Halo")), &done))
	assert.True(t, done.Accepted)
	assert.Equal(t, "conversation_token", done.Secret)
	assert.Equal(t, to, done.To)
	wrong := b.run("test-message", "--yes", "--to", to, "--template", b.coster.UnknownTemplate, "--language", "id")
	assert.Equal(t, exitFailed, wrong.code)
	assert.Equal(t, exitFailed, b.run("test-message", "--yes", "--to", "call me", "--text", "x").code)
	for name, args := range map[string][]string{
		"no message":       {"--to", to},
		"no number":        {"--text", "x"},
		"both":             {"--to", to, "--text", "x", "--template", "y", "--language", "id"},
		"no language":      {"--to", to, "--template", "y"},
		"text with values": {"--to", to, "--text", "x", "--var", "y"},
	} {
		assert.Equal(t, exitUsage, b.run(append([]string{"test-message"}, args...)...).code, name)
	}
}

// The text and the JSON are drawn from the declarations, whatever words they use.
func TestProtocolsVerb(t *testing.T) {
	b := newBench(t)
	text := b.must("protocols")
	var all []protocolJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("protocols", "--json")), &all))
	require.Len(t, all, 3)
	for _, p := range all {
		said := []string{p.Name + " (" + string(p.ID) + ")\n", p.Summary}
		for _, f := range p.Fields {
			said = append(said, "\n  "+f.Name+" ", " "+f.Label+" ", f.Default)
		}
		for _, f := range p.Secrets {
			said = append(said, "\n  "+f.Name+" ", " "+f.Label+" ")
		}
		for _, o := range p.AtLeastOne {
			said = append(said, "At least one of "+strings.Join(o.Secrets, ", ")+" is needed. "+o.Why)
		}
		for _, n := range p.NotOffered {
			said = append(said, "  "+string(n.Ability)+" ", n.What+" "+n.Instead)
		}
		for _, a := range p.Abilities {
			said = append(said, "  "+string(a)+" ", abilityText[a])
		}
		for _, want := range said {
			assert.Contains(t, text, want, p.ID)
		}
		assert.NotEmpty(t, p.Checks)
		assert.NotEmpty(t, p.Webhook.Events)
		assert.Equal(t, p.ID != "meta_cloud", p.Webhook.SecretInAddress)
	}
	assert.Contains(t, text, "secret, needed while auth is hmac\n")
	assert.Contains(t, text, "unless you say otherwise (bearer, hmac)\n")
	var one []protocolJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("protocols", "qontak", "--json")), &one))
	require.Len(t, one, 1)
	assert.Equal(t, []protocol.Ability{protocol.AbilityPick, protocol.AbilityRegister}, one[0].Abilities)
	assert.Equal(t, &conditionJSON{"auth", "hmac"}, one[0].Secrets[2].When)
	assert.Equal(t, []string{"bearer", "hmac"}, one[0].Fields[1].Choices)
	assert.Equal(t, exitUsage, b.run("protocols", "telegram").code)
}
