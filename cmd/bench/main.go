//go:build linux

// Command bench measures the window of Channel Desk beside a bare window of the
// toolkit, on the same screen and in turns: time from the start of the process
// to the first complete picture, memory, processor time and repaints while
// nothing happens, reads of the data folder meanwhile, and the size of the
// stripped program. It ends with status 1 when a limit is passed.
//
//	.ci/desktop go run ./cmd/bench -ours build/channeldesk -bare build/tools/hello
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"channeldesk/cmd/bench/ending"
)

// settings are what a run is made of.
type settings struct {
	ours, bare string
	rounds     int
	idle       time.Duration
	agents     int
}

func main() {
	var s settings
	flag.StringVar(&s.ours, "ours", "build/channeldesk", "the program to measure")
	flag.StringVar(&s.bare, "bare", "build/tools/hello", "the bare window to measure it beside")
	flag.IntVar(&s.rounds, "rounds", 3, "how often each is measured, in turns, after one round that does not count")
	flag.DurationVar(&s.idle, "idle", 20*time.Second, "how long it is watched doing nothing")
	flag.IntVar(&s.agents, "agents", 300, "how many agents the large data folder holds")
	flag.Parse()
	ok, err := run(context.Background(), s)
	ending.Exit("bench", ok, err)
}

func run(ctx context.Context, s settings) (ok bool, err error) {
	work, err := os.MkdirTemp("", "channeldesk-bench")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(work) }()
	empty, large := filepath.Join(work, "empty"), filepath.Join(work, "large")
	for _, dir := range []string{empty, large} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return false, err
		}
	}
	if err := seed(ctx, large, s.agents); err != nil {
		return false, err
	}
	screen, err := openScreen()
	if err != nil {
		return false, err
	}
	subjects := []*subject{
		{name: "bare window", command: []string{s.bare}},
		{name: "ours, first start", command: []string{s.ours, "--data", empty}, dir: empty},
		{name: fmt.Sprintf("ours, %d agents", s.agents), command: []string{s.ours, "--data", large}, dir: large},
	}
	for round := range s.rounds + 1 {
		for _, sub := range subjects {
			idle := s.idle
			if round == 0 {
				idle = 0 // caches of the system and of fonts fill up; only that
			}
			m, err := measure(screen, sub, idle)
			if err != nil {
				return false, fmt.Errorf("%s: %w", sub.name, err)
			}
			if round > 0 {
				sub.seen = append(sub.seen, m)
				fmt.Printf("round %d, %-20s %s\n", round, sub.name, m)
			}
		}
	}
	size, err := strippedSize(s.ours, work)
	if err != nil {
		return false, err
	}
	return report(subjects, size), nil
}
