package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// navEntry is one page in the rail.
type navEntry struct{ page, icon, text string }

func mainEntries() []navEntry {
	return []navEntry{
		{frame.Overview, "layout-dashboard", lang.L("Overview")},
		{frame.Channel, "plug", lang.L("Channel")},
		{frame.Handoff, "qr-code", lang.L("Hand-off")},
	}
}

// notifyEntries stand below a heading of their own.
func notifyEntries() []navEntry {
	return []navEntry{
		{frame.Templates, "message-square-text", lang.L("Templates")},
		{frame.Send, "send", lang.L("Send")},
		{frame.API, "code-xml", lang.L("API integration")},
		{frame.History, "history", lang.L("History")},
	}
}

func footEntries() []navEntry {
	return []navEntry{
		{frame.Activity, "activity", lang.L("Activity")},
		{frame.Settings, "settings", lang.L("Settings")},
	}
}

// rail is the column at the left, built twice: wide and slim.
type rail struct {
	agent   *kit.AgentButton
	member  *kit.MemberButton
	items   map[string]*kit.NavItem
	content fyne.CanvasObject
	// In the slim rail names are tooltips; nil in the wide one.
	agentTip, memberTip *kit.Tooltip
}

func newRail(slim bool, onAgent, onMember func(), onPage func(string)) *rail {
	r := &rail{items: map[string]*kit.NavItem{}}
	r.agent = kit.NewAgentButton(onAgent)
	r.agent.SetSlim(slim)
	r.member = kit.NewMemberButton(onMember)
	r.member.SetSlim(slim)
	nav := func(entries []navEntry) fyne.CanvasObject {
		var objs []fyne.CanvasObject
		for _, e := range entries {
			item := kit.NewNavItem(e.icon, e.text, func() { onPage(e.page) })
			item.SetSlim(slim)
			if slim {
				kit.AttachTooltip(item, e.text)
			}
			r.items[e.page] = item
			objs = append(objs, item)
		}
		return kit.Col(4, objs...)
	}
	if slim {
		r.agentTip, r.memberTip = kit.AttachTooltip(r.agent, ""), kit.AttachTooltip(r.member, "")
	}
	side := float32(12)
	var heading fyne.CanvasObject = kit.Pad(16, 20, 8, 20, kit.NewLine(lang.L("Notifications"), kit.CaptionStrong, kit.Text3))
	divider, foot := kit.Pad(8, 0, 8, 0, railLine()), float32(12)
	if slim {
		heading = kit.Fix(0, 4, kit.Spring())
		divider, foot = kit.Pad(8, 16, 12, 16, railLine()), 16
	}
	r.content = kit.Stack(kit.NewRect(kit.Rail), kit.ScrollBox(anyWidth(kit.Col(0,
		kit.Pad(12, side, 16, side, r.agent),
		kit.Pad(0, side, 0, side, nav(mainEntries())),
		heading,
		kit.Pad(0, side, 0, side, nav(notifyEntries())),
		kit.Grow(kit.Spring()),
		kit.Pad(0, side, 4, side, nav(footEntries())),
		divider,
		kit.Pad(0, side, foot, side, r.member),
	))))
	return r
}

func railLine() fyne.CanvasObject { return kit.NewRect(kit.Border).SetMin(0, 1) }

func (r *rail) setAgent(a app.Agent) {
	r.agent.Set(a.Name, app.Initials(a.Name), kit.AgentColour(a.Name))
	if r.agentTip != nil {
		r.agentTip.SetText(a.Name)
	}
}

func (r *rail) setMember(m app.Member, agent app.AgentID) {
	r.member.Set(m.Name, roleName(m.RoleFor(agent)), app.Initials(m.Name), nil)
	if r.memberTip != nil {
		r.memberTip.SetText(m.Name)
	}
}

func (r *rail) choose(page string) {
	for name, item := range r.items {
		item.SetSelected(name == page)
	}
}

func roleName(r app.Role) string {
	switch r {
	case app.Owner:
		return lang.L("Owner")
	case app.Contributor:
		return lang.L("Contributor")
	case app.Viewer:
		return lang.L("Viewer")
	}
	return lang.L("No access")
}
