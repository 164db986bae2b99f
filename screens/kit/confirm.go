package kit

import "fyne.io/fyne/v2"

// ConfirmOptions say what a confirmation asks.
type ConfirmOptions struct {
	// Title is the question, Text what happens and for how long.
	Title, Text string
	// Extra stands below the text, such as a check box; may be nil.
	Extra fyne.CanvasObject
	// Keep is the safe button, Do the one that acts: both say the result.
	Keep, Do string
	// Danger makes the acting button red, for loss that cannot be undone.
	Danger bool
	// OnDo and OnKeep are called after the dialog closed; either may be nil.
	// OnKeep is also called on Esc.
	OnDo, OnKeep func()
}

// confirmWidth is as drawn in the picture of the states.
const confirmWidth = 400

// Confirm asks before something that cannot be undone or costs money. The
// safe button has the focus.
func Confirm(win fyne.Window, o ConfirmOptions) *Dialog {
	d := &Dialog{}
	done := false
	keep := NewButton(o.Keep, d.Close)
	variant := VariantPrimary
	if o.Danger {
		variant = VariantDangerFill
	}
	do := NewButton(o.Do, func() {
		done = true
		d.Close()
	}).As(variant)
	text := NewParagraph(Text2, Body, o.Text)
	body := []fyne.CanvasObject{NewParagraph(Text, Heading, o.Title), Pad(6, 0, 0, 0, text)}
	if o.Extra != nil {
		body = append(body, Pad(6, 0, 0, 0, o.Extra))
	}
	p := &dialogParts{ground: Stack(NewShadow(12), NewBox(Surface, Border, 12, 1))}
	p.watch(Pad(17, 17, 8, 17, Col(0, body...)), d.Refresh)
	p.foot = Pad(16, 17, 17, 17, Row(8, Spring(), keep, do))
	d.parts = p
	d.open(win, DialogOptions{Width: confirmWidth, Actions: []*Button{keep, do}, Main: do, OnClose: func() {
		switch {
		case done && o.OnDo != nil:
			o.OnDo()
		case !done && o.OnKeep != nil:
			o.OnKeep()
		}
	}})
	return d
}
