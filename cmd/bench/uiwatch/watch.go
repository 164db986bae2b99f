//go:build linux

// Package uiwatch notes how long the thread of a window works between two looks at
// its events: handlers, layout, measuring and making textures on one side, the calls
// of the graphics library on the other. Only programs that make bench builds with the
// toolkit of cmd/bench/toolkit call it; the program that is given away does not hold it.
//
// All functions belong to the thread of the window.
package uiwatch

import (
	"encoding/json"
	"os"
	"os/signal"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// Variable names the file into which the spans are written on SIGUSR2. Without it
// nothing is noted.
const Variable = "CHANNELDESK_BENCH_SPANS"

// profileVariable names a file for a processor profile of the whole run.
const profileVariable = "CHANNELDESK_BENCH_PROFILE"

// Span is one turn of the loop of the window that did something. Times are
// nanoseconds.
type Span struct {
	At      int64 `json:"at"`      // when it began, since 1970
	Wall    int64 `json:"wall"`    // how long it took
	CPU     int64 `json:"cpu"`     // processor time of the thread meanwhile
	GL      int64 `json:"gl"`      // of CPU, in calls of the graphics library
	Watch   int64 `json:"watch"`   // of CPU, about what taking these times costs beside
	Calls   int64 `json:"calls"`   // how many calls of the graphics library
	Painted bool  `json:"painted"` // the window was painted
}

// least is what is noted of a turn that painted nothing.
const least = int64(100 * time.Microsecond)

var (
	on        = os.Getenv(Variable) != ""
	began     time.Time
	beganCPU  int64
	inGL      int64
	calls     int64
	cost      int64 // of one look at the clock
	isPainted bool
	mu        sync.Mutex
	spans     []Span
)

func init() {
	if !on {
		return
	}
	spans = make([]Span, 0, 1<<16)
	const looks = 4000
	first := Now()
	for range looks {
		Now()
	}
	cost = (Now() - first) / looks
	var profile *os.File
	if path := os.Getenv(profileVariable); path != "" { // for work on what takes long
		if f, err := os.Create(path); err == nil && pprof.StartCPUProfile(f) == nil {
			profile = f
		}
	}
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR2)
	go func() {
		for range asked {
			if profile != nil {
				pprof.StopCPUProfile()
				_ = profile.Close()
			}
			write(os.Getenv(Variable))
		}
	}()
}

// write puts the spans in place in one step.
func write(path string) {
	mu.Lock()
	data, err := json.Marshal(spans)
	mu.Unlock()
	if err == nil && os.WriteFile(path+".part", data, 0o600) == nil {
		_ = os.Rename(path+".part", path)
	}
}

// Now is the processor time of this thread, in nanoseconds. What other programs do
// meanwhile is not in it.
func Now() int64 {
	if !on {
		return 0
	}
	const clockThread = 3
	var ts syscall.Timespec
	_, _, _ = syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockThread, uintptr(unsafe.Pointer(&ts)), 0)
	return ts.Nano()
}

// Begin is called when a turn of the loop begins.
func Begin() {
	inGL, calls, isPainted = 0, 0, false
	began, beganCPU = time.Now(), Now()
}

// Painted is called when the window is painted.
func Painted() { isPainted = true }

// GL is called after a call of the graphics library that began then.
func GL(then int64) {
	inGL += Now() - then
	calls++
}

// End is called when a turn of the loop is over.
func End() {
	wall := int64(time.Since(began))
	if !on || wall < least && !isPainted {
		return
	}
	s := Span{At: began.UnixNano(), Wall: wall, CPU: Now() - beganCPU, GL: inGL, Watch: calls * cost, Calls: calls, Painted: isPainted}
	mu.Lock()
	spans = append(spans, s)
	mu.Unlock()
}
