package screens

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// ReviewPublish implements frame.Shell.
func (w *Window) ReviewPublish() {
	if !w.agent.HasDraft {
		w.explainNoDraft()
		return
	}
	agent := w.agent.ID
	w.bar.publish.SetBusy(true)
	kit.Start(&w.actTask, w.ctx(), func(ctx context.Context) (channel.Review, error) {
		return w.Deps.ReviewDraft(ctx, agent)
	}, func(r channel.Review, err error) {
		w.bar.publish.SetBusy(false)
		if err != nil {
			w.ShowError(err)
			return
		}
		if len(r.Rows) == 0 {
			w.Toast(kit.KindNeutral, lang.L("Draft and Published are the same"), "", nil)
			return
		}
		w.showReview(reviewDialog{
			review: r, title: lang.L("Review and publish"), do: lang.L("Publish now"), ticks: true,
			save: func(ctx context.Context, names []string, note string) error {
				return w.Deps.Publish(ctx, agent, names, r.BaseVersion, note)
			},
			saved: func(n int) {
				w.Toast(kit.KindOK, plural(n, "Published. 1 change is live", "Published. {{.N}} changes are live"), "", nil)
				w.readView()
			},
		})
	})
}

// ReviewEdits implements frame.Shell.
func (w *Window) ReviewEdits(e channel.Edits, done func(bool)) {
	agent := w.agent.ID
	kit.Start(&w.actTask, w.ctx(), func(ctx context.Context) (channel.Review, error) {
		return w.Deps.ReviewEdits(ctx, agent, e)
	}, func(r channel.Review, err error) {
		if err != nil {
			w.ShowError(err)
			done(false)
			return
		}
		if len(r.Rows) == 0 {
			w.Toast(kit.KindNeutral, lang.L("Nothing differs from what is published"), "", nil)
			done(true)
			return
		}
		w.showReview(reviewDialog{
			review: r, title: lang.L("Review published settings"), do: lang.L("Save to Published"),
			save: func(ctx context.Context, _ []string, note string) error {
				return w.Deps.Save(ctx, agent, app.Published, e, note)
			},
			saved: func(n int) {
				done(true)
				w.Toast(kit.KindOK, plural(n, "Saved. 1 change is live", "Saved. {{.N}} changes are live"), "", nil)
				w.readView()
			},
		})
	})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return lang.L(one)
	}
	return lang.L(many, map[string]any{"N": n})
}

// reviewDialog is what the review of one save or publish needs.
type reviewDialog struct {
	review    channel.Review
	title, do string
	// ticks is true when each row can be left out.
	ticks bool
	save  func(ctx context.Context, names []string, note string) error
	saved func(rows int)
}

func (w *Window) showReview(rd reviewDialog) {
	table := newReviewTable(rd.review.Rows, rd.ticks)
	note := kit.NewTextField(lang.L("Note for the team"))
	note.SetCaption(lang.L("Shown in the activity"))
	problem := kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, ""))
	problem.Hide()
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	var do *kit.Button
	var task kit.Task
	do = kit.NewButton(rd.do, func() {
		do.SetBusy(true)
		names, text := table.ticked(), note.Text()
		kit.Start(&task, w.ctx(), func(ctx context.Context) (int, error) {
			return len(names), rd.save(ctx, names, text)
		}, func(n int, err error) {
			do.SetBusy(false)
			if err != nil {
				problem.SetRuns(kit.Run{Text: frame.ErrorText(err)})
				problem.Show()
				d.Refresh()
				return
			}
			d.Close()
			rd.saved(n)
		})
	}).As(kit.VariantPub).WithIcon("radio-tower")
	table.onChange = func() { do.SetDisabled(len(table.ticked()) == 0 || len(rd.review.Problems) > 0) }
	table.onChange()
	body := []fyne.CanvasObject{table.content}
	if checks := reviewChecks(rd.review); checks != nil {
		body = append(body, checks)
	}
	for _, p := range rd.review.Problems {
		body = append(body, kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, frame.T(p))))
	}
	body = append(body, note,
		kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, lang.L("Chats open now keep the old messages until they end. The previous version is kept."))),
		problem)
	n := len(rd.review.Rows)
	who := ""
	if m, ok := w.Deps.Owner(); ok {
		who = lang.L("Publishing as {{.Name}}, {{.Role}}", map[string]any{"Name": m.Name, "Role": roleName(m.Role)})
	}
	d = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: rd.title, Width: 760,
		Subtitle:  plural(n, "1 change will reach customers as soon as you save it.", "{{.N}} changes will reach customers as soon as you save them."),
		HeadRight: reviewHead(rd.ticks), Body: kit.Col(16, body...),
		FootLeft: kit.NewCut(who, kit.Caption, kit.Text3),
		Actions:  []*kit.Button{cancel, do}, Main: do, Focus: note.Focusable(),
		OnClose: task.Cancel,
	})
}

func reviewHead(fromDraft bool) fyne.CanvasObject {
	published := kit.NewChip(kit.KindPublished, "radio-tower", lang.L("Published"), false)
	if !fromDraft {
		return published
	}
	return kit.Row(12, kit.NewChip(kit.KindDraft, "pencil-line", lang.L("Draft"), false),
		kit.NewIcon("arrow-right", 16, kit.Text3), published)
}

func reviewChecks(r channel.Review) fyne.CanvasObject {
	if r.Report.At.IsZero() {
		return nil
	}
	passed, all := r.Report.Count(app.StepPassed), len(r.Report.Steps)
	kind, icon := kit.KindOK, "circle-check"
	text := lang.L("{{.Passed}} of {{.All}} passed", map[string]any{"Passed": passed, "All": all})
	if !r.Report.Complete() || !r.ReportCurrent {
		kind, icon = kit.KindWarn, "triangle-alert"
	}
	if !r.ReportCurrent {
		text = lang.L("Settings changed since the check")
	}
	var steps []fyne.CanvasObject
	for _, s := range r.Report.Steps {
		name, tok := "circle-check", kit.OkText
		if s.State != app.StepPassed {
			name, tok = "triangle-alert", kit.WarnText
		}
		steps = append(steps, kit.Row(8, kit.NewIcon(name, 16, tok), kit.Grow(kit.NewCut(frame.T(s.Title), kit.Body, kit.Text))))
	}
	var rows []fyne.CanvasObject
	for pair := range slices.Chunk(steps, 2) {
		if len(pair) == 1 {
			pair = append(pair, kit.Spring())
		}
		rows = append(rows, kit.Even(16, pair...))
	}
	return kit.Col(8, append([]fyne.CanvasObject{
		kit.Row(8, kit.Grow(kit.NewLine(lang.L("Connection check"), kit.Section, kit.Text)), kit.NewChip(kind, icon, text, true)),
	}, rows...)...)
}
