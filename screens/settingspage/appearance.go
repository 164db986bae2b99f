package settingspage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// appearance is the card with look, text size and language. UI thread only.
type appearance struct {
	s        *Screen
	theme    *kit.Segmented
	size     *kit.Select
	language *kit.Select
	// What the window was started with: anything else needs a restart.
	startSize, startLanguage string
	restart                  *kit.Note
	card                     *fyne.Container
}

func newAppearance(s *Screen) *appearance {
	a := &appearance{s: s, theme: kit.NewSegmented(themes()), size: kit.NewSelect("", textSizes()), language: kit.NewSelect("", languages())}
	a.theme.SetSpoken(lang.L("Theme"))
	a.size.SetSpoken(lang.L("Text size"))
	a.language.SetSpoken(lang.L("Language"))
	a.load()
	a.startSize, a.startLanguage = a.size.Value(), a.language.Value()
	a.theme.OnChanged = func(mode string) {
		s.remember(app.SettingTheme, mode)
		s.deps.SetTheme(mode)
	}
	a.size.OnChanged = func(v string) { a.keep(app.SettingTextSize, v) }
	a.language.OnChanged = func(v string) { a.keep(app.SettingLanguage, v) }
	var actions []fyne.CanvasObject
	if r, ok := s.deps.(Restarter); ok {
		actions = append(actions, kit.NewLink(lang.L("Restart now"), "rotate-ccw", func() {
			if err := r.Restart(); err != nil {
				s.shell.ShowError(err)
			}
		}))
	}
	a.restart = kit.NewNote(kit.KindInfo, kit.NewParagraph(kit.Text, kit.Caption, lang.L("Text size and language change when Channel Desk is started again.")), actions...)
	a.restart.Hide()
	a.card = kit.NewCard(kit.CardHead(lang.L("Appearance")), kit.CardBody(12,
		choice(lang.L("Theme"), lang.L("Changes at once"), a.theme),
		choice(lang.L("Text size"), lang.L("Of everything in the window, after a restart"), kit.Fix(200, 0, a.size)),
		choice(lang.L("Language"), lang.L("Of the window, after a restart. Sheets have their own."), kit.Fix(200, 0, a.language)),
		a.restart,
	))
	return a
}

// choice is a row with what is chosen at the left and the control at the right.
func choice(title, help string, control fyne.CanvasObject) fyne.CanvasObject {
	return kit.Row(16, kit.Grow(kit.Col(0, kit.NewCut(title, kit.Body, kit.Text), kit.NewParagraph(kit.Text3, kit.Caption, help))), control)
}

// load shows what is remembered.
func (a *appearance) load() {
	p := a.s.deps.Preference
	a.theme.SetValue(chosen(p(app.SettingTheme), "system", themes()))
	a.size.SetValue(chosen(p(app.SettingTextSize), "100", textSizes()))
	a.language.SetValue(chosen(p(app.SettingLanguage), "system", languages()))
}

func (a *appearance) keep(name, value string) {
	a.s.remember(name, value)
	if a.size.Value() != a.startSize || a.language.Value() != a.startLanguage {
		a.restart.Show()
	} else {
		a.restart.Hide()
	}
	a.s.content.Refresh()
}
