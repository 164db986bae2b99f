//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a program under measurement.
type process struct {
	cmd     *exec.Cmd
	started time.Time
}

func start(name string, args ...string) (*process, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	p := &process{cmd: cmd, started: time.Now()}
	return p, cmd.Start()
}

// end asks the program to leave, and waits.
func (p *process) end() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	gone := make(chan struct{})
	go func() { _ = p.cmd.Wait(); close(gone) }()
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		_ = p.cmd.Process.Kill()
		<-gone
	}
}

func (p *process) file(name string) string {
	return fmt.Sprintf("/proc/%d/%s", p.cmd.Process.Pid, name)
}

// memory is the proportional set size (pages that are shared with other programs
// count in part) and the resident set size, in MiB.
func (p *process) memory() (pss, rss float64, err error) {
	data, err := os.ReadFile(p.file("smaps_rollup"))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(data)) {
		name, rest, _ := strings.Cut(line, ":")
		to := map[string]*float64{"Pss": &pss, "Rss": &rss}[name]
		if to == nil {
			continue
		}
		kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
		if err != nil {
			return 0, 0, err
		}
		*to = kib / 1024
	}
	if pss == 0 || rss == 0 {
		return 0, 0, errors.New("smaps_rollup has another form")
	}
	return pss, rss, nil
}

// sharing counts the other programs that draw with the same libraries, beside the
// X screen that we are on. With each of them the part that falls to the measured
// program becomes smaller, for a bare window more than for one with much of its own.
func (p *process) sharing() (n int) {
	all, _ := filepath.Glob("/proc/[0-9]*/maps")
	for _, maps := range all {
		data, err := os.ReadFile(maps)
		if err == nil && maps != p.file("maps") && strings.Contains(string(data), "_dri.so") {
			n++
		}
	}
	return max(n-1, 0)
}

// processor is the time spent until now, in and for the program, in
// milliseconds. The kernel counts in steps of 10.
func (p *process) processor() (float64, error) {
	data, err := os.ReadFile(p.file("stat"))
	if err != nil {
		return 0, err
	}
	_, rest, ok := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	if !ok || len(fields) < 13 {
		return 0, errors.New("stat has another form")
	}
	user, err := strconv.ParseFloat(fields[11], 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseFloat(fields[12], 64)
	return (user + system) * 10, err
}
