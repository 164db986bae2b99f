package kit

import "fyne.io/fyne/v2"

// Note explains something in place: an icon and caption text on a tint.
type Note struct {
	Block
	kind    Kind
	icon    *Icon
	text    *Paragraph
	box     *Box
	actions *fyne.Container
}

// NewNote makes a note from a paragraph, usually NewRuns(Caption, ...).
// Actions (links or buttons) follow below the text.
func NewNote(kind Kind, text *Paragraph, actions ...fyne.CanvasObject) *Note {
	n := &Note{icon: NewIcon("", 16, Text2), text: text, box: NewBox(Transparent, Transparent, 6, 0)}
	n.actions = Row(12, append(actions, Spring())...)
	n.actions.Hidden = len(actions) == 0
	body := Col(8, text, n.actions)
	n.Extend(n, Stack(n.box, Pad(10, 12, 10, 12, RowTop(8, n.icon, Grow(body)))))
	n.SetKind(kind)
	return n
}

// NewNoteWith makes a note of two paragraphs, such as what is wrong and how to
// mend it.
func NewNoteWith(kind Kind, text, more *Paragraph) *Note {
	n := &Note{icon: NewIcon("", 16, Text2), text: text, box: NewBox(Transparent, Transparent, 6, 0), actions: Row(0)}
	n.Extend(n, Stack(n.box, Pad(10, 12, 10, 12, RowTop(8, n.icon, Grow(Col(6, text, more))))))
	n.SetKind(kind)
	return n
}

// SetKind changes colours and icon. A neutral note has a sunken ground and
// quieter text.
func (n *Note) SetKind(kind Kind) {
	n.kind = kind
	ground := kind.Tint()
	if kind == KindNeutral {
		ground = Sunken
	}
	n.box.Set(ground, Transparent, 0)
	n.icon.SetName(kind.IconName())
	n.icon.SetToken(kind.Ink())
	if kind == KindNeutral {
		n.text.SetToken(Text2)
	} else {
		n.text.SetToken(Text)
	}
}

// SetIcon replaces the icon that comes with the kind.
func (n *Note) SetIcon(name string) *Note {
	n.icon.SetName(name)
	return n
}

// SetRuns replaces the text.
func (n *Note) SetRuns(runs ...Run) {
	n.text.SetRuns(runs...)
	n.Refresh()
}

// Kind returns the kind of the note.
func (n *Note) Kind() Kind { return n.kind }

// FullText returns the text without its formatting.
func (n *Note) FullText() string { return n.text.FullText() }

// NewFixBox shows a problem together with its fix: title, paragraphs in
// caption size and the buttons that mend it.
func NewFixBox(kind Kind, title string, paragraphs []*Paragraph, actions ...fyne.CanvasObject) *fyne.Container {
	texts := make([]fyne.CanvasObject, len(paragraphs))
	for i, p := range paragraphs {
		texts[i] = p
	}
	head := NewRuns(Body, Run{Text: title, Bold: true})
	body := []fyne.CanvasObject{head}
	if len(texts) > 0 {
		body = append(body, Pad(4, 0, 0, 0, Col(8, texts...)))
	}
	if len(actions) > 0 {
		body = append(body, Pad(12, 0, 0, 0, Wrap(8, actions...)))
	}
	icon := Pad(2, 0, 0, 0, NewIcon(kind.IconName(), 16, kind.Ink()))
	row := RowTop(12, icon, Grow(Col(0, body...)))
	return Stack(NewBox(kind.Tint(), kind.Edge(), 8, 1), Pad(13, 13, 13, 13, row))
}
