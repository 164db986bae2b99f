//go:build linux || freebsd || netbsd || openbsd || dragonfly

package secret

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

var busMu sync.Mutex

// busReady looks for the session bus as the D-Bus library does, and stops where
// that would run dbus-launch: that starts a bus of its own which stays behind
// and has no keychain on it. A socket that the library does not look for is
// named to it through the environment.
func busReady() error {
	busMu.Lock()
	defer busMu.Unlock()
	if a := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); a != "" && a != "autolaunch:" {
		return nil
	}
	folder := fmt.Sprintf("/run/user/%d", os.Getuid())
	if exists(filepath.Join(folder, "bus")) {
		return nil
	}
	if b, err := os.ReadFile(filepath.Join(folder, "dbus-session")); err == nil &&
		len(strings.TrimSpace(strings.TrimPrefix(string(b), "DBUS_SESSION_BUS_ADDRESS="))) > 0 &&
		strings.HasPrefix(string(b), "DBUS_SESSION_BUS_ADDRESS=") {
		return nil
	}
	if runtime := os.Getenv("XDG_RUNTIME_DIR"); runtime != "" {
		if socket := filepath.Join(runtime, "bus"); exists(socket) {
			u := url.URL{Path: socket}
			return os.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+strings.NewReplacer(",", "%2C", ";", "%3B").Replace(u.EscapedPath()))
		}
	}
	return errNoBus
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
