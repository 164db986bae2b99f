package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/health"
	"channeldesk/screens/kit"
)

// topBar is title, environment control, connection chip and one button.
type topBar struct {
	crumb   *kit.Press // the page above a sub-page
	above   *kit.Line
	arrow   *kit.Icon
	title   *kit.Cut
	env     *kit.EnvControl
	chip    *kit.Press
	chipBox *kit.Chip
	slot    *fyne.Container
	publish *kit.Button
	create  *kit.Button
	strip   *kit.Rect
	content fyne.CanvasObject
}

func newTopBar(onChip, onPublish, onCreate func()) *topBar {
	b := &topBar{
		title:   kit.NewCut("", kit.Title, kit.Text),
		env:     kit.NewEnvControl(),
		chipBox: kit.NewChip(kit.KindNeutral, "circle-dashed", lang.L("Not set up"), false),
		publish: kit.NewPrimary(lang.L("Review & publish"), onPublish),
		create:  kit.NewButton(lang.L("Create draft"), onCreate).WithIcon("pencil-line"),
		strip:   kit.NewRect(kit.PubStrip),
	}
	b.chip = kit.NewPress(b.chipBox, 12, nil, onChip)
	b.chip.Label = lang.L("Connection")
	b.slot = kit.Row(0, b.publish, b.create)
	b.above, b.arrow = kit.NewLine("", kit.Body, kit.Text3), kit.NewIcon("chevron-right", 14, kit.Text3)
	b.crumb = kit.NewPress(b.above, 4, nil, nil)
	b.crumb.Role = fyne.AccessibleRoleLink
	b.crumb.Hide()
	b.arrow.Hide()
	l := &barLayout{ground: kit.NewRect(kit.Surface), crumb: b.crumb, arrow: b.arrow, title: b.title, env: b.env, chip: b.chip, slot: b.slot}
	c := fyne.NewContainerWithoutLayout(l.ground, b.crumb, b.arrow, b.title, b.env, b.chip, b.slot)
	c.Layout = l
	b.content = c
	return b
}

// setTitle names the page, and the page above it, or "".
func (b *topBar) setTitle(above, title string) {
	b.above.SetText(above)
	b.crumb.Label = above
	b.crumb.Hidden, b.arrow.Hidden = above == "", above == ""
	b.title.SetText(title)
	b.content.Refresh()
}

// show sets the bar for an environment. Who may not edit gets no button.
func (b *topBar) show(env app.Environment, hasDraft bool, pending int, mayEdit bool) {
	count := pending
	if env == app.Draft {
		count = 0
	}
	b.env.Set(string(env), hasDraft, count)
	b.publish.Hide()
	b.create.Hide()
	switch {
	case !mayEdit:
	case env == app.Draft && pending > 0:
		b.publish.SetCount(pending)
		b.publish.Show()
	case !hasDraft:
		b.create.Show()
	}
	if b.publish.Visible() || b.create.Visible() {
		b.slot.Show()
	} else {
		b.slot.Hide()
	}
	if env == app.Draft {
		b.strip.SetToken(kit.DraftStrip)
	} else {
		b.strip.SetToken(kit.PubStrip)
	}
	b.content.Refresh()
}

func (b *topBar) setConnection(c health.Connection, checking bool) {
	switch {
	case checking:
		b.chipBox.Set(kit.KindNeutral, "loader-circle", lang.L("Checking"))
	case c == health.Connected:
		b.chipBox.Set(kit.KindOK, "circle-check", lang.L("Connected"))
	case c == health.NeedsAttention:
		b.chipBox.Set(kit.KindWarn, "triangle-alert", lang.L("Needs attention"))
	case c == health.NotChecked:
		b.chipBox.Set(kit.KindNeutral, "circle-dashed", lang.L("Not checked"))
	default:
		b.chipBox.Set(kit.KindNeutral, "circle-dashed", lang.L("Not set up"))
	}
	b.content.Refresh()
}
