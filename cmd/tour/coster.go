//go:build linux

package main

import (
	"slices"

	"channeldesk/app/sandbox"
)

// costerDraft turns the Draft to Coster: everything is typed, because Coster has
// no list to pick from, and what it cannot do is said.
func costerDraft(g *guide) {
	p := g.providers()
	g.environment("Draft")
	g.page("Channel")
	g.click("Account and credentials")
	g.wheelUp()
	g.click("Coster")
	g.waitText("Division ID", "What Coster cannot do", "Coster has no list of accounts to pick from.")
	g.photo("coster-empty")
	g.retype("Account code (phone number)", p.Coster.AccountCode)
	g.retype("Account ID", p.Coster.AccountID)
	g.retype("Division ID", p.Coster.DivisionID)
	g.pasteSecret("Conversation token", p.Coster.ConversationToken)
	g.pasteSecret("Push token", p.Coster.PushToken)
	if now := g.shown("draft"); now.Protocol != "coster" || now.Fields["account_id"] != p.Coster.AccountID || now.Fields["division_id"] != p.Coster.DivisionID {
		g.fail("the Draft is not what was typed: %+v", now)
	}
	g.wheelUp()
	g.runCheck()
	g.waitText("Tokens are not proved yet", "2 of 3 passed")
	g.photo("coster-checked")
}

// testMessages proves both tokens by a template and by a text to a phone of our
// own.
func testMessages(g *guide) {
	p := g.providers()
	before := len(g.costerMessages(p))
	g.clickNear("Send a test message", "Tokens are not proved yet")
	g.waitText("Send a test message", "One real message is sent.")
	g.must(g.write(p.Coster.Customer))
	g.clickText("Template")
	g.typeInto("Template name", p.Coster.Template)
	g.typeInto("Values for {{1}}, {{2}} and so on", "Sari")
	g.keys("Return")
	g.must(g.write("Rp 150.000"))
	g.photo("coster-test-message")
	g.click("Send one message")
	g.waitText("Coster took the message")
	g.photo("coster-test-sent")
	g.clickText("Text into an open chat")
	g.wait("the text", func(s seen) bool { _, ok := s.Field("Text"); return ok })
	g.click("Send again")
	g.wait("both messages at Coster", func(seen) bool { return len(g.costerMessages(p)) >= before+2 })
	sent := g.costerMessages(p)[before:]
	if !slices.ContainsFunc(sent, func(m sandbox.CosterMessage) bool { return m.Template == p.Coster.Template && len(m.Values) == 2 }) ||
		!slices.ContainsFunc(sent, func(m sandbox.CosterMessage) bool { return m.Text == "This is a test message." }) {
		g.fail("Coster took other messages than those that were sent, %d of them", len(sent))
	}
	g.waitText("The Conversation token works.")
	g.click("Close")
	g.wait("the page", func(s seen) bool { return s.Layers == 0 })
	g.waitText("3 of 3 passed", "Connected")
	g.wheelUp()
	g.photo("coster-all-passed")
	g.click("Webhook and session")
	g.waitText("Only Coster's staff can set the webhook address.")
	g.wheelUp()
	g.photo("coster-webhook")
	g.none("Register endpoint", "Register again")
	g.page("Overview")
	g.waitText("Recent activity")
	g.photo("coster-overview")
}
