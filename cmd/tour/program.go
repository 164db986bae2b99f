//go:build linux

package main

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

// program is a running Channel Desk with its window.
type program struct {
	cmd    *exec.Cmd
	gone   chan struct{}
	window string // the X server's number for it
	mapped string // where it describes itself
	last   int
	data   string
}

// open starts the program on a data folder and waits for its window.
func open(binary, data, work string) (*program, error) {
	p := &program{data: data, mapped: filepath.Join(work, "map.json"), gone: make(chan struct{})}
	_ = os.Remove(p.mapped)
	p.cmd = exec.Command(binary, "--data", data)
	p.cmd.Env = append(os.Environ(), "CHANNELDESK_UI_MAP="+p.mapped)
	p.cmd.Stdout, p.cmd.Stderr = os.Stdout, os.Stderr
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = p.cmd.Wait(); close(p.gone) }()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--pid", fmt.Sprint(p.cmd.Process.Pid)).Output()
		if ids := strings.Fields(string(out)); len(ids) > 0 {
			p.window = ids[len(ids)-1]
			return p, nil
		}
		if p.ended() {
			return nil, errors.New("the program ended before its window came up")
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.kill()
	return nil, errors.New("no window within 30 s")
}

func (p *program) ended() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// look asks the window to describe itself.
func (p *program) look() (s seen, err error) {
	if err := p.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
		return s, fmt.Errorf("ask the window: %w", err)
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
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
		if p.ended() {
			return s, errors.New("the program ended")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return s, errors.New("the window did not describe itself within 10 s")
}

// leave waits until the program ended by itself, with status 0.
func (p *program) leave(most time.Duration) error {
	select {
	case <-p.gone:
		if code := p.cmd.ProcessState.ExitCode(); code != 0 {
			return fmt.Errorf("the program ended with status %d", code)
		}
		return nil
	case <-time.After(most):
		return fmt.Errorf("the program did not end within %s", most)
	}
}

func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.gone
}
