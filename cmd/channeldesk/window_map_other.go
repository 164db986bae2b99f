//go:build !unix

package main

import (
	"log/slog"

	"fyne.io/fyne/v2"
)

// startUIMap does nothing here: there is no signal to ask with.
func startUIMap(fyne.Window, *slog.Logger) (stop func()) { return func() {} }
