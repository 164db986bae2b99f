package handoffpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/kit"
)

const (
	controlsWidth = 356
	twoColumns    = 700 // from this width on the card has two columns
)

// controls is the card with the choices that shape the sheet and the ways out.
type controls struct {
	kit.Block
	audience *kit.Segmented
	language *kit.Segmented
	to       *kit.TextField
	secret   *kit.Switch
	whole    *kit.Note      // the staff need the whole address
	staff    *kit.Paragraph // its text

	contains *disclosure

	full, more             *kit.Button
	pdf, image, text, page *wayButton
	actions                fyne.CanvasObject
	hint                   *kit.Note
	body                   *fyne.Container
	isWide, laid           bool
}

// ways are what the card's buttons do.
type ways struct {
	fullScreen, savePDF, saveImage, copyText, print, more func()
}

func newControls(w ways) *controls {
	c := &controls{
		audience: kit.NewSegmented([]kit.Option{
			{Value: string(app.ForProvider), Label: lang.L("Provider team")},
			{Value: string(app.ForClientIT), Label: lang.L("Client IT")},
		}),
		language: kit.NewSegmented([]kit.Option{
			{Value: handoff.English, Label: "English"}, {Value: handoff.Indonesian, Label: "Bahasa Indonesia"},
		}).Small(),
		to:       kit.NewTextField(lang.L("Company or person")),
		secret:   kit.NewSwitch(lang.L("Include secret"), " ").Plain(),
		contains: newDisclosure(lang.L("What the QR contains")),
		full:     kit.NewPrimary(lang.L("Show full screen"), w.fullScreen).WithIcon("maximize").Large(),
		more:     kit.NewIconButton("chevron-down", lang.L("More ways to hand it over"), w.more).Large(),
		pdf:      newWayButton(lang.L("Save PDF"), "file-text", w.savePDF),
		image:    newWayButton(lang.L("Save image"), "image", w.saveImage),
		text:     newWayButton(lang.L("Copy as text"), "copy", w.copyText),
		page:     newWayButton(lang.L("Print"), "printer", w.print),
		hint:     kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, lang.L("You may look at the sheet. Handing it over takes the role of Contributor or Owner."))),
	}
	kit.AttachTooltip(c.more, lang.L("More ways to hand it over"))
	c.staff = kit.NewParagraph(kit.Text, kit.Caption, "")
	c.whole = kit.NewNote(kit.KindInfo, c.staff)
	c.whole.Hide()
	c.hint.Hide()
	c.actions = kit.Col(8,
		kit.Row(8, kit.Grow(c.full), c.more),
		kit.Even(8, c.pdf, c.image),
		kit.Even(8, c.text, c.page),
	)
	c.body = kit.Stack()
	c.Extend(c, kit.Stack(kit.NewBox(kit.Surface, kit.Border, 8, 1), kit.Pad(17, 17, 17, 17, c.body)))
	c.arrange(false)
	return c
}

// arrange puts the parts below each other, or into two columns.
func (c *controls) arrange(wide bool) {
	if c.laid && c.isWide == wide {
		return
	}
	c.laid, c.isWide = true, wide
	choices := kit.Col(8,
		kit.Col(4, kit.NewLine(lang.L("Who is it for?"), kit.CaptionStrong, kit.Text2), c.audience),
		c.to,
		kit.Fix(0, 40, c.secret), c.whole,
		kit.Row(12, kit.Grow(kit.NewCut(lang.L("Language"), kit.Body, kit.Text)), c.language),
	)
	out := kit.Col(0, c.actions, c.hint)
	if wide {
		c.body.Objects = []fyne.CanvasObject{kit.Even(32, choices, kit.Col(0, c.contains, kit.Pad(8, 0, 0, 0, kit.Spring()), out))}
		return
	}
	c.body.Objects = []fyne.CanvasObject{kit.Col(0, choices, kit.Pad(8, 0, 8, 0, kit.HLine()), c.contains, kit.Pad(8, 0, 0, 0, kit.Spring()), out)}
}

// HeightFor chooses between one and two columns.
func (c *controls) HeightFor(width float32) float32 {
	c.arrange(width >= twoColumns)
	return c.Block.HeightFor(width)
}

// askWhole says that the provider's staff can do nothing with a shortened
// address; "" is no such sheet.
func (c *controls) askWhole(provider string) {
	c.whole.Hidden = provider == ""
	if provider != "" {
		c.staff.SetText(lang.L("{{.Provider}}'s staff need the whole address, and it ends with the secret. Switch the secret on for them.", map[string]any{"Provider": provider}))
	}
	c.Refresh()
}

// setMay shows the ways out, or says why there are none.
func (c *controls) setMay(may bool) {
	c.secret.SetReadOnly(!may)
	if may {
		c.hint.Hide()
		c.actions.Show()
	} else {
		c.actions.Hide()
		c.hint.Show()
	}
	c.Refresh()
}

// disclosure is a title that shows or hides rows below it.
type disclosure struct {
	kit.Block
	head  *kit.Press
	arrow *kit.Icon
	rows  *fyne.Container
}

func newDisclosure(title string) *disclosure {
	d := &disclosure{arrow: kit.NewIcon("chevron-down", 14, kit.Text), rows: kit.Col(0)}
	line := kit.Fix(0, 24, kit.Row(8, d.arrow, kit.Grow(kit.NewCut(title, kit.BodyStrong, kit.Text))))
	d.head = kit.NewPress(line, 4, nil, d.turn)
	d.head.Label = title
	d.Extend(d, kit.Col(0, d.head, d.rows))
	return d
}

func (d *disclosure) turn() {
	if d.rows.Visible() {
		d.rows.Hide()
		d.arrow.SetName("chevron-right")
	} else {
		d.rows.Show()
		d.arrow.SetName("chevron-down")
	}
	d.Refresh()
}

func (d *disclosure) show(facts []fact) {
	d.rows.Objects = nil
	for _, f := range facts {
		icon, ink, text := "check", kit.OkText, kit.Text
		if !f.included {
			icon, ink, text = "minus", kit.Text3, kit.Text3
		}
		d.rows.Add(kit.Fix(0, 24, kit.Row(8,
			kit.NewIcon(icon, 14, ink),
			kit.Fix(112, 0, kit.NewCut(f.name, kit.Body, text)),
			kit.Grow(kit.NewCutTip(kit.NewCutBefore(f.value, f.end, kit.Caption, kit.Text3))),
		)))
	}
	d.Refresh()
}
