//go:build !linux

package main

// systemHasScheme reports whether the desktop says if it is light or dark.
func systemHasScheme() bool { return true }

// systemScheme is not asked: the toolkit knows it when the window opens.
func systemScheme() (dark, known bool) { return false, false }
