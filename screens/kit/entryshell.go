package kit

import (
	"fyne.io/fyne/v2"
)

// fieldShell is what all labelled fields share: the label row above the
// control, and below it one line of help that gives way to the error.
type fieldShell struct {
	Block
	label    *Cut
	mark     *Line
	head     *fyne.Container
	help     *Paragraph
	helpIcon *Icon
	helpRow  *fyne.Container
	fault    *Paragraph
	faultRow *fyne.Container
}

// build puts the parts together around the control.
func (s *fieldShell) build(self fyne.Widget, label string, control fyne.CanvasObject) {
	s.label = NewCut(label, CaptionStrong, Text2)
	s.mark = NewLine("", Caption, Text3)
	s.mark.Hide()
	s.head = Row(6, Grow(s.label), s.mark)
	s.head.Hidden = label == ""
	s.help = NewParagraph(Text3, Caption, "")
	s.helpIcon = NewIcon("", 14, Text3)
	helpMark := Pad(1, 0, 0, 0, s.helpIcon)
	s.helpIcon.Hide()
	s.helpRow = RowTop(6, helpMark, Grow(s.help))
	s.helpRow.Hide()
	s.fault = NewParagraph(DangerText, Caption, "")
	icon := Pad(1, 0, 0, 0, NewIcon("circle-x", 14, DangerText))
	s.faultRow = RowTop(6, icon, Grow(s.fault))
	s.faultRow.Hide()
	s.Extend(self, Col(4, s.head, control, s.helpRow, s.faultRow))
}

// LabelText returns the text of the label.
func (s *fieldShell) LabelText() string { return s.label.FullText() }

// SetHelp sets the line below the control; "" removes it.
func (s *fieldShell) SetHelp(text string) {
	s.setHelpRuns(text != "", Run{Text: text})
}

func (s *fieldShell) setHelpRuns(some bool, runs ...Run) {
	s.help.SetRuns(runs...)
	s.helpRow.Hidden = !some || s.faultRow.Visible()
	s.Refresh()
}

// SetHelpIcon shows an icon before the help, such as a warning; "" removes it.
func (s *fieldShell) SetHelpIcon(icon string, tok Token) {
	s.helpIcon.SetName(icon)
	s.helpIcon.SetToken(tok)
	s.helpIcon.Hidden = icon == ""
	s.Refresh()
}

// SetCaption shows a word at the far end of the label row, such as
// "Optional"; "" removes it.
func (s *fieldShell) SetCaption(text string) {
	s.mark.SetText(text)
	s.mark.SetToken(Text3)
	s.mark.Hidden = text == ""
	s.Refresh()
}

// ErrorText returns the error that is showing, or "".
func (s *fieldShell) ErrorText() string {
	if !s.faultRow.Visible() {
		return ""
	}
	return s.fault.FullText()
}

// showError shows or removes the error and reports whether that changed
// anything.
func (s *fieldShell) showError(text string) bool {
	if text == s.ErrorText() {
		return false
	}
	s.fault.SetText(text)
	s.faultRow.Hidden = text == ""
	s.helpRow.Hidden = text != "" || s.help.FullText() == ""
	s.Refresh()
	return true
}
