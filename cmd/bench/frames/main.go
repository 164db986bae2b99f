//go:build linux

// Command frames measures in the real window how long the thread of the window is
// kept: while the history of a large data folder is scrolled, beside the toolkit's
// own table in the same run, and with everything else that a person does. What the
// graphics library takes is told apart, because it draws without a graphics card
// here. Status 1 when a limit is passed.
//
// The folder is changed: give it a copy. Both programs must be built with the toolkit
// that cmd/bench/toolkit makes. Called by .ci/bench-frames.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"channeldesk/cmd/bench/ending"
	"channeldesk/cmd/internal/drive"
)

func main() {
	var b bench
	only := ""
	flag.StringVar(&b.ours, "ours", "build/tools/watched", "the program, watched")
	flag.StringVar(&b.plain, "plain", "build/tools/plaintable", "the plain table, watched")
	flag.StringVar(&b.data, "data", "", "a data folder of cmd/seed that may be changed")
	flag.StringVar(&only, "only", "", "only the actions whose names match this pattern")
	flag.StringVar(&b.see, "see", "", "write what the window shows after each action into this folder")
	flag.DurationVar(&b.scroll, "scroll", 6*time.Second, "how long each way of scrolling lasts at least")
	flag.Parse()
	var err error
	b.only, err = regexp.Compile(only)
	ok := false
	if err == nil && b.data == "" {
		err = fmt.Errorf("-data is missing")
	}
	if err == nil {
		ok, err = b.run(context.Background())
	}
	ending.Exit("frames", ok, err)
}

// bench is a run.
type bench struct {
	ours, plain, data, see string
	only                   *regexp.Regexp
	scroll                 time.Duration
	world                  *world
	system                 *system
	*program
	done []measured
	// wide and high is the table of the history.
	wide, high int
}

// measured is one action with the frames of it.
type measured struct {
	action
	from, to time.Time
	waited   time.Duration // of the thread, for a processor
	frames   []frame
}

func (b *bench) run(ctx context.Context) (ok bool, err error) {
	work, err := os.MkdirTemp("", "channeldesk-frames")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(work) }()
	if b.system, err = openSystem(); err != nil {
		return false, err
	}
	defer func() { _ = b.system.bus.Close() }()
	b.world = &world{ours: b.ours, data: b.data, work: work}
	if err := b.world.prepare(ctx); err != nil {
		return false, err
	}
	defer func() { _ = b.world.sandbox.Close(context.WithoutCancel(ctx)) }()
	failed := b.walk(ctx, work)
	if b.program == nil {
		return false, failed
	}
	beside, err := b.beside(work)
	return report(b.done, beside), errors.Join(failed, err)
}

// walk opens our window and goes through the actions.
func (b *bench) walk(ctx context.Context, work string) (err error) {
	began := time.Now()
	if b.program, err = open(work, b.ours, "--data", b.data, "--agent", bankAgent); err != nil {
		return err
	}
	defer b.End()
	time.Sleep(4 * time.Second)
	b.done = append(b.done, measured{action: action{name: "the window opens"}, from: began, to: time.Now()})
	if err := b.world.connect(); err != nil {
		return err
	}
	time.Sleep(2 * time.Second)
	for _, a := range b.actions(ctx) {
		if !b.only.MatchString(a.name) {
			continue
		}
		if failed := b.act(a); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", a.name, failed), b.leave(a.name+" FAILED"), drive.Press(between, "Escape"))
		}
	}
	spans, failed := b.spans()
	err = errors.Join(err, failed)
	frames := framesOf(spans)
	for i, m := range b.done {
		b.done[i].frames = within(frames, m.from, m.to)
	}
	return err
}

// act does one thing and waits until nothing more comes of it.
func (b *bench) act(a action) error {
	if a.before != nil {
		if err := a.before(); err != nil {
			return err
		}
		time.Sleep(400 * time.Millisecond)
	}
	m := measured{action: a, waited: b.waiting(), from: time.Now()}
	if err := a.do(); err != nil {
		return err
	}
	if a.wait == 0 {
		a.wait = 1200 * time.Millisecond
	}
	time.Sleep(a.wait)
	m.to = time.Now()
	m.waited = b.waiting() - m.waited
	b.done = append(b.done, m)
	return b.leave(a.name)
}

// leave writes what the window shows, when that is wanted.
func (b *bench) leave(name string) error {
	if b.see == "" {
		return nil
	}
	s, err := b.Look()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.see, regexp.MustCompile(`\W+`).ReplaceAllString(name, "-")+".txt"), []byte(s.String()), 0o600)
}
