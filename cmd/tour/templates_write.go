//go:build linux

package main

import (
	"fmt"
	"net/http"
	"strings"

	"channeldesk/app/sandbox"
)

const (
	billName    = "monthly_bill"
	billPicture = "bill.png"
	// billTyped has a number left out, which the editor mends.
	billTyped   = "Halo {{1}}, tagihan {{3}} Anda jatuh tempo hari ini. Abaikan pesan ini bila sudah membayar."
	billBody    = "Halo {{1}}, tagihan {{2}} Anda jatuh tempo hari ini. Abaikan pesan ini bila sudah membayar."
	billFooter  = "Bank Samudra"
	billAddress = "pay.samudra.example/bill"
)

// templateWritten writes a template with a picture above and two buttons below it,
// by keyboard and mouse. Rules that it breaks are mended by their own links; then it
// goes to the review, and the provider tells the decision.
func templateWritten(g *guide) {
	g.makePicture(billPicture)
	g.keys("ctrl+n")
	g.waitText("New template")
	g.wait("the keyboard in the name", func(s seen) bool { f, ok := s.Focused(); return ok && f.Text == "Name" })
	g.must(g.write("Monthly Bill"))
	g.photo("template-new")
	g.choose("None", "Image")
	g.click("Choose an image")
	g.chooseFile(billPicture)
	g.waitText(billPicture)
	g.typeBelow("Body", billTyped)
	g.typeInto("Footer", billFooter)
	g.addButton("Quick reply", "Sudah dibayar")
	g.addButton("Open link", "Bayar")
	g.keys("Tab")
	g.must(g.write(billAddress))
	g.waitText("The variables are counted from 1 without a gap", "Put https:// before it")
	g.photo("template-rules")
	g.click("Count them anew")
	g.waitGone("without a gap")
	g.click("Put https:// before it")
	g.waitGone("Put https:// before it")
	g.example("Nama", "Rina")
	g.example("Jumlah", "Rp 250.000")
	g.find("Send for review")
	g.waitText("follow the rules", "Saved ")
	g.photo("template-written")
	g.keys(sendByPress)
	// A slow machine may show it only when the review is over.
	g.wait(billName+" in review", func(s seen) bool {
		return s.inRow(billName, "In review") || g.statusAtMeta(billName) == "APPROVED"
	})
	g.photo("template-in-review")
	g.decided(billName, "APPROVED", "Approved")
	g.photo("template-approved")
	g.stands(billName, billBody)
}

// chooseFile chooses a file of the home folder in the toolkit's dialog.
func (g *guide) chooseFile(name string) {
	g.waitText("Open a file", name)
	g.clickFirst(name)
	g.click("Open")
	g.wait("the end of the file dialog", func(s seen) bool { return s.Layers == 0 })
}

// typeBelow clicks below a caption, where a text stands, and types in its place.
func (g *guide) typeBelow(caption, text string) {
	found := g.locate("the caption "+caption, func(s seen) (thing, bool) { return s.caption(caption) })
	g.must(g.ClickAt(found.X+40, found.Y+found.H+60))
	g.keys("ctrl+a")
	g.must(g.write(text))
}

// caption finds a text that is just these words.
func (s seen) caption(words string) (thing, bool) {
	for _, t := range s.Top() {
		if t.Kind == "text" && t.Text == words {
			return t, true
		}
	}
	return thing{}, false
}

// addButton adds a button of a kind; the keyboard is then in its words.
func (g *guide) addButton(kind, words string) {
	g.click("Add button")
	g.wait("the kinds of button", func(s seen) bool { return s.Layers > 0 })
	g.click(kind)
	g.wait("the keyboard in the new button", func(s seen) bool {
		f, ok := s.Focused()
		return ok && s.Layers == 0 && f.Kind == "field" && strings.HasPrefix(f.Text, "Words on button ")
	})
	g.must(g.write(words))
}

// example gives the first variable that has none a name and an example, by the
// link of the rule that asks for it.
func (g *guide) example(name, value string) {
	g.clickNear("Go there", "has no example value")
	g.wait("name and example", func(s seen) bool { _, ok := s.Field("Our name for it"); return ok })
	g.must(g.write(name))
	g.keys("Return")
	g.must(g.write(value))
	g.keys("Return")
	g.wait("the end of name and example", func(s seen) bool { return s.Layers == 0 })
	g.waitText(name)
}

// decided waits until the provider decided about a template and told it by webhook,
// and until the page shows it.
func (g *guide) decided(name, there, here string) {
	g.wait("the decision about "+name, func(seen) bool { return g.statusAtMeta(name) == there })
	g.bank.decisions++
	g.wait("the webhook about "+name, func(seen) bool { return g.decisionsTold() >= g.bank.decisions })
	g.wait(name+" "+here, func(s seen) bool { return s.inRow(name, here) })
}

// decisionsTold is how many webhooks about templates the gateway took.
func (g *guide) decisionsTold() (n int) {
	for _, p := range g.bank.sandbox.Meta.Posted() {
		if p.What == "template" && p.Status == http.StatusOK {
			n++
		}
	}
	return n
}

// inRow tells whether some words stand in the row of a name.
func (s seen) inRow(name, words string) bool {
	for _, t := range s.Things {
		if t.Kind != "text" || t.Text != name || t.Y < barHeight {
			continue
		}
		for _, w := range s.Things {
			if w.Kind == "text" && w.Text == words && w.X > t.X && abs(w.Y+w.H/2-t.Y-t.H/2) < 26 {
				return true
			}
		}
	}
	return false
}

// stands looks at the provider whether a template is what was written.
func (g *guide) stands(name, body string) {
	var got sandbox.Template
	for _, t := range g.bank.sandbox.Meta.Templates(g.bank.values.WABAID) {
		if t.Name == name {
			got = t
		}
	}
	said := map[string]string{}
	buttons := 0
	for _, c := range got.Components {
		said[c.Type] = c.Format + c.Text
		buttons += len(c.Buttons)
	}
	if fmt.Sprint(said["HEADER"], said["BODY"], said["FOOTER"], buttons) != fmt.Sprint("IMAGE", body, billFooter, 2) {
		g.fail("the provider has another %s: %+v", name, got)
	}
}

const (
	prizeName   = "holiday_prize"
	prizeBody   = "Selamat, Anda menang hadiah tunai. Balas pesan ini untuk mengambilnya."
	greetName   = "holiday_greeting"
	greetBody   = "Selamat hari raya dari Bank Samudra. Semoga berkumpul dengan keluarga."
	sendByPress = "ctrl+Return"
)

// templateMended has a template rejected, looks at the reason, and mends it in a
// copy, which is approved.
func templateMended(g *guide) {
	g.click("New template")
	g.wait("the keyboard in the name", func(s seen) bool { f, ok := s.Focused(); return ok && f.Text == "Name" })
	g.must(g.write(prizeName))
	g.typeBelow("Body", prizeBody)
	g.find("Send for review")
	g.keys(sendByPress)
	g.decided(prizeName, "REJECTED", "Rejected")
	g.waitText("Meta rejected it:", "To fix it:")
	g.photo("template-rejected")
	g.click("Duplicate and fix")
	g.wait("the editor", func(s seen) bool { _, ok := s.Field("Name"); return ok })
	g.retype("Name", greetName)
	g.typeBelow("Body", greetBody)
	g.find("Send for review")
	g.photo("template-mended")
	g.keys(sendByPress)
	g.decided(greetName, "APPROVED", "Approved")
	if g.statusAtMeta(prizeName) != "REJECTED" {
		g.fail("the rejected template is not what it was")
	}
	g.photo("template-mended-approved")
}
