package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func TestWrongUsage(t *testing.T) {
	b := newBench(t)
	token := b.values.Token
	for name, args := range map[string][]string{
		"unknown flag":              {"show", "--colour"},
		"unknown verb":              {"frobnicate"},
		"secret as argument":        {"secret", "set", "access_token", token},
		"secret as two arguments":   {"secret", "set", "access_token", "x", token},
		"secret as flag value":      {"secret", "set", "access_token", "--value=" + token},
		"secret as flag":            {"secret", "set", "access_token", "--" + token},
		"secret as verb":            {token},
		"secret as environment":     {"show", "--env", token},
		"secret as store":           {"show", "--secrets", token},
		"secret as switch":          {"show", "--yes=" + token},
		"secret as format":          {"handoff", "-o", "-", "--format", token},
		"missing flag":              {"apply"},
		"missing argument":          {"secret", "set"},
		"two sources":               {"secret", "set", "access_token", "--stdin", "--from-env", "A"},
		"wrong environment":         {"show", "--env", "staging"},
		"apply without a file":      {"apply", "-f"},
		"webhook secret typed":      {"webhook-secret", "regenerate", token},
		"unknown overlap":           {"webhook-secret", "regenerate", "--overlap", token},
		"settings without a value":  {"settings", "set", "contact"},
		"settings of no such name":  {"settings", "get", token},
		"publish an unknown group":  {"publish", "--with", token},
		"a verb without the second": {"webhook"},
	} {
		t.Run(name, func(t *testing.T) {
			r := b.run(args...)
			assert.Equal(t, exitUsage, r.code, r.err)
			assert.Empty(t, r.out)
			assert.Contains(t, r.err, "[usage]")
			assert.NotContains(t, r.err, token)
			asJSON := b.run(append([]string{"--json"}, args...)...)
			assert.Equal(t, exitUsage, asJSON.code)
			assert.NotContains(t, asJSON.err, token)
			var e struct{ Error map[string]any }
			require.NoError(t, json.Unmarshal([]byte(asJSON.err), &e), asJSON.err)
			assert.Equal(t, "usage", e.Error["code"])
		})
	}
	_, err := os.Stat(b.data)
	assert.True(t, os.IsNotExist(err), "wrong usage made a data folder")
}

func TestSecretSet(t *testing.T) {
	b := readyBench(t)
	assert.Contains(t, b.must("secret", "set", "access_token", "--from-env", "SANDBOX_TOKEN"), "same as before")
	assert.Contains(t, b.must("secret", "set", "app_secret", "--from-file", b.file("s.txt", b.values.WrongAppSecret+"\r\n")), "App Secret stored in Published")
	r := b.runWith(b.values.AppSecret+"\n", "secret", "set", "app_secret", "--stdin")
	assert.Equal(t, exitDone, r.code)
	assert.Contains(t, b.must("show"), "version 3")
	assert.Equal(t, exitUsage, b.run("secret", "set", "app_secret").code, "nobody can be asked")
	assert.Equal(t, exitUsage, b.run("secret", "set", "webhook_secret", "--stdin").code)
	assert.Equal(t, exitUsage, b.run("secret", "set", "password", "--stdin").code)
	assert.Equal(t, exitFailed, b.run("secret", "set", "app_secret", "--stdin").code, "nothing on standard input")

	b.console.interactive = true
	b.console.hidden = func() (string, error) { return b.values.WrongAppSecret, nil }
	asked := b.run("secret", "set", "app_secret")
	assert.Equal(t, exitDone, asked.code)
	assert.Equal(t, "App Secret: \n", asked.err)
	no := b.runWith("n\n", "webhook-secret", "show")
	assert.Equal(t, exitFailed, no.code)
	assert.Contains(t, no.err, "[cancelled]")
	assert.Equal(t, exitDone, b.runWith("y\n", "webhook-secret", "show").code)
}

func TestMembersOnTheCommandLine(t *testing.T) {
	b := readyBench(t)
	t.Setenv(memberVar, "Nobody Known")
	r := b.run("show")
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.err, "There is no member called Nobody Known in this workspace.")
	t.Setenv(memberVar, "")
	assert.Equal(t, exitDone, b.run("show").code)
}

func TestDoctorExplainsADamagedDatabase(t *testing.T) {
	b := readyBench(t)
	require.NoError(t, os.WriteFile(filepath.Join(b.data, "channeldesk.db"), []byte(strings.Repeat("not a database", 1000)), 0o600))
	require.NoError(t, os.Chmod(filepath.Join(b.data, "channeldesk.db"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(b.data, crashName), []byte("panic: x"), 0o600))
	r := b.run("doctor")
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.out, "failed   Database: ")
	assert.Contains(t, r.out, "warning  Crash file: 8 bytes")
	if runtime.GOOS != "windows" {
		assert.Contains(t, r.out, "warning  Files: others on this computer can read channeldesk.db")
	}
	assert.Contains(t, r.err, "[doctor_failed]")
}

// Why a database cannot be opened stands in the log, for who is asked about it.
func TestLogSaysWhyTheDatabaseDoesNotOpen(t *testing.T) {
	b := readyBench(t)
	require.NoError(t, os.WriteFile(filepath.Join(b.data, "channeldesk.db"), []byte(strings.Repeat("not a database", 1000)), 0o600))
	require.Equal(t, exitFailed, b.run("show").code)
	log, err := os.ReadFile(filepath.Join(b.data, logFolder, logFile))
	require.NoError(t, err)
	require.Contains(t, string(log), `"msg":"open the database"`)
	require.Contains(t, string(log), "file is not a database")
}

func TestDoctorNamesLostSecrets(t *testing.T) {
	b := readyBench(t)
	b.memory = nil // another run's memory holds nothing
	r := b.run("doctor", "--json")
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.out, "access_token is not in the secret store any more.")
	shown := b.run("show")
	assert.Equal(t, exitDone, shown.code, "showing settings needs no secret")
	check := b.run("check")
	assert.Equal(t, exitFailed, check.code)
	assert.Contains(t, check.err, "[secret_missing]")
}

func TestSandboxVerb(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"sandbox", "--json", "--show-values"}, console{out: in, err: io.Discard}, environment{})
		_ = in.Close()
	}()
	var told struct {
		Meta struct {
			Address string            `json:"api_address"`
			Values  map[string]string `json:"values"`
		} `json:"meta_cloud"`
	}
	require.NoError(t, json.NewDecoder(out).Decode(&told))
	assert.Regexp(t, `^http://127\.0\.0\.1:\d+/meta$`, told.Meta.Address)
	assert.NotEmpty(t, told.Meta.Values["access_token"])
	go func() { _, _ = io.Copy(io.Discard, out) }()
	stop()
	assert.Equal(t, exitDone, <-done)
	refused := run(t.Context(), []string{"sandbox", "--listen", "0.0.0.0:0"}, console{out: io.Discard, err: io.Discard}, environment{})
	assert.Equal(t, exitFailed, refused)
}

func TestTheLogMasksSecretsAndPhoneNumbers(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(newLogHandler(&out, slog.LevelDebug))
	secret := "EAAB1234567890abcdefghij"
	hidden := app.NewSecret(secret)
	log.Info("call +6281155500188 or +62 811-5550-0188 with "+secret,
		"secret", hidden, "pointer", &hidden, "in", struct{ Token app.Secret }{hidden}, "list", []app.Secret{hidden},
		"err", io.ErrUnexpectedEOF, "text", "Bearer abc.def", "number", "+6281155500188", "id", "106500000000301",
		slog.Group("group", "secret", hidden, "number", "+6281155500188"), "map", map[string]any{"n": "+6281155500188", "s": hidden})
	line := out.String()
	require.True(t, json.Valid(out.Bytes()), line)
	for _, leak := range []string{secret, "81155500188", "5550-0188", "abc.def"} {
		assert.NotContains(t, line, leak)
	}
	assert.Contains(t, line, `"id":"106500000000301"`)
	assert.Contains(t, line, `"err":"unexpected EOF"`)
}

func TestASecondStartRaisesTheWindow(t *testing.T) {
	b := newBench(t)
	open := func() *workspace {
		s := &session{ctx: t.Context(), console: console{out: io.Discard, err: io.Discard}, flags: globals{Data: b.data, Secrets: "memory"}}
		w, err := openWorkspace(s)
		require.NoError(t, err)
		return w
	}
	first, second := open(), open()
	raise, isFirst, err := first.becomeWindow(t.Context())
	require.NoError(t, err)
	require.True(t, isFirst)
	_, isFirst, err = second.becomeWindow(t.Context())
	require.NoError(t, err)
	require.False(t, isFirst)
	select {
	case <-raise:
	case <-time.After(10 * time.Second):
		t.Fatal("the first window heard nothing")
	}
	first.keepTidy()
	first.Close()
	_, err = os.Stat(filepath.Join(b.data, instanceName))
	assert.True(t, os.IsNotExist(err))
	_, isFirst, err = second.becomeWindow(t.Context())
	require.NoError(t, err)
	assert.True(t, isFirst, "the second becomes the window once the first has gone")
	second.Close()
}
