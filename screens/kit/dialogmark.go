package kit

import "fyne.io/fyne/v2"

// ShowMarkedDialog is ShowDialog with a round mark before the title, in the
// colours of a kind: for a dialog that tells of a result and does not ask.
func ShowMarkedDialog(win fyne.Window, kind Kind, icon string, o DialogOptions) *Dialog {
	d := &Dialog{}
	d.parts = newDialogParts(o, d.Refresh)
	texts := []fyne.CanvasObject{NewParagraph(Text, MetricSmall, o.Title)}
	if o.Subtitle != "" {
		texts = append(texts, NewParagraph(Text2, Body, o.Subtitle))
	}
	mark := Fix(40, 40, Stack(NewBox(kind.Tint(), Transparent, 20, 0), Mid(40, 40, NewIcon(icon, 20, kind.Ink()))))
	d.parts.head = Pad(25, 25, 16, 25, Row(12, mark, Grow(Col(0, texts...)), o.HeadRight))
	d.open(win, o)
	return d
}
