package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
)

const crashName = "crash.log"

// crashFile gets what the Go runtime prints when the program crashes. It stays
// only when something was printed.
type crashFile struct {
	file *os.File
	made bool
}

// openCrash directs crash output into the data folder. A folder that cannot be
// written leaves it on standard error alone.
func openCrash(dir string) *crashFile {
	path := filepath.Join(dir, crashName)
	_, err := os.Stat(path)
	c := &crashFile{made: os.IsNotExist(err)}
	if c.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return nil
	}
	if debug.SetCrashOutput(c.file, debug.CrashOptions{}) != nil {
		c.close()
		return nil
	}
	return c
}

// close removes the file again when this run made it and nothing is in it.
func (c *crashFile) close() {
	if c == nil {
		return
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	info, err := c.file.Stat()
	_ = c.file.Close()
	if err == nil && info.Size() == 0 && c.made {
		_ = os.Remove(c.file.Name())
	}
}
