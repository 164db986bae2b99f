//go:build !linux

package storage

import "os"

// registerLogVFS gives the name of another way to files than SQLite's own; there is
// none here.
func registerLogVFS() string { return "" }

// owing is for a connection whose commits can leave the wait for the disk to who makes
// them; here they wait themselves.
type owing struct {
	number    int64
	may, owes bool
}

const owingName = "owing"

func newOwing() *owing { return nil }

func (o *owing) end() {}

func flushLog(f *os.File) error { return f.Sync() }
