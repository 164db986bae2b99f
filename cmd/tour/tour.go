//go:build linux

package main

func mainTour(g *guide) error {
	return g.walk([]chapter{
		{"welcome", welcome},
		{"sandbox agent", sandboxAgent},
		{"check with a typed token", typedToken},
	})
}

func lockedTour(g *guide) error { return nil }

func welcome(g *guide) {
	g.start()
	g.waitText("Welcome to Channel Desk", "Tokens and secrets stay in this computer's keychain")
	g.photo("welcome")
}

func sandboxAgent(g *guide) {
	g.click("Open the sandbox")
	g.waitText("Connection check")
	g.photo("channel-draft")
}

// typedToken types the sample token by the keyboard and runs the check: all is
// good but the webhook, which the step itself mends.
func typedToken(g *guide) {
	values, err := g.sandboxSample()
	g.must(err)
	replaceToken(g, values.Token)
	g.wheelUp()
	g.click("Run check")
	g.wait("the end of the check", func(s seen) bool { _, ok := s.control("Subscribe now"); return ok })
	g.photo("webhook-missing")
	println(g.seen().String())
	g.click("Subscribe now")
	g.wait("a complete check", func(s seen) bool { return s.steps("passed") == 6 })
	g.photo("all-passed")
}

func replaceToken(g *guide, value string) {
	g.clickNear("Replace", "Access token")
	g.typeInto("Access token", value)
	g.click("Save")
	g.wait("the saved token", func(s seen) bool { _, open := s.field("Access token"); return !open })
}
