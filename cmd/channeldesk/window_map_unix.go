//go:build unix

package main

import (
	"encoding/json"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"fyne.io/fyne/v2"
)

// mapVariable names the file into which the window describes itself on SIGUSR1.
// The guided tour and the window's tests find by it where to click; without the
// variable the program neither listens for the signal nor writes anything.
const mapVariable = "CHANNELDESK_UI_MAP"

// startUIMap listens for SIGUSR1 when the environment asks for it, and returns
// what ends that. The description holds labels and sentences, and never what
// stands in a field or is set in the fixed-width face: values and secrets.
// Safe for concurrent use.
func startUIMap(win fyne.Window, log *slog.Logger) (stop func()) {
	path := os.Getenv(mapVariable)
	if path == "" {
		return func() {}
	}
	asked, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		serial := 0
		for {
			select {
			case <-done:
				return
			case <-asked:
				serial++
				var m windowMap
				fyne.DoAndWait(func() { m = describeWindow(win) })
				m.Serial = serial
				if err := writeMap(path, m); err != nil {
					log.Warn("write the map of the window", "cause", err)
				}
			}
		}
	}()
	return func() {
		signal.Stop(asked)
		close(done)
	}
}

// writeMap puts the description in place in one step, so that nobody reads half
// of it.
func writeMap(path string, m windowMap) error {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	tmp := filepath.Join(filepath.Dir(path), ".map")
	if err := os.WriteFile(tmp, data, 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
