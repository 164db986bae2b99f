package sendpage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// resultsMost is how many messages are followed.
const resultsMost = 6

// results are the messages that were sent from here, as they stand. UI thread
// only.
type results struct {
	o    *one
	list []app.Message
	rows *fyne.Container
	card *fyne.Container
	task kit.Task
	mend kit.Task
}

func newResults(o *one) *results {
	r := &results{o: o, rows: kit.Col(0)}
	r.card = kit.NewCard(kit.CardHead(lang.L("Sent from here")), r.rows)
	r.card.Hide()
	return r
}

func (r *results) clear() {
	r.task.Cancel()
	r.list = nil
	r.show()
}

// read reads again how they stand. A message that came to its end is not asked
// about any more.
func (r *results) read() {
	var marks []string
	for _, m := range r.list {
		if m.Status != app.MessageRead && m.Status != app.MessageFailed && m.Status != app.MessageCancelled {
			marks = append(marks, m.Mark)
		}
	}
	if len(marks) == 0 {
		return
	}
	kit.Start(&r.task, r.o.s.ctx, func(ctx context.Context) (map[string]app.Message, error) {
		out := map[string]app.Message{}
		for _, mark := range marks {
			m, err := r.o.s.deps.Message(ctx, mark)
			if err != nil {
				return nil, err
			}
			out[mark] = m
		}
		return out, nil
	}, func(now map[string]app.Message, err error) {
		if err != nil {
			return // they stay as they were last read
		}
		for i, m := range r.list {
			if n, ok := now[m.Mark]; ok {
				r.list[i] = n
			}
		}
		r.show()
	})
}

func (r *results) show() {
	r.card.Hidden = len(r.list) == 0
	r.rows.Objects = nil
	for _, m := range r.list {
		r.rows.Objects = append(r.rows.Objects, kit.HLine(), r.row(m))
	}
	r.card.Refresh()
	r.o.content.Refresh()
}

// row is one message: to whom, how it stands, and what to do about it.
func (r *results) row(m app.Message) fyne.CanvasObject {
	tok, ring, word := statusWord(m)
	who := app.FormatPhone(m.To)
	if m.Name != "" {
		who = m.Name + ", " + who
	}
	what := m.Kind()
	if m.Content.Template != nil {
		what = m.Content.Template.Name
	}
	when := frame.When(latestTime(m), r.o.s.clock.Now())
	if m.Status == app.MessageQueued && m.DueAt.After(r.o.s.clock.Now()) {
		when = say("Planned for {{.When}}", "When", frame.When(m.DueAt, r.o.s.clock.Now())+" "+m.DueAt.Local().Format("15:04"))
	}
	line := kit.Row(12, kit.Grow(kit.Col(0, kit.NewCutTip(kit.NewCut(who, kit.BodyStrong, kit.Text)), kit.NewCut(what+", "+when, kit.Caption, kit.Text3))), kit.NewDot(tok, ring, word))
	parts := []fyne.CanvasObject{line}
	if !m.Reason.IsEmpty() && (m.Status == app.MessageFailed || m.Status == app.MessageUnknown) {
		kind := kit.KindDanger
		var actions []fyne.CanvasObject
		if m.Status == app.MessageUnknown {
			kind = kit.KindWarn
			actions = []fyne.CanvasObject{
				kit.NewLink(lang.L("It arrived"), "check", func() { r.resolve(m, false) }),
				kit.NewLink(lang.L("It did not: send it again"), "send", func() { r.resolve(m, true) }),
			}
		}
		parts = append(parts, kit.NewNote(kind, kit.NewParagraph(kit.Text, kit.Caption, sentence(m.Reason, m.Fix)), actions...))
	}
	return kit.Pad(10, 16, 10, 16, kit.Col(8, parts...))
}

// resolve ends the doubt about a message.
func (r *results) resolve(m app.Message, again bool) {
	kit.Start(&r.mend, context.WithoutCancel(r.o.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, r.o.s.deps.Resolve(ctx, m.Mark, again)
	}, func(_ struct{}, err error) {
		if err != nil {
			r.o.s.shell.ShowError(err)
		}
		r.read()
	})
}
