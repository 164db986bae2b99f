package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// command runs a verb in a process of its own, with the secrets in the encrypted
// file.
func (b *bench) command(args ...string) string {
	b.t.Helper()
	cmd := exec.CommandContext(b.t.Context(), os.Args[0], append([]string{"--data", b.data, "--secrets", "file", "--yes"}, args...)...)
	cmd.Env = append(os.Environ(), childVar+"=run")
	out, err := cmd.CombinedOutput()
	b.printed.Write(out)
	require.NoError(b.t, err, "%v: %s", args, out)
	return string(out)
}

// serveProcess runs "serve" in a process of its own, until stop or the end of the
// test. What it prints is in out, what it complains of in said.
func (b *bench) serveProcess(t *testing.T, args ...string) *served {
	t.Helper()
	s := &served{b: b, out: &lines{more: make(chan struct{}, 1)}}
	all := append([]string{"--data", b.data, "--secrets", "file", "--json", "serve", "--listen", "127.0.0.1:0"}, args...)
	cmd := exec.Command(os.Args[0], all...) //nolint:noctx // it ends by a signal
	cmd.Env = append(os.Environ(), childVar+"=run", "CHANNELDESK_LOG=debug")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = s.out, &said
	require.NoError(t, cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	s.stop = sync.OnceValue(func() int {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-done
		b.printed.WriteString(said.String())
		b.printed.WriteString(s.out.String())
		return cmd.ProcessState.ExitCode()
	})
	t.Cleanup(func() { s.stop() })
	select {
	case <-s.out.more:
	case err := <-done:
		done <- err
		require.FailNow(t, "serve ended", "%v %s", err, said.String())
	case <-time.After(30 * time.Second):
		require.FailNow(t, "serve does not start")
	}
	require.NoError(t, json.Unmarshal([]byte(strings.SplitN(s.out.String(), "\n", 2)[0]), &s.started))
	s.base = "http://" + s.started.Listen
	return s
}

// changed are the revisions that the gateway said it uses since it started, the
// newest last.
func (s *served) changed(t *testing.T) (revisions []int64) {
	t.Helper()
	for line := range strings.Lines(s.out.String()) {
		var l serveLine
		require.NoError(t, json.Unmarshal([]byte(line), &l), line)
		for _, c := range l.Channels {
			if l.Event == "changed" {
				revisions = append(revisions, c.Revision)
			}
		}
	}
	return revisions
}
