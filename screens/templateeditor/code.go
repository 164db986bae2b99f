package templateeditor

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// The ways in which a code gets into an app, as the design names them.
const (
	deliverCopy = "copy_code"
	deliverOne  = "one_tap"
	deliverZero = "zero_tap"
)

const appsMax = 5

// codeForm is what there is to choose in a template with a code. UI thread only.
type codeForm struct {
	s        *Screen
	advice   *kit.Checkbox
	minutes  *kit.TextField
	delivery *kit.SegmentedField
	copyText *kit.TextField
	fillText *kit.TextField
	apps     []*codeApp
	appRows  *fyne.Container
	addApp   *kit.Button
	appPart  *fyne.Container
	terms    *kit.Checkbox
	content  *fyne.Container
	locked   bool
}

// codeApp is the line of one Android app.
type codeApp struct {
	name, hash *kit.TextField
	remove     *kit.Button
	row        *fyne.Container
}

func newCodeForm(s *Screen) *codeForm {
	c := &codeForm{s: s, appRows: kit.Col(8)}
	c.advice = kit.NewCheckbox(lang.L("Add the sentence not to share the code"))
	c.advice.OnChanged = func(on bool) { c.change(func(d *app.CodeDesign) { d.Advice = on }) }
	c.minutes = kit.NewTextField(lang.L("Valid for, in minutes"))
	c.minutes.SetHelp(lang.L("1 to 90. Empty leaves the sentence out."))
	c.minutes.OnChanged = func(text string) {
		n, err := strconv.Atoi(text)
		if text != "" && (err != nil || n < 0) {
			n = -1
		}
		c.change(func(d *app.CodeDesign) { d.Minutes = n })
	}
	c.delivery = kit.NewSegmentedField(lang.L("How the code gets into the app"), []kit.Option{
		{Value: deliverCopy, Label: lang.L("Copy")}, {Value: deliverOne, Label: lang.L("One tap")}, {Value: deliverZero, Label: lang.L("No tap")},
	})
	c.delivery.OnChanged = func(value string) {
		c.change(func(d *app.CodeDesign) { d.Delivery = value })
		c.show()
	}
	c.copyText, c.fillText = kit.NewTextField(lang.L("Words on the button to copy")), kit.NewTextField(lang.L("Words on the button to fill in"))
	c.copyText.OnChanged = func(text string) { c.change(func(d *app.CodeDesign) { d.CopyText = text }) }
	c.fillText.OnChanged = func(text string) { c.change(func(d *app.CodeDesign) { d.FillText = text }) }
	c.addApp = kit.NewQuiet(lang.L("Add app"), func() {
		c.change(func(d *app.CodeDesign) { d.Apps = append(d.Apps, app.CodeApp{}) })
		c.show()
		c.s.focusOn(c.apps[len(c.s.w.d.Design.Code.Apps)-1].name)
	}).WithIcon("plus")
	c.appPart = kit.Col(4, kit.NewLine(lang.L("Android apps that may fill the code in"), kit.CaptionStrong, kit.Text2), c.appRows, kit.Row(0, c.addApp, kit.Spring()))
	c.terms = kit.NewCheckbox(lang.L("I accept Meta's terms for filling in a code without a tap"))
	c.terms.OnChanged = func(on bool) { c.change(func(d *app.CodeDesign) { d.Accepted = on }) }
	about := kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, lang.L("The words of a template with a code are WhatsApp's own, in the language of the template. Here is what there is to choose.")))
	c.content = kit.Col(12, about, c.delivery, c.advice, kit.Row(0, kit.Fix(240, 0, c.minutes), kit.Spring()), kit.RowTop(16, kit.Grow(c.copyText), kit.Grow(c.fillText)), c.appPart, c.terms)
	return c
}

func (c *codeForm) change(do func(*app.CodeDesign)) {
	if d := c.s.w.d.Design.Code; d != nil {
		next := *d
		next.Apps = append([]app.CodeApp(nil), d.Apps...)
		do(&next)
		c.s.w.d.Design.Code = &next
		c.s.changed("code")
	}
}

func (c *codeForm) show() {
	d := c.s.w.d.Design.Code
	c.content.Hidden = d == nil
	if d == nil {
		return
	}
	ownCopy, ownFill := templateview.CodeButtons(c.s.w.d.Language)
	c.copyText.SetPlaceholder(ownCopy)
	c.fillText.SetPlaceholder(ownFill)
	c.advice.SetChecked(d.Advice)
	if d.Minutes >= 0 {
		text := ""
		if d.Minutes > 0 {
			text = strconv.Itoa(d.Minutes)
		}
		c.minutes.SetText(text)
	}
	c.delivery.SetValue(d.Delivery)
	c.copyText.SetText(d.CopyText)
	c.fillText.SetText(d.FillText)
	taps := d.Delivery != deliverCopy
	c.fillText.Hidden, c.appPart.Hidden, c.terms.Hidden = !taps, !taps, d.Delivery != deliverZero
	c.terms.SetChecked(d.Accepted)
	c.showApps(d.Apps)
	c.s.form.relayout()
}

func (c *codeForm) showApps(list []app.CodeApp) {
	for len(c.apps) < len(list) {
		c.apps = append(c.apps, c.newApp(len(c.apps)))
	}
	c.appRows.Objects = nil
	for i, a := range list {
		c.apps[i].name.SetText(a.Package)
		c.apps[i].hash.SetText(a.Hash)
		c.appRows.Objects = append(c.appRows.Objects, c.apps[i].row)
	}
	c.appRows.Hidden = len(list) == 0
	c.addApp.SetDisabled(c.locked || len(list) >= appsMax)
	c.appPart.Refresh()
}

func (c *codeForm) newApp(at int) *codeApp {
	a := &codeApp{name: kit.NewTextField("").Mono(), hash: kit.NewTextField("").Mono()}
	args := map[string]any{"N": at + 1}
	a.name.SetSpoken(lang.L("Package name of app {{.N}}", args))
	a.hash.SetSpoken(lang.L("Signature hash of app {{.N}}", args))
	a.name.SetPlaceholder("com.example.bank")
	a.hash.SetPlaceholder("K8a/AINcGX7")
	a.name.OnChanged = func(text string) { c.change(func(d *app.CodeDesign) { d.Apps[at].Package = text }) }
	a.hash.OnChanged = func(text string) { c.change(func(d *app.CodeDesign) { d.Apps[at].Hash = text }) }
	a.remove = kit.NewIconButton("trash-2", lang.L("Remove app {{.N}}", args), func() {
		c.change(func(d *app.CodeDesign) { d.Apps = append(d.Apps[:at], d.Apps[at+1:]...) })
		c.show()
		c.addApp.Focus()
	})
	a.row = kit.Row(8, kit.Grow(a.name), kit.Fix(160, 0, a.hash), a.remove)
	return a
}

func (c *codeForm) lock(locked bool) {
	c.locked = locked
	c.advice.SetDisabled(locked)
	c.terms.SetDisabled(locked)
	c.delivery.SetReadOnly(locked)
	for _, f := range []*kit.TextField{c.minutes, c.copyText, c.fillText} {
		f.SetReadOnly(locked)
	}
	for _, a := range c.apps {
		a.name.SetReadOnly(locked)
		a.hash.SetReadOnly(locked)
		a.remove.SetDisabled(locked)
	}
	c.addApp.SetDisabled(locked || c.s.w != nil && c.s.w.d.Design.Code != nil && len(c.s.w.d.Design.Code.Apps) >= appsMax)
}

func (c *codeForm) mark(all map[string]bool) {
	c.minutes.SetFault(all["code_minutes"])
	c.copyText.SetFault(all["code_labels"])
	for _, a := range c.apps {
		a.name.SetFault(all["code_apps"])
		a.hash.SetFault(all["code_apps"])
	}
}

func (c *codeForm) focus(rule string) {
	switch d := c.s.w.d.Design.Code; {
	case d == nil:
	case rule == "code_minutes":
		c.minutes.Focus()
	case rule == "code_labels":
		c.copyText.Focus()
	case rule == "code_apps" && len(d.Apps) > 0:
		c.apps[0].name.Focus()
	case rule == "code_apps":
		c.addApp.Focus()
	case rule == "code_terms":
		c.terms.Focus()
	default:
		c.delivery.Focus()
	}
}
