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

const testPassphrase = "correct horse battery staple 42"

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

	secrets := append([]string{testPassphrase, b.values.Token, b.values.AppSecret, b.values.ExpiringToken}, webhook...)
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
