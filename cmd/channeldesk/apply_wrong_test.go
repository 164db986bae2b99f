package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/cmd/channeldesk/applyfile"
	"channeldesk/storage"
)

// wrongSettings are settings of Published that read well and still cannot be
// applied; they begin in line 4, column 5.
var wrongSettings = []struct {
	name, settings string
	want           []string
}{
	{"unknown protocol", "protocol: telegram", []string{"4:15 This protocol is not known. Known: meta_cloud, coster, qontak."}},
	{"unknown field", "fields: {waba: \"1\"}", []string{"4:14 Meta Cloud has no field of this name. It has: api_address, app_id, graph_version, phone_number_id, waba_id."}},
	{"unknown secret", "secrets: {token: {env: SANDBOX_TOKEN}}", []string{"4:15 Meta Cloud has no secret of this name. It has: access_token, app_secret."}},
	{"webhook secret", "secrets: {webhook_secret: {env: SANDBOX_TOKEN}}", []string{"4:15 Meta Cloud has no secret of this name. It has: access_token, app_secret."}},
	{"secret of another protocol", "secrets: {push_token: {env: SANDBOX_TOKEN}}", []string{"4:15 Meta Cloud has no secret of this name. It has: access_token, app_secret."}},
	{"no such sign-in method", "protocol: qontak\nfields: {auth: oauth}", []string{"5:20 Sign-in method must be one of these: bearer, hmac."}},
	{"no channel id of Qontak", "protocol: qontak\nfields: {channel_integration_id: \"106500000000301\"}", []string{"5:38 Channel Integration ID has 32 digits and letters from a to f in five groups, like 0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111."}},
	{"field of another protocol", "protocol: qontak\nfields: {waba_id: \"1\"}", []string{"5:14 Qontak has no field of this name. It has: api_address, auth, calls_per_minute, channel_integration_id."}},
	{"secret that Qontak has not", "protocol: qontak\nsecrets: {hmac_secret: {env: SANDBOX_TOKEN}}", []string{"5:15 Qontak has no secret of this name. It has: access_token, hmac_client_id, hmac_client_secret."}},
	{"unused secret without a value", "protocol: qontak\nfields: {auth: bearer}\nsecrets: {hmac_client_secret: {env: NOT_SET_ANYWHERE}}", []string{"6:41 The environment variable is not set, or empty. Give the name of the variable that holds the secret, and set it for this program."}},
	{"unused secret that is too long", "protocol: qontak\nsecrets: {hmac_client_id: {file: longer.txt}}", []string{"5:38 HMAC client ID has 600 characters. At most 512 fit."}},
	{"plain http to Qontak", "protocol: qontak\nfields: {api_address: \"http://api.qontak.example\"}", []string{"5:27 The address must begin with https, so that nobody on the way can read it."}},
	{"no account of Coster", "protocol: coster\nfields: {account_id: xyz, division_id: \"12\"}", []string{
		"5:26 Account ID has digits and the letters a to f only. Copy it again from the provider.",
		"5:44 Division ID is too short: 30 characters are missing.",
	}},
	{"secret that Coster has not", "protocol: coster\nsecrets: {access_token: {env: SANDBOX_TOKEN}}", []string{"5:15 Coster has no secret of this name. It has: conversation_token, push_token."}},
	{"letters in an id", "fields: {waba_id: \"12ab\"}", []string{"4:23 WhatsApp Business Account ID has digits only. Copy it again from the provider."}},
	{"phone number too long", "account_code: \"+62 811 5550 0188 9999 1\"", []string{"4:19 This has 18 digits. A phone number has at most 15. Is it the Phone number ID?"}},
	{"no phone number", "account_code: call me", []string{"4:19 A phone number has only digits, blanks, hyphens, brackets and a plus in front."}},
	{"plain http", "fields: {api_address: \"http://graph.example\"}", []string{"4:27 The address must begin with https, so that nobody on the way can read it."}},
	{"wrong version", "fields: {graph_version: \"26\"}", []string{"4:29 Graph version looks like v26.0: the letter v, digits, a point, digits."}},
	{"delay too short", "session: {ask_more_after: 30s}", []string{"4:31 Wait at least 1 minute before asking."}},
	{"delays too long", "session: {ask_more_after: 20h, end_confirmation_after: 3h}", []string{"4:60 Together the waits pass the 24 hours in which WhatsApp lets us write. Make one of them shorter."}},
	{"answer too long", "session: {answers: {end_yes: " + strings.Repeat("x", 21) + "}}", []string{"4:34 The answer has 21 characters. A button takes 20."}},
	{"forward to nowhere", "forward: {url: agent}", []string{"4:20 This is not an address. Write it like https://example.com."}},
	{"variable not set", "secrets: {access_token: {env: NOT_SET_ANYWHERE}}", []string{"4:35 The environment variable is not set, or empty. Give the name of the variable that holds the secret, and set it for this program."}},
	{"file not there", "secrets: {access_token: {file: nowhere.txt}}", []string{"4:36 The file nowhere.txt cannot be read. Check its path and that you may read it."}},
	{"file is a folder", "secrets: {access_token: {file: .}}", []string{"4:36 The secret cannot be read."}},
	{"empty file", "secrets: {access_token: {file: empty.txt}}", []string{"4:36 There is no secret in it: it is empty."}},
	{"huge file", "secrets: {access_token: {file: huge.txt}}", []string{"4:36 This is much too long for a secret. Is it the right file?"}},
	{"too long for the field", "secrets: {app_secret: {file: long.txt}}", []string{"4:34 App Secret has 200 characters. At most 128 fit."}},
	{"emoji in a secret", "secrets: {access_token: {file: emoji.txt}}", []string{"4:36 Access token holds a character that no provider uses. Copy it again, without text around it."}},
	{"two from standard input", "secrets: {access_token: {stdin: true}, app_secret: {stdin: true}}", []string{"4:64 Standard input is used already. Only one thing can come from there."}},
	{"several at once", "account_code: x\nfields: {waba_id: y, app_id: \"1\"}\nsecrets: {access_token: {env: NOT_SET_ANYWHERE}}", []string{
		"4:19 A phone number has only digits, blanks, hyphens, brackets and a plus in front.",
		"5:23 WhatsApp Business Account ID has digits only. Copy it again from the provider.",
		"5:34 App ID is too short: 4 digits are missing.",
		"6:35 The environment variable is not set, or empty. Give the name of the variable that holds the secret, and set it for this program.",
	}},
}

func TestAWrongApplyFileChangesNothing(t *testing.T) {
	b := readyBench(t)
	b.must("draft", "create")
	b.file("empty.txt", " \n")
	b.file("huge.txt", strings.Repeat("x", 1<<20))
	b.file("long.txt", strings.Repeat("x", 200))
	b.file("longer.txt", strings.Repeat("x", 600))
	b.file("emoji.txt", "EAAB🙂123456789")
	before := b.dump()
	for _, c := range wrongSettings {
		t.Run(c.name, func(t *testing.T) {
			path := b.file("wrong.yaml", "agent: Nusantara Bank Assistant\nenvironments:\n  published:\n    "+strings.ReplaceAll(c.settings, "\n", "\n    ")+"\n  draft: none\n")
			r := b.runWith("first-secret", "apply", "-f", path)
			assert.Equal(t, exitFailed, r.code)
			assert.Empty(t, r.out)
			var lines strings.Builder
			for _, w := range c.want {
				lines.WriteString(path + ":" + strings.Replace(w, " ", ": ", 1) + "\n")
			}
			assert.Equal(t, lines.String()+"Nothing was changed. [invalid]\n", r.err)
			assert.Equal(t, before, b.dump())
		})
	}
}

func TestAFileThatIsNoApplyFileChangesNothing(t *testing.T) {
	b := readyBench(t)
	before := b.dump()
	token := b.values.ExpiredToken
	for name, content := range map[string]string{
		"empty":               "",
		"1 MB":                strings.Repeat("agent: A\n", 1<<17),
		"zero bytes":          "agent: \x00\x00",
		"tabs":                "agent: A\nenvironments:\n\tpublished: {}",
		"alias bomb":          "a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n",
		"deep":                strings.Repeat("[", 100_000),
		"secret in the file":  "agent: Nusantara Bank Assistant\nenvironments: {published: {secrets: {access_token: " + token + "}}}",
		"secret as a key":     "agent: Nusantara Bank Assistant\n" + token + ": x\nenvironments: {}",
		"secret as protocol":  "agent: Nusantara Bank Assistant\nenvironments: {published: {protocol: " + token + "}}",
		"secret as field":     "agent: Nusantara Bank Assistant\nenvironments: {published: {fields: {" + token + ": x}}}",
		"secret in bad YAML":  "agent: \"" + token,
		"secret as name":      "agent: Nusantara Bank Assistant\nenvironments: {published: {secrets: {" + token + ": {env: A}}}}",
		"secret as variable":  "agent: Nusantara Bank Assistant\nenvironments: {published: {secrets: {access_token: {env: " + token + "}}}}",
		"secret as id":        "agent: Nusantara Bank Assistant\nenvironments: {published: {fields: {waba_id: " + token + "}}}",
		"secret as file name": "agent: Nusantara Bank Assistant\nenvironments: {published: {secrets: {access_token: {file: x/" + token[:9] + "}}}}",
	} {
		t.Run(name, func(t *testing.T) {
			path := b.file("wrong.yaml", content)
			r := b.run("apply", "-f", path)
			assert.Equal(t, exitFailed, r.code)
			assert.Regexp(t, `wrong\.yaml:\d+:\d+: [A-Z]`, r.err)
			assert.NotContains(t, r.err, token)
			assert.NotContains(t, b.run("apply", "--json", "-f", path).err, token)
			assert.Equal(t, before, b.dump())
		})
	}
}

func TestApplyProblemsForScripts(t *testing.T) {
	b := newBench(t)
	r := b.runWith("agent: A\nenvironments: {draft: 1}\n", "apply", "-f", "-", "--json")
	assert.Equal(t, exitFailed, r.code)
	var e struct{ Error problemJSON }
	require.NoError(t, json.Unmarshal([]byte(r.err), &e))
	assert.Equal(t, problemJSON{
		Code: "invalid", Message: "draft takes a group of keys, or the word none.", File: "standard input",
		Problems: []applyfile.Problem{{Pos: applyfile.Pos{Line: 2, Column: 23}, Message: "draft takes a group of keys, or the word none."}},
	}, e.Error)
	gone := b.run("apply", "-f", filepath.Join(b.files, "gone.yaml"))
	assert.Equal(t, exitFailed, gone.code)
	assert.Contains(t, gone.err, "There is no file ")
}

func TestApplyTakesOneSecretFromStandardInput(t *testing.T) {
	b := readyBench(t)
	path := b.file("stdin.yaml", "agent: Nusantara Bank Assistant\nenvironments: {published: {secrets: {access_token: {stdin: true}}}}\n")
	r := b.runWith(b.values.ExpiringToken+"\n", "apply", "-f", path)
	assert.Equal(t, exitDone, r.code, r.err)
	assert.Contains(t, r.out, "Access token  stored -> changed\n")
	assert.Contains(t, r.out, "Published is version 2.")
	again := b.runWith(b.values.ExpiringToken, "apply", "-f", path)
	assert.Contains(t, again.out, "Nothing to change.")
}

// dump is everything that the database says of agents, channels and versions.
func (b *bench) dump() string {
	b.t.Helper()
	db, err := storage.Open(b.t.Context(), storage.Options{Dir: b.data, ReadOnly: true})
	require.NoError(b.t, err)
	defer db.Close()
	var out strings.Builder
	err = db.View(b.t.Context(), func(tx app.Tx) error {
		agents, err := tx.ListAgents()
		require.NoError(b.t, err)
		channels, err := tx.ListChannels()
		require.NoError(b.t, err)
		fmt.Fprintf(&out, "%+v\n%+v\n", agents, channels)
		for _, c := range channels {
			versions, err := tx.ListVersions(c.ID)
			require.NoError(b.t, err)
			fmt.Fprintf(&out, "%+v\n", versions)
		}
		activity, err := tx.ListActivity(0, 1000)
		fmt.Fprintf(&out, "%+v\n", activity)
		return err
	})
	require.NoError(b.t, err)
	return out.String()
}
