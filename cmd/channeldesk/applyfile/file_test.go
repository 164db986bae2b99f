package applyfile

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

const whole = `# a comment
agent: Nusantara Bank Assistant
environments:
  published:
    protocol: meta_cloud
    account_code: "+62 811-5550-0188"
    fields: {waba_id: "102200000000201", phone_number_id: 106500000000301,
             graph_version: v26.0}
    secrets: {access_token: {env: META_TOKEN}, app_secret: {file: app-secret.txt}}
    session:
      ask_user_to_end: true
      ask_more_after: 10m
      end_confirmation_after: 90s
      closing_text: |
        Thank you.
        Bye.
      answers: {ask_more_yes: Ya, end_no: "Tidak"}
    forward: {url: "https://agent.example/in"}
  draft: none
`

const wholeJSON = `{
	"agent": "Nusantara Bank Assistant",
	"environments": {
		"published": {
			"protocol": "meta_cloud",
			"account_code": "+62 811-5550-0188",
			"fields": {"waba_id": "102200000000201", "phone_number_id": 106500000000301, "graph_version": "v26.0"},
			"secrets": {"access_token": {"env": "META_TOKEN"}, "app_secret": {"file": "app-secret.txt"}},
			"session": {"ask_user_to_end": true, "ask_more_after": "10m", "end_confirmation_after": "90s",
				"closing_text": "Thank you.\nBye.\n", "answers": {"ask_more_yes": "Ya", "end_no": "Tidak"}},
			"forward": {"url": "https://agent.example/in"}
		},
		"draft": "none"
	}
}`

func TestParseReadsEveryKey(t *testing.T) {
	for name, source := range map[string]string{
		"channel.yaml":   whole,
		"channel.json":   wholeJSON,
		"standard input": wholeJSON,
		"windows.yaml":   "\xef\xbb\xbf" + strings.ReplaceAll(whole, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Parse(name, []byte(source))
			require.NoError(t, err)
			assert.Equal(t, "Nusantara Bank Assistant", f.Agent.Text)
			assert.True(t, f.NoDraft)
			assert.Nil(t, f.Draft)
			c := f.Published
			require.NotNil(t, c)
			assert.Equal(t, "meta_cloud", c.Protocol.Text)
			assert.Equal(t, "+62 811-5550-0188", c.AccountCode.Text)
			assert.Equal(t, []string{"waba_id=102200000000201", "phone_number_id=106500000000301", "graph_version=v26.0"}, pairs(c))
			require.Len(t, c.Secrets, 2)
			assert.Equal(t, Source{Name: "access_token", Key: c.Secrets[0].Key, Origin: FromEnv, From: "META_TOKEN", At: c.Secrets[0].At}, c.Secrets[0])
			assert.Equal(t, FromFile, c.Secrets[1].Origin)
			s := app.DefaultSession()
			c.Session(&s)
			assert.True(t, s.AskUserToEnd)
			assert.Equal(t, 10*time.Minute, s.AskMoreAfter)
			assert.Equal(t, 90*time.Second, s.EndConfirmationAfter)
			assert.Equal(t, "Thank you.\nBye.\n", s.ClosingText)
			assert.Equal(t, []string{"Ya", "No", "End chat", "Tidak"}, []string{s.AskMoreYes, s.AskMoreNo, s.EndYes, s.EndNo})
			assert.Equal(t, "https://agent.example/in", c.Forward.Text)
		})
	}
}

func pairs(c *Config) (out []string) {
	for _, f := range c.Fields {
		out = append(out, f.Name+"="+f.Text)
	}
	return out
}

// head puts settings under published, in line 4 and column 5.
func head(settings string) string {
	return "agent: A\nenvironments:\n  published:\n    " + strings.ReplaceAll(settings, "\n", "\n    ")
}

var wrong = []struct {
	name, source string
	want         []string // line:column sentence
}{
	{"empty", "", []string{"1:1 The file is empty."}},
	{"only comments", "# nothing\n", []string{"1:1 The file is empty."}},
	{"only a separator", "---\n", []string{"1:1 The file is empty."}},
	{"too large", strings.Repeat("#", 1<<20), []string{"1:1 The file is larger than 256 KB. Is it the right one?"}},
	{"UTF-16", "\xff\xfea\x00g\x00", []string{"1:1 The file is saved as UTF-16. Save it as UTF-8."}},
	{"UTF-16 the other way", "\xfe\xff\x00a\x00g", []string{"1:1 The file is saved as UTF-16. Save it as UTF-8."}},
	{"not UTF-8", "agent: caf\xe9\n", []string{"1:11 The file is not UTF-8 text here. Save it as UTF-8."}},
	{"zero byte", "agent: A\nx: \x00\n", []string{"2:4 There is a zero byte here. This is not a text file."}},
	{"escape", "agent: \x1b[31m\n", []string{"1:8 There is a control character here. Remove it."}},
	{"lone carriage return", "agent: A\renvironments: {}", []string{"1:9 There is a carriage return without a line feed here. Save the file with ordinary line ends."}},
	{"tab", "agent: A\nenvironments:\n\tpublished: {}\n", []string{"3:1 There is a tab in front of this line. YAML takes only blanks there."}},
	{"tab after blanks", "agent: A\nenvironments:\n  \tpublished: {}\n", []string{"3:3 There is a tab in front of this line. YAML takes only blanks there."}},
	{"a list", "- agent: A\n", []string{"1:1 The file takes a group of keys, not a list."}},
	{"a text", "agent\n", []string{"1:1 The file takes a group of keys, not text."}},
	{"nothing there", "null\n", []string{"1:1 The file has no value. Leave the line out to keep what there is, or write \"\" to clear it."}},
	{"open quote", "agent: \"A\nenvironments: {}\n", []string{"1:8 This is not YAML: could not find end character of double-quoted text."}},
	{"open bracket", "agent: A\nenvironments: {published: {\n", []string{"2:27 This is not YAML: could not find flow mapping end token '}'."}},
	{"bad indentation", "agent: A\nenvironments:\n    published: {}\n  draft: none\n", []string{"4:3 This is not YAML: value is not allowed in this context."}},
	{"second document", "agent: A\nenvironments: {}\n---\nagent: B\n", []string{"4:6 A second document begins here. A file describes one agent."}},
	{"anchor", "agent: &a A\nenvironments: {}\n", []string{"1:8 References (&, * and <<) are not used in these files. Write the value itself; text that begins with one of these needs quotes."}},
	{"alias", "agent: *a\n", []string{"1:8 References (&, * and <<) are not used in these files. Write the value itself; text that begins with one of these needs quotes."}},
	{"merge", "agent: A\nenvironments:\n  published:\n    <<: {}\n", []string{"4:5 References (&, * and <<) are not used in these files. Write the value itself; text that begins with one of these needs quotes."}},
	{"tag", "agent: !!binary aGk=\n", []string{"1:8 Tags (!) are not used in these files. Text that begins with an exclamation mark needs quotes."}},
	{"deep brackets", strings.Repeat("[", 200_000), []string{"1:17 The file is nested too deeply here."}},
	{"deep braces", strings.Repeat("{a: ", 60_000), []string{"1:65 The file is nested too deeply here."}},
	{"deep dashes", strings.Repeat("- ", 100_000), []string{"1:33 The file is nested too deeply here."}},
	{"no agent", "environments: {}\n", []string{"1:1 The key agent is missing."}},
	{"no environments", "agent: A\n", []string{"1:1 The key environments is missing."}},
	{"unknown key", "agnt: A\nagent: A\nenvironments: {}\n", []string{"1:1 agnt is not a key that belongs here. Did you mean agent?"}},
	{"unknown key, no idea", "colour: A\nagent: A\nenvironments: {}\n", []string{"1:1 colour is not a key that belongs here. Possible here: agent, environments."}},
	{"unknown key that may be a secret", "EAAB123: A\nagent: A\nenvironments: {}\n", []string{"1:1 This is not a key that belongs here. Possible here: agent, environments."}},
	{"unknown environment", "agent: A\nenvironments: {staging: {}}\n", []string{"2:16 staging is not a key that belongs here. Possible here: published, draft."}},
	{"twice", "agent: A\nagent: B\nenvironments: {}\n", []string{"2:1 agent stands here a second time. The first is in line 1."}},
	{"number key", "agent: A\nenvironments: {}\n7: x\n", []string{"3:1 A key must be a word."}},
	{"agent is a list", "agent: [A]\nenvironments: {}\n", []string{"1:8 agent takes text, not a list. Put it in quotes."}},
	{"agent is true", "agent: true\nenvironments: {}\n", []string{"1:8 agent takes text, not true or false. Put it in quotes."}},
	{"no value", "agent:\nenvironments: {}\n", []string{"1:7 agent has no value. Leave the line out to keep what there is, or write \"\" to clear it."}},
	{"draft is another word", "agent: A\nenvironments: {draft: nothing}\n", []string{"2:23 draft takes a group of keys, or the word none."}},
	{"published is a word", "agent: A\nenvironments: {published: none}\n", []string{"2:27 published takes a group of keys, not text."}},
	{"decimal number", head("fields: {graph_version: 26.0}\n"), []string{"4:29 graph_version takes text, not a number. Put it in quotes."}},
	{"hexadecimal number", head("fields: {waba_id: 0x1f}\n"), []string{"4:23 waba_id takes text, not a number. Put it in quotes."}},
	{"flag in words", head("session: {ask_user_to_end: yes}\n"), []string{"4:32 ask_user_to_end takes true or false, not text."}},
	{"delay without unit", head("session:\n  ask_more_after: 10\n"), []string{"5:23 ask_more_after takes a time with its unit, for example 10m, 90s or 1h."}},
	{"delay in words", head("session: {ask_more_after: ten minutes}\n"), []string{"4:31 ask_more_after takes a time with its unit, for example 10m, 90s or 1h."}},
	{"delay below a second", head("session: {ask_more_after: 1500ms}\n"), []string{"4:31 ask_more_after takes a time with its unit, for example 10m, 90s or 1h."}},
	{"negative delay", head("session: {ask_more_after: -10m}\n"), []string{"4:31 ask_more_after takes a time with its unit, for example 10m, 90s or 1h."}},
	{"unknown answer", head("session: {answers: {ja: x}}\n"), []string{"4:25 ja is not a key that belongs here. Possible here: ask_more_yes, ask_more_no, end_yes, end_no."}},
	{"forward without url", head("forward: {}\n"), []string{"4:14 The key url is missing under forward."}},
	{"secret in the file", head("secrets: {access_token: EAAB1234567890}\n"), []string{"4:29 A secret must not stand in the file. Say where it is: {env: NAME}, {file: PATH} or {stdin: true}."}},
	{"secret as variable name", head("secrets: {access_token: {env: EAAB-12.34}}\n"), []string{"4:35 This is not the name of an environment variable. Write its name, not its value."}},
	{"secret with two sources", head("secrets: {access_token: {env: A, file: b}}\n"), []string{"4:29 access_token takes exactly one of env, file and stdin."}},
	{"secret without source", head("secrets: {access_token: {}}\n"), []string{"4:29 access_token takes exactly one of env, file and stdin."}},
	{"secret from elsewhere", head("secrets: {access_token: {vault: x}}\n"), []string{"4:30 vault is not a key that belongs here. Possible here: env, file, stdin."}},
	{"stdin false", head("secrets: {access_token: {stdin: false}}\n"), []string{"4:37 Write stdin: true, or leave the secret out."}},
	{"empty file name", head("secrets: {access_token: {file: \" \"}}\n"), []string{"4:36 The file name is empty."}},
	{"several at once", "agnt: A\nenvironments:\n  published: {protocol: [x], session: {ask_user_to_end: 1}}\n  draft: 7\n", []string{
		"1:1 agnt is not a key that belongs here. Did you mean agent?",
		"1:1 The key agent is missing.",
		"3:25 protocol takes text, not a list. Put it in quotes.",
		"3:57 ask_user_to_end takes true or false, not a number.",
		"4:10 draft takes a group of keys, or the word none.",
	}},
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for _, c := range wrong {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			assert.Equal(t, c.want, problemsOf(t, "f.yaml", c.source))
			assert.Less(t, time.Since(start), 5*time.Second)
		})
	}
}

func TestParseSaysWhatIsWrongInJSON(t *testing.T) {
	for _, c := range []struct {
		name, source string
		want         []string
	}{
		{"cut off", `{"agent": "A",`, []string{"1:15 This is not JSON. Something is missing or too much here."}},
		{"no comma", "{\n\t\"agent\": \"A\"\n\t\"environments\": {}\n}", []string{"3:2 This is not JSON. Something is missing or too much here."}},
		{"more behind", `{"agent": "A", "environments": {}} {}`, []string{"1:36 There is something behind the end of the JSON object."}},
		{"deep", strings.Repeat("[", 200_000), []string{"1:17 The file is nested too deeply here."}},
		{"deeper with keys", strings.Repeat(`{"a":`, 50_000), []string{"1:81 The file is nested too deeply here."}},
		{"unknown key", "{\n\t\"agent\": \"A\",\n\t\"enviroments\": {},\n\t\"environments\": {}\n}", []string{"3:2 enviroments is not a key that belongs here. Did you mean environments?"}},
		{"null", `{"agent": null, "environments": {}}`, []string{"1:11 agent has no value. Leave the line out to keep what there is, or write \"\" to clear it."}},
		{"twice", `{"agent": "A", "agent": "B", "environments": {}}`, []string{"1:16 agent stands here a second time. The first is in line 1."}},
		{"a list", `[1, {"a": [2]}]`, []string{"1:1 The file takes a group of keys, not a list."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, problemsOf(t, "f.json", c.source))
		})
	}
}

func problemsOf(t *testing.T, name, source string) []string {
	t.Helper()
	_, err := Parse(name, []byte(source))
	var p *Problems
	require.True(t, errors.As(err, &p), "error %v", err)
	var got []string
	for _, one := range p.List {
		got = append(got, fmt.Sprintf("%d:%d %s", one.Line, one.Column, one.Message))
	}
	return got
}

// A file may be anything: reading it never panics and never takes long.
func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add(wholeJSON)
	for _, c := range wrong {
		if len(c.source) < 1000 {
			f.Add(c.source)
		}
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, name := range []string{"f.yaml", "f.json", "-"} {
			file, err := Parse(name, []byte(source))
			if (file == nil) == (err == nil) {
				t.Fatal("neither a file nor a problem, or both")
			}
		}
	})
}
