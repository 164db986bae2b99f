//go:build linux

package main

import (
	"strings"
)

// mainTour is the main path, and then the places beside it.
func mainTour(g *guide) error {
	return g.walk([]chapter{
		{"welcome", welcome},
		{"sandbox agent", sandboxAgent},
		{"check with a typed token", typedToken},
		{"a wrong token and its fix", wrongToken},
		{"gateway on this computer", gatewayOn},
		{"gateway: an API key by keys alone", apiKeyByKeys},
		{"gateway: a customer writes", customerWrites},
		{"gateway: what comes in", whatComesIn},
		{"gateway: looks", gatewayLooks},
		{"Draft and Published", environments},
		{"published settings", publishedSettings},
		{"webhook secret", webhookSecret},
		{"hand-off", handOff},
		{"publish the draft by keys alone", publishByKeys},
		{"Qontak in the Draft", qontakDraft},
		{"Qontak: register the endpoint", registerEndpoint},
		{"Qontak: a foreign address", foreignEndpoint},
		{"Qontak: a new secret", newSecret},
		{"Qontak: hand-off", handOffWhole("qontak")},
		{"publish one behaviour", publishBehaviour},
		{"restore a version", restoreVersion},
		{"activity", activity},
		{"dark", dark},
		{"small window", smallWindow},
		{"Coster in the Draft", costerDraft},
		{"Coster: test messages", testMessages},
		{"Coster: hand-off", handOffWhole("coster")},
		{"members", members},
		{"a Viewer, and back", viewer},
		{"command line alone", scripted},
		{"templates: an agent of its own", templatesBegin},
		{"templates: sync", templatesSync},
		{"templates: one with a picture", templateWritten},
		{"templates: a rejected one mended", templateMended},
		{"templates: a test to our own phone", templateTried},
		{"bulk: a file and its columns", bulkMatched},
		{"bulk: rows with a problem", bulkMended},
		{"bulk: five first", bulkBegun},
		{"bulk: paused", bulkPaused},
		{"gateway: the session ends", sessionEnds},
		{"bulk: resumed", bulkResumed},
		{"bulk: killed in the middle", bulkKilled},
		{"bulk: one message for each", bulkJudged},
		{"history: filtered and searched", historySeen},
		{"history: exported and read back", historyExported},
		{"history: looks of the pages for sending", notificationLooks},
		{"agent without a draft", withoutDraft},
		{"no secret anywhere", noSecretAnywhere},
		{"quit", quit},
	})
}

func welcome(g *guide) {
	g.start()
	g.waitText("Welcome to Channel Desk", "Tokens and secrets stay in this computer's keychain")
	g.photo("welcome")
}

func sandboxAgent(g *guide) {
	g.click("Open the sandbox")
	g.waitText("Connection check", "This agent speaks to the sandbox")
	g.wait("the Draft", func(s seen) bool { return s.environment() == "Draft" })
	g.photo("channel-draft")
}

// typedToken types the sample token by the keyboard and runs the check: all is
// good but the webhook, which the step itself mends.
func typedToken(g *guide) {
	values := g.providers().Meta
	g.replaceToken(values.Token)
	g.wheelUp()
	g.click("Run check")
	g.wait("the end of the check", func(s seen) bool { _, ok := s.Control("Subscribe now"); return ok })
	g.steps(5)
	g.waitText("Webhook is not subscribed", "5 of 6 passed", "Needs attention")
	g.photo("webhook-missing")
	g.click("Subscribe now")
	g.steps(6)
	g.waitText("6 of 6 passed", "Connected")
	g.wheelUp()
	g.photo("all-passed")
}

// wrongToken replaces the token by one that has ended: its step turns red and
// says in the same box what to do.
func wrongToken(g *guide) {
	values := g.providers().Meta
	g.replaceToken(values.ExpiredToken)
	g.wheelUp()
	g.click("Run again")
	g.waitText("Access token is not valid", "To fix it:", "Needs attention")
	g.wheelUp()
	g.photo("wrong-token")
	if n := g.seen().steps("passed"); n == 6 {
		g.fail("all steps passed with a token that has ended")
	}
	g.replaceToken(values.Token)
	g.wheelUp()
	g.click("Run again")
	g.steps(6)
	g.waitText("Connected")
}

func environments(g *guide) {
	g.environment("Draft")
	g.page("Channel")
	g.click("Account and credentials")
	g.clickText("Published")
	g.wait("Published", func(s seen) bool { return s.environment() == "Published" })
	g.waitText("This is what customers use now.")
	g.photo("channel-published")
	g.click("Overview")
	g.waitText("Setup", "Recent activity", "Nusantara Bank")
	g.photo("overview-published")
	g.environment("Draft")
	g.photo("overview-draft")
	g.environment("Published")
}

// publishedSettings edits what customers use: held back, reviewed, saved.
func publishedSettings(g *guide) {
	g.click("Channel")
	g.click("Webhook and session")
	g.waitText("Session behaviour", "What the customer sees")
	g.photo("webhook-published")
	g.click("Edit published settings")
	g.typeInto("Closing message", " See you soon.")
	g.keys("Tab")
	g.click("Review and save")
	g.waitText("Review published settings", "Published now")
	g.photo("review-published")
	g.click("Save to Published")
	g.waitGone("Review published settings")
	g.waitText("This is what customers use now.")
}

func webhookSecret(g *guide) {
	g.click("Regenerate")
	g.waitText("Regenerate the webhook secret?")
	g.photo("regenerate")
	g.click("Keep the old one")
	g.waitGone("Regenerate the webhook secret?")
}

// publishByKeys reviews the draft and publishes it without touching the mouse.
func publishByKeys(g *guide) {
	g.environment("Draft")
	g.keys("ctrl+1")
	g.waitText("Recent activity")
	g.keys("ctrl+shift+p")
	g.waitText("Review and publish", "would take back")
	g.tabTo("Access token")
	g.keys("space")
	g.tabTo("Note for the team")
	g.must(g.write("New token from the client"))
	g.photo("review-publish")
	g.tabTo("Publish now")
	g.keys("Return")
	g.waitGone("Review and publish")
	g.keys("ctrl+k")
	g.waitText("Choose an agent")
	g.photo("agents")
	g.keys("Escape")
	g.waitGone("Choose an agent")
}

// dark changes the look in the settings and looks at each page.
func dark(g *guide) {
	g.keys("ctrl+comma")
	g.waitText("Appearance", "Theme")
	g.photo("settings")
	g.clickText("Dark")
	g.wait("the dark choice", func(s seen) bool { _, ok := s.Control("Dark"); return ok })
	g.photo("settings-dark")
	g.pages("dark")
}

// pages takes a picture of each page of the agent, of both parts of the Channel
// page and of Activity, and of the review.
func (g *guide) pages(suffix string) {
	g.keys("ctrl+1")
	g.waitText("Recent activity")
	g.photo("overview-" + suffix)
	g.keys("ctrl+2")
	for _, part := range []struct{ name, tab, proof string }{
		{"channel", "Account and credentials", "Connection check"}, {"webhook", "Webhook and session", "Session behaviour"},
	} {
		g.click(part.tab)
		g.waitText(part.proof)
		g.wheelUp()
		g.photo(part.name + "-" + suffix)
	}
	g.keys("ctrl+3")
	g.waitText("Who is it for?")
	g.photo("handoff-" + suffix)
	g.page("Activity")
	for _, part := range []struct{ view, proof string }{{"Activity", "all there are"}, {"Versions", "Current"}} {
		g.clickPart(part.view)
		g.waitText(part.proof)
		g.photo(strings.ToLower(part.view) + "-" + suffix)
	}
	g.keys("ctrl+shift+p")
	g.waitText("Review and publish", "passed")
	g.photo("review-" + suffix)
	g.keys("Escape")
	g.waitGone("Review and publish")
}

func smallWindow(g *guide) {
	g.must(g.Resize(1024, 700))
	g.wait("the small window", func(s seen) bool { return s.Width == 1024 && s.Height == 700 })
	g.pages("small-dark")
	g.keys("ctrl+comma")
	g.waitText("Appearance")
	g.clickText("Light")
	g.wait("the light choice", func(s seen) bool { _, ok := s.Control("Light"); return ok })
	g.photo("settings-small")
	g.pages("small")
	g.must(g.Resize(1280, 800))
	g.wait("the large window", func(s seen) bool { return s.Width == 1280 && s.Height == 800 })
}

// withoutDraft makes an agent, which has no draft, and asks for its draft.
func withoutDraft(g *guide) {
	g.keys("ctrl+k")
	g.waitText("Choose an agent")
	g.click("New agent")
	g.waitText("Set up a channel")
	g.must(g.write("Kopi Lima Assistant"))
	g.photo("new-agent")
	g.keys("Return")
	g.waitText("No phone number yet")
	g.photo("overview-no-draft")
	g.clickText("Draft")
	g.waitText("This agent has no draft")
	g.photo("no-draft")
	g.keys("Escape")
	g.waitGone("This agent has no draft")
	g.click("Channel")
	g.photo("channel-empty")
	g.click("Hand-off")
	g.waitText("Nothing to hand over yet")
	g.photo("handoff-empty")
}

func quit(g *guide) {
	g.keys("ctrl+q")
	g.must(g.Leave(patience))
}
