//go:build linux

package main

// notificationLooks photographs templates, their editor, sending and the history in
// the dark and in a small window.
func notificationLooks(g *guide) {
	g.theme("Dark")
	g.notificationPages("dark")
	g.must(g.Resize(1024, 700))
	g.wait("the small window", func(s seen) bool { return s.Width == 1024 && s.Height == 700 })
	g.notificationPages("small-dark")
	g.theme("Light")
	g.notificationPages("small")
	g.must(g.Resize(1280, 800))
	g.wait("the large window", func(s seen) bool { return s.Width == 1280 && s.Height == 800 })
	g.keys("ctrl+1")
	g.waitText("Recent activity", "Deliveries")
	g.photo("overview-deliveries")
}

func (g *guide) notificationPages(suffix string) {
	g.keys("ctrl+4")
	g.waitText("needs attention first")
	g.photo("templates-" + suffix)
	g.keys("ctrl+n")
	g.waitText("Send for review")
	g.typeBelow("Body", "Halo, {{1}}")
	g.waitText("The text ends with a variable")
	g.photo("editor-" + suffix)
	g.click("Discard draft")
	g.wait("the question", func(s seen) bool { return s.Layers > 0 })
	g.click("Discard it")
	g.wait("the templates", func(s seen) bool { return s.Layers == 0 && s.Says("needs attention first") })
	g.keys("ctrl+5")
	g.waitText("Many from a file")
	g.clickText("Many from a file")
	g.waitText("Drop a CSV file here")
	g.photo("send-" + suffix)
	g.clickText("Bulk sends")
	g.clickFirst("customers")
	g.waitText("Done, 2,416 of 2,416")
	g.photo("bulk-" + suffix)
	g.keys("ctrl+7")
	g.waitText("Newest first")
	g.photo("history-" + suffix)
}
