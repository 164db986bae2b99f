package kit

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func sheet(objs ...fyne.CanvasObject) fyne.CanvasObject {
	return Pad(20, 24, 24, 24, Col(16, objs...))
}

func disabled(b *Button) *Button { b.SetDisabled(true); return b }
func focused(b *Button) *Button  { b.FocusGained(); return b }
func hovered(b *Button) *Button  { b.MouseIn(nil); return b }
func counted(b *Button) *Button  { b.SetCount(3); return b }

// frozenBusy shows the busy look without the animation running.
func frozenBusy(b *Button) *Button {
	b.SetBusy(true)
	b.spin.Stop()
	return b
}

func TestButtonSheet(t *testing.T) {
	golden(t, "buttons", 640, 330, func() fyne.CanvasObject {
		first := Row(8,
			NewPrimary("Primary", nil), NewButton("Secondary", nil), NewQuiet("Quiet", nil),
			NewButton("Publish now", nil).As(VariantPub).WithIcon("radio-tower"),
			NewButton("Delete", nil).As(VariantDangerText).WithIcon("trash-2"),
			NewIconButton("copy", "Copy", nil), Spring())
		second := Row(12,
			focused(NewPrimary("Focused", nil)), hovered(NewPrimary("Hover", nil)), disabled(NewPrimary("Disabled", nil)),
			disabled(NewButton("Disabled", nil)), frozenBusy(NewButton("Checking", nil).WithIcon("check")), Spring())
		third := Row(12,
			counted(NewPrimary("Review & publish", nil)), NewButton("Keep the old one", nil).As(VariantQuietNeutral),
			NewButton("Delete it", nil).As(VariantDangerFill), frozenBusy(NewPrimary("Schedule", nil)), Spring())
		fourth := Row(12, NewPrimary("Set up a channel", nil).WithTrailing("arrow-right").Large(),
			NewButton("Open the sandbox", nil).Large().WithTrailing("arrow-right"), NewLink("Copy report", "copy", nil), Spring())
		return sheet(NewCard(CardHead("Buttons", NewLink("Where do I find these?", "circle-help", nil)),
			CardBody(16, first, second, third, fourth)))
	})
}

func TestStatusSheet(t *testing.T) {
	golden(t, "status", 640, 470, func() fyne.CanvasObject {
		chips := Row(8,
			NewChip(KindOK, "circle-check", "Connected", false), NewChip(KindWarn, "triangle-alert", "Needs attention", false),
			NewChip(KindNeutral, "circle-dashed", "Not set up", false), NewChip(KindInfo, "clock", "In review", false),
			NewChip(KindDanger, "circle-x", "Rejected", false), Spring())
		small := Row(8, NewChip(KindDraft, "pencil-line", "Draft", true), NewChip(KindPublished, "radio-tower", "Published", true),
			NewChip(KindNeutral, "", "Utility", true), NewAvatar("NB", color.NRGBA{0x31, 0x45, 0x6E, 255}, 32, false),
			NewAvatar("DK", color.NRGBA{0x2F, 0x6B, 0x5E, 255}, 32, true), NewRadio(true), NewRadio(false), Spring())
		dots := Row(24, NewDot(StateQueued, true, "Queued"), NewDot(StateSent, false, "Sent"), NewDot(StateDelivered, false, "Delivered"),
			NewDot(StateRead, false, "Read"), NewDot(StateFailed, false, "Failed"), Spring())
		return sheet(NewCard(CardHead("Status"), CardBody(12, chips, small, dots,
			NewNote(KindWarn, NewRuns(Caption, Run{Text: "What happened. ", Bold: true}, Run{Text: "Why it happened, in one sentence. What to do next."})),
			NewNote(KindDanger, NewRuns(Caption, Run{Text: "Meta refused the access token. ", Bold: true}, Run{Text: "It ended on 29 November. Replace it, then verify."})),
			NewNote(KindInfo, NewRuns(Caption, Run{Text: "An info note"}), NewLink("Learn more", "", nil)),
			NewNote(KindOK, NewRuns(Caption, Run{Text: "All is well"})),
			NewNote(KindNeutral, NewRuns(Caption, Run{Text: "A system user token does not expire. Ask the client's Meta admin to create one and you will not need to replace it again. "}, Run{Text: "Copy the request", Bold: true, Token: PrimaryText})))))
	})
}

// panel is the connection check of the channel page.
func panel() fyne.CanvasObject {
	fix := NewFixBox(KindWarn, "Webhook is not subscribed", []*Paragraph{
		NewParagraph(Text, Caption, "Meta is not passing customer messages to this agent yet, because the app is not subscribed to the account."),
		NewRuns(Caption, Run{Text: "To fix it:", Bold: true}, Run{Text: " subscribe from here, or ask the client's Meta admin to turn on \"messages\" under WhatsApp, Configuration."}),
	}, NewPrimary("Subscribe now", nil), NewQuiet("Show me where", nil))
	running := NewCheckStep(StepWaiting, "Permissions are complete", "Can send messages and manage templates")
	running.Set(StepRunning, "Permissions are complete", "Checking")
	running.spin.Stop()
	return NewCard(
		CardHeadTwo(NewCut("Connection check", Section, Text), NewCut("Ran today 09:36, took 4 seconds", Caption, Text3), NewButton("Run again", nil).WithIcon("refresh-cw")),
		Pad(8, 0, 8, 0, Col(0, NewCheckStep(StepPassed, "Access token is valid", "Meta accepted it a moment ago"), running,
			NewCheckStep(StepFailed, "App Secret matches", "It does not"), NewCheckStep(StepUnknown, "Phone number", "Could not check"))),
		Pad(0, 16, 0, 16, fix),
		Pad(8, 0, 8, 0, NewCheckStep(StepWaiting, "Test message", "Waits for the webhook")),
		Spring(), CardFoot(Grow(NewCut("4 of 6 passed", Caption, Text3)), NewLink("Copy report", "copy", nil)))
}

func TestPanelSheet(t *testing.T) {
	golden(t, "panel", 404, 700, func() fyne.CanvasObject { return Pad(24, 24, 24, 24, panel()) })
}

func TestTextSheet(t *testing.T) {
	golden(t, "text", 520, 560, func() fyne.CanvasObject {
		var rows []fyne.CanvasObject
		for _, s := range []Style{Display, Metric, Title, MetricSmall, Heading, Section, Lead, Body, BodyStrong, Caption, CaptionStrong, Mono, MonoBody} {
			rows = append(rows, Stack(NewRect(NeutralTint), NewLine("Hamburg gyp 0123", s, Text)))
		}
		rows = append(rows,
			Fix(120, 0, Stack(NewRect(Tint), NewCut("A name that is far too long for this", Body, Text2))),
			NewRuns(Body, Run{Text: "Wrapped "}, Run{Text: "words in bold", Bold: true}, Run{Text: " and "}, Run{Text: "in a colour", Token: PrimaryText}, Run{Text: ", over more than one line of text, with a very-long-unbreakable-word.\nAnd a new line."}),
			NewParagraph(Text3, Caption, "Centred caption").SetAlign(fyne.TextAlignCenter))
		return Pad(20, 24, 24, 24, Col(4, rows...))
	})
}

func TestShadowSheet(t *testing.T) {
	golden(t, "shadow", 300, 200, func() fyne.CanvasObject {
		return Pad(40, 40, 60, 40, Stack(NewShadow(8), NewBox(Surface, Border, 8, 1)))
	})
}

// TestBrokenScale draws at 125 and 150 %, where every piece must still sit on
// device pixels: a corner that parts from its edge shows at once.
func TestBrokenScale(t *testing.T) {
	for name, scale := range map[string]float32{"panel-125.png": 1.25, "panel-150.png": 1.5} {
		useTheme(t, ModeLight)
		w := test.NewTempWindow(t, NewRect(Bg))
		w.SetPadded(false)
		w.Canvas().(test.WindowlessCanvas).SetScale(scale)
		w.SetContent(Stack(NewRect(Bg), Pad(24, 24, 24, 24, panel())))
		w.Resize(fyne.NewSize(404, 700))
		compare(t, name, w.Canvas().Capture())
	}
}
