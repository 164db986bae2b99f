//go:build !(linux || freebsd || netbsd || openbsd || dragonfly)

package secret

// busReady has nothing to look for: the keychain is part of the system.
func busReady() error { return nil }
