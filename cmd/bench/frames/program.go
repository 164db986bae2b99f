//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"channeldesk/cmd/bench/uiwatch"
	"channeldesk/cmd/internal/drive"
)

// program is a running program with its window, which notes what it does.
type program struct {
	*drive.Program
	noted string // where it writes what it noted
}

// open starts a program and waits for its window.
func open(work, name string, args ...string) (*program, error) {
	noted := filepath.Join(work, "spans.json")
	_ = os.Remove(noted)
	p, err := drive.Open(work, []string{uiwatch.Variable + "=" + noted}, name, args...)
	if err != nil {
		return nil, err
	}
	return &program{p, noted}, nil
}

// spans gives what the program noted until now.
func (p *program) spans() (out []uiwatch.Span, err error) {
	_ = os.Remove(p.noted)
	if err := p.Cmd.Process.Signal(syscall.SIGUSR2); err != nil {
		return nil, err
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end) && !p.Ended(); time.Sleep(20 * time.Millisecond) {
		data, err := os.ReadFile(p.noted)
		if err == nil {
			return out, json.Unmarshal(data, &out)
		}
	}
	return nil, errors.New("the program did not write what it noted")
}

// waiting is how long the thread of the window has waited for a processor until now:
// other programs made it wait.
func (p *program) waiting() time.Duration {
	pid := p.Cmd.Process.Pid
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/schedstat", pid, pid))
	var ran, waited int64
	if err == nil {
		_, err = fmt.Sscan(string(data), &ran, &waited)
	}
	if err != nil {
		return 0
	}
	return time.Duration(waited)
}

// find finds a thing of the topmost layer that is in view: a control, or a text, called
// just this, or beginning with it when it ends with a blank.
func find(s drive.Seen, control bool, label string) (drive.Thing, bool) {
	for _, t := range s.Top() {
		if t.IsControl() == control && !t.Cut && (t.Text == label || control && t.Is(label) || strings.HasSuffix(label, " ") && strings.HasPrefix(t.Text, label)) {
			return t, true
		}
	}
	return drive.Thing{}, false
}
