package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Without a keychain the program explains itself, changes nothing, and whatever
// needs no secret works on.
func TestNoKeychain(t *testing.T) {
	b := newBench(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "no-bus"))
	path := b.file("channel.yaml", b.good())
	r := b.run("--secrets", "keychain", "apply", "-f", path)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.err, "[secrets_unavailable]")
	assert.Contains(t, b.run("show").err, "There is no agent yet.", "a part of the file was applied")

	b.setUp()
	assert.Equal(t, exitDone, b.run("--secrets", "keychain", "show").code)
	set := b.run("--secrets", "keychain", "secret", "set", "app_secret", "--from-env", "SANDBOX_TOKEN")
	assert.Equal(t, exitFailed, set.code)
	assert.Contains(t, set.err, "[")
	doctor := b.run("--secrets", "keychain", "doctor")
	assert.Equal(t, exitFailed, doctor.code)
	assert.Contains(t, doctor.out, "failed   Place of new secrets: ")
	assert.Contains(t, b.must("show"), "version 1")
}
