//go:build linux

package main

// gatewayLooks photographs the API page, what came in, and the gateway's switch, in
// the dark and in a small window.
func gatewayLooks(g *guide) {
	g.theme("Dark")
	g.gatewayPages("dark")
	g.must(g.Resize(1024, 700))
	g.wait("the small window", func(s seen) bool { return s.Width == 1024 && s.Height == 700 })
	g.gatewayPages("small-dark")
	g.theme("Light")
	g.gatewayPages("small")
	g.must(g.Resize(1280, 800))
	g.wait("the large window", func(s seen) bool { return s.Width == 1280 && s.Height == 800 })
}

func (g *guide) theme(name string) {
	g.keys("ctrl+comma")
	g.waitText("Appearance")
	g.clickText(name)
	g.wait("the choice "+name, func(s seen) bool { _, ok := s.Control(name); return ok })
}

func (g *guide) gatewayPages(suffix string) {
	g.keys("ctrl+6")
	g.waitText("Base URL", apiKey)
	g.wheelUp()
	g.photo("api-" + suffix)
	g.keys("ctrl+2")
	g.waitText("What comes in")
	g.wheelUp()
	g.click("What comes in")
	g.waitText("Message (text)", "Forwarding to your agent")
	g.wheelUp()
	g.photo("incoming-" + suffix)
	g.keys("ctrl+comma")
	g.waitText("Appearance")
	g.waitText("It listens at ")
	g.find("Copy webhook URL")
	g.photo("gateway-" + suffix)
}
