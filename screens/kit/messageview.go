package kit

import (
	"reflect"

	"fyne.io/fyne/v2"
)

// messageWidth is how wide a message becomes at most, cardWidth a card.
const (
	messageWidth = 308
	cardWidth    = 208
)

// MessageView shows a message as the customer sees it, on the ground of a chat.
// It is as high as the message needs and fills the height that it gets. Light or
// dark follows the window until SetDark. UI thread only.
type MessageView struct {
	Block
	message Message
	holder  *fyne.Container
	ground  *Box
	fixed   bool
	dark    bool
	all     bool // every button is shown, not only the first
	inset   float32
	files   map[string]*pictureFile
	unread  []string
	cards   *cardStrip
}

// NewMessageView makes a view that shows no message yet.
func NewMessageView() *MessageView {
	v := &MessageView{holder: Col(0), ground: NewBox(ChatBg, Transparent, 8, 0), inset: 12, files: map[string]*pictureFile{}}
	v.Extend(v, Stack(v.ground, v.holder))
	v.rebuild()
	return v
}

// SetInset sets the room around the message: 12, or 16 where it stands alone.
func (v *MessageView) SetInset(px float32) *MessageView {
	v.inset = px
	v.rebuild()
	return v
}

// Set shows a message; the same one does nothing.
func (v *MessageView) Set(m Message) {
	if reflect.DeepEqual(m, v.message) {
		return
	}
	if len(m.Buttons) != len(v.message.Buttons) {
		v.all = false
	}
	v.message = m
	v.rebuild()
}

// Message gives what is shown.
func (v *MessageView) Message() Message { return v.message }

// SetDark shows it as a dark or a light phone does, whatever the window shows.
func (v *MessageView) SetDark(dark bool) {
	if !v.fixed || v.dark != dark {
		v.fixed, v.dark = true, dark
		v.rebuild()
	}
}

// FollowWindow ends SetDark.
func (v *MessageView) FollowWindow() {
	if v.fixed {
		v.fixed = false
		v.rebuild()
	}
}

// tok is a token in the variant of the phone.
func (v *MessageView) tok(t Token) Token {
	if v.fixed {
		return t.In(v.dark)
	}
	return t
}

func (v *MessageView) rebuild() {
	v.ground.Set(v.tok(ChatBg), Transparent, 0)
	content := v.content()
	v.holder.Objects = []fyne.CanvasObject{Pad(v.inset, v.inset, v.inset, v.inset, content)}
	v.Refresh()
	v.read()
}

func (v *MessageView) content() fyne.CanvasObject {
	if v.message.empty() {
		return NewParagraph(v.tok(ChatMeta), Body, v.message.Hint).SetAlign(fyne.TextAlignCenter)
	}
	main := MaxWidth(messageWidth, newBubble(false, v.tok(ChatBubble), v.bubble(v.message)))
	if len(v.message.Cards) == 0 {
		return main
	}
	return Col(8, main, v.strip(v.message.Cards))
}

// bubble is all that stands on the ground of one message.
func (v *MessageView) bubble(m Message) *fyne.Container {
	body := v.paragraphs(m)
	var parts []fyne.CanvasObject
	switch m.Header.Kind {
	case MediaNone:
	case MediaText:
		runs := ChatRuns(m.Header.Text, m.Header.Values)
		for i := range runs {
			runs[i].Bold = true
		}
		parts = append(parts, Pad(8, 12, 0, 12, NewRuns(Body, v.inks(runs)...)))
	default:
		parts = append(parts, Pad(4, 4, 0, 4, v.media(m.Header)))
	}
	if m.Offer != (MessageOffer{}) {
		parts = append(parts, Pad(8, 12, 0, 12, v.offer(m.Offer)))
	}
	if len(body) > 0 {
		parts = append(parts, Pad(8, 12, 4, 12, Col(0, body...)))
	}
	if m.Footer != "" {
		parts = append(parts, Pad(0, 12, 0, 12, NewParagraph(v.tok(ChatMeta), Caption, m.Footer)))
	}
	if m.Time != "" {
		parts = append(parts, Pad(0, 10, 6, 10, NewLine(m.Time, Caption, v.tok(ChatMeta)).SetAlign(fyne.TextAlignTrailing)))
	} else {
		parts = append(parts, Fix(0, 6, Spring()))
	}
	// In a row of cards the buttons stand at the foot.
	return Col(0, append(append(parts, Spring()), v.buttons(m.Buttons)...)...)
}

// paragraphs is the body with what is quoted in it.
func (v *MessageView) paragraphs(m Message) []fyne.CanvasObject {
	if m.Body == "" {
		return nil
	}
	var out []fyne.CanvasObject
	for _, q := range chatQuotes(m.Body) {
		text := NewRuns(Body, v.inks(ChatRuns(q.text, m.Values))...)
		if !q.quoted {
			out = append(out, text)
			continue
		}
		text.SetToken(v.tok(ChatMeta))
		out = append(out, RowStretch(8, NewRect(v.tok(Input)).SetMin(3, 0), Grow(text)))
	}
	return out
}

// inks gives the runs the colours of the phone.
func (v *MessageView) inks(runs []Run) []Run {
	for i := range runs {
		if runs[i].Token == Transparent {
			runs[i].Token = ChatText
		}
		runs[i].Token = v.tok(runs[i].Token)
	}
	return runs
}

func (v *MessageView) offer(o MessageOffer) fyne.CanvasObject {
	words := []fyne.CanvasObject{NewParagraph(v.tok(ChatText), BodyStrong, o.Text)}
	if o.Ends != "" {
		words = append(words, NewParagraph(v.tok(ChatMeta), Caption, o.Ends))
	}
	if o.Code != "" {
		words = append(words, NewParagraph(v.tok(ChatMeta), Mono, o.Code))
	}
	icon := Fix(36, 36, Stack(NewBox(v.tok(NeutralTint), Transparent, 18, 0), Mid(36, 36, NewIcon("timer", 18, v.tok(ChatLink)))))
	return Row(12, icon, Grow(Col(0, words...)))
}
