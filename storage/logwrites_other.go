//go:build !linux

package storage

// registerLogVFS gives the name of another way to files than SQLite's own; there is
// none here.
func registerLogVFS() string { return "" }
