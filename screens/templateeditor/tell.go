package templateeditor

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// tell writes above the form what there is to know before writing: who may not
// write, what cannot be made here, what a change of an approved template means.
func (f *form) tell() {
	s := f.s
	var notes []fyne.CanvasObject
	note := func(kind kit.Kind, icon, lead, text string) {
		n := kit.NewNote(kind, kit.NewRuns(kit.Caption, kit.Run{Text: lead + " ", Bold: true}, kit.Run{Text: text}))
		if icon != "" {
			n.SetIcon(icon)
		}
		notes = append(notes, n)
	}
	if !s.mayWrite() {
		note(kit.KindNeutral, "eye", lang.L("You can look, not change."),
			lang.L("Your role on {{.Agent}} is {{.Role}}.", map[string]any{"Agent": s.got.view.Agent.Name, "Role": lang.L(s.role.Label())}))
	}
	switch {
	case s.declares():
		note(kit.KindInfo, "", lang.L("Templates of {{.Provider}} are written down here, not made.", map[string]any{"Provider": s.provider()}), frame.T(s.offer.NoCreate))
	case !s.offer.Create:
		note(kit.KindWarn, "", lang.L("No template can be made here."), frame.T(s.offer.NoCreate))
	}
	if t, ok := s.edited(); ok {
		if t.Status == app.TemplateApproved {
			note(kit.KindWarn, "", lang.L("This template is approved."), editLimits(t, s.clock.Now()))
		} else if !t.Reason.IsEmpty() {
			note(kit.KindDanger, "", frame.T(t.Reason), frame.T(t.Fix))
		}
	}
	f.notices.Objects = notes
	f.notices.Hidden = len(notes) == 0
	f.notices.Refresh()
	f.relayout()
}

// The limits of changing an approved template.
const (
	editsInMonth = 10
	editMonth    = 30 * 24 * time.Hour
)

// editLimits says what changing an approved template means.
func editLimits(t app.Template, now time.Time) string {
	used := 0
	for _, at := range t.EditedAt {
		if now.Sub(at) < editMonth {
			used++
		}
	}
	text := lang.L("It can be changed once in 24 hours and ten times in 30 days, and not be sent while the change is in review. Name, language and category stay as they are.")
	if used > 0 {
		text += " " + lang.L("{{.N}} of {{.Max}} changes of the last 30 days are used.", map[string]any{"N": used, "Max": editsInMonth})
	}
	return text
}
