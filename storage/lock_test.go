package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func holdLocks(dir string) error {
	l := NewWorkspaceLock(dir)
	if err := l.LockShared(context.Background()); err != nil {
		return err
	}
	if ok, err := l.TryWindow(); err != nil || !ok {
		return errors.Join(errors.New("no window lock"), err)
	}
	fmt.Println("held")
	select {}
}

func lockOf(t *testing.T, dir string) *WorkspaceLock {
	t.Helper()
	l := NewWorkspaceLock(dir)
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func alone(t *testing.T, l *WorkspaceLock) bool {
	t.Helper()
	ran := false
	ok, err := l.TryAlone(t.Context(), func() error { ran = true; return nil })
	require.NoError(t, err)
	require.Equal(t, ok, ran)
	return ok
}

func TestWorkspaceLock(t *testing.T) {
	dir := t.TempDir()
	a, b := lockOf(t, dir), lockOf(t, dir)
	require.NoError(t, a.LockShared(t.Context()))
	require.True(t, alone(t, a))
	require.NoError(t, b.LockShared(t.Context()))
	require.False(t, alone(t, a))
	require.False(t, alone(t, b))
	require.NoError(t, b.Close())
	require.True(t, alone(t, a), "after being refused, the lock is still held")

	ok, err := a.TryAlone(t.Context(), nil)
	require.NoError(t, err)
	require.True(t, ok)
	_, err = a.TryAlone(t.Context(), func() error { return os.ErrDeadlineExceeded })
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
}

func TestNobodyStartsWhileOneIsAlone(t *testing.T) {
	dir := t.TempDir()
	a, b := lockOf(t, dir), lockOf(t, dir)
	require.NoError(t, a.LockShared(t.Context()))
	started := make(chan error, 1)
	_, err := a.TryAlone(t.Context(), func() error {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.Error(t, b.LockShared(ctx))
		ok, err := b.work.TryRLock()
		require.NoError(t, err)
		require.False(t, ok)
		go func() { started <- b.LockShared(context.Background()) }()
		return nil
	})
	require.NoError(t, err)
	require.NoError(t, <-started)
	require.False(t, alone(t, a))
}

func TestOneWindow(t *testing.T) {
	dir := t.TempDir()
	a, b := lockOf(t, dir), lockOf(t, dir)
	ok, err := a.TryWindow()
	require.NoError(t, err)
	require.True(t, ok)
	ok, err = b.TryWindow()
	require.NoError(t, err)
	require.False(t, ok)
	require.NoError(t, a.Close())
	ok, err = b.TryWindow()
	require.NoError(t, err)
	require.True(t, ok)
}

func TestKilledProcessHoldsNoLock(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envLocker+"="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "held\n", line)

	l := lockOf(t, dir)
	require.NoError(t, l.LockShared(t.Context()))
	require.False(t, alone(t, l))
	ok, err := l.TryWindow()
	require.NoError(t, err)
	require.False(t, ok)

	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	require.True(t, alone(t, l))
	ok, err = l.TryWindow()
	require.NoError(t, err)
	require.True(t, ok)
}

func TestOneGateway(t *testing.T) {
	dir := t.TempDir()
	a, b := lockOf(t, dir), lockOf(t, dir)
	try := func(l *WorkspaceLock) bool {
		ok, err := l.TryGateway()
		require.NoError(t, err)
		return ok
	}
	require.True(t, try(a))
	require.False(t, try(b))
	ok, err := b.TryWindow()
	require.NoError(t, err)
	require.True(t, ok, "the window is another matter")
	require.NoError(t, a.FreeGateway())
	require.NoError(t, a.FreeGateway())
	require.True(t, try(b))
	require.NoError(t, b.Close())
	require.True(t, try(a), "closing gives it back")
}

func TestWhetherAGatewayRunsIsSeenWithoutBeingInItsWay(t *testing.T) {
	dir := t.TempDir()
	a, b := lockOf(t, dir), lockOf(t, dir)
	taken := func(l *WorkspaceLock) bool {
		t.Helper()
		taken, err := l.GatewayTaken()
		require.NoError(t, err)
		return taken
	}
	require.False(t, taken(a))
	ok, err := b.TryGateway()
	require.NoError(t, err)
	require.True(t, ok, "who looked does not keep it")
	require.True(t, taken(a))
	require.True(t, taken(b), "also when it is this process")
	require.NoError(t, b.FreeGateway())
	require.False(t, taken(a))

	// One that starts while another looks gets it all the same.
	look := lockFile(dir, gatewayLockName)
	ok, err = look.TryRLock()
	require.NoError(t, err)
	require.True(t, ok)
	time.AfterFunc(lockRetry/4, func() { _ = look.Close() })
	ok, err = b.TryGateway()
	require.NoError(t, err)
	require.True(t, ok)
}
