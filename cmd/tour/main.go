//go:build linux

// Command tour leads through the window as a person would: real clicks and keys
// on a real X screen, and a look at the result after each. It leaves numbered
// pictures and a page that shows them, and ends with status 1 at the first thing
// that is not as it must be. Call it through .ci/tour.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

func main() {
	var binary, out, shot, which, only string
	flag.StringVar(&binary, "app", "build/channeldesk", "the program")
	flag.StringVar(&out, "out", "build/tour", "where the pictures go")
	flag.StringVar(&shot, "shot", ".ci/shot", "what takes the pictures")
	flag.StringVar(&which, "part", "main", "main, or locked: on a desktop whose keychain is locked")
	flag.StringVar(&only, "only", "", "for work on the tour: only the chapters whose names match this pattern, after the first two")
	quick := flag.Bool("quick", os.Getenv("CHANNELDESK_TOUR") == "quick", "without the chapters that only look at pages in the dark and in the small window, and with no picture but those that are judged; CHANNELDESK_TOUR=quick")
	flag.Parse()
	if err := run(binary, out, shot, which, only, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "tour:", err)
		os.Exit(1)
	}
}

func run(binary, out, shot, which, only string, quick bool) (err error) {
	pattern, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "channeldesk-tour")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := os.MkdirAll(out, 0o750); err != nil {
		return err
	}
	g := &guide{only: pattern, quick: quick, binary: binary, out: out, shot: shot, work: work, data: filepath.Join(work, "data")}
	steps := mainTour
	if which == "locked" {
		g.prefix, steps = "locked-", lockedTour
	}
	start := time.Now()
	err = steps(g)
	if g.Program != nil && !g.Ended() {
		g.Kill()
	}
	fmt.Printf("   %d pictures in %.0f s\n", len(g.taken), time.Since(start).Seconds())
	return errors.Join(err, g.writeIndex())
}

// chapter is a part of the tour.
type chapter struct {
	name  string
	steps func(*guide)
}

// onlyLooks are the chapters that nothing follows from but pictures.
var onlyLooks = []string{"dark", "small window", "gateway: looks", "history: looks of the pages for sending"}

// walk goes through chapters and stops at the first that fails.
func (g *guide) walk(chapters []chapter) error {
	for i, c := range chapters {
		if i >= 2 && !g.only.MatchString(c.name) || g.quick && slices.Contains(onlyLooks, c.name) {
			continue
		}
		if err := g.part(c.name, func() { c.steps(g) }); err != nil {
			return err
		}
	}
	return nil
}
