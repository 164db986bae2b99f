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
	_, known := systemScheme()
	return known
}

// systemScheme asks the desktop whether it is dark; known is false when it does not say.
func systemScheme() (dark, known bool) {
	type answer struct{ dark, known bool }
	answers := make(chan answer, 1)
	go func() {
		scheme, err := appearance.GetColorScheme()
		answers <- answer{scheme == appearance.Dark, err == nil && scheme != appearance.NoPreference}
	}()
	select {
	case a := <-answers:
		return a.dark, a.known
	case <-time.After(schemeTimeout):
		return false, false
	}
}
