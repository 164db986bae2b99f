package main

import (
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// sheet is one family of widgets in all its states.
type sheet struct {
	name          string
	width, height float32
	make          func() fyne.CanvasObject
}

// sheets are all families, in the order of the page.
func sheets() []sheet {
	return []sheet{
		{"buttons", 720, 340, buttonSheet}, {"status", 720, 640, statusSheet}, {"text", 560, 600, textSheet},
		{"fields", 720, 700, fieldSheet}, {"secrets", 720, 640, secretSheet}, {"choices", 720, 720, choiceSheet},
		{"groups", 720, 560, groupSheet}, {"shell", 620, 460, shellSheet}, {"check", 420, 720, checkSheet},
		{"states", 860, 720, stateSheet}, {"table", 1060, 340, tableSheet}, {"drawer", 380, 460, drawerSheet}, {"timeline", 420, 640, timelineSheet},
	}
}

func card(title string, parts ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.CardHead(title), kit.CardBody(12, parts...))
}

func off(b *kit.Button) *kit.Button   { b.SetDisabled(true); return b }
func lit(b *kit.Button) *kit.Button   { b.FocusGained(); return b }
func below(b *kit.Button) *kit.Button { b.MouseIn(nil); return b }

func buttonSheet() fyne.CanvasObject {
	counted := kit.NewPrimary("Review & publish", nil)
	counted.SetCount(3)
	return card("Buttons",
		kit.Row(8, kit.NewPrimary("Primary", nil), kit.NewButton("Secondary", nil), kit.NewQuiet("Quiet", nil),
			kit.NewButton("Publish now", nil).As(kit.VariantPub).WithIcon("radio-tower"), kit.NewButton("Delete", nil).As(kit.VariantDangerText).WithIcon("trash-2"),
			kit.NewIconButton("copy", "Copy", nil), kit.Spring()),
		kit.Row(12, lit(kit.NewPrimary("Focused", nil)), below(kit.NewPrimary("Pointer over it", nil)), off(kit.NewPrimary("Disabled", nil)), off(kit.NewButton("Disabled", nil)), kit.Spring()),
		kit.Row(12, counted, kit.NewButton("Keep the old one", nil).As(kit.VariantQuietNeutral), kit.NewButton("Delete it", nil).As(kit.VariantDangerFill), kit.Spring()),
		kit.Row(12, kit.NewPrimary("Set up a channel", nil).WithTrailing("arrow-right").Large(), kit.NewButton("Open the sandbox", nil).Large().WithTrailing("arrow-right"), kit.NewLink("Copy report", "copy", nil), kit.Spring()))
}

func statusSheet() fyne.CanvasObject {
	note := func(kind kit.Kind, head, text string) fyne.CanvasObject {
		return kit.NewNote(kind, kit.NewRuns(kit.Caption, kit.Run{Text: head + " ", Bold: true}, kit.Run{Text: text}))
	}
	return card("Status",
		kit.Row(8, kit.NewChip(kit.KindOK, "circle-check", "Connected", false), kit.NewChip(kit.KindWarn, "triangle-alert", "Needs attention", false),
			kit.NewChip(kit.KindNeutral, "circle-dashed", "Not set up", false), kit.NewChip(kit.KindInfo, "clock", "In review", false), kit.NewChip(kit.KindDanger, "circle-x", "Rejected", false), kit.Spring()),
		kit.Row(8, kit.NewChip(kit.KindDraft, "pencil-line", "Draft", true), kit.NewChip(kit.KindPublished, "radio-tower", "Published", true),
			kit.NewAvatar("NB", kit.AgentColour("Nusantara Bank"), 32, false), kit.NewAvatar("RP", kit.AgentColour("Raka"), 32, true), kit.Spring()),
		kit.Row(24, kit.NewDot(kit.StateQueued, true, "Queued"), kit.NewDot(kit.StateSent, false, "Sent"), kit.NewDot(kit.StateDelivered, false, "Delivered"),
			kit.NewDot(kit.StateRead, false, "Read"), kit.NewDot(kit.StateFailed, false, "Failed"), kit.Spring()),
		note(kit.KindWarn, "What happened.", "Why it happened, in one sentence. What to do next."),
		note(kit.KindDanger, "Meta refused the access token.", "It ended on 29 November. Replace it, then verify."),
		note(kit.KindInfo, "Good to know.", "Nothing has to be done."), note(kit.KindOK, "All is well.", ""),
		note(kit.KindNeutral, "A system user token does not expire.", "Ask the client's Meta admin to create one and you will not need to replace it again."),
		kit.NewFixBox(kit.KindWarn, "Webhook is not subscribed", []*kit.Paragraph{
			kit.NewParagraph(kit.Text, kit.Caption, "Meta is not passing customer messages to this agent yet."),
			kit.NewRuns(kit.Caption, kit.Run{Text: "To fix it:", Bold: true}, kit.Run{Text: " subscribe the app."}),
		}, kit.NewPrimary("Subscribe now", nil), kit.NewQuiet("Show me where", nil)))
}

func textSheet() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, s := range []kit.Style{kit.Display, kit.Metric, kit.Title, kit.MetricSmall, kit.Heading, kit.Section, kit.Lead, kit.Body, kit.BodyStrong, kit.Caption, kit.CaptionStrong, kit.Mono, kit.MonoBody} {
		rows = append(rows, kit.NewLine("Hamburg gyp 0123", s, kit.Text))
	}
	rows = append(rows, kit.Fix(160, 0, kit.NewCut("A name that is far too long for its place", kit.Body, kit.Text2)),
		kit.NewRuns(kit.Body, kit.Run{Text: "Wrapped "}, kit.Run{Text: "words in bold", Bold: true}, kit.Run{Text: " and "}, kit.Run{Text: "in a colour", Token: kit.PrimaryText},
			kit.Run{Text: ", over more than one line, with a very-long-word-that-cannot-be-broken-anywhere."}))
	return kit.Col(6, rows...)
}

func field(label, text string) *kit.TextField {
	f := kit.NewTextField(label)
	f.SetText(text)
	return f
}

func fieldSheet() fyne.CanvasObject {
	help, wrong, locked, dead, mono := field("Filled", "Nusantara Bank"), field("Refused", "10472938").Mono(), field("Read-only", "In Published"), field("Disabled", "Not now"), field("Webhook address", "https://wa.example/hooks/meta/nb-7f3a9c").Mono()
	help.SetHelp("Help text, one line")
	wrong.SetError("7 digits are missing")
	locked.SetReadOnly(true)
	locked.SetHelp("Switch to Draft to change it")
	dead.SetDisabled(true)
	mono.SetReadOnly(true)
	mono.SetTrailing(kit.NewButton("Copy", nil).WithIcon("copy"))
	counted, over, search, optional := field("Ask more message", "Do you still need help?"), field("Header", "Far too long"), kit.NewTextField(""), kit.NewTextField("Note")
	counted.SetCounter(1024)
	over.SetCounter(10)
	search.SetLeading("search")
	search.SetPlaceholder("Phone number or name")
	optional.SetCaption("Optional")
	area := kit.NewArea("Message")
	area.SetText("The first line of a longer text that wraps when it meets the end of the box.\nAnd a second one.")
	return card("Text fields", kit.Even(16, help, wrong), kit.Even(16, locked, dead), mono, kit.Even(16, counted, over), kit.Even(16, search, optional), area)
}

func secretSheet() fyne.CanvasObject {
	stored := func(label, last string) *kit.SecretField {
		f := kit.NewSecretField(label)
		f.SetStored(last)
		return f
	}
	token := stored("Access token", "Zk9D")
	token.SetHelp(kit.Run{Text: "Expires in 12 days, on 29 Nov 2026", Bold: true, Token: kit.WarnText}, kit.Run{Text: "  Last verified today 09:36"})
	token.SetHelpIcon("triangle-alert", kit.WarnText)
	shown, viewer, empty := stored("Revealed", ""), stored("Read-only", "Zk9D"), kit.NewSecretField("Empty")
	shown.ShowValue("a value that nobody uses", 0)
	viewer.SetReadOnly(true)
	open := stored("Being replaced", "")
	open.StartReplacing()
	open.SetError("Meta refused this token")
	return card("Secrets", stored("App Secret", ""), token, kit.NewMaskedValue("Webhook secret"), shown, open, empty, viewer)
}

func choiceSheet() fyne.CanvasObject {
	options := []kit.Option{{Value: "u", Label: "Utility"}, {Value: "m", Label: "Marketing"}, {Value: "a", Label: "Authentication"}}
	pick, none, bad, locked := kit.NewSelect("Select", options), kit.NewSelect("Nothing chosen", options), kit.NewSelect("Refused", options), kit.NewSelect("Read-only", options)
	pick.SetValue("u")
	none.SetPlaceholder("Choose a category")
	bad.SetError("Choose one")
	locked.SetValue("a")
	locked.SetReadOnly(true)
	ask, end := kit.NewDurationField("Delay before ask more"), kit.NewDurationField("Delay before end confirmation")
	ask.SetDuration(10 * time.Minute)
	ask.SetHelp("After the customer's last message")
	end.SetDuration(90 * time.Second)
	end.SetError("Enter a whole number")
	on, idle, view := kit.NewSwitch("Ask user to end session", "When a customer goes quiet, ask before closing the chat."), kit.NewSwitch("Include secret", "Prints the verify token for all to read").Plain(), kit.NewSwitch("Read-only, on", "")
	on.SetOn(true)
	view.SetOn(true)
	view.SetReadOnly(true)
	set, clear, mixed, dead := kit.NewCheckbox("On"), kit.NewCheckbox("Off"), kit.NewCheckbox("Some"), kit.NewCheckbox("Disabled")
	set.SetChecked(true)
	mixed.SetMixed()
	dead.SetDisabled(true)
	return card("Choices", kit.Even(16, pick, none), kit.Even(16, bad, locked), kit.Even(16, ask, end), on, kit.HLine(), idle, view, kit.Row(16, set, clear, mixed, dead, kit.Spring()))
}

func groupSheet() fyne.CanvasObject {
	cards := []kit.RadioCard{{ID: "m", Title: "Meta Cloud", Text: "Straight from Meta, with the client's own account"}, {ID: "c", Title: "Coster", Text: "Hosted by Coster, with one account code"}, {ID: "q", Title: "Qontak", Text: "Through a Mekari Qontak workspace"}}
	live, view, list := kit.NewRadioCards(cards), kit.NewRadioCards(cards), kit.NewRadioList(cards[:2])
	live.SetSelected("m")
	view.SetSelected("m")
	view.SetReadOnly(true)
	list.SetSelected("c")
	tabs := kit.NewTabs([]kit.Option{{Value: "a", Label: "Account and credentials"}, {Value: "w", Label: "Webhook and session"}})
	tabs.SetWarning("w", true)
	seg := kit.NewSegmented([]kit.Option{{Value: "p", Label: "Provider team"}, {Value: "c", Label: "Client IT"}})
	return kit.Col(16, tabs, card("Groups", live, view, list, kit.Fix(322, 0, seg)))
}

func shellSheet() fyne.CanvasObject {
	env := func(name string, draft bool, pending int) fyne.CanvasObject {
		c := kit.NewEnvControl()
		c.Set(name, draft, pending)
		return c
	}
	agent, slim, member := kit.NewAgentButton(nil), kit.NewAgentButton(nil), kit.NewMemberButton(nil)
	agent.Set("Nusantara Bank Assistant", "NB", kit.AgentColour("Nusantara Bank Assistant"))
	slim.Set("Nusantara Bank Assistant", "NB", kit.AgentColour("Nusantara Bank Assistant"))
	slim.SetSlim(true)
	member.Set("Raka Pratama", "Owner", "RP", kit.AgentColour("Raka Pratama"))
	here, there, warned := kit.NewNavItem("plug", "Channel", nil), kit.NewNavItem("qr-code", "Hand-off", nil), kit.NewNavItem("settings", "Settings", nil)
	here.SetSelected(true)
	warned.SetWarning(true)
	rail := kit.Fix(196, 0, kit.Col(8, agent, here, there, warned, member, kit.Row(8, slim, kit.Spring())))
	return kit.RowTop(32, rail, kit.Col(16, env(kit.EnvDraft, true, 0), env(kit.EnvPublished, true, 3), env(kit.EnvPublished, false, 0)), kit.Spring())
}

func checkSheet() fyne.CanvasObject {
	step := kit.NewCheckStep
	return kit.NewCard(kit.CardHeadTwo(kit.NewCut("Connection check", kit.Section, kit.Text), kit.NewCut("Ran today 09:36, took 4 seconds", kit.Caption, kit.Text3), kit.NewButton("Run again", nil).WithIcon("refresh-cw")),
		kit.Pad(8, 0, 8, 0, kit.Col(0, step(kit.StepPassed, "Access token is valid", "Meta accepted it a moment ago"), step(kit.StepWaiting, "Permissions are complete", "Waits for the access token"),
			step(kit.StepFailed, "App Secret matches", "It does not"), step(kit.StepUnknown, "Phone number", "Could not check"))),
		kit.Pad(0, 16, 16, 16, kit.NewFixBox(kit.KindDanger, "This number is not on WhatsApp", []*kit.Paragraph{kit.NewParagraph(kit.Text, kit.Caption, "Meta could not find a WhatsApp account for it.")}, kit.NewPrimary("Try again", nil))),
		kit.CardFoot(kit.Grow(kit.NewCut("1 of 4 passed", kit.Caption, kit.Text3)), kit.NewLink("Copy report", "copy", nil)))
}

func stateSheet() fyne.CanvasObject {
	half, parts := kit.NewProgress(kit.KindInfo), kit.NewProgress(kit.KindNeutral)
	half.SetShare(0.5)
	parts.SetSegments([]kit.Segment{{Share: 0.4, Token: kit.StateRead}, {Share: 0.2, Token: kit.StateDelivered}, {Share: 0.1, Token: kit.StateFailed}})
	failed := kit.NewStage()
	failed.Failed("The overview could not be read", "The database cannot be read. Try again.", func() {}, func() {})
	box := func(o fyne.CanvasObject) fyne.CanvasObject { return kit.Fix(0, 220, kit.NewCard(kit.Grow(o))) }
	return kit.Col(16,
		kit.Even(16, box(kit.NewEmpty(kit.KindNeutral, "message-square-text", "No templates yet", "A template is a message that WhatsApp approves once.", kit.NewPrimary("New template", nil).WithIcon("plus"))), box(failed)),
		kit.Even(16, box(kit.NewEmptyLarge(kit.KindNeutral, "chart-column", "No deliveries yet", "Once the channel is published, its messages show up here.")), kit.NewCard(kit.NewSkeletonRows(4, 88, 132, 104, 56), kit.CardBody(12, kit.NewSkeletonBlock(240, 200, 120)))),
		half, parts, kit.NewCodeBlock("# Send one reminder\ncurl -X POST https://wa.example/v1/messages \\\n  -H \"Content-Type: application/json\""))
}

func tableSheet() fyne.CanvasObject {
	t := kit.NewTable([]kit.Column{{Title: "When", Width: 140}, {Title: "Handed by", Width: 168}, {Title: "To", Width: 240}, {Title: "How", Width: 186}, {Title: "Provider confirmed?"}}, 40)
	t.SetHeightForRows(4)
	t.SetRows([]kit.TableRow{
		{Cells: []kit.Cell{{Text: "Fri 13 Nov 14:22"}, {Text: "Raka Pratama"}, {Text: "Surya Digital, provider team"}, {Text: "PDF, without token", Token: kit.Text2}, {Kind: kit.CellStatus, Status: kit.KindOK, Text: "Confirmed 13 Nov 16:05"}}},
		{Cells: []kit.Cell{{Text: "Wed 28 Oct 10:48"}, {Text: "Dewi Kartika"}, {Text: "Surya Digital, provider team"}, {Text: "Shown full screen", Token: kit.Text2}, {Kind: kit.CellStatus, Icon: "clock", Text: "Waiting 20 days", Action: "Mark confirmed"}}},
		{Cells: []kit.Cell{{Text: "Wed 28 Oct 09:15"}, {Text: "Dewi Kartika"}, {Kind: kit.CellMono, Text: "a-very-long-identifier-that-has-to-be-cut"}, {Text: "Copied as text", Token: kit.Text2}, {Kind: kit.CellDot, Token: kit.StateQueued, Ring: true, Text: "Queued"}}},
	})
	t.SetSelected(1)
	return kit.NewCard(kit.CardHead("Hand-off log", kit.NewLink("Add a note", "plus", nil)), t)
}

func drawerSheet() fyne.CanvasObject {
	d := kit.NewDrawer("", kit.Pad(12, 16, 12, 16, kit.NewFixBox(kit.KindDanger, "This number is not on WhatsApp", []*kit.Paragraph{kit.NewParagraph(kit.Text, kit.Caption, "Meta could not find a WhatsApp account for it, so nothing was delivered.")})),
		kit.Row(8, kit.NewButton("Send again", nil).WithIcon("rotate-ccw"), kit.Spring()))
	d.SetTitle("+62 812-5550-6604", "Bp. Agus, installment_reminder, English")
	return d
}

func timelineSheet() fyne.CanvasObject {
	line, quiet := kit.NewTimeline(), kit.NewTimeline()
	line.SetEvents([]kit.TimelineEvent{
		{At: "14:02", Kind: kit.EventCustomer, Text: "One iced palm sugar latte, please."}, {Kind: kit.EventWait, Text: "10 minutes of silence"},
		{At: "14:12", Strong: true, Kind: kit.EventAgent, Text: "Do you still need help?", Buttons: []string{"Yes", "No"}},
		{Kind: kit.EventTap, Text: "Customer taps No"}, {Kind: kit.EventEnd, Text: "Session ends"},
	})
	quiet.SetOff("A quiet customer is never asked.")
	return kit.Col(16, line, kit.Fix(0, 180, quiet))
}
