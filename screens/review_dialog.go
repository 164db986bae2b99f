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

// review is what the dialog before a save or publish needs.
type review struct {
	title, do string
	after     string // heads the column of new values
	head      fyne.CanvasObject
	subtitle  func(rows int) string
	// ticks is true when each row can be left out.
	ticks bool
	// check runs the connection check of what would be published; nil when there
	// is nothing to check.
	check func(context.Context, func(app.CheckStep)) (app.CheckReport, error)
	// read compares again, after a conflict.
	read func(context.Context) (channel.Review, error)
	save func(ctx context.Context, r channel.Review, names []string, note string) error
	// saved is told how many rows went; dropped, which may be nil, that none did.
	saved   func(rows int)
	dropped func()
}

// reviewDialog is the open dialog.
type reviewDialog struct {
	w       *Window
	rd      review
	r       channel.Review
	table   *reviewTable
	checks  *reviewCheck
	compare *fyne.Container // table, checks and problems of the present review
	note    *kit.TextField
	problem *fyne.Container
	cancel  *kit.Button
	do      *kit.Button
	dialog  *kit.Dialog
	task    kit.Task
	done    bool
}

const reviewWidth = 760

func (w *Window) showReview(rd review, r channel.Review) {
	d := &reviewDialog{w: w, rd: rd, compare: kit.Col(16), problem: kit.Pad(0, 24, 12, 24, kit.Spring())}
	d.problem.Hide()
	d.checks = newReviewCheck(d)
	d.note = kit.NewTextField(lang.L("Note for the team"))
	d.note.SetCaption(lang.L("Shown in the activity"))
	d.cancel = kit.NewButton(lang.L("Cancel"), func() { d.dialog.Close() })
	d.do = kit.NewButton(rd.do, d.save).As(kit.VariantPub).WithIcon("radio-tower")
	d.take(r)
	who := ""
	if m, ok := w.Deps.Me(); ok {
		who = lang.L("As {{.Name}}, {{.Role}}", map[string]any{"Name": m.Name, "Role": roleName(m.RoleFor(w.agent.ID))})
		if rd.ticks {
			who = lang.L("Publishing as {{.Name}}, {{.Role}}", map[string]any{"Name": m.Name, "Role": roleName(m.RoleFor(w.agent.ID))})
		}
	}
	stays := kit.NewParagraph(kit.Text2, kit.Caption, lang.L("Chats open now keep the old messages until they end. You can restore the previous version from Activity."))
	d.dialog = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: rd.title, Width: reviewWidth, Subtitle: rd.subtitle(len(r.Rows)), HeadRight: rd.head,
		Body:     kit.Col(16, d.compare, kit.Col(12, d.note, kit.NewNote(kit.KindNeutral, stays))),
		Notice:   d.problem,
		FootLeft: kit.NewCut(who, kit.Caption, kit.Text3),
		Actions:  []*kit.Button{d.cancel, d.do}, Main: d.do, Focus: d.note.Focusable(),
		OnClose: d.closed,
	})
	d.checks.start()
}

// take shows a review; what was ticked by hand stays as it was.
func (d *reviewDialog) take(r channel.Review) {
	earlier := d.table
	d.r, d.table = r, newReviewTable(r.Rows, d.rd.after, d.rd.ticks)
	if earlier != nil {
		d.table.tickLike(earlier)
	}
	d.table.onChange = d.able
	body := []fyne.CanvasObject{d.table.content}
	if d.rd.ticks && slices.ContainsFunc(r.Rows, func(row channel.Row) bool { return row.TakesBack }) {
		body = append(body, kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption,
			lang.L("Behaviour without a tick would take back what was changed in Published since."))))
	}
	d.checks.take(r)
	body = append(body, d.checks.content)
	for _, p := range r.Problems {
		body = append(body, kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, frame.T(p))))
	}
	d.compare.Objects = body
	d.able()
}

func (d *reviewDialog) able() {
	d.do.SetDisabled(len(d.table.ticked()) == 0 || len(d.r.Problems) > 0 || d.checks.stops(d.table.tickedGroups()))
}

func (d *reviewDialog) save() {
	names, text := d.table.ticked(), d.note.Text()
	d.busy(true)
	d.say(nil)
	kit.Start(&d.task, d.w.ctx(), func(ctx context.Context) (int, error) {
		return len(names), d.rd.save(ctx, d.r, names, text)
	}, func(n int, err error) {
		d.busy(false)
		switch {
		case err == nil:
			d.done = true
			d.dialog.Close()
			d.rd.saved(n)
		case d.dialog.IsOpen():
			d.say(err)
		default:
			d.w.ShowError(err)
			d.drop()
		}
	})
}

// busy locks the way out: what is being saved cannot be taken back.
func (d *reviewDialog) busy(busy bool) {
	d.do.SetBusy(busy)
	d.cancel.SetDisabled(busy)
}

// say shows a problem below everything that was typed, which stays. Somebody
// else's change offers to compare again.
func (d *reviewDialog) say(err error) {
	d.problem.Objects = []fyne.CanvasObject{kit.Spring()}
	if err != nil {
		var actions []fyne.CanvasObject
		if app.ErrorCode(err) == app.CodeConflict {
			actions = append(actions, kit.NewLink(lang.L("Compare again"), "refresh-cw", d.readAgain))
		}
		d.problem.Objects = []fyne.CanvasObject{kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(err)), actions...)}
	}
	d.problem.Hidden = err == nil
	if d.dialog != nil {
		d.dialog.Refresh()
	}
}

func (d *reviewDialog) readAgain() {
	d.busy(true)
	kit.Start(&d.task, d.w.ctx(), d.rd.read, func(r channel.Review, err error) {
		d.busy(false)
		if err == nil {
			d.take(r)
			d.checks.start()
		}
		d.say(err)
		d.note.Focus()
	})
}

// closed is told that the dialog is gone. A save that is under way still ends,
// and then says how.
func (d *reviewDialog) closed() {
	d.checks.task.Cancel()
	if !d.done && !d.do.Busy() {
		d.drop()
	}
}

func (d *reviewDialog) drop() {
	if d.rd.dropped != nil {
		d.rd.dropped()
	}
}

func publishedChip() fyne.CanvasObject {
	return kit.NewChip(kit.KindPublished, "radio-tower", lang.L("Published"), false)
}

func draftToPublished() fyne.CanvasObject {
	return kit.Row(12, kit.NewChip(kit.KindDraft, "pencil-line", lang.L("Draft"), false),
		kit.NewIcon("arrow-right", 16, kit.Text3), publishedChip())
}
