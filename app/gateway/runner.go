package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// The waits before a failed runner is started again grow from the first to the
// last. One that worked for long enough begins anew.
const (
	firstWait   = time.Second
	longestWait = time.Minute
	workedLong  = 10 * time.Minute
)

// crew keeps the runners running.
type crew struct {
	runners []Runner
	log     *slog.Logger
	failed  func(name string, err error)
	work    sync.WaitGroup
	mu      sync.Mutex
	state   map[string]*RunnerStatus
	running map[string]bool
}

func newCrew(runners []Runner, log *slog.Logger, failed func(string, error)) *crew {
	c := &crew{runners: runners, log: log, failed: failed, state: map[string]*RunnerStatus{}, running: map[string]bool{}}
	for _, r := range runners {
		c.state[r.Name] = &RunnerStatus{Name: r.Name, OK: true}
		c.running[r.Name] = true
	}
	return c
}

func (c *crew) start(ctx context.Context) {
	for _, r := range c.runners {
		c.work.Go(func() { c.keep(ctx, r) })
	}
}

// keep runs one runner until ctx ends.
func (c *crew) keep(ctx context.Context, r Runner) {
	defer func() {
		c.mu.Lock()
		delete(c.running, r.Name)
		c.mu.Unlock()
	}()
	wait := firstWait
	for {
		began := time.Now()
		err := runOnce(ctx, r)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) >= workedLong {
			wait = firstWait
		}
		c.log.Error("a part of the gateway failed", "runner", r.Name, "again_in", wait.String(), "cause", err)
		c.set(r.Name, func(s *RunnerStatus) { s.OK, s.Failures, s.FailedAt = false, s.Failures+1, time.Now().UTC() })
		c.failed(r.Name, err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		c.set(r.Name, func(s *RunnerStatus) { s.OK = true })
		wait = min(wait*2, longestWait)
	}
}

var errEnded = errors.New("it ended by itself")

// runOnce runs a runner and makes an error of a panic.
func runOnce(ctx context.Context, r Runner) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if err := r.Run(ctx); err != nil {
		return err
	}
	return errEnded
}

func (c *crew) set(name string, fn func(*RunnerStatus)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fn(c.state[name])
}

// status gives all in the order of the start.
func (c *crew) status() []RunnerStatus {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := make([]RunnerStatus, len(c.runners))
	for i, r := range c.runners {
		out[i] = *c.state[r.Name]
	}
	return out
}

// wait waits for all to end, until ctx does, and names those that did not.
func (c *crew) wait(ctx context.Context) (left []string) {
	done := make(chan struct{})
	go func() { c.work.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.runners {
		if c.running[r.Name] {
			left = append(left, r.Name)
		}
	}
	return left
}
