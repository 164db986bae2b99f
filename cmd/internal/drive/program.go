//go:build linux

// Package drive opens a program in a real window on the X screen, asks the window
// what it shows, and moves the real pointer and presses the real keys in it, as a
// person would. The guided tour and the measurements of the window use it.
package drive

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Program is a running program with its window. For one goroutine.
type Program struct {
	// Cmd is the process. It is waited for already.
	Cmd *exec.Cmd
	// Window is the X server's number for its window.
	Window string

	gone   chan struct{}
	mapped string // where the window describes itself
	last   int    // the newest description that was read
}

// Open starts a program with these further variables of the environment, and waits up
// to half a minute for its window. Work is a folder for what the two tell each other.
func Open(work string, env []string, name string, args ...string) (*Program, error) {
	p := &Program{mapped: filepath.Join(work, "map.json"), gone: make(chan struct{})}
	_ = os.Remove(p.mapped)
	p.Cmd = exec.Command(name, args...)
	p.Cmd.Env = append(append(os.Environ(), "CHANNELDESK_UI_MAP="+p.mapped), env...)
	p.Cmd.Stdout, p.Cmd.Stderr = os.Stdout, os.Stderr
	if err := p.Cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = p.Cmd.Wait(); close(p.gone) }()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(p.Cmd.Process.Pid)).Output()
		if ids := strings.Fields(string(out)); len(ids) > 0 {
			p.Window = ids[len(ids)-1]
			p.waitForKeys()
			return p, nil
		}
		if p.Ended() {
			return nil, errors.New("the program ended before its window came up")
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.Kill()
	return nil, errors.New("no window within 30 s")
}

// waitForKeys waits until the keyboard goes to the window, which the window manager
// sees to; without one it does not wait for ever.
func (p *Program) waitForKeys() {
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end) && !p.Ended(); time.Sleep(20 * time.Millisecond) {
		if out, _ := exec.Command("xdotool", "getwindowfocus").Output(); strings.TrimSpace(string(out)) == p.Window {
			return
		}
	}
}

// Ended tells whether the program has ended.
func (p *Program) Ended() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// Leave waits until the program ended by itself, with status 0.
func (p *Program) Leave(most time.Duration) error {
	select {
	case <-p.gone:
		if code := p.Cmd.ProcessState.ExitCode(); code != 0 {
			return fmt.Errorf("the program ended with status %d", code)
		}
		return nil
	case <-time.After(most):
		return fmt.Errorf("the program did not end within %s", most)
	}
}

// End asks the program to leave, and waits; after ten seconds it is killed.
func (p *Program) End() {
	_ = p.Cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.gone:
	case <-time.After(10 * time.Second):
		p.Kill()
	}
}

// Kill ends the program without a warning, and waits until it is gone.
func (p *Program) Kill() {
	_ = p.Cmd.Process.Kill()
	<-p.gone
}

// Look asks the window to describe itself. Only Channel Desk's own window can.
func (p *Program) Look() (s Seen, err error) {
	if err := p.Cmd.Process.Signal(syscall.SIGUSR1); err != nil {
		return s, fmt.Errorf("ask the window: %w", err)
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(4 * time.Millisecond) {
		data, err := os.ReadFile(p.mapped)
		if err == nil {
			if err := json.Unmarshal(data, &s); err != nil {
				return s, err
			}
			if s.Serial > p.last {
				p.last = s.Serial
				return s, nil
			}
		}
		if p.Ended() {
			return s, errors.New("the program ended")
		}
	}
	return s, errors.New("the window did not describe itself within 30 s")
}

// Until looks again and again until a condition holds, and tells whether it came to
// hold in this time.
func (p *Program) Until(most time.Duration, holds func(Seen) bool) (s Seen, ok bool, err error) {
	for end := time.Now().Add(most); ; time.Sleep(40 * time.Millisecond) {
		if s, err = p.Look(); err != nil || holds(s) {
			return s, err == nil, err
		}
		if time.Now().After(end) {
			return s, false, nil
		}
	}
}
