package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/storage/secret"
)

const (
	testPassphrase   = "correct horse battery staple 42"
	memberPassphrase = "seven lucky paper boats"
	foreignSecret    = "2f9c1a77aa61f0c4e8b35d90"
)

// useFileStore keeps secrets in the encrypted file, whose key opens quickly.
func (b *bench) useFileStore() *age.X25519Identity {
	b.t.Helper()
	b.t.Setenv(passphraseFileVar, b.file("passphrase", testPassphrase+"\n"))
	key, err := age.GenerateX25519Identity()
	require.NoError(b.t, err)
	to, err := age.NewScryptRecipient(testPassphrase)
	require.NoError(b.t, err)
	to.SetWorkFactor(8)
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, to)
	require.NoError(b.t, err)
	_, err = w.Write([]byte(key.String()))
	require.NoError(b.t, err)
	require.NoError(b.t, w.Close())
	require.NoError(b.t, os.MkdirAll(b.data, 0o700))
	require.NoError(b.t, os.WriteFile(filepath.Join(b.data, secret.KeyFile), sealed.Bytes(), 0o600))
	b.must("settings", "set", "secret-store", "file")
	return key
}

// A whole working day leaves no byte of any secret in the data folder, the log
// or anything that was printed, but for the two verbs that print one on request.
func TestNoSecretIsLeftBehind(t *testing.T) {
	b := newBench(t)
	t.Setenv("CHANNELDESK_LOG", "debug")
	b.useFileStore()
	file := func(args ...string) result { return b.run(append([]string{"--secrets", "file"}, args...)...) }
	quiet := func(args ...string) string { // what it prints is meant to be secret
		before := b.printed.String()
		r := file(args...)
		require.Equal(t, exitDone, r.code, r.err)
		b.printed.Reset()
		b.printed.WriteString(before)
		return strings.TrimSpace(r.out)
	}
	var webhook []string
	ok := func(args ...string) {
		r := file(args...)
		require.Equal(t, exitDone, r.code, "%v: %s", args, r.err)
	}
	ok("settings", "set", "public-address", "https://wa.example")
	ok("apply", "-f", b.file("channel.yaml", b.good()))
	webhook = append(webhook, quiet("webhook-secret", "show", "--yes"))
	t.Setenv("OTHER", b.values.ExpiringToken)
	for _, args := range [][]string{
		{"check"}, {"subscribe"}, {"check", "--json"}, {"numbers"}, {"webhook", "read"}, {"draft", "create"},
		{"--env", "draft", "secret", "set", "access_token", "--from-env", "OTHER"},
		{"--env", "draft", "check"}, {"publish", "--yes", "--with", "credentials"}, {"publish", "--yes", "--with", "identity"},
		{"webhook-secret", "regenerate"}, {"show", "--json"}, {"doctor", "--online"}, {"webhook", "set", "--yes"},
		{"secret", "set", "access_token", b.values.Token}, {"secret", "set", "access_token", "--from-env", "NOTHING"},
		{"apply", "-f", b.file("bad.yaml", "agent: A\nenvironments: {published: {secrets: {access_token: "+b.values.Token+"}}}")},
		{"handoff", "-o", filepath.Join(b.data, "sheet.txt")}, {"handoff", "--format", "pdf", "-o", filepath.Join(b.data, "sheet.pdf")},
	} {
		file(args...)
	}
	webhook = append(webhook, quiet("webhook-secret", "show", "--yes"))
	quiet("handoff", "--include-secret", "-o", "-")
	ok("draft", "delete", "--yes")

	t.Setenv("OWN", memberPassphrase)
	b.sb.Qontak.SetEndpoint(b.qontak.OrganisationID, "https://old.example/in/"+foreignSecret)
	for name, settings := range map[string]string{"bearer": b.qontakSettings(false), "hmac": b.qontakSettings(true), "coster": b.costerSettings()} {
		ok("apply", "-f", b.file(name+".yaml", "agent: "+name+"\nenvironments: {published: "+settings+"}\n"))
		webhook = append(webhook, quiet("webhook-secret", "show", "--yes", "--agent", name))
		for _, args := range [][]string{
			{"register"}, {"register", "--read"}, {"register", "--yes", "--json"}, {"check"}, {"numbers"}, {"show", "--json"}, {"versions", "--json"},
			{"test-message", "--yes", "--to", b.coster.Customer, "--text", "Halo"}, {"handoff", "-o", filepath.Join(b.data, "sheet.txt")},
			{"webhook-secret", "regenerate", "--leaked", "--yes"}, {"register", "--yes"}, {"register", "--remove", "--yes"}, {"restore", "1", "--yes"},
			{"activity", "export", "-o", filepath.Join(b.data, "activity.csv")},
		} {
			file(append(args, "--agent", name)...)
		}
		webhook = append(webhook, quiet("webhook-secret", "show", "--yes", "--agent", name))
	}
	ok("apply", "-f", b.file("turned.yaml", "agent: coster\nenvironments: {published: "+b.qontakSettings(true)+"}\n"))
	ok("members", "add", "Dewi", "--role", "owner", "--passphrase-env", "OWN")
	t.Setenv(memberPassphraseVar, b.file("own", memberPassphrase+"\n"))
	ok("--member", "Dewi", "activity", "--all-agents", "--json", "--limit", "500")
	ok("--member", "Dewi", "members", "passphrase", "--remove", "--yes")

	secrets := append([]string{testPassphrase, b.values.Token, b.values.AppSecret, b.values.ExpiringToken}, webhook...)
	secrets = append(secrets, b.qontak.Token, b.qontak.HMACClientSecret, b.coster.ConversationToken, b.coster.PushToken, memberPassphrase, foreignSecret)
	searched := map[string]string{"what was printed": b.printed.String()}
	require.NoError(t, filepath.WalkDir(b.data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		searched[path] = string(data)
		return err
	}))
	require.Greater(t, len(searched), 4)
	for place, content := range searched {
		for i, s := range secrets {
			for form, pattern := range formsOf(s) {
				assert.False(t, strings.Contains(content, pattern), "secret %d as %s in %s", i, form, place)
			}
		}
	}
}

// formsOf are the ways in which a value may have been written down. Base64 is
// looked for at each of the three offsets, without its ends, which depend on
// what stands beside it.
func formsOf(s string) map[string]string {
	forms := map[string]string{
		"plain": s, "hex": hex.EncodeToString([]byte(s)), "upper hex": strings.ToUpper(hex.EncodeToString([]byte(s))),
		"URL": url.QueryEscape(s), "path": url.PathEscape(s), "last half": s[len(s)/2:], "first half": s[:len(s)/2],
	}
	for offset := range 3 {
		shifted := []byte(strings.Repeat("x", offset) + s)
		for name, encoding := range map[string]*base64.Encoding{"base64 ": base64.RawStdEncoding, "base64 URL ": base64.RawURLEncoding} {
			coded := encoding.EncodeToString(shifted)
			forms[name+itoa(offset)] = coded[4 : len(coded)-4]
		}
	}
	return forms
}
