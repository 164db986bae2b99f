package kit

import "fyne.io/fyne/v2"

// EventKind is what happens at a point of a Timeline.
type EventKind int

// The kinds of events.
const (
	EventCustomer EventKind = iota // the customer writes
	EventAgent                     // the agent writes, perhaps with buttons
	EventWait                      // time passes
	EventTap                       // the customer taps a button
	EventEnd                       // the session ends
	EventNote                      // what else happens, or why nothing does
	EventPause                     // the computer sleeps
)

// TimelineEvent is one step of a chat.
type TimelineEvent struct {
	// At is the time, as "14:02"; "" for steps without one.
	At string
	// Strong marks what the settings decide: bold time and blue dot.
	Strong bool
	Kind   EventKind
	// Text is the message, or what the chip says.
	Text string
	// Buttons are quick replies below the message.
	Buttons []string
	// OnButton makes the buttons pressable; it gets the button's place.
	OnButton func(i int)
}

// Timeline shows a chat with the time of each message. UI thread only.
type Timeline struct {
	Block
	rows *fyne.Container
}

// NewTimeline makes an empty timeline; it fills the height it gets.
func NewTimeline() *Timeline {
	t := &Timeline{rows: Col(0)}
	t.Extend(t, Stack(NewBox(ChatBg, Transparent, 8, 0), Pad(16, 12, 16, 0, t.rows)))
	return t
}

// SetEvents shows these steps.
func (t *Timeline) SetEvents(events []TimelineEvent) {
	first, last := -1, -1
	for i, e := range events {
		if e.dotted() {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	t.rows.Objects = nil
	for i, e := range events {
		gap := float32(14)
		switch {
		case i == len(events)-1:
			gap = 0
		case events[i+1].Kind == EventEnd || events[i+1].Kind == EventNote && e.dotted():
			gap = 8
		}
		t.rows.Objects = append(t.rows.Objects, newEventRow(e, i > first && first >= 0 && i <= last, i < last && i >= first && first >= 0, gap))
	}
	t.Refresh()
}

// SetOff shows instead, in grey, that nothing of this happens.
func (t *Timeline) SetOff(text string) {
	line := NewParagraph(ChatMeta, Body, text).SetAlign(fyne.TextAlignCenter)
	t.rows.Objects = []fyne.CanvasObject{Spring(), Pad(0, 12, 0, 24, Col(8,
		Mid(0, 24, NewIcon("circle-pause", 24, ChatMeta)), line)), Spring()}
	t.Refresh()
}

// dotted tells whether the event is a message, which has a dot on the line.
func (e TimelineEvent) dotted() bool { return e.Kind == EventCustomer || e.Kind == EventAgent }

// newEventRow puts time, dot and content side by side. above and below say
// whether the line goes on beyond the dot.
func newEventRow(e TimelineEvent, above, below bool, gap float32) *fyne.Container {
	style, tok, dot := Caption, ChatMeta, Text3
	if e.Strong {
		style, tok, dot = CaptionStrong, ChatText, Primary
	}
	l := &eventLayout{above: above, below: below, gap: gap, dotted: e.dotted()}
	time := NewLine(e.At, style, tok).SetAlign(fyne.TextAlignTrailing)
	line, mark := NewRect(Input), NewShape(ShapeDisc, 8, dot)
	mark.Hidden = !l.dotted
	line.Hidden = !above && !below
	return group(l, []fyne.CanvasObject{time, line, mark, e.content()})
}

// content is the bubble, the chip or the closing words.
func (e TimelineEvent) content() fyne.CanvasObject {
	switch e.Kind {
	case EventWait, EventTap, EventPause:
		chip := Fix(0, 20, Stack(NewBox(Surface, Transparent, 10, 0),
			Pad(0, 8, 0, 8, Row(4, NewIcon(eventIcons[e.Kind], 12, Text2), NewCut(e.Text, CaptionStrong, Text2)))))
		return Row(0, chip, Spring())
	case EventEnd, EventNote:
		return RowTop(6, Pad(1, 0, 0, 0, NewIcon(eventIcons[e.Kind], 14, ChatMeta)), Grow(NewParagraph(ChatMeta, Caption, e.Text)))
	}
	parts := []fyne.CanvasObject{NewBubble(e.Kind == EventCustomer, Pad(8, 12, 8, 12, NewParagraph(ChatText, Body, e.Text)))}
	if len(e.Buttons) > 0 {
		var buttons []fyne.CanvasObject
		for i := range e.Buttons {
			buttons = append(buttons, e.reply(i))
		}
		parts = append(parts, Pad(4, 0, 0, 0, Even(4, buttons...)))
	}
	return Col(0, parts...)
}

var eventIcons = map[EventKind]string{EventWait: "timer", EventTap: "pointer", EventPause: "circle-pause", EventEnd: "circle-stop", EventNote: "info"}

// reply is one quick reply, to press or only to look at.
func (e TimelineEvent) reply(i int) fyne.CanvasObject {
	text := NewCut(e.Buttons[i], Body, ChatLink).SetAlign(fyne.TextAlignCenter)
	row := Pad(6, 0, 0, 0, Pad(0, 8, 0, 8, text))
	if e.OnButton == nil {
		return Fix(0, 32, Stack(NewBox(ChatBubble, Transparent, 8, 0), Col(0, row)))
	}
	text.SetStyle(BodyStrong)
	p := NewPress(Col(0, row), 8, func(s PressState) Face {
		if s.Hovered {
			return Face{NeutralTint, ChatLink, 1}
		}
		return Face{ChatBubble, ChatLink, 1}
	}, func() { e.OnButton(i) })
	p.Label = e.Buttons[i]
	return Fix(0, 32, p)
}

// eventLayout: 52 for the time, 32 for the line with its dot, the rest for
// the content.
type eventLayout struct {
	above, below, dotted bool
	gap                  float32
}

const (
	eventTime = 52
	eventSide = 84
	eventDot  = 18 // middle of the dot below the top
)

func (*eventLayout) minWidth([]fyne.CanvasObject) float32 { return eventSide }

func (l *eventLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[3], width-eventSide) + l.gap
}

func (l *eventLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(eventSide, objects[3].MinSize().Height+l.gap)
}

func (l *eventLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	clock := float32(10)
	if !l.dotted {
		clock = 0
	}
	place(objects[0], 0, clock, eventTime, 16)
	top, bottom := float32(0), size.Height
	if !l.above {
		top = eventDot
	}
	if !l.below {
		bottom = eventDot
	}
	place(objects[1], eventTime+15, top, 1, max(bottom-top, 0))
	place(objects[2], eventTime+12, 14, 8, 8)
	place(objects[3], eventSide, 0, size.Width-eventSide, size.Height-l.gap)
}
