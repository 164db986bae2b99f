package settingspage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// dataCard says where the data is and looks through it. UI thread only.
type dataCard struct {
	s        *Screen
	database *kit.Cut
	check    *kit.Button
	result   *kit.Note
	card     *fyne.Container
	task     kit.Task
}

func newDataCard(s *Screen) *dataCard {
	c := &dataCard{s: s, database: kit.NewCut("", kit.Body, kit.Text)}
	c.check = kit.NewButton(lang.L("Check the database"), c.run).WithIcon("shield-check")
	c.result = kit.NewNote(kit.KindOK, kit.NewParagraph(kit.Text, kit.Caption, ""))
	c.result.Hide()
	c.card = kit.NewCard(kit.CardHead(lang.L("Data")), kit.CardBody(12,
		c.folder(lang.L("Data folder"), s.deps.DataFolder()),
		c.folder(lang.L("Log folder"), s.deps.LogFolder()),
		kit.Col(4, kit.NewLine(lang.L("Database"), kit.CaptionStrong, kit.Text2), kit.Fix(0, 20, c.database)),
		kit.Row(8, c.check, kit.Spring()),
		c.result,
	))
	return c
}

// folder shows where a folder is, to be opened or copied.
func (c *dataCard) folder(label, path string) fyne.CanvasObject {
	open := kit.NewIconButton("external-link", lang.L("Open the folder"), func() { c.s.shell.OpenFile(path) })
	kit.AttachTooltip(open, lang.L("Open the folder"))
	copied := kit.NewIconButton("copy", lang.L("Copy the path"), func() { c.s.shell.CopyText(path, lang.L("Path copied")) })
	kit.AttachTooltip(copied, lang.L("Copy the path"))
	box := kit.Stack(kit.NewBox(kit.Sunken, kit.Border, 6, 1), kit.Pad(7, 11, 7, 11, kit.NewParagraph(kit.Text, kit.Mono, path)))
	return kit.Col(4, kit.NewLine(label, kit.CaptionStrong, kit.Text2), kit.RowTop(8, kit.Grow(box), open, copied))
}

func (c *dataCard) show(f Facts, err error) {
	if err != nil {
		c.database.SetText(lang.L("Could not be read"))
		c.s.shell.ShowError(err)
		return
	}
	c.database.SetText(lang.L("Version {{.Version}}, {{.Size}}", map[string]any{"Version": f.DatabaseVersion, "Size": bytesText(f.DatabaseBytes)}))
}

func (c *dataCard) run() {
	c.check.SetBusy(true)
	kit.Start(&c.task, c.s.ctx, c.s.deps.CheckDatabase, func(text string, err error) {
		c.check.SetBusy(false)
		if err != nil {
			c.result.SetKind(kit.KindDanger)
			c.result.SetRuns(kit.Run{Text: frame.ErrorText(err)})
		} else {
			c.result.SetKind(kit.KindOK)
			c.result.SetRuns(kit.Run{Text: text})
		}
		c.result.Show()
		c.s.content.Refresh()
	})
}

// newAboutCard says which program this is.
func newAboutCard(s *Screen) fyne.CanvasObject {
	version := s.deps.Version()
	copied := kit.NewIconButton("copy", lang.L("Copy the version"), func() { s.shell.CopyText(version, lang.L("Version copied")) })
	kit.AttachTooltip(copied, lang.L("Copy the version"))
	licences := kit.NewButton(lang.L("Works of others"), func() { showLicences(s.shell.Window()) }).WithIcon("book")
	return kit.NewCard(kit.CardHead(lang.L("About")), kit.CardBody(12,
		kit.Row(8, kit.Grow(kit.Col(0, kit.NewCut("Channel Desk", kit.BodyStrong, kit.Text), kit.NewCut(version, kit.Caption, kit.Text3))), copied),
		kit.Row(8, licences, kit.Spring()),
	))
}
