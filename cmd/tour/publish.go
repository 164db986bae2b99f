//go:build linux

package main

import (
	"strings"
)

const longerWords = " Kami siap membantu."

// publishBehaviour changes a message in the Qontak Draft and publishes that
// alone, after the check of the Draft has run in the review.
func publishBehaviour(g *guide) {
	before := g.shown("published")
	g.environment("Draft")
	g.page("Channel")
	g.click("Webhook and session")
	g.typeInto("Ask more message", "")
	g.keys("End")
	g.must(g.write(longerWords))
	g.keys("Tab")
	g.wait("the saved message", func(seen) bool { return strings.HasSuffix(g.shown("draft").Session.AskMoreText, longerWords) })
	g.keys("ctrl+shift+p")
	g.waitText("Review and publish", "All 4 passed")
	g.photo("review-qontak")
	g.onlyTick("Ask more message")
	g.click("Publish now")
	g.waitGone("Review and publish")
	now := g.shown("published")
	if now.Version != before.Version+1 || now.Session.AskMoreText != before.Session.AskMoreText+longerWords || now.Protocol != before.Protocol {
		g.fail("what is published is not what was ticked: %+v, before %+v", now, before)
	}
	g.previous = before
}

// restoreVersion looks at the versions and brings the one before back.
func restoreVersion(g *guide) {
	before := g.previous
	g.page("Activity")
	g.clickText("Versions")
	g.waitText(version(before.Version+1), version(before.Version), "Current")
	g.photo("versions")
	g.clickText(version(before.Version))
	g.wait("the version's drawer", func(s seen) bool { _, ok := s.Control("Restore this version"); return ok })
	g.photo("version")
	g.click("Restore this version")
	g.waitText("Restore "+strings.ToLower(version(before.Version)[:1])+version(before.Version)[1:], "After restoring")
	g.photo("review-restore")
	g.click("Restore it")
	g.waitText(version(before.Version + 2))
	g.wait("the page", func(s seen) bool { return s.Layers == 0 })
	g.photo("versions-restored")
	if now := g.shown("published"); now.Version != before.Version+2 || now.Session.AskMoreText != before.Session.AskMoreText {
		g.fail("the restored settings are not the earlier ones: %+v, before %+v", now, before)
	}
}

// onlyTick takes away all ticks of the review but one.
func (g *guide) onlyTick(label string) {
	ticks := func(s seen) (on []string) {
		for _, t := range s.Top() {
			if t.IsControl() && t.State == "on" && t.Text != label {
				on = append(on, t.Text)
			}
		}
		return on
	}
	for _, other := range ticks(g.seen()) {
		g.click(other)
		g.state(other, "off")
	}
	g.state(label, "on")
}
