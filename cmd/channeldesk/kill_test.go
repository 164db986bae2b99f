package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/storage/secret"
)

// The variables that tell a child what to change.
const (
	loopDataVar  = "CHANNELDESK_TEST_DATA"
	loopFilesVar = "CHANNELDESK_TEST_FILES"
)

// changeForever is the child that gets killed: it changes the workspace verb
// after verb, in an order of its own.
func changeForever() {
	data, files := os.Getenv(loopDataVar), os.Getenv(loopFilesVar)
	verbs := [][]string{
		{"apply", "-f", filepath.Join(files, "a.yaml")},
		{"apply", "-f", filepath.Join(files, "b.yaml")},
		{"secret", "set", "app_secret", "--from-file", filepath.Join(files, "secret-1")},
		{"secret", "set", "app_secret", "--from-file", filepath.Join(files, "secret-2")},
		{"webhook-secret", "regenerate"},
		{"webhook-secret", "regenerate", "--leaked", "--yes"},
		{"draft", "create"},
		{"apply", "-f", filepath.Join(files, "draft.yaml")},
		{"publish", "--yes", "--with", "credentials,identity"},
		{"draft", "delete", "--yes"},
	}
	fmt.Println("ready") // the moment of the kill counts from here
	for {
		args := append([]string{"--data", data, "--secrets", "file"}, verbs[rand.IntN(len(verbs))]...)
		run(context.Background(), args, console{in: strings.NewReader(""), out: io.Discard, err: io.Discard}, environment{})
	}
}

// Killed at any moment, the workspace opens, is whole, and no secret is without
// its reference nor a reference without its secret.
func TestKillDuringChanges(t *testing.T) {
	rounds := 30
	if testing.Short() {
		rounds = 5
	}
	if os.Getenv("CHANNELDESK_SOAK") != "" {
		rounds = 200
	}
	b := newBench(t)
	key := b.useFileStore()
	side := func(number, token string) string {
		return strings.NewReplacer("+62 811-5550-0188", number, "SANDBOX_TOKEN", token, ", app_secret: {env: SANDBOX_APP_SECRET}", "").Replace(b.good())
	}
	b.file("a.yaml", side("+6281155500188", "TOKEN_A"))
	b.file("b.yaml", side("+6281155500277", "TOKEN_B"))
	b.file("draft.yaml", "agent: Nusantara Bank Assistant\nenvironments: {draft: {session: {ask_more_after: 1h}, secrets: {app_secret: {file: secret-3}}}}\n")
	for _, n := range []string{"1", "2", "3"} {
		b.file("secret-"+n, strings.Repeat(n, 32))
	}
	t.Setenv("TOKEN_A", b.values.Token)
	t.Setenv("TOKEN_B", b.values.ExpiringToken)
	t.Setenv(loopDataVar, b.data)
	t.Setenv(loopFilesVar, b.files)
	tokens := map[string]string{"+6281155500188": b.values.Token, "+6281155500277": b.values.ExpiringToken}
	versions := 0
	for round := range rounds {
		killOne(t)
		versions = b.mustBeWhole(round, key, tokens)
		if t.Failed() {
			return
		}
	}
	assert.Greater(t, versions, 1, "the children hardly changed anything")
}

// killOne starts a child and kills it at a random moment.
func killOne(t *testing.T) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), childVar+"=loop")
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	_, err = io.ReadFull(out, make([]byte, 1))
	require.NoError(t, err)
	// The moment is what this test is about; nothing is waited for.
	timer := time.NewTimer(time.Duration(rand.IntN(400)) * time.Millisecond)
	<-timer.C
	require.NoError(t, c.Process.Kill())
	_ = c.Wait()
	assert.Empty(t, said.String())
}

// mustBeWhole opens the workspace as a run does and gives the published version.
func (b *bench) mustBeWhole(round int, key *age.X25519Identity, tokens map[string]string) int {
	t := b.t
	t.Helper()
	s := &session{ctx: t.Context(), console: console{out: io.Discard, err: io.Discard}, flags: globals{Data: b.data, Secrets: "file"}}
	w, err := openWorkspace(s)
	require.NoError(t, err, "round %d", round)
	defer w.Close()
	wrong, err := w.Store.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, wrong, "round %d", round)
	lost, err := w.Channel.Lost(t.Context())
	require.NoError(t, err)
	require.Empty(t, lost, "round %d: references without their secret", round)
	w.tidy(t.Context())
	require.False(t, w.hasOrphans(t.Context()), "round %d: secrets without owner after the sweep", round)

	version := 0
	known := map[app.SecretRef]bool{}
	require.NoError(t, w.Store.View(t.Context(), func(tx app.Tx) error {
		channels, err := tx.ListChannels()
		require.NoError(t, err)
		for _, c := range channels {
			for _, ref := range c.Refs() {
				known[ref] = true
			}
			all, err := tx.ListVersions(c.ID)
			require.NoError(t, err)
			for _, v := range all {
				for _, ref := range v.Snapshot.Refs() {
					known[ref] = true
				}
			}
			if c.Environment == app.Published && c.Version > 0 {
				version = c.Version
				require.Len(t, all, c.Version)
				assertVersion(t, round, c, all[0])
				token, err := w.Secrets.Get(t.Context(), c.Secrets["access_token"].Ref)
				require.NoError(t, err)
				require.Equal(t, tokens[c.AccountCode], token.Expose(), "round %d: number and token of two files", round)
			}
		}
		return nil
	}))
	for ref := range storedRefs(t, filepath.Join(b.data, secret.ValuesFile), key) {
		require.True(t, known[ref], "round %d: a stored value that nothing refers to", round)
	}
	return version
}

// assertVersion holds Published against its newest version.
func assertVersion(t *testing.T, round int, c app.Channel, v app.Version) {
	t.Helper()
	kept := v.Snapshot
	require.Equal(t, c.Version, v.Number, "round %d", round)
	require.Equal(t, []any{c.Protocol, c.AccountCode, c.Fields, c.Session, c.Forward},
		[]any{kept.Protocol, kept.AccountCode, kept.Fields, kept.Session, kept.Forward}, "round %d", round)
	for name, info := range c.Secrets {
		require.Equal(t, info.Ref, kept.Secrets[name].Ref, "round %d", round)
	}
}

// storedRefs reads the names of all values in the encrypted store.
func storedRefs(t *testing.T, path string, key *age.X25519Identity) map[app.SecretRef][]byte {
	t.Helper()
	values := map[app.SecretRef][]byte{}
	sealed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return values
	}
	require.NoError(t, err)
	r, err := age.Decrypt(bytes.NewReader(sealed), key)
	require.NoError(t, err)
	plain, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(plain, &values))
	return values
}
