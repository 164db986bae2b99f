package sendpage

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// latest lists the messages that went out last. UI thread only.
type latest struct {
	p      *Progress
	choose *kit.Segmented
	table  *kit.Table
	list   []app.Message
	failed bool
	card   *fyne.Container
}

func newLatest(p *Progress) *latest {
	l := &latest{p: p}
	l.choose = kit.NewSegmented([]kit.Option{{Value: listAll, Label: lang.L("All")}, {Value: listFailed, Label: lang.L("Failed")}}).Small()
	l.choose.OnChanged = func(string) { p.readNow() }
	l.choose.SetSpoken(lang.L("Latest messages"))
	l.table = kit.NewTable([]kit.Column{
		{ID: "time", Title: lang.L("Time"), Width: 74, Most: 88}, {ID: "to", Title: lang.L("Recipient"), Width: 152, Most: 160}, {ID: "name", Title: lang.L("Name"), Width: 98, Most: 136, HideBelow: 480},
		{ID: "state", Title: lang.L("Status"), Width: 98, Most: 112}, {ID: "note", Title: lang.L("Note")},
	}, 40)
	l.table.Label = lang.L("Latest messages")
	l.table.OnSelect = func(row int) {
		l.table.SetSelected(-1)
		if row < len(l.list) {
			p.shell.Go(frame.History, frame.HistoryPart(frame.HistoryLink{Bulk: p.id, Message: l.list[row].Mark}))
		}
	}
	l.card = kit.NewCard(kit.Fix(0, 52, kit.Pad(0, 16, 0, 16, kit.Row(8, kit.Grow(kit.NewCut(lang.L("Latest"), kit.Section, kit.Text)), l.choose))), kit.Grow(l.table))
	return l
}

func (l *latest) onlyFailed() bool { return l.choose.Value() == listFailed }

func (l *latest) forget() {
	l.choose.SetValue(listAll)
	l.list, l.failed = nil, false
	l.table.SetRows(nil)
}

// show lists what was read. While the person reads further down, rows only change
// in place, and new ones come in when they are back at the top.
func (l *latest) show() {
	s := l.p.got
	word := lang.L("Failed")
	if s.counts.Failed > 0 {
		word = say("Failed {{.N}}", "N", kit.Number(s.counts.Failed))
	}
	l.choose.SetLabel(listFailed, word)
	empty := lang.L("Nothing went out yet")
	if s.failed {
		empty = lang.L("Nothing failed")
	}
	l.table.SetEmpty(kit.NewEmpty(kit.KindNeutral, "send", empty, ""))
	if s.failed == l.failed && len(l.list) > 0 && !l.table.AtTop() {
		l.update(s.latest)
		return
	}
	same := s.failed == l.failed && len(s.latest) == len(l.list)
	for i := 0; same && i < len(l.list); i++ {
		same = l.list[i].Mark == s.latest[i].Mark
	}
	l.failed = s.failed
	if same {
		l.update(s.latest)
		return
	}
	l.list = s.latest
	rows := make([]kit.TableRow, len(l.list))
	for i, m := range l.list {
		rows[i] = latestRow(m, s.names)
	}
	l.table.SetRows(rows)
}

// update writes the rows whose message moved on.
func (l *latest) update(now []app.Message) {
	byMark := make(map[string]app.Message, len(now))
	for _, m := range now {
		byMark[m.Mark] = m
	}
	for i, old := range l.list {
		if m, ok := byMark[old.Mark]; ok && (m.Status != old.Status || m.Code != old.Code) {
			l.list[i] = m
			l.table.UpdateRow(i, latestRow(m, l.p.got.names))
		}
	}
}

// latestRow is one message. Why it failed stands there in short where the failure has
// a name; the whole reason and the row of the file are in the tip.
func latestRow(m app.Message, names func(code string) app.Text) kit.TableRow {
	tok, ring, word := statusWord(m)
	note := kit.Cell{Token: kit.Text2}
	if m.Status == app.MessageFailed || m.Status == app.MessageUnknown {
		note.Text, note.Tip = strings.TrimSuffix(frame.T(m.Reason), "."), sentence(m.Reason, m.Fix)
		if names != nil {
			if short := names(m.Code); !short.IsEmpty() {
				note.Text = frame.T(short)
			}
		}
		if m.BulkRow > 0 {
			note.Tip = strings.TrimSpace(say("Row {{.N}}: {{.Why}}", "N", kit.Number(m.BulkRow), "Why", note.Tip))
		}
	}
	return kit.TableRow{Cells: []kit.Cell{
		{Text: leftAt(m), Token: kit.Text3}, {Text: app.FormatPhone(m.To)}, {Text: m.Name},
		{Kind: kit.CellDot, Token: tok, Ring: ring, Text: word}, note,
	}}
}

// leftAt is when a message left. One that was not answered for yet is leaving now, or
// nobody knows when it left.
func leftAt(m app.Message) string {
	at := m.AcceptedAt
	if at.IsZero() {
		at = latestTime(m)
	}
	switch {
	case m.Status == app.MessageSending:
		return lang.L("Now")
	case at.Equal(m.CreatedAt):
		return "-"
	}
	return at.Local().Format("15:04:05")
}

// why says why messages failed, and saves them. UI thread only.
type why struct {
	p       *Progress
	title   *kit.Line
	reasons *fyne.Container
	note    *fyne.Container
	save    *kit.Button
	open    *kit.Button
	card    *fyne.Container
}

func newWhy(p *Progress) *why {
	w := &why{p: p, title: kit.NewLine("", kit.Section, kit.Text), reasons: kit.Col(0), note: kit.Stack()}
	w.save = kit.NewButton(lang.L("Save failed rows"), func() { w.saveReport(true) }).WithIcon("download")
	w.open = kit.NewQuiet(lang.L("Open in History"), func() { p.shell.Go(frame.History, frame.HistoryPart(frame.HistoryLink{Bulk: p.id})) })
	inside := kit.Col(0, kit.Fix(0, 52, kit.Row(0, w.title)), w.reasons, kit.Pad(16, 0, 0, 0, w.note), kit.Grow(kit.Spring()))
	w.card = kit.NewCard(kit.Grow(kit.ScrollBox(kit.Pad(0, 16, 0, 16, inside))), kit.Pad(8, 16, 16, 16, kit.Row(8, w.save, kit.Grow(kit.Spring()), w.open)))
	return w
}

func (w *why) show() {
	s := w.p.got
	w.title.SetText(plural(s.counts.Failed, "Why 1 failed", "Why {{.N}} failed"))
	w.reasons.Objects = nil
	for _, f := range s.failures {
		reason := strings.TrimSuffix(frame.T(f.Reason), ".")
		if reason == "" {
			reason = lang.L("The provider told no reason")
		}
		title := kit.RowTop(12, kit.Grow(kit.NewRuns(kit.Body, kit.Run{Text: reason, Bold: true})), kit.NewLine(kit.Number(f.Count), kit.BodyStrong, kit.Text))
		parts := []fyne.CanvasObject{title}
		if !f.Fix.IsEmpty() {
			parts = append(parts, kit.NewParagraph(kit.Text2, kit.Caption, frame.T(f.Fix)))
		}
		w.reasons.Objects = append(w.reasons.Objects, kit.HLine(), kit.Pad(10, 0, 10, 0, kit.Col(0, parts...)))
	}
	if s.counts.Failed == 0 {
		w.title.SetText(lang.L("Nothing failed"))
		w.reasons.Objects = []fyne.CanvasObject{kit.HLine(), kit.Pad(10, 0, 10, 0, kit.NewParagraph(kit.Text2, kit.Body, lang.L("Reasons stand here when messages fail.")))}
	}
	w.save.SetDisabled(s.counts.Failed == 0)
	w.note.Hidden = s.bulk.FailLimit <= 0 || s.bulk.Status.Ended() || s.bulk.Status == app.BulkStopped
	if !w.note.Hidden {
		text := say("Sending stops by itself if more than {{.Percent}}% of the last {{.N}} messages fail.", "Percent", s.bulk.FailLimit, "N", s.bulk.FailSpan)
		w.note.Objects = []fyne.CanvasObject{kit.NewNote(kit.KindInfo, kit.NewParagraph(kit.Text, kit.Caption, text))}
	}
	w.card.Refresh()
}

// saveReport writes what became of each message, or those that failed.
func (w *why) saveReport(failed bool) {
	b := w.p.got.bulk
	excel := kit.NewCheckbox(lang.L("For Excel with Indonesian or European settings"))
	title, end := lang.L("Save the report"), "-report.csv"
	text := lang.L("Every message of this bulk send is written, with what became of it.")
	if failed {
		title, end = lang.L("Save failed rows"), "-failed.csv"
		text = lang.L("The people whose message failed are written, with their values and the reason. Mended, the file can be sent to again.")
	}
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	next := kit.NewPrimary(lang.L("Choose the place"), func() {
		o := bulk.ReportOptions{OnlyFailed: failed, ForExcel: excel.Checked()}
		d.Close()
		w.write(fileName(b.Name)+end, o)
	})
	d = kit.ShowDialog(w.p.shell.Window(), kit.DialogOptions{
		Title: title, Width: 480, Body: kit.Col(12, kit.NewParagraph(kit.Text2, kit.Body, text), excel), Actions: []*kit.Button{cancel, next}, Main: next, Focus: next,
	})
}

func (w *why) write(name string, o bulk.ReportOptions) {
	id := w.p.id
	w.p.shell.SaveFile(name, func(ctx context.Context, f io.Writer) error {
		_, err := w.p.deps.Bulk.Report(ctx, id, f, o, nil)
		return err
	}, func(path string, err error) {
		if err == nil && path != "" {
			w.p.shell.Toast(kit.KindOK, lang.L("The report is saved"), lang.L("Open"), func() { w.p.shell.OpenFile(path) })
		}
	})
}

// fileName makes a name of a file of what people call a bulk send.
func fileName(name string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		case r == ' ', r == ',', r == '.':
			return '-'
		}
		return -1
	}, name)
	for strings.Contains(out, "--") {
		out = strings.ReplaceAll(out, "--", "-")
	}
	if out = strings.Trim(out, "-"); out == "" {
		return "bulk-send"
	}
	return out
}
