package historypage

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// detail is the drawer with one message. UI thread only.
type detail struct {
	s       *Screen
	drawer  *kit.Drawer
	mark    string // of the message that is shown; "" while it is closed
	wanted  string // what a link led to
	got     *opened
	sending *kit.Button // what sends again; nil when nothing can
	copied  *kit.Button // what copies the details
	load    kit.Task
	act     kit.Task
}

func newDetail(s *Screen) *detail {
	d := &detail{s: s, drawer: kit.NewDrawer("", nil, nil)}
	d.drawer.OnClose = func() { d.close(true) }
	d.drawer.Hide()
	return d
}

// openWanted opens what a link led to, once the names of keys are known.
func (d *detail) openWanted() {
	if d.wanted != "" {
		mark := d.wanted
		d.wanted = ""
		d.read(mark)
	}
}

// open shows a message of the list at once, and the rest of it when it is read.
func (d *detail) open(m app.Message) {
	if d.mark != m.Mark {
		d.got = nil
		o := opened{message: m, provider: d.s.providerName()}
		o.by, o.file = d.by(m)
		d.fill(o, false)
	}
	d.read(m.Mark)
}

// readAgain reads the message anew that is shown.
func (d *detail) readAgain() {
	if d.mark != "" && !d.busy() {
		d.read(d.mark)
	}
}

func (d *detail) busy() bool { return d.sending != nil && d.sending.Busy() }

func (d *detail) read(mark string) {
	deps, at, provider := d.s.deps, d.s.at, d.s.providerName()
	kit.Start(&d.load, d.s.ctx, func(ctx context.Context) (o opened, err error) {
		if o.message, o.attempts, err = deps.History.Get(ctx, mark); err != nil {
			return o, err
		}
		if o.provider, err = deps.providerOf(ctx, o.message, provider); err != nil {
			return o, err
		}
		if t := o.message.Content.Template; t != nil {
			found, err := deps.Template(ctx, at.Agent, at.Environment, t.Name, t.Language)
			switch {
			case err == nil:
				o.template = &found
			case app.ErrorCode(err) != app.CodeNotFound:
				return o, err
			}
		}
		o.cost = reading{at: at, prices: deps.Prices}.cost(ctx, o.message)
		return o, nil
	}, func(o opened, err error) {
		if err != nil {
			if app.ErrorCode(err) == app.CodeNotFound {
				d.close(false)
			}
			if app.ErrorCode(err) != app.CodeCancelled {
				d.s.shell.ShowError(err)
			}
			return
		}
		o.by, o.file = d.by(o.message)
		d.fill(o, true)
	})
}

// by is the name of the key or of the bulk send of a message, and the file that
// the bulk send was made of.
func (d *detail) by(m app.Message) (name, file string) {
	for _, k := range d.s.got.keys {
		if k.ID == m.KeyID && m.KeyID != 0 {
			return k.Name, ""
		}
	}
	for _, b := range d.s.got.bulks {
		if b.ID == m.BulkID && m.BulkID != 0 {
			return b.Name, b.File
		}
	}
	return "", ""
}

// fill shows a message; whole is false while only its row of the list is known.
func (d *detail) fill(o opened, whole bool) {
	if d.got != nil && whole && d.mark == o.message.Mark && sameOpened(*d.got, o) {
		return
	}
	if whole {
		d.got = &o
	}
	m := o.message
	d.mark = m.Mark
	d.drawer.SetTitle(person(m), subtitle(m))
	steps := kit.NewSteps()
	steps.SetSteps(o.steps())
	parts := []fyne.CanvasObject{steps}
	if box := d.problem(o); box != nil {
		parts = append(parts, box)
	}
	if whole {
		view := kit.NewMessageView()
		view.Set(message(o))
		parts = append(parts, view)
		if m.Content.Template != nil && o.template == nil {
			parts = append(parts, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("This template is not known here, so only the values are shown that it was filled with.")))
		}
	}
	if m.Price != "" {
		parts = append(parts, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("Price: {{.Price}}", map[string]any{"Price": frame.T(app.PriceText(m.Price))})))
	}
	if text := o.cost.listText(); text != "" {
		parts = append(parts, kit.NewParagraph(kit.Text3, kit.Caption, text))
	}
	parts = append(parts, d.reason(m))
	d.drawer.SetBody(kit.Pad(12, 16, 16, 16, kit.Col(12, parts...)))
	again, copied := focused(d.sending), focused(d.copied)
	d.drawer.SetFoot(d.foot(o))
	d.drawer.Show()
	d.s.list.say()
	d.s.list.beside.Refresh()
	switch {
	case again && d.sending != nil:
		d.sending.Focus()
	case again || copied:
		d.copied.Focus()
	}
}

// focused reports whether the keyboard is on a button; nil is none.
func focused(b *kit.Button) bool { return b != nil && b.State().Focused }

func sameOpened(a, b opened) bool {
	return a.message.Status == b.message.Status && len(a.attempts) == len(b.attempts) && a.by == b.by && a.provider == b.provider &&
		(a.template == nil) == (b.template == nil) && a.message.ReadAt.Equal(b.message.ReadAt) && a.message.SentAt.Equal(b.message.SentAt) &&
		a.message.DeliveredAt.Equal(b.message.DeliveredAt) && a.message.Price == b.message.Price && a.cost == b.cost
}

// close hides the drawer; with focus the keyboard goes back to the list.
func (d *detail) close(focus bool) {
	if d.mark == "" {
		return
	}
	d.mark, d.got, d.sending = "", nil, nil
	d.load.Cancel()
	d.drawer.Hide()
	d.s.list.table.SetSelected(-1)
	d.s.list.say()
	d.s.list.beside.Refresh()
	if focus {
		d.s.list.table.Focus()
		d.s.list.refresh()
	}
}

func subtitle(m app.Message) string {
	var parts []string
	if m.Name != "" && m.To != "" {
		parts = append(parts, m.Name)
	}
	if t := m.Content.Template; t != nil {
		parts = append(parts, t.Name, templateview.Language(t.Language))
	} else {
		parts = append(parts, lang.L("Text into the session"))
	}
	return strings.Join(parts, ", ")
}

// problem is the box with what went wrong and what to do; nil without one.
func (d *detail) problem(o opened) fyne.CanvasObject {
	m := o.message
	switch m.Status {
	case app.MessageFailed:
		title := frame.T(m.Reason)
		if title == "" {
			title = lang.L("The provider did not say why")
		}
		return problemBox(kit.DangerTint, title, frame.T(m.Fix), codeText(o))
	case app.MessageUnknown:
		return problemBox(kit.WarnTint, lang.L("Nobody knows whether this message went out"),
			lang.L("ask the customer, or look into the phone. Say that it arrived, or send it again: then the customer may get it twice."), codeText(o))
	}
	return nil
}

func codeText(o opened) string {
	if o.message.Code == "" {
		return ""
	}
	if !strings.ContainsAny(o.message.Code, "0123456789") { // a word of our own
		return lang.L("Code") + " " + o.message.Code
	}
	return lang.L("{{.Provider}} code {{.Code}}", map[string]any{"Provider": o.provider, "Code": o.message.Code})
}

func problemBox(ground kit.Token, title, fix, code string) fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.NewRuns(kit.Body, kit.Run{Text: title, Bold: true})}
	if fix != "" {
		rows = append(rows, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("What to do:") + " ", Bold: true}, kit.Run{Text: fix, Token: kit.Text2}))
	}
	if code != "" {
		rows = append(rows, kit.NewParagraph(kit.Text2, kit.Caption, code))
	}
	return kit.Stack(kit.NewBox(ground, kit.Transparent, 8, 0), kit.Pad(12, 12, 12, 12, kit.Col(8, rows...)))
}

// reason says why there is no button to send again, where one would look for it.
func (d *detail) reason(m app.Message) fyne.CanvasObject {
	if m.Status == app.MessageDelivered || m.Status == app.MessageRead || m.Status == app.MessageUnknown || !d.s.role.Allows(app.MaySend) {
		return nil
	}
	ok, why := d.s.deps.History.MayRepeat(m)
	if ok {
		return nil
	}
	return kit.NewParagraph(kit.Text3, kit.Caption, frame.T(why))
}

// message is what the customer got, with its values.
func message(o opened) kit.Message {
	m := o.message
	at := ""
	if !m.AcceptedAt.IsZero() {
		at = m.AcceptedAt.Local().Format("15:04")
	}
	t := m.Content.Template
	switch {
	case t == nil:
		out := kit.Message{Body: m.Content.Text, Time: at}
		for _, b := range m.Content.Buttons {
			out.Buttons = append(out.Buttons, kit.MessageButton{Icon: "reply", Text: b.Title})
		}
		return out
	case o.template != nil:
		return templateview.Sent(*o.template, *t, at)
	}
	var lines []string
	if t.Header != nil && t.Header.Text != "" {
		lines = append(lines, t.Header.Text)
	}
	return kit.Message{Body: strings.Join(append(lines, t.Body...), "\n"), Time: at, Hint: lang.L("No values")}
}
