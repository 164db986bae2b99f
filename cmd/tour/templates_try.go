//go:build linux

package main

import (
	"strings"

	"channeldesk/app/sandbox"
)

// billLink is where the picture of the message is, which the phone would fetch.
const billLink = "https://files.samudra.example/bill.png"

// templateTried sends the template to a phone of our own, and looks there.
func templateTried(g *guide) {
	b := g.bank
	g.keys("ctrl+f")
	g.must(g.write("monthly"))
	g.waitText("1 of ")
	g.clickText(billName)
	g.click("Send test")
	g.wait("the page for sending", func(s seen) bool { return s.Says("One message") && s.Says("Many from a file") })
	g.clickText("One message")
	g.typeInto("Nama", "Rina")
	g.typeInto("Jumlah", "Rp 250.000")
	g.typeInto("Link to the image", billLink)
	g.photo("send-one")
	g.click("Send a test to my phone first")
	g.waitText("Send a test to my phone", "One real message is sent.")
	g.must(g.write(strings.TrimPrefix(b.values.Customer, "+")))
	g.photo("send-test")
	g.keys("Return")
	g.waitText("Sent from here")
	g.wait("the message on the phone", func(seen) bool { return g.onPhone(b.values.Customer) != nil })
	got := g.onPhone(b.values.Customer)
	if got.Text != "Halo Rina, tagihan Rp 250.000 Anda jatuh tempo hari ini. Abaikan pesan ini bila sudah membayar." ||
		got.HeaderKind != "image" || got.Link != billLink || len(got.Buttons) != 2 || got.Footer != billFooter {
		g.fail("the phone shows another message: %+v", *got)
	}
	g.wait("how the message stands", func(s seen) bool { return s.Says("Delivered") || s.Says("Read") })
	g.photo("send-test-arrived")
}

// onPhone is the message that a customer's phone shows; nil for none yet.
func (g *guide) onPhone(number string) *sandbox.Bubble {
	b := g.bank
	chat, ok := b.sandbox.Phone.Chat("meta." + b.values.SecondPhoneNumberID + "." + strings.TrimPrefix(number, "+"))
	if !ok || len(chat.Bubbles) == 0 || chat.Bubbles[0].State == "accepted" {
		return nil
	}
	return &chat.Bubbles[0]
}
