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

	"channeldesk/cmd/bench/uiwatch"
)

// program is a running program with its window, which notes what it does.
type program struct {
	cmd    *exec.Cmd
	gone   chan struct{}
	window string // the X server's number for it
	mapped string // where ours describes itself
	noted  string // where it writes what it noted
	last   int
}

// open starts a program and waits for its window.
func open(work, name string, args ...string) (*program, error) {
	p := &program{mapped: filepath.Join(work, "map.json"), noted: filepath.Join(work, "spans.json"), gone: make(chan struct{})}
	_, _ = os.Remove(p.mapped), os.Remove(p.noted)
	p.cmd = exec.Command(name, args...)
	p.cmd.Env = append(os.Environ(), "CHANNELDESK_UI_MAP="+p.mapped, uiwatch.Variable+"="+p.noted)
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
	p.end()
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

// end asks the program to leave, and waits.
func (p *program) end() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.gone:
	case <-time.After(10 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.gone
	}
}

// spans gives what the program noted until now.
func (p *program) spans() (out []uiwatch.Span, err error) {
	_ = os.Remove(p.noted)
	if err := p.cmd.Process.Signal(syscall.SIGUSR2); err != nil {
		return nil, err
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end) && !p.ended(); time.Sleep(20 * time.Millisecond) {
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
	pid := p.cmd.Process.Pid
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

// look asks our window to describe itself.
func (p *program) look() (s seen, err error) {
	if err := p.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
		return s, fmt.Errorf("ask the window: %w", err)
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
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
	}
	return s, errors.New("the window did not describe itself within 10 s")
}

// seen is what the window says it shows, in pixels.
type seen struct {
	Serial int     `json:"serial"`
	Width  int     `json:"width"`
	Height int     `json:"height"`
	Layers int     `json:"layers"`
	Things []thing `json:"things"`
}

type thing struct {
	Kind    string `json:"kind"`
	Text    string `json:"text"`
	X       int    `json:"x"`
	Y       int    `json:"y"`
	W       int    `json:"w"`
	H       int    `json:"h"`
	Layer   int    `json:"layer"`
	Focused bool   `json:"focused"`
	Cut     bool   `json:"cut"`
}

func (t thing) middle() (x, y int) { return t.X + t.W/2, t.Y + t.H/2 }

func (t thing) isControl() bool { return t.Kind != "text" && t.Kind != "value" && t.Kind != "step" }

// find finds a thing of the topmost layer: a control, or a text, called just this, or
// beginning with it when it ends with a blank.
func (s seen) find(control bool, label string) (thing, bool) {
	for _, t := range s.Things {
		if t.Layer == s.Layers && t.isControl() == control && !t.Cut && (t.Text == label || control && strings.HasSuffix(t.Text, ", "+label) || strings.HasSuffix(label, " ") && strings.HasPrefix(t.Text, label)) {
			return t, true
		}
	}
	return thing{}, false
}

// String lists what there is, for what was not found.
func (s seen) String() string {
	var b strings.Builder
	for _, t := range s.Things {
		fmt.Fprintf(&b, "  %d %-9s %q %d,%d %dx%d focused=%t cut=%t\n", t.Layer, t.Kind, t.Text, t.X, t.Y, t.W, t.H, t.Focused, t.Cut)
	}
	return b.String()
}
