package handoffpage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/handoff"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// addNote asks for something about a hand-off that happened elsewhere. What was
// typed stays until it was written down or given up.
func (s *Screen) addNote() {
	if !s.mayEdit {
		return
	}
	at := s.at
	to := kit.NewTextField(lang.L("Company or person"))
	to.SetCaption(lang.L("Optional"))
	to.SetText(s.ctl.to.Text())
	note := kit.NewArea(lang.L("What happened"))
	note.SetPlaceholder(lang.L("For example: read out over the phone, Surya Digital will set it on Monday"))
	note.SetCounter(handoff.NoteMax)
	var d *kit.Dialog
	var task kit.Task
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	var save *kit.Button
	save = kit.NewPrimary(lang.L("Add the note"), func() {
		who, text := to.Text(), note.Text()
		save.SetBusy(true)
		kit.Start(&task, s.ctx, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.deps.AddNote(ctx, at.Agent, at.Environment, who, text)
		}, func(_ struct{}, err error) {
			save.SetBusy(false)
			if err != nil {
				s.noteProblems(to, note, err)
				return
			}
			d.Close()
			s.read()
		})
	}).WithIcon("plus")
	d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Add a note"), Subtitle: lang.L("For what happened outside Channel Desk. It stands in the hand-off log."),
		Width: 480, Body: kit.Col(12, to, note), Actions: []*kit.Button{cancel, save}, Main: save, Focus: note.Focusable(),
		OnClose: task.Cancel,
	})
	s.noteTask = &task
}

// noteProblems puts what is wrong to the field it was typed in.
func (s *Screen) noteProblems(to, note *kit.TextField, err error) {
	for field, problem := range frame.Problems(err) {
		switch field {
		case "to":
			to.SetError(frame.ErrorText(problem))
			to.Focus()
		case "note":
			note.SetError(frame.ErrorText(problem))
			note.Focus()
		default:
			s.shell.ShowError(problem)
		}
	}
}

// openEntry shows all that is known of one hand-off.
func (s *Screen) openEntry(r logRow) {
	title := lang.L("Hand-off {{.Sheet}}", map[string]any{"Sheet": r.sheet})
	if r.sheet == "" {
		title = lang.L("Note")
	}
	body := kit.Col(8)
	line := func(name, value string) {
		if value != "" {
			body.Add(kit.RowTop(12, kit.Fix(120, 0, kit.NewCut(name, kit.Body, kit.Text3)), kit.Grow(kit.NewParagraph(kit.Text, kit.Body, value))))
		}
	}
	line(lang.L("When"), r.when)
	line(lang.L("Handed by"), r.by)
	line(lang.L("To"), r.to)
	line(lang.L("How"), r.how)
	line(lang.L("Note"), r.note)
	if r.state != handoff.Noted {
		line(lang.L("Language"), r.language)
		line(lang.L("State"), r.status)
		line(lang.L("Confirmed by"), r.confirmedBy)
	}
	if r.state == handoff.OutOfDate {
		body.Add(kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption,
			lang.L("The details changed since. Hand the present sheet over again, and have the old one destroyed."))))
	}
	var d *kit.Dialog
	shut := kit.NewButton(lang.L("Close"), func() { d.Close() })
	actions := []*kit.Button{shut}
	if r.canConfirm && s.mayEdit {
		actions = append(actions, kit.NewPrimary(lang.L("Mark confirmed"), func() {
			d.Close()
			s.confirm(r.id)
		}))
	}
	d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{Title: title, Width: 480, Body: body, Actions: actions, Main: actions[len(actions)-1], Focus: fyne.Focusable(shut)})
}
