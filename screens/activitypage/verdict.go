package activitypage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// verdict is the box that says what verifying showed, until it is closed.
type verdict struct {
	kit.Block
	box   *kit.Box
	icon  *kit.Icon
	title *kit.Paragraph
	text  *kit.Paragraph
	mark  *kit.Line
	copy  *kit.Button
	row   *fyne.Container
}

func newVerdict(onClose func()) *verdict {
	v := &verdict{
		box: kit.NewBox(kit.OkTint, kit.Ok, 8, 1), icon: kit.NewIcon("circle-check", 16, kit.OkText),
		title: kit.NewRuns(kit.Body), text: kit.NewParagraph(kit.Text, kit.Caption, ""), mark: kit.NewLine("", kit.Mono, kit.Text),
	}
	v.copy = kit.NewIconButton("copy", lang.L("Copy the mark"), nil).As(kit.VariantQuietNeutral)
	kit.AttachTooltip(v.copy, lang.L("Copy the whole mark"))
	shut := kit.NewIconButton("x", lang.L("Close"), onClose).As(kit.VariantQuietNeutral)
	kit.AttachTooltip(shut, lang.L("Close"))
	v.row = kit.Row(0, v.mark, v.copy)
	words := kit.Col(0, v.title, v.text)
	v.Extend(v, kit.Stack(v.box, kit.Pad(8, 8, 8, 13, kit.Row(12, v.icon, kit.Grow(words), v.row, shut))))
	return v
}

func (v *verdict) set(kind kit.Kind, title, text string) {
	v.box.Set(kind.Tint(), kind.Edge(), 1)
	v.icon.SetName(kind.IconName())
	v.icon.SetToken(kind.Ink())
	v.title.SetRuns(kit.Run{Text: title, Bold: true, Token: kit.Text})
	v.text.SetText(text)
	v.row.Hidden = true
	v.Refresh()
}

// holds says that nothing was changed, and gives the mark that proves it later.
func (v *verdict) holds(p app.ActivityProof, copyMark func()) {
	switch p.Lines {
	case 0:
		v.set(kit.KindOK, lang.L("The log is empty"), lang.L("There is nothing to verify yet."))
		return
	case 1:
		v.set(kit.KindOK, lang.L("The one line holds"), markText())
	default:
		v.set(kit.KindOK, lang.L("All {{.N}} lines hold", map[string]any{"N": kit.Number(int(p.Lines))}), markText())
	}
	v.mark.SetText(shortHash(p.Head))
	v.copy.OnTapped = copyMark
	v.row.Hidden = false
	v.Refresh()
}

func markText() string {
	return lang.L("Nothing was changed or removed. Write this mark down somewhere else: with it, you can show later that no line up to now was touched.")
}

// broken says from where on the log cannot be trusted.
func (v *verdict) broken(p app.ActivityProof) {
	v.set(kit.KindDanger, lang.L("Line {{.N}} is not what was written", map[string]any{"N": kit.Number(int(p.BrokenAt))}),
		lang.L("It was changed, or one before it was removed, outside of Channel Desk. The lines before it are proven; this one and the later ones are not. Keep a copy of the data folder and tell an Owner."))
}

// failed says that nothing could be found out.
func (v *verdict) failed(problem string) {
	v.set(kit.KindWarn, lang.L("The log could not be verified"), problem)
}
