//go:build linux && desktop

package secret

// desktopTag says that the tests on a desktop were asked for.
const desktopTag = true
