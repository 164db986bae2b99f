package kit

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

// windowSheet shows a window in both variants, with whatever open puts above
// its content, and compares the pictures.
func windowSheet(t *testing.T, name string, width, height float32, open func(w fyne.Window)) {
	t.Helper()
	bothLooks(t, name, func() fyne.Canvas {
		w := sheetWindow(t, width, height)
		open(w)
		return w.Canvas()
	})
}

// sheetWindow is a window with some content below its layers.
func sheetWindow(t *testing.T, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, NewRect(Bg))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	form := NewCard(CardHead("A card below"), CardBody(12, NewTextField("Name"), NewButton("A button", nil)))
	w.SetContent(Stack(NewRect(Bg), Pad(24, 24, 24, 24, Col(16, form)), NewOverlayLayer()))
	return w
}

// anchorOf makes a button with a label at the top of a window.
func anchorOf(w fyne.Window) *Button {
	b := NewButton("The anchor", nil)
	w.SetContent(Stack(NewRect(Bg), Pad(24, 24, 24, 24, Col(0, Row(0, b, Spring()))), NewOverlayLayer()))
	return b
}

func TestDialogSheet(t *testing.T) {
	windowSheet(t, "dialog", 900, 560, openReview)
}

// TestOverlaysAtBrokenScale draws a dialog at 150 %, where every piece must
// still sit on device pixels.
func TestOverlaysAtBrokenScale(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 900, 560)
	w.Canvas().(test.WindowlessCanvas).SetScale(1.5)
	w.Resize(fyne.NewSize(900, 560))
	openReview(w)
	compare(t, "dialog-150.png", w.Canvas().Capture())

	d := Confirm(w, ConfirmOptions{Title: "Send to 4 real customers?", Text: strings.Repeat("What was sent cannot be called back. ", 4), Keep: "Not yet", Do: "Send"})
	scroll, ok := d.parts.scroll.Objects[0].(*container.Scroll)
	require.True(t, ok)
	require.LessOrEqual(t, scroll.Content.MinSize().Height, scroll.Size().Height, "what fits needs no scroll bar")
}

// openReview opens the dialog of the drawn review.
func openReview(w fyne.Window) {
	cancel := NewButton("Cancel", nil)
	do := NewButton("Publish now", nil).As(VariantPub).WithIcon("radio-tower")
	note := NewTextField("Note for the team")
	note.SetCaption("Shown in the activity")
	ShowDialog(w, DialogOptions{
		Title: "Review and publish", Subtitle: "5 changes will reach customers of Bank Nusantara as soon as you publish.", Width: 760,
		HeadRight: Row(12, NewChip(KindDraft, "pencil-line", "Draft", false), NewIcon("arrow-right", 16, Text3), NewChip(KindPublished, "radio-tower", "Published", false)),
		Body:      Col(16, note, NewNote(KindNeutral, NewParagraph(Text2, Caption, "Chats open now keep the old messages until they end. The previous version is kept."))),
		FootLeft:  NewCut("Publishing as Dewi Kartika, Owner", Caption, Text3),
		Actions:   []*Button{cancel, do}, Main: do,
	})
}

func TestConfirmSheet(t *testing.T) {
	windowSheet(t, "confirm", 560, 320, func(w fyne.Window) {
		box := NewCheckbox("Register the endpoint right after")
		box.SetChecked(true)
		Confirm(w, ConfirmOptions{
			Title: "Regenerate the webhook secret?", Text: "Messages from customers stop arriving until Qontak has the new secret. This usually takes 2 minutes.",
			Extra: box, Keep: "Keep the old one", Do: "Regenerate", Danger: true,
		})
	})
}

func TestPopoverSheet(t *testing.T) {
	windowSheet(t, "popover", 420, 260, func(w fyne.Window) {
		ShowPopover(anchorOf(w), Pad(16, 16, 16, 16, Col(0,
			Row(8, NewIcon("lock", 14, Text), NewLine("This agent has no draft", BodyStrong, Text)),
			Pad(4, 0, 12, 0, NewParagraph(Text2, Body, "A draft is a private copy where you can change settings and test them. Customers keep talking to the published agent until you publish.")),
			Row(8, NewPrimary("Create draft", nil), NewQuiet("How drafts work", nil)))), PopoverOptions{Width: 336})
	})
}

func TestMenuSheet(t *testing.T) {
	windowSheet(t, "menu", 420, 300, func(w fyne.Window) {
		ShowMenu(anchorOf(w), []MenuItem{
			{Icon: "layout-dashboard", Text: "Overview", Shortcut: "Ctrl 1"},
			{Icon: "plug", Text: "Channel", Shortcut: "Ctrl 2", Checked: true},
			{Icon: "qr-code", Text: "Hand-off", Disabled: true},
			{Separator: true},
			{Icon: "trash-2", Text: "Delete this agent", Danger: true},
		})
	})
}

func TestPickerSheet(t *testing.T) {
	windowSheet(t, "picker", 640, 420, func(w fyne.Window) {
		ShowPicker(w, "Choose an agent", []PickerItem{
			{ID: "1", Title: "Nusantara Bank Assistant", Detail: "Draft and Published", Initials: "NB", Colour: color.NRGBA{0x31, 0x45, 0x6E, 255}, Selected: true},
			{ID: "2", Title: "Kopi Langit Order Desk", Detail: "Published only", Initials: "KL", Colour: color.NRGBA{0x7A, 0x45, 0x2A, 255}},
			{ID: "3", Title: "+62 811-5550-0188", Detail: "A number", Icon: "phone"},
		}, nil, NewButton("New agent", nil).WithIcon("plus"))
	})
}

func TestTooltipSheet(t *testing.T) {
	windowSheet(t, "tooltip", 320, 120, func(w fyne.Window) {
		b := anchorOf(w)
		tip := &Tooltip{owner: b, text: func() string { return "The full text of what was cut, which may take two lines." }}
		tip.show()
	})
}

func TestToastSheet(t *testing.T) {
	useClock(t)
	windowSheet(t, "toasts", 420, 240, func(w fyne.Window) {
		toasts := NewToasts()
		w.SetContent(Stack(NewRect(Bg), toasts))
		toasts.Add(KindDanger, "PDF not saved, disk full", "Choose folder", nil)
		toasts.Add(KindNeutral, "Webhook URL copied", "", nil)
		toasts.Add(KindOK, "Published. 5 changes are live", "", nil)
		for _, n := range toasts.list {
			n.stop()
			n.veil.set(0)
		}
	})
}

func TestStatesSheet(t *testing.T) {
	golden(t, "states", 860, 900, func() fyne.CanvasObject {
		return sheet(Even(16,
			Fix(0, 214, NewCard(Grow(NewEmpty(KindNeutral, "message-square-text", "No templates yet",
				"A template is a message that WhatsApp approves once, so you can start a chat with customers.",
				NewPrimary("New template", nil).WithIcon("plus"), NewButton("Sync from Meta", nil))))),
			Fix(0, 214, NewCard(Grow(NewEmpty(KindDanger, "unplug", "The gateway is not answering",
				"Meta keeps customer messages for up to 7 days. Channel Desk tries again every 10 seconds.",
				NewPrimary("Try now", nil).WithIcon("refresh-cw"), NewQuiet("Copy details", nil)))))),
			Even(16,
				Fix(0, 280, NewCard(Grow(NewEmptyLarge(KindNeutral, "chart-column", "No deliveries yet",
					"Once the channel is published, the last 7 days of messages and recent activity show up here.",
					NewButton("Try it in the sandbox first", nil).WithIcon("flask-conical"))))),
				Fix(0, 280, NewCard(NewSkeletonRows(4, 88, 132, 104, 56), CardBody(12, NewSkeletonBlock(240, 200, 120))))),
			bars(), NewCodeBlock("# Send one reminder\ncurl -X POST https://wa.example/v1/messages \\\n  -H \"Content-Type: application/json\""))
	})
}

func bars() fyne.CanvasObject {
	half, parts := NewProgress(KindInfo), NewProgress(KindNeutral)
	half.SetShare(0.5)
	parts.SetSegments([]Segment{{0.4, StateRead}, {0.2, StateDelivered}, {0.1, StateFailed}})
	full := NewProgress(KindOK)
	full.SetShare(1)
	little := NewProgress(KindNeutral).Thick()
	little.SetSegments([]Segment{{0.5, StateRead}, {0.499, StateDelivered}, {0.001, StateFailed}})
	return Col(8, half, parts, full, NewProgress(KindInfo), little)
}

// logTable is the hand-off log as drawn.
func logTable() *Table {
	t := NewTable([]Column{
		{ID: "when", Title: "When", Width: 140}, {ID: "by", Title: "Handed by", Width: 168}, {ID: "to", Title: "To", Width: 240},
		{ID: "how", Title: "How", Width: 186, HideBelow: 700}, {ID: "confirmed", Title: "Provider confirmed?"},
	}, 40)
	t.SetHeightForRows(5)
	t.SetRows([]TableRow{
		{Cells: []Cell{{Text: "Fri 13 Nov 14:22"}, {Text: "Raka Pratama"}, {Text: "Surya Digital, provider team"}, {Text: "PDF, without token", Token: Text2}, {Kind: CellStatus, Status: KindOK, Text: "Confirmed 13 Nov 16:05"}}},
		{Cells: []Cell{{Text: "Wed 28 Oct 10:48"}, {Text: "Dewi Kartika"}, {Text: "Surya Digital, provider team"}, {Text: "Shown full screen", Token: Text2}, {Kind: CellStatus, Status: KindNeutral, Icon: "clock", Text: "Waiting 20 days", Action: "Mark confirmed"}}},
		{Cells: []Cell{{Text: "Wed 28 Oct 09:15"}, {Text: "Dewi Kartika"}, {Kind: CellMono, Text: "a-very-long-identifier-that-has-to-be-cut"}, {Text: "Copied as text", Token: Text2}, {Kind: CellDot, Token: StateQueued, Ring: true, Text: "Queued"}}},
	})
	return t
}

func TestTableSheet(t *testing.T) {
	golden(t, "table", 1060, 300, func() fyne.CanvasObject {
		table := logTable()
		table.SetSelected(1)
		return sheet(NewCard(CardHead("Hand-off log", NewLink("Add a note", "plus", nil)), table))
	})
	golden(t, "table-two-lines", 560, 260, func() fyne.CanvasObject {
		table := NewTable([]Column{{Title: "Number", Width: 240}, {Title: "State"}, {Title: "Sent", Width: 100, Align: fyne.TextAlignTrailing}}, 52)
		table.SetHeightForRows(4)
		table.SetRows([]TableRow{
			{Cells: []Cell{{Kind: CellStrong, Text: "+62 811-5550-0188", Detail: "Bank Nusantara"}, {Kind: CellDot, Token: StateRead, Text: "Read"}, {Text: "12"}}},
			{Cells: []Cell{{Kind: CellStrong, Text: "+62 812-5550-6604", Detail: "Kopi Langit"}, {Kind: CellDot, Token: StateFailed, Text: "Failed"}, {Text: "2,415"}}},
		})
		return sheet(NewCard(table))
	})
}

func TestDrawerSheet(t *testing.T) {
	golden(t, "drawer", 360, 460, func() fyne.CanvasObject {
		d := NewDrawer("+62 812-5550-6604", Pad(12, 16, 12, 16, NewFixBox(KindDanger, "This number is not on WhatsApp",
			[]*Paragraph{NewParagraph(Text, Caption, "Meta could not find a WhatsApp account for it, so nothing was delivered.")})),
			Row(8, NewButton("Send again", nil).WithIcon("rotate-ccw"), NewButton("Copy details", nil).As(VariantQuietNeutral).WithIcon("copy"), Spring()))
		d.SetTitle("+62 812-5550-6604", "Bp. Agus, installment_reminder, English")
		return Pad(24, 24, 24, 24, d)
	})
}

func TestTimelineSheet(t *testing.T) {
	golden(t, "timeline", 386, 600, func() fyne.CanvasObject {
		line := NewTimeline()
		line.SetEvents([]TimelineEvent{
			{At: "14:02", Kind: EventCustomer, Text: "One iced palm sugar latte, please."},
			{At: "14:02", Kind: EventAgent, Text: "Got it. Ready at 15:00 at Kopi Langit Senopati."},
			{Kind: EventWait, Text: "10 minutes of silence"},
			{At: "14:12", Strong: true, Kind: EventAgent, Text: "Do you still need help?", Buttons: []string{"Yes", "No"}},
			{Kind: EventWait, Text: "5 more minutes"},
			{At: "14:17", Strong: true, Kind: EventAgent, Text: "Shall we end this chat?", Buttons: []string{"End chat", "Keep open"}},
			{Kind: EventTap, Text: "Customer taps End chat"},
			{At: "14:18", Strong: true, Kind: EventAgent, Text: "Thank you for ordering from Kopi Langit. See you soon!"},
			{Kind: EventEnd, Text: "Session ends"},
		})
		return Pad(24, 24, 24, 24, line)
	})
	golden(t, "timeline-off", 386, 200, func() fyne.CanvasObject {
		line := NewTimeline()
		line.SetOff("The customer is never asked. The session stays open.")
		return Pad(24, 24, 24, 24, line)
	})
}

// codeOf draws the corner mark of a code with a quiet zone of four.
func codeOf(each int) image.Image {
	img := image.NewGray(image.Rect(0, 0, 29*each, 29*each))
	for y := range 29 * each {
		for x := range 29 * each {
			mx, my := x/each-4, y/each-4
			in := mx >= 0 && my >= 0 && mx < 7 && my < 7
			ring := in && (mx == 0 || my == 0 || mx == 6 || my == 6)
			core := mx >= 2 && my >= 2 && mx <= 4 && my <= 4
			speck := mx >= 8 && my >= 8 && mx < 21 && my < 21 && (mx*my)%3 == 0
			if ring || core || speck {
				continue
			}
			img.SetGray(x, y, color.Gray{Y: 255})
		}
	}
	return img
}

func TestQRSheet(t *testing.T) {
	golden(t, "qr", 300, 300, func() fyne.CanvasObject {
		return Pad(20, 20, 20, 20, NewQRView(codeOf(8), 250))
	})
}
