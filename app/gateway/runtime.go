package gateway

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// What a process that is nothing but a gateway gives its garbage collector: it may
// let garbage grow to several times what is in use before it cleans up, because
// little is in use and much passes through; near the limit it cleans up as often as
// it must. The database's own memory does not count.
const (
	garbagePercent = 400
	memoryLimit    = 256 << 20
)

// spareThreads is how many threads of Go more than there are processors may run: what
// comes back from the disk, with all that wait for it, would else stand behind
// everything that came in meanwhile. The system lets it go first.
const spareThreads = 4

// EaseRuntime sets up Go's garbage collector and threads for a process that only runs
// a gateway. What GOGC, GOMEMLIMIT and GOMAXPROCS say in the environment goes before
// it. Once is enough.
func EaseRuntime() { easeOnce.Do(easeRuntime) }

var easeOnce sync.Once

func easeRuntime() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + spareThreads)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
