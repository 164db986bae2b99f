package kit

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"

	"fyne.io/fyne/v2"
)

// Task runs slow work off the UI thread. The latest run wins: starting another
// cancels the one before, and its result never arrives. A Task belongs to one
// place on a page; its methods are for the UI thread, except Wait.
type Task struct {
	// OnBusy is told, on the UI thread, when work starts and ends.
	OnBusy func(bool)

	mu     sync.Mutex
	run    int
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// Start does work on a goroutine of its own and gives its result to done on the
// UI thread, unless ctx ended, Cancel was called or another Start came
// meanwhile. A panic in work becomes an error and a line in the log.
func Start[T any](t *Task, ctx context.Context, work func(context.Context) (T, error), done func(T, error)) {
	ctx, run := t.begin(ctx)
	t.busy(true)
	t.wg.Add(1)
	go func() {
		result, err := guard(ctx, work)
		fyne.Do(func() {
			defer t.wg.Done()
			if over.Load() {
				return
			}
			release, latest := t.end(run)
			if !latest {
				return
			}
			defer release()
			t.busy(false)
			if ctx.Err() == nil && done != nil {
				done(result, err)
			}
		})
	}()
}

// Cancel ends the work that is under way; its done is not called.
func (t *Task) Cancel() {
	t.mu.Lock()
	t.run++
	cancel := t.cancel
	t.cancel = nil
	t.mu.Unlock()
	if cancel != nil {
		cancel()
		t.busy(false)
	}
}

// Wait returns when no run is under way any more. It is for tests; never call
// it on the UI thread of a real window.
func (t *Task) Wait() { t.wg.Wait() }

func (t *Task) begin(parent context.Context) (context.Context, int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cancel != nil {
		t.cancel()
	}
	ctx, cancel := context.WithCancel(parent)
	t.cancel = cancel
	t.run++
	return ctx, t.run
}

// end reports whether the run still is the latest, and gives what frees its
// context.
func (t *Task) end(run int) (release context.CancelFunc, latest bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.run != run {
		return nil, false
	}
	release, t.cancel = t.cancel, nil
	return release, true
}

func (t *Task) busy(b bool) {
	if t.OnBusy != nil {
		t.OnBusy(b)
	}
}

func guard[T any](ctx context.Context, work func(context.Context) (T, error)) (result T, err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("a task panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("task panicked: %v", p)
		}
	}()
	return work(ctx)
}
