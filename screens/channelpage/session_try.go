package channelpage

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/session"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// chatHeight is the height of the chat to try out: in the smallest window, it and
// what is below it are seen together.
const chatHeight = 340

// tryChat is a chat on a simulated clock in which the person plays customer and
// agent. Nothing of it is sent or kept.
type tryChat struct {
	body   *fyne.Container
	clock  *kit.Line
	ahead  *kit.Paragraph
	chat   *kit.Timeline
	scroll *container.Scroll
	text   *kit.TextField
	next   *kit.Button
	again  *kit.Button

	play    *session.Player
	set     app.SessionSettings
	inWords bool
}

func newTryChat(onBack func()) *tryChat {
	t := &tryChat{chat: kit.NewTimeline(), clock: kit.NewLine("", kit.BodyStrong, kit.Text), ahead: kit.NewParagraph(kit.Text2, kit.Caption, "")}
	head := kit.CardHeadWith(kit.NewCut(lang.L("Try it yourself"), kit.Section, kit.Text),
		kit.NewLink(lang.L("Back to the examples"), "chevron-left", onBack))
	status := kit.RowTop(8, kit.Pad(2, 0, 0, 0, kit.NewIcon("clock", 16, kit.Text2)), kit.Grow(kit.Col(2, t.clock, t.ahead)))
	box := kit.ScrollBox(t.chat)
	t.scroll = box.Objects[0].(*container.Scroll)
	ground := kit.Fix(0, chatHeight, kit.Stack(kit.NewBox(kit.ChatBg, kit.Transparent, 8, 0), box))
	t.body = kit.Col(0, head, kit.Pad(0, 16, 0, 16, ground), kit.Pad(12, 16, 16, 16, kit.Col(12, status, t.controls(onBack))))
	return t
}

func (t *tryChat) controls(onBack func()) fyne.CanvasObject {
	t.text = kit.NewTextField(lang.L("Message"))
	t.text.SetPlaceholder(lang.L("Empty: a sample sentence"))
	t.text.OnSubmitted = func(string) { t.write() }
	t.text.OnEscape = onBack
	do := func(text, icon string, act func()) *kit.Button {
		return kit.NewButton(text, func() { act(); t.show() }).WithIcon(icon)
	}
	pass := func(text string, d time.Duration) *kit.Button {
		return kit.NewButton(text, func() { t.play.Pass(d); t.show() })
	}
	t.next = kit.NewButton(lang.L("Until next step"), func() { t.play.Next(); t.show() })
	t.again = do(lang.L("Start again"), "rotate-ccw", func() { t.play = nil })
	return kit.Col(12, t.text, kit.Wrap(8,
		kit.NewButton(lang.L("Customer writes"), t.write).WithIcon("user"), do(lang.L("Agent answers"), "bot", func() { t.play.Answer(t.said()) }),
		pass(lang.L("+1 min"), time.Minute), pass(lang.L("+10 min"), 10*time.Minute), t.next,
		do(lang.L("Sleep 3 hours"), "circle-pause", func() { t.play.Sleep(3 * time.Hour) }), t.again))
}

// begin starts a chat in which nothing has happened.
func (t *tryChat) begin(set app.SessionSettings, inWords bool) {
	t.play, t.set, t.inWords = nil, set, inWords
	t.text.SetText("")
	t.show()
}

// use takes over changed settings: a running session uses them from its next
// step on, as those of real customers do.
func (t *tryChat) use(set app.SessionSettings, inWords bool) {
	t.set, t.inWords = set, inWords
	t.play.InWords(inWords)
	t.play.Use(set)
	t.show()
}

func (t *tryChat) write() {
	t.play.Write(t.said())
	t.show()
}

// said takes what stands in the field.
func (t *tryChat) said() string {
	said := t.text.Text()
	t.text.SetText("")
	return said
}

func (t *tryChat) tap(a session.Answer) {
	t.play.Tap(a)
	t.show()
	t.text.Focus() // the button is no more
}

// show draws what has happened and what is ahead.
func (t *tryChat) show() {
	if t.play == nil {
		t.play = session.NewPlayer(t.set, session.SampleStart())
		t.play.InWords(t.inWords)
	}
	events := chatEvents(t.play.Lines(), t.tap)
	if len(events) == 0 {
		events = []kit.TimelineEvent{{Kind: kit.EventNote, Text: lang.L("Write as the customer, answer as the agent, and let time pass. Nothing is really sent.")}}
	}
	t.chat.SetEvents(events)
	t.clock.SetText(t.clockText())
	t.ahead.SetText(frame.T(t.play.Ahead().Say))
	t.showNext()
	t.body.Refresh()
	t.scroll.ScrollToBottom()
}

// showNext offers the next step where there is one. A button that goes out hands
// the keyboard on.
func (t *tryChat) showNext() {
	running := t.play.State().Running()
	c := fyne.CurrentApp().Driver().CanvasForObject(t.next)
	if !running && c != nil && c.Focused() == fyne.Focusable(t.next) {
		t.text.Focus()
	}
	t.next.SetDisabled(!running)
}

// clockText is the simulated time.
func (t *tryChat) clockText() string {
	now := t.play.Now()
	clock := now.Format("15:04")
	midnight := func(x time.Time) time.Time { return x.Truncate(24 * time.Hour) }
	if days := int(midnight(now).Sub(midnight(session.SampleStart())) / (24 * time.Hour)); days > 0 {
		return say("{{.Time}}, day {{.N}}", "Time", clock, "N", days+1)
	}
	return clock
}
