package storage

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// The lock files of a data folder. The system frees a lock when its process
// ends, however it ends; the files themselves stay and mean nothing.
const (
	workLockName    = "channeldesk.lock"
	windowLockName  = "channeldesk.window.lock"
	gatewayLockName = "channeldesk.gateway.lock"
	gateLockName    = "channeldesk.gate.lock"
)

// lockRetry is how often a lock that another process holds is tried again. It
// only passes while another one starts up or sweeps.
const lockRetry = 20 * time.Millisecond

func lockFile(dir, name string) *flock.Flock {
	return flock.New(filepath.Join(dir, name), flock.SetPermissions(0o600))
}

// gate lets one process at a time make or change what all of them share: the
// database's layout, and the step from working together to working alone.
type gate struct{ file *flock.Flock }

func newGate(dir string) gate { return gate{lockFile(dir, gateLockName)} }

func (g gate) lock(ctx context.Context) error {
	_, err := g.file.TryLockContext(ctx, lockRetry)
	return err
}

func (g gate) unlock() { _ = g.file.Unlock() }

// WorkspaceLock tells the processes that work in one data folder of each other.
// Its calls must not overlap; different processes need no care.
type WorkspaceLock struct {
	dir                   string
	work, window, gateway *flock.Flock
}

// NewWorkspaceLock makes the lock of a data folder, which must exist. Nothing
// is locked yet.
func NewWorkspaceLock(dir string) *WorkspaceLock {
	return &WorkspaceLock{
		dir: dir, work: lockFile(dir, workLockName), window: lockFile(dir, windowLockName), gateway: lockFile(dir, gatewayLockName),
	}
}

// LockShared says that this process works here, until Close or its end. It
// waits while another process has the folder for itself.
func (l *WorkspaceLock) LockShared(ctx context.Context) error {
	_, err := l.work.TryRLockContext(ctx, lockRetry)
	return l.explain(ctx, err)
}

// TryAlone runs fn while no other process works here, and keeps others from
// starting until it ends; fn may be nil, to only ask. It reports false, without
// running fn, when another process is at work. LockShared comes first; the
// shared lock is held again afterwards.
func (l *WorkspaceLock) TryAlone(ctx context.Context, fn func() error) (alone bool, err error) {
	g := newGate(l.dir)
	if ok, err := g.file.TryLock(); err != nil || !ok {
		return false, l.explain(ctx, err)
	}
	defer g.unlock()
	// A lock cannot be raised in one step everywhere. Between the two steps
	// another process may start, but none can have the folder for itself: that
	// takes the gate.
	if err := l.work.Unlock(); err != nil {
		return false, l.explain(ctx, err)
	}
	alone, err = l.work.TryLock()
	if alone && err == nil && fn != nil {
		err = fn()
	}
	if alone {
		err = errors.Join(err, l.work.Unlock())
	}
	// Others hold it shared at most, so this does not wait.
	return alone, errors.Join(l.explain(ctx, err), l.LockShared(context.WithoutCancel(ctx)))
}

// TryWindow makes this process the one with the window. It reports false when
// another one is.
func (l *WorkspaceLock) TryWindow() (bool, error) {
	ok, err := l.window.TryLock()
	return ok, l.explain(context.Background(), err)
}

// TryGateway makes this process the one that takes webhooks and sends. It reports
// false when another one is. One that only looked is waited for.
func (l *WorkspaceLock) TryGateway() (bool, error) {
	ok, err := l.gateway.TryLock()
	if !ok && err == nil {
		time.Sleep(lockRetry)
		ok, err = l.gateway.TryLock()
	}
	return ok, l.explain(context.Background(), err)
}

// GatewayTaken reports whether some process takes webhooks and sends here, this one
// included. It may overlap other calls.
func (l *WorkspaceLock) GatewayTaken() (bool, error) {
	look := lockFile(l.dir, gatewayLockName)
	free, err := look.TryRLock()
	err = errors.Join(err, look.Close())
	return !free && err == nil, l.explain(context.Background(), err)
}

// FreeGateway lets another process be it.
func (l *WorkspaceLock) FreeGateway() error {
	return l.explain(context.Background(), l.gateway.Unlock())
}

// Close gives all locks back.
func (l *WorkspaceLock) Close() error {
	return errors.Join(l.gateway.Unlock(), l.window.Unlock(), l.work.Unlock())
}

func (l *WorkspaceLock) explain(ctx context.Context, err error) error {
	return explain(ctx, l.dir, err)
}
