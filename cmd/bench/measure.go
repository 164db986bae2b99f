//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// subject is a program in one situation, with what was seen of it.
type subject struct {
	name    string
	command []string
	dir     string // its data folder, or ""
	seen    []measured
}

// measured is one look at a program.
type measured struct {
	first   float64 // ms from the start of the process to the picture that stayed
	memory  float64 // MiB after five seconds, proportional
	whole   float64 // MiB after five seconds, with all that is shared
	sharing int     // other programs with the same drawing libraries then
	idle    float64 // ms of processor time for each second of doing nothing
	frames  float64 // rectangles drawn meanwhile
	touched float64 // openings, reads and writes in the data folder meanwhile
}

func (m measured) String() string {
	return fmt.Sprintf("first %4.0f ms, PSS %5.1f MiB, RSS %5.1f, idle %5.2f ms/s, drawn %.0f, data folder %.0f", m.first, m.memory, m.whole, m.idle, m.frames, m.touched)
}

const (
	stillFor    = 1500 * time.Millisecond
	windowMost  = 60 * time.Second
	memoryAfter = 5 * time.Second
	// settleAfter lets caches that drop after a while, and first checks, go by
	// before the quiet time begins.
	settleAfter = 3 * time.Second
)

// measure starts the program once and looks at it until it was idle for a time.
// With no idle time it only starts and ends.
func measure(s *screen, sub *subject, idle time.Duration) (m measured, err error) {
	if err := bareScreen(s); err != nil {
		return m, err
	}
	p, err := start(sub.command[0], sub.command[1:]...)
	if err != nil {
		return m, err
	}
	defer p.end()
	at, err := s.firstComplete(stillFor, windowMost)
	if err != nil || idle == 0 {
		return m, err
	}
	m.first = float64(at.Sub(p.started).Microseconds()) / 1000
	time.Sleep(time.Until(p.started.Add(memoryAfter)))
	if m.memory, m.whole, err = p.memory(); err != nil {
		return m, err
	}
	m.sharing = p.sharing()
	time.Sleep(settleAfter)
	return m, m.rest(s, p, sub.dir, idle)
}

// rest watches the program doing nothing.
func (m *measured) rest(s *screen, p *process, dir string, idle time.Duration) error {
	if dir != "" {
		q, err := watchFolder(dir)
		if err != nil {
			return err
		}
		defer q.close()
		defer func() {
			if n, err := q.count(); err == nil {
				m.touched = float64(n)
			}
		}()
	}
	before, err := p.processor()
	if err != nil {
		return err
	}
	s.forget()
	time.Sleep(idle)
	m.frames = float64(len(s.drawn))
	after, err := p.processor()
	m.idle = (after - before) / idle.Seconds()
	return err
}

// bareScreen waits until the window before is gone.
func bareScreen(s *screen) error {
	for range 100 {
		s.forget()
		time.Sleep(300 * time.Millisecond)
		if len(s.drawn) == 0 {
			return nil
		}
	}
	return fmt.Errorf("the screen does not come to rest")
}

// strippedSize is the size in MB of the program without symbols.
func strippedSize(program, work string) (float64, error) {
	out := filepath.Join(work, "stripped")
	if err := exec.Command("strip", "-o", out, program).Run(); err != nil {
		return 0, fmt.Errorf("strip %s: %w", program, err)
	}
	info, err := os.Stat(out)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / 1e6, nil
}
