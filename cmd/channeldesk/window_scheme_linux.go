package main

import (
	"time"

	"github.com/rymdport/portal/settings/appearance"
)

// schemeTimeout is how long a desktop may take to say whether it is dark.
const schemeTimeout = 200 * time.Millisecond

// systemHasScheme reports whether the desktop says if it is light or dark. The
// toolkit takes silence for dark; we take it for light.
func systemHasScheme() bool {
	known := make(chan bool, 1)
	go func() {
		scheme, err := appearance.GetColorScheme()
		known <- err == nil && scheme != appearance.NoPreference
	}()
	select {
	case ok := <-known:
		return ok
	case <-time.After(schemeTimeout):
		return false
	}
}
