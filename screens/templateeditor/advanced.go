package templateeditor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

const (
	byNumber = "numbers"
	byName   = "names"
)

// advanced is what few templates need: how variables are called, and how long the
// provider tries to deliver. UI thread only.
type advanced struct {
	s        *Screen
	open     *kit.Button
	named    *kit.SegmentedField
	lifetime *kit.DurationField
	own      *kit.Checkbox
	life     *fyne.Container
	content  *fyne.Container
	foot     *fyne.Container // the button, where there is no row of buttons
	shown    bool
}

func newAdvanced(s *Screen) *advanced {
	a := &advanced{s: s}
	a.open = kit.NewButton(lang.L("Advanced"), a.turn).As(kit.VariantQuietNeutral).WithTrailing("chevron-down")
	a.named = kit.NewSegmentedField(lang.L("Variables"), []kit.Option{{Value: byNumber, Label: lang.L("Numbers")}, {Value: byName, Label: lang.L("Names")}})
	a.named.SetHelp(lang.L("Numbers are {{.Number}}, names are {{.Name}}. The text is changed to match.", map[string]any{"Number": "{{1}}", "Name": "{{amount}}"}))
	a.named.OnChanged = a.setNamed
	a.own = kit.NewCheckbox(lang.L("Stop trying to deliver after a time of our own"))
	a.own.OnChanged = func(on bool) {
		s.w.d.Design.Lifetime = 0
		if on {
			s.w.d.Design.Lifetime = startLifetime(s.w.d.Design.Category)
		}
		a.show()
		s.changed("lifetime")
	}
	a.lifetime = kit.NewDurationField(lang.L("Lifetime of each message"))
	a.lifetime.OnChanged = func() {
		if d, err := a.lifetime.Duration(); err == nil && a.own.Checked() {
			s.w.d.Design.Lifetime = d
			s.changed("lifetime")
		}
	}
	a.life = kit.Col(4, a.own, a.lifetime)
	a.foot = kit.Row(0, kit.Spring())
	a.content = kit.Col(12, a.foot, kit.RowTop(32, a.named, kit.Grow(a.life)))
	return a
}

// turn opens or closes it. What opens comes into sight with the keyboard.
func (a *advanced) turn() {
	a.shown = !a.shown
	a.show()
	a.s.form.relayout()
	switch {
	case !a.shown:
	case !a.named.Hidden:
		a.named.Focus()
	default:
		a.own.Focus()
	}
	a.s.revealFocus()
	if a.shown {
		kit.Do(func() { kit.Reveal(a.content) }) // with the words that explain it
	}
}

// place puts the button that opens this into the row of buttons, or into a row of
// its own where there is none.
func (a *advanced) place(alone bool) {
	a.foot.Objects = a.foot.Objects[:1]
	row := a.s.form.buttons.foot
	row.Objects = row.Objects[:2]
	if alone {
		a.foot.Objects = append(a.foot.Objects, a.open)
	} else {
		row.Objects = append(row.Objects, a.open)
	}
	a.foot.Hidden = !alone
	a.show()
}

func (a *advanced) show() {
	w := a.s.w
	if w == nil {
		return
	}
	d, o := w.d.Design, a.s.offer
	a.named.Hidden = d.Code != nil || !o.Named && !d.Named
	a.life.Hidden = !o.Lifetime && d.Lifetime == 0
	some := !a.named.Hidden || !a.life.Hidden
	a.open.Hidden = !some
	row := a.content.Objects[1].(*fyne.Container)
	row.Hidden = !a.shown || !some
	a.content.Hidden = a.foot.Hidden && row.Hidden
	value := byNumber
	if d.Named {
		value = byName
	}
	a.named.SetValue(value)
	a.own.SetChecked(d.Lifetime != 0)
	a.lifetime.Hidden = d.Lifetime == 0
	if now, err := a.lifetime.Duration(); err != nil || now != d.Lifetime {
		a.lifetime.SetDuration(d.Lifetime)
	}
	a.content.Refresh()
}

func (a *advanced) setNamed(value string) {
	d := cloneDraft(a.s.w.d)
	if value == byName {
		useNames(&d)
	} else {
		useNumbers(&d)
	}
	a.s.w.d = d
	a.s.form.show()
	a.s.changed("body")
}

func (a *advanced) lock(locked bool) {
	a.named.SetDisabled(locked)
	a.own.SetDisabled(locked)
	a.lifetime.SetReadOnly(locked)
}

func (a *advanced) mark(faults map[string]string) {
	icon := ""
	if faults["lifetime"] != "" {
		icon = "circle-x"
	}
	a.open.SetIcon(icon)
}

func (a *advanced) focus() {
	if !a.shown {
		a.turn()
	}
	a.lifetime.Focus()
}
