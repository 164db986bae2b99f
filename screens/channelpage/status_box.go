package channelpage

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// statusBox says in a tinted box how something stands at the provider; what
// mends it stands at the far end.
func statusBox(kind kit.Kind, title, text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	return statusBoxWith(kind, kit.NewIcon(kind.IconName(), 16, kind.Ink()), title, text, actions...)
}

// statusBoxWith is a statusBox with any mark before its text.
func statusBoxWith(kind kit.Kind, mark fyne.CanvasObject, title, text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	words := []fyne.CanvasObject{kit.NewRuns(kit.Body, kit.Run{Text: title, Bold: true})}
	if text != "" {
		words = append(words, kit.NewParagraph(kit.Text, kit.Caption, text))
	}
	ground, edge := kind.Tint(), kind.Edge()
	switch kind {
	case kit.KindOK:
		edge = kind.Tint()
	case kit.KindNeutral:
		ground = kit.Sunken
	}
	row := append([]fyne.CanvasObject{mark, kit.Grow(kit.Col(0, words...))}, actions...)
	return kit.Stack(kit.NewBox(ground, edge, 8, 1), kit.Pad(13, 13, 13, 13, kit.Row(12, row...)))
}
