package gateway

import (
	"os"
	"runtime/debug"
)

// What a process that is nothing but a gateway gives its garbage collector: it may
// let garbage grow to several times what is in use before it cleans up, because
// little is in use and much passes through; near the limit it cleans up as often as
// it must. The database's own memory does not count.
const (
	garbagePercent = 400
	memoryLimit    = 256 << 20
)

// EaseMemory sets the garbage collector for a process that only runs a gateway.
// What GOGC and GOMEMLIMIT say in the environment goes before it.
func EaseMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
