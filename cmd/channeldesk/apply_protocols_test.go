package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// several is one file with another protocol in each environment.
func (b *bench) several() string {
	return b.good() + "  draft: " + b.qontakSettings(true) + "\n"
}

func TestApplyTwoProtocolsInOneFile(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	path := b.file("several.yaml", b.several())
	preview := b.must("apply", "-f", path, "--dry-run")
	assert.Contains(t, preview, "Draft: created from Published\nDraft:\n  Protocol                Meta Cloud -> Qontak\n")
	assert.Contains(t, preview, "  Sign-in method          set to hmac\n")
	assert.Contains(t, preview, "  HMAC client secret      stored\n")
	assert.Contains(t, preview, "Mind, Draft: The values of Meta Cloud are put aside. They come back with the protocol.\n")
	assert.Equal(t, exitFailed, b.run("show").code, "the dry run made an agent")

	assert.Equal(t, preview[:len(preview)-len("This was a dry run. Nothing was changed.\n")-len(mindAside)], withoutEnd(b.must("apply", "-f", path)))
	for range 2 {
		assert.Equal(t, "Nusantara Bank Assistant is as the file says. Nothing to change.\n", b.must("apply", "-f", path))
	}
	published, draft := showed(t, b), showed(t, b, "--env", "draft")
	assert.EqualValues(t, "meta_cloud", published.Protocol)
	assert.EqualValues(t, "qontak", draft.Protocol)
	assert.Equal(t, "hmac", draft.Fields["auth"])
	assert.Empty(t, draft.Missing)
	assert.Len(t, draft.Secrets, 2, "the access token of the other sign-in method is not asked for")
	b.must("--env", "draft", "register")
	b.must("--env", "draft", "check")
	b.must("subscribe")
	b.must("check")
	published = showed(t, b)

	b.put("draft", b.costerSettings())
	assert.Empty(t, showed(t, b, "--env", "draft").Missing)
	assert.Equal(t, published, showed(t, b), "Published changed with the draft")
}

const mindAside = "Mind, Draft: The values of Meta Cloud are put aside. They come back with the protocol.\n"

// withoutEnd leaves out what apply says behind the changes.
func withoutEnd(out string) string {
	return out[:len(out)-len("Applied. Published is version 1.\n")-len(mindAside)]
}

func TestApplyAnotherProtocolParksTheValues(t *testing.T) {
	b := readyBench(t)
	good := b.file("channel.yaml", b.good())
	assert.Contains(t, b.put("published", b.costerSettings()), "  Protocol              Meta Cloud -> Coster\n")
	back := b.must("apply", "-f", b.file("back.yaml", "agent: Nusantara Bank Assistant\nenvironments: {published: {protocol: meta_cloud}}\n"))
	assert.Contains(t, back, "  Phone number ID               set to "+b.values.PhoneNumberID+" (kept from before)\n")
	assert.Contains(t, back, "  Access token                  stored (kept from before)\n")
	assert.Contains(t, back, "Mind, Published: The values of Coster are put aside.")
	assert.Empty(t, showed(t, b).Missing)
	assert.Contains(t, b.must("apply", "-f", good), "  Account code  +62 811-5550-0455 -> +62 811-5550-0188\n")
	assert.Contains(t, b.must("apply", "-f", good), "Nothing to change.")
	b.must("subscribe")
	b.must("check")

	var changed applyJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("apply", "--json", "--dry-run", "-f", b.file("c.yaml", "agent: Nusantara Bank Assistant\nenvironments: {published: "+b.costerSettings()+"}\n"))), &changed))
	rows := map[string]changeJSON{}
	for _, r := range changed.Environments["published"].Changes {
		rows[r.Name] = r
	}
	assert.Equal(t, changeJSON{Name: "protocol", Label: "Protocol", Before: "Meta Cloud", After: "Coster"}, rows["protocol"])
	assert.Equal(t, "stored (kept from before)", rows["push_token"].After, "the same value again changes nothing")
	assert.Equal(t, b.coster.AccountID+" (kept from before)", rows["account_id"].After)
	assert.NotEmpty(t, changed.Environments["published"].Notes)
}

func TestApplySaysWhatHasNoEffectAndWhatIsMissing(t *testing.T) {
	b := newBench(t)
	out := b.put("published", "{protocol: qontak, fields: {auth: hmac}, secrets: {access_token: {env: QONTAK_TOKEN}, hmac_client_id: {env: QONTAK_HMAC_ID}}}")
	assert.Contains(t, out, "Mind, Published: Access token is stored, and has no effect while Sign-in method (auth) is hmac.\n")
	assert.Contains(t, out, "Mind, Published: Still missing: Account code, Channel Integration ID, HMAC client secret.\n")
	shown := showed(t, b)
	assert.True(t, shown.Secrets["access_token"].Unused)
	assert.False(t, shown.Secrets["hmac_client_id"].Unused)
	assert.Equal(t, []string{"Account code", "Channel Integration ID", "HMAC client secret"}, shown.Missing)
	text := b.must("show")
	assert.Regexp(t, `(?m)^Access token .*, not used now$`, text)
	assert.Contains(t, text, "Missing: Account code, Channel Integration ID, HMAC client secret\n")
	b.put("published", "{fields: {auth: bearer}}")
	shown = showed(t, b)
	assert.Equal(t, []string{"Account code", "Channel Integration ID"}, shown.Missing)
	assert.True(t, shown.Secrets["hmac_client_id"].Unused)
	assert.NotContains(t, shown.Secrets, "hmac_client_secret")
	assert.NotContains(t, b.must("show"), "HMAC client secret")
	assert.Contains(t, b.must("secret", "set", "hmac_client_secret", "--from-env", "QONTAK_HMAC_SECRET"),
		"Mind: HMAC client secret is stored, and has no effect while Sign-in method (auth) is bearer.\n")

	coster := b.put("published", "{protocol: coster, fields: {account_id: \""+b.coster.AccountID+"\", division_id: \""+b.coster.DivisionID+"\"}}")
	assert.Contains(t, coster, "Still missing: Account code, Conversation token or Push token. The conversation token answers customers, the push token sends templates.")
	assert.Contains(t, b.must("show"), "Missing: Account code, Conversation token or Push token\n")
	assert.NotContains(t, b.put("published", "{account_code: 0811-5550-0455, secrets: {push_token: {env: COSTER_PUSH}}}"), "Mind")
	assert.Empty(t, showed(t, b).Missing)
}
