//go:build linux

package main

// lockedTour starts on a desktop whose keychain is locked: the window explains,
// works, and keeps what it shows.
func lockedTour(g *guide) error {
	return g.walk([]chapter{
		{"locked keychain: welcome", lockedWelcome},
		{"locked keychain: channel", lockedChannel},
		{"quit", quit},
	})
}

func lockedWelcome(g *guide) {
	g.start()
	g.waitText("Unlock and try again")
	g.photo("welcome")
}

func lockedChannel(g *guide) {
	g.click("Open the sandbox")
	g.waitText("Connection check", "Try again")
	g.photo("channel")
	g.click("Overview")
	g.waitText("Recent activity")
	g.photo("overview")
}
