//go:build !linux

package main

// systemHasScheme reports whether the desktop says if it is light or dark.
func systemHasScheme() bool { return true }
