package sendpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// fileCard is the place of the file with recipients: where to drop it, how far
// reading it is, and what it is called. UI thread only.
type fileCard struct {
	content *fyne.Container
	label   *fyne.Container
	// small is the box of a file that was chosen, drop the area without one.
	small, drop *fyne.Container
	box         *kit.Box
	icon        *kit.Icon
	name        *kit.Cut
	detail      *kit.Cut
	bar         *kit.Progress
	browse      *kit.Button
	choose      *kit.Button // in the area without a file
	stop        *kit.Button
	problem     *fyne.Container
	sample      *kit.Link
	held        bool // a button that went away had the keyboard focus
}

func newFileCard(browse, sample, stop func()) *fileCard {
	c := &fileCard{box: kit.NewBox(kit.Tint, kit.TintBorder, 8, 1), icon: kit.NewIcon("file-spreadsheet", 20, kit.PrimaryText),
		name: kit.NewCut("", kit.BodyStrong, kit.Text), detail: kit.NewCut("", kit.Caption, kit.Text2), bar: kit.NewProgress(kit.KindInfo), problem: kit.Stack()}
	c.browse = kit.NewButton(lang.L("Browse"), browse)
	c.stop = kit.NewButton(lang.L("Stop"), stop)
	c.stop.Hide()
	c.bar.Hide()
	c.problem.Hide()
	words := kit.Col(0, kit.NewCutTip(c.name), c.detail, kit.Pad(2, 0, 0, 0, c.bar))
	inside := kit.Row(12, c.icon, kit.Grow(words), c.stop, c.browse)
	c.small = kit.Fix(0, 52, kit.Stack(c.box, kit.Pad(1, 11, 1, 13, inside)))
	c.sample = kit.NewLink(lang.L("Save a sample file"), "download", sample)
	c.choose = kit.NewButton(lang.L("Browse"), browse)
	c.drop = kit.Fix(0, 160, kit.Stack(kit.NewBox(kit.Sunken, kit.Border, 8, 1), kit.Pad(16, 16, 16, 16, kit.Col(0, kit.Grow(kit.Spring()),
		kit.Mid(0, 24, kit.NewIcon("file-spreadsheet", 24, kit.Text3)),
		kit.Pad(8, 0, 0, 0, kit.Mid(0, 20, kit.NewLine(lang.L("Drop a CSV file here"), kit.BodyStrong, kit.Text))),
		kit.Mid(0, 16, kit.NewLine(lang.L("One row for each person, with a column for the phone number"), kit.Caption, kit.Text2)),
		kit.Pad(12, 0, 0, 0, kit.Mid(0, 32, kit.Row(16, c.choose, c.sample))), kit.Grow(kit.Spring())))))
	c.label = kit.Col(4, kit.NewLine(lang.L("Recipients"), kit.CaptionStrong, kit.Text2))
	c.content = kit.Col(4, c.label, c.small, c.drop, c.problem)
	c.showNone()
	return c
}

// focus moves the keyboard focus to the button that chooses a file.
func (c *fileCard) focus() {
	if c.small.Visible() {
		c.browse.Focus()
		return
	}
	c.choose.Focus()
}

// hold notes whether one of the buttons has the keyboard focus: another one takes
// it over once it can be pressed.
func (c *fileCard) hold() {
	for _, b := range []*kit.Button{c.choose, c.browse, c.stop} {
		c.held = c.held || b.State().Focused
	}
}

func (c *fileCard) handOn(b *kit.Button) {
	if c.held {
		c.held = false
		b.Focus()
	}
}

// showNone shows where to drop a file.
func (c *fileCard) showNone() {
	c.hold()
	c.small.Hidden, c.drop.Hidden = true, false
	c.content.Refresh()
	c.handOn(c.choose)
}

// showReading shows how far reading is; share is from 0 to 1.
func (c *fileCard) showReading(name string, rows int, share float64) {
	c.hold()
	c.small.Hidden, c.drop.Hidden = false, true
	c.name.SetText(name)
	c.detail.SetTexts(say("Reading {{.N}} rows", "N", kit.Number(rows)), "")
	c.bar.SetShare(share)
	c.bar.Show()
	c.stop.Show()
	c.browse.Hide()
	c.content.Refresh()
	c.handOn(c.stop)
}

// showFile shows a file that was read.
func (c *fileCard) showFile(name string, rows int) {
	c.hold()
	c.small.Hidden, c.drop.Hidden = false, true
	c.name.SetText(name)
	c.detail.SetTexts(plural(rows, "1 row. Drop a file to replace", "{{.N}} rows. Drop a file to replace"), plural(rows, "1 row", "{{.N}} rows"))
	c.bar.Hide()
	c.stop.Hide()
	c.browse.Show()
	c.content.Refresh()
	c.handOn(c.browse)
}

// showProblem says below why a file cannot be read; "" takes that away.
func (c *fileCard) showProblem(text string) {
	c.problem.Hidden = text == ""
	c.problem.Objects = nil
	if text != "" {
		c.problem.Objects = []fyne.CanvasObject{kit.Pad(4, 0, 0, 0, kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, text)))}
	}
	c.content.Refresh()
}
