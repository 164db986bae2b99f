//go:build linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// The people of the tour. Their passphrases are looked for at the end.
const (
	viewerName       = "Rina Wulandari"
	viewerPassphrase = "kapal jeruk gunung lampu"
	ownerPassphrase  = "meja hujan kereta biru"
	wrongPassphrase  = "meja hujan kereta hijau"
)

// members adds somebody who may only look, and gives the Owner a passphrase.
func members(g *guide) {
	g.keep("the viewer's passphrase", viewerPassphrase)
	g.keep("the owner's passphrase", ownerPassphrase)
	g.keep("a wrong passphrase", wrongPassphrase)
	g.owner = g.actingMember()
	g.page("Settings")
	g.click("Add member")
	g.waitText("Add a member", "Role in this workspace")
	g.must(g.write(viewerName))
	g.click("Viewer")
	g.typeInto("Passphrase", viewerPassphrase)
	g.photo("member-add")
	g.must(g.ClickAt(g.locate("the dialog's Add member", func(s seen) (thing, bool) {
		t, ok := s.Control("Add member")
		return t, ok && s.Layers > 0
	}).Middle()))
	g.waitText(viewerName + " is a member now")
	g.click("Edit " + g.owner)
	g.wait("the member's dialog", func(s seen) bool { _, ok := s.Control("Set a passphrase"); return ok && s.Layers > 0 })
	g.photo("member-edit")
	g.click("Set a passphrase")
	g.waitText("New passphrase", "Once more")
	g.must(g.write(ownerPassphrase))
	g.typeInto("Once more", ownerPassphrase)
	g.photo("member-passphrase")
	g.click("Save the passphrase")
	g.waitText("The passphrase is set", "Signing in under this name takes a passphrase.")
	g.click("Cancel")
	g.wait("the page", func(s seen) bool { return s.Layers == 0 })
	g.find("Edit " + viewerName)
	g.photo("members")
	file := filepath.Join(g.work, "passphrase")
	g.must(os.WriteFile(file, []byte(ownerPassphrase), 0o600))
	g.actor = []string{"CHANNELDESK_MEMBER=" + g.owner, "CHANNELDESK_MEMBER_PASSPHRASE_FILE=" + file}
}

// actingMember is who works in the window: so far the only member.
func (g *guide) actingMember() string {
	var all []struct {
		Name string `json:"name"`
	}
	g.must(json.Unmarshal(g.command("--json", "members", "list"), &all))
	if len(all) != 1 {
		g.fail("there are %d members, not 1", len(all))
	}
	return all[0].Name
}

// viewer signs in as who may only look, finds no way to change or read anything,
// and hands the window back to the Owner, whose first passphrase is wrong.
func viewer(g *guide) {
	g.menu("Change member")
	g.waitText(g.owner, viewerName)
	g.photo("sign-in")
	g.click(viewerName)
	g.typeInto("Passphrase", viewerPassphrase)
	g.click("Sign in")
	g.waitText("Recent activity")
	g.page("Channel")
	g.waitText("You can look, not change.", "is Viewer.")
	g.click("Account and credentials")
	g.wheelUp()
	g.photo("viewer-channel")
	g.none("Edit published settings", "Change it in Draft", "Run check", "Run again", "Send a test message", "Replace", "Verify now")
	g.click("Webhook and session")
	g.waitText("Webhook secret")
	g.wheelUp()
	g.photo("viewer-webhook")
	g.none("Regenerate", "Register endpoint", "Register again", "Edit published settings", "Copy the webhook secret")
	g.page("Hand-off")
	g.waitText("You may look at the sheet.")
	g.photo("viewer-handoff")
	g.none("Show full screen", "Save PDF", "Save image", "Copy as text", "Print", "Include secret")
	g.page("Settings")
	g.waitText("Only an Owner of the workspace adds")
	g.find("Change the passphrase")
	g.photo("viewer-settings")
	g.none("Add member", "Edit "+g.owner)

	g.menu("Change member")
	g.click(g.owner)
	g.typeInto("Passphrase", wrongPassphrase)
	g.click("Sign in")
	g.waitText("This passphrase is not right.")
	g.photo("sign-in-wrong")
	g.typeInto("Passphrase", ownerPassphrase)
	g.click("Sign in")
	g.waitText("Recent activity")
	g.page("Channel")
	g.waitGone("You can look, not change.")
}
