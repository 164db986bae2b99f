package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The unit that the README shows is one that systemd takes, and what stands in it
// starts the gateway: with the passphrase as a file that the service manager hands
// over, and with nothing else around it.
func TestTheUnitOfTheReadme(t *testing.T) {
	b := newBench(t)
	b.useFileStore()
	b.command("settings", "set", "public-address", "https://wa.example")
	b.command("apply", "-f", b.file("channel.yaml", b.good()))
	handed := t.TempDir()
	passphrase, err := os.ReadFile(os.Getenv(passphraseFileVar))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(handed, "passphrase"), passphrase, 0o400))

	unit := readmeBlock(t, "systemd")
	systemdTakes(t, unit)
	cmd := exec.Command(os.Args[0]) //nolint:noctx // it ends by a signal
	cmd.Env = []string{childVar + "=run"}
	credential := false
	for line := range strings.Lines(unit) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "Environment":
			cmd.Env = append(cmd.Env, strings.NewReplacer("%d", handed, "/var/lib/channeldesk", b.data, "Operations", "Sari").Replace(value))
		case "ExecStart":
			words := strings.Fields(value)
			require.Equal(t, "/usr/local/bin/channeldesk", words[0])
			cmd.Args = append(cmd.Args, append(words[1:], "--listen", "127.0.0.1:0")...)
		case "LoadCredential":
			credential = strings.HasPrefix(value, "passphrase:")
		}
	}
	require.True(t, credential)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var said lines
	cmd.Stderr = &said
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	events := json.NewDecoder(out)
	var started, stopped serveLine
	require.NoError(t, events.Decode(&started), said.String())
	assert.Equal(t, "started", started.Event)
	res, err := (&http.Client{Timeout: 20 * time.Second}).Get("http://" + started.Listen + "/readyz") //nolint:noctx // bounded
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, http.StatusOK, res.StatusCode)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, events.Decode(&stopped))
	assert.Equal(t, "stopped", stopped.Event)
	_, _ = io.Copy(io.Discard, out)
	assert.NoError(t, cmd.Wait(), said.String())
	assert.Empty(t, said.String())
}

// systemdTakes lets systemd read the unit, with the program of this test in the
// place of ours.
func systemdTakes(t *testing.T, unit string) {
	t.Helper()
	path, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("systemd did not read the unit: there is no systemd-analyze on this computer")
		return
	}
	file := filepath.Join(t.TempDir(), "channeldesk.service")
	unit = strings.NewReplacer("/usr/local/bin/channeldesk", os.Args[0], "User=channeldesk", "User=root", "Group=channeldesk", "Group=root").Replace(unit)
	require.NoError(t, os.WriteFile(file, []byte(unit), 0o600))
	out, err := exec.CommandContext(t.Context(), path, "verify", file).CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.NotContains(t, string(out), "channeldesk.service:", "it complains about nothing")
}
