package kit

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var offerMessage = Message{
	Body:   "Dear {{1}}, your savings deserve more. Keep {{2}} until 31 December and earn a 5.25% bonus rate.",
	Values: map[string]string{"1": "Ibu Sari", "2": "Rp 10,000,000"},
	Footer: "Bank Nusantara, supervised by OJK", Time: "09:41",
	Buttons: []MessageButton{{"external-link", "See the offer"}},
}

func writtenPicture(t *testing.T) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 640, 400))
	for y := range 400 {
		for x := range 640 {
			img.Set(x, y, color.NRGBA{uint8(x / 3), uint8(120 + y/4), 180, 255})
		}
	}
	path := filepath.Join(t.TempDir(), "house.png")
	f, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(f, img))
	require.NoError(t, f.Close())
	return path
}

func shownMessage(m Message) *MessageView {
	v := NewMessageView()
	v.Set(m)
	for _, f := range v.files {
		f.task.Wait()
	}
	return v
}

func TestMessageSheet(t *testing.T) {
	path := writtenPicture(t)
	golden(t, "message", 1060, 1120, func() fyne.CanvasObject {
		image := Message{Header: MessageHeader{Kind: MediaImage, Path: path}, Body: "*New:* the _green_ loan, ~7.1%~ 5.2%.\n> Until 31 December\n- no fee\n- `KPR-20418`", Time: "09:41",
			Buttons: []MessageButton{{"phone", "Call us"}, {"copy", "Copy offer code"}, {"reply", "Not now"}, {"reply", "Stop"}}}
		card := func(title string) Message {
			return Message{Header: MessageHeader{Kind: MediaImage}, Body: title, Buttons: []MessageButton{{"external-link", "Look"}, {"reply", "Ask"}}}
		}
		carousel := Message{Body: "Three houses near {{1}}.", Values: map[string]string{"1": "Depok"}, Time: "09:41", Cards: []Message{card("House one"), card("House two, with a longer description"), card("House three")}}
		dark := shownMessage(offerMessage)
		dark.SetDark(true)
		light := shownMessage(offerMessage)
		light.SetDark(false)
		return sheet(
			Even(16, shownMessage(offerMessage), dark, light),
			Even(16, shownMessage(image),
				shownMessage(Message{Header: MessageHeader{Kind: MediaDocument, File: "statement-november.pdf"}, Body: "Your statement.", Time: "09:41"}),
				shownMessage(Message{Header: MessageHeader{Kind: MediaLocation, Text: "Branch Depok, Jl. Margonda 12"}, Body: "See you on {{1}}.", Time: "09:41"})),
			Even(16, shownMessage(carousel),
				shownMessage(Message{Offer: MessageOffer{Text: "Half the fee", Ends: "Ends in 23 hours", Code: "HALF26"}, Body: "Only today.", Time: "09:41", Buttons: []MessageButton{{"copy", "Copy code"}}}),
				shownMessage(Message{Header: MessageHeader{Kind: MediaText, Text: "Hello {{1}}"}, Body: "{{1}} is your code.", Values: map[string]string{"1": "483920"}, Footer: "This code ends in 10 minutes.", Time: "09:41"})),
			Even(16, Fix(0, 60, shownMessage(Message{Hint: "Write a body to see the message."})), Col(0), Col(0)),
		)
	})
}

func TestMessageKeepsItsOwnLight(t *testing.T) {
	useTheme(t, ModeLight)
	v := shownMessage(offerMessage)
	assert.Equal(t, ChatBg, v.ground.fill)
	v.SetDark(true)
	assert.Equal(t, colourOf(ChatBg, true), Color(v.ground.fill))
	v.SetDark(false)
	assert.Equal(t, colourOf(ChatBg, false), Color(v.ground.fill))
	v.FollowWindow()
	assert.Equal(t, ChatBg, v.ground.fill)
	assert.Equal(t, Transparent, Transparent.In(true))
}

func TestMessageOpensItsOtherButtonsAndTurnsItsCards(t *testing.T) {
	useTheme(t, ModeLight)
	v := shownMessage(Message{Body: "x", Buttons: []MessageButton{{"reply", "a"}, {"reply", "b"}, {"reply", "c"}, {"reply", "d"}}})
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(400, 600))
	folded := v.HeightFor(300)
	w.Canvas().Focus(findPress(v.body, "See all options"))
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	assert.Equal(t, folded+40, v.HeightFor(300))

	v.Set(Message{Body: "x", Cards: []Message{{Body: "one"}, {Body: "two"}}})
	assert.Equal(t, "Card 1 of 2", v.cards.where.text)
	assert.True(t, v.cards.back.Disabled())
	v.cards.on.OnTapped()
	assert.Equal(t, "Card 2 of 2", v.cards.where.text)
	assert.True(t, v.cards.on.Disabled())
	v.Set(Message{Body: "y", Cards: []Message{{Body: "one"}, {Body: "two"}}})
	assert.Equal(t, "Card 2 of 2", v.cards.where.text, "typing does not turn the cards back")
}

func findPress(o fyne.CanvasObject, label string) *Press {
	switch v := o.(type) {
	case *Press:
		if v.Label == label {
			return v
		}
	case *fyne.Container:
		for _, c := range v.Objects {
			if p := findPress(c, label); p != nil {
				return p
			}
		}
	}
	return nil
}

func TestBadPictureIsATile(t *testing.T) {
	useTheme(t, ModeLight)
	path := filepath.Join(t.TempDir(), "no.png")
	require.NoError(t, os.WriteFile(path, []byte("no picture"), 0o600))
	v := shownMessage(Message{Header: MessageHeader{Kind: MediaImage, Path: path}, Body: "x"})
	assert.True(t, v.files[path].bad)
	assert.Greater(t, v.HeightFor(300), float32(mediaHeight))
}
