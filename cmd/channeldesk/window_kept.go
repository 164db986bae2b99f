package main

import (
	"fyne.io/fyne/v2"
)

// learn takes over a value that stands in the workspace already.
func (p *preferences) learn(name, value string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.values[name] = value
}

// keepNothing keeps the toolkit from writing a file of preferences of its own: what
// the window remembers is in the workspace. The toolkit empties and writes that
// file at every end, although nothing is in it, and a window that is open at that
// time, such as the one that was just started anew, reads it empty and logs an error.
func keepNothing(a fyne.App) { a.SetCloudProvider(inMemory{}) }

// inMemory stands in for a place of preferences. The toolkit writes only those of
// its own kind to the disk.
type inMemory struct{}

// ProviderName is called by the toolkit.
func (inMemory) ProviderName() string { return "memory" }

// ProviderDescription is called by the toolkit.
func (inMemory) ProviderDescription() string { return "" }

// ProviderIcon is called by the toolkit.
func (inMemory) ProviderIcon() fyne.Resource { return nil }

// Setup is called by the toolkit.
func (inMemory) Setup(fyne.App) error { return nil }

// Cleanup is called by the toolkit.
func (inMemory) Cleanup(fyne.App) {}

// CloudPreferences gives the application's preferences without their file.
func (inMemory) CloudPreferences(a fyne.App) fyne.Preferences {
	return struct{ fyne.Preferences }{a.Preferences()}
}
