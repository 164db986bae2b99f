//go:build linux

package main

import (
	"strings"

	"channeldesk/app"
)

// qontakDraft turns the Draft to Qontak: the number is typed, the token pasted,
// and the channel chosen from what the token can see. All but the address is
// right then.
func qontakDraft(g *guide) {
	p := g.providers()
	g.environment("Draft")
	g.page("Channel")
	g.click("Account and credentials")
	g.wheelUp()
	g.click("Qontak")
	g.waitText("Channel Integration ID", "What Qontak cannot do")
	g.photo("qontak-empty")
	g.retype("Account code (phone number)", p.Qontak.AccountCode)
	g.pasteSecret("Access token", p.Qontak.Token)
	g.wheelUp()
	g.click(g.pickName())
	g.wait("what can be picked", func(s seen) bool { return s.Layers > 0 && s.Says(p.Qontak.AccountName) })
	g.photo("qontak-pick")
	g.must(g.write(p.Qontak.AccountName))
	g.click(app.FormatPhone(p.Qontak.AccountCode))
	g.wait("the end of the list", func(s seen) bool { return s.Layers == 0 })
	g.wheelUp()
	g.runCheck()
	g.wait("the end of the check", func(s seen) bool { _, ok := s.Control("Register endpoint"); return ok })
	g.steps(3)
	g.waitText("3 of 4 passed")
	g.photo("qontak-checked")
	if now := g.shown("draft"); now.Protocol != "qontak" || now.AccountCode != p.Qontak.AccountCode ||
		now.Fields["channel_integration_id"] != p.Qontak.ChannelIntegrationID {
		g.fail("the Draft is not what was typed and picked: %+v", now)
	}
}

// pickName is what picking instead of typing is called here.
func (g *guide) pickName() (name string) {
	g.wait("the link to pick", func(s seen) bool {
		for _, t := range s.Top() {
			if t.IsControl() && strings.HasPrefix(t.Text, "Pick ") && !t.Disabled {
				name = t.Text
				return true
			}
		}
		return false
	})
	return name
}

// registerEndpoint tells Qontak the address, and looks at Qontak whether it is
// the channel's whole address, with all events on.
func registerEndpoint(g *guide) {
	p := g.providers()
	g.click("Webhook and session")
	g.waitText("Qontak does not know this address yet")
	g.wheelUp()
	g.photo("qontak-webhook")
	g.click("Register endpoint")
	g.waitText("Registered today")
	g.wheelUp()
	g.photo("qontak-registered")
	g.standsThere(p)
}

// standsThere copies the whole address and holds it against what Qontak has.
func (g *guide) standsThere(p providers) string {
	secret := g.webhookSecret("draft")
	g.must(toClipboard("nothing"))
	g.clickNear("Copy", "Webhook URL")
	var address string
	g.wait("the whole address in the clipboard", func(seen) bool {
		address = fromClipboard()
		return strings.HasPrefix(address, g.gatewayAt) && strings.HasSuffix(address, secret)
	})
	g.keep("a whole address", address)
	if at := g.registered(p); at != address {
		g.fail("Qontak has %q for all events, the channel's address has %d letters and ends otherwise", short(at), len(address))
	}
	return address
}

// short is an address without its end, which may be a secret.
func short(address string) string {
	if i := strings.LastIndex(address, "/"); i > 0 {
		return address[:i+1] + "…"
	}
	return address
}

const foreignAddress = "https://crm.example/whatsapp/in"

// foreignEndpoint lets another system take the address over. The window asks
// before it takes it back.
func foreignEndpoint(g *guide) {
	p := g.providers()
	g.registerForeign(p, foreignAddress)
	g.click("Register again")
	g.waitText("Replace the address at Qontak?", "https://crm.example/")
	g.photo("qontak-foreign")
	g.click("Keep the old one")
	g.waitGone("Replace the address at Qontak?")
	g.waitText("Qontak has another address now")
	if at := g.registered(p); at != foreignAddress {
		g.fail("the foreign address was replaced though nobody agreed: %q", short(at))
	}
	g.wheelUp()
	g.photo("qontak-another-address")
	g.click("Register again")
	g.waitText("Replace the address at Qontak?")
	g.click("Replace it")
	g.waitText("Registered today")
	g.standsThere(p)
}

// newSecret makes the webhook secret anew: once with the registration right
// after, once without.
func newSecret(g *guide) {
	p := g.providers()
	before := g.standsThere(p)
	g.clickNear("Regenerate", "Webhook secret")
	g.waitText("Regenerate the webhook secret?")
	g.state("Register the endpoint right after", "on")
	g.photo("qontak-regenerate")
	g.click("Regenerate")
	g.wait("the new secret", func(s seen) bool { return s.Layers == 0 && g.webhookSecret("draft") != last(before) })
	g.wait("the new address at Qontak", func(seen) bool { at := g.registered(p); return at != "" && at != before })
	g.waitText("Registered today")
	before = g.standsThere(p)

	g.clickNear("Regenerate", "Webhook secret")
	g.waitText("Regenerate the webhook secret?")
	g.click("Register the endpoint right after")
	g.state("Register the endpoint right after", "off")
	g.click("Regenerate")
	g.waitText("Out of date", "Qontak still has the old secret")
	if at := g.registered(p); at != before {
		g.fail("the address at Qontak changed though nobody asked for it")
	}
	g.webhookSecret("draft")
	g.wheelUp()
	g.photo("qontak-out-of-date")
	g.click("Register again")
	g.waitGone("Qontak still has the old secret")
	g.waitText("Registered today")
	g.standsThere(p)
}

// last is what stands behind the last slash of an address.
func last(address string) string { return address[strings.LastIndex(address, "/")+1:] }
