package apipage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// onceWide has room for a whole key on one line.
const onceWide = 600

// showOnce shows the value of a key, for the only time; more, which may be empty,
// says what else there is to know. The dialog closes by its
// button alone, once the person says that the key is stored.
func (s *Screen) showOnce(m made, title, more string) {
	var d *kit.Dialog
	value := kit.NewCut(m.value.Expose(), kit.MonoBody, kit.Text)
	copied := kit.NewButton(lang.L("Copy"), func() {
		s.shell.CopySecret(m.value, lang.L("Key copied. The clipboard is cleared in a minute"))
	}).WithIcon("copy").Large()
	copied.Label = lang.L("Copy the key")
	done := kit.NewPrimary(lang.L("Done"), func() { d.Close() })
	done.SetDisabled(true)
	stored := kit.NewCheckbox(lang.L("I have stored this key in a safe place"))
	stored.OnChanged = func(on bool) { done.SetDisabled(!on) }

	box := kit.Fix(0, 40, kit.Stack(kit.NewBox(kit.Sunken, kit.Input, 6, 1), kit.Pad(10, 10, 10, 10, value)))
	warning := kit.NewNote(kit.KindWarn, kit.NewRuns(kit.Caption,
		kit.Run{Text: lang.L("This is the only time you can see the whole key.") + " ", Bold: true},
		kit.Run{Text: lang.L("Copy it now and pass it to the client's IT through a password manager, not by chat or email. If it gets lost, rotate it to get a new one.")}))
	parts := []fyne.CanvasObject{
		kit.Col(4, kit.NewLine(lang.L("API key"), kit.CaptionStrong, kit.Text2), kit.Row(8, kit.Grow(box), copied)), warning,
	}
	if more != "" {
		parts = append(parts, kit.NewNote(kit.KindInfo, kit.NewParagraph(kit.Text, kit.Caption, more)))
	}
	d = kit.ShowMarkedDialog(s.shell.Window(), kit.KindOK, "key-round", kit.DialogOptions{
		Title: title, Subtitle: aboutKey(m.key), Width: onceWide, Body: kit.Col(12, append(parts, stored)...), NoEscape: true,
		FootLeft: kit.NewCut(lang.L("Closing hides the key for good"), kit.Caption, kit.Text3),
		Actions:  []*kit.Button{done}, Main: done, Focus: copied, OnClose: func() {
			value.SetText("")
			if s.shell.Window().Canvas().Focused() == nil { // what asked for the key may be gone
				s.keys.focus()
			}
		},
	})
}
