package sendpage

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// one is the view that sends one message. UI thread only.
type one struct {
	s        *Screen
	to, name *kit.TextField
	pick     *pick
	values   map[string]*kit.TextField // by the variable's key
	holder   *fyne.Container
	template app.Template
	preview  *preview
	when     *kit.Segmented
	moment   *kit.MomentField
	zone     *kit.Line
	notes    *fyne.Container
	cost     *costLine
	send     *kit.Button
	test     *kit.Button
	results  *results
	content  *fyne.Container
	task     kit.Task
}

func newOne(s *Screen) *one {
	o := &one{s: s, values: map[string]*kit.TextField{}, holder: kit.Col(12), notes: kit.Col(12), zone: kit.NewLine("", kit.Caption, kit.Text3)}
	o.to, o.name = kit.NewTextField(lang.L("Phone number")), kit.NewTextField(lang.L("Name"))
	o.to.SetPlaceholder("+62 812-5550-1423")
	o.to.SetLeading("phone")
	o.to.OnChanged = func(string) { o.show() }
	o.name.SetCaption(lang.L("Optional"))
	o.name.SetLeading("user")
	o.pick = newPick(o.takeTemplate)
	o.preview = newPreview(s, lang.L("Message"))
	o.when = kit.NewSegmented([]kit.Option{{Value: whenNow, Label: lang.L("Now")}, {Value: whenLater, Label: lang.L("Later")}})
	o.when.OnChanged = func(string) { o.show() }
	o.moment = kit.NewMomentField("")
	o.when.SetSpoken(lang.L("Start"))
	o.moment.SetSpoken(lang.L("Day and time of the start"))
	o.moment.OnChanged = func(time.Time) { o.show() }
	o.send = kit.NewPrimary(lang.L("Send the message"), o.ask).Large()
	o.test = kit.NewButton(lang.L("Send a test to my phone first"), o.askTest).WithIcon("send")
	o.results = newResults(o)
	o.cost = newCostLine(s, true)
	o.holder.Hide() // until there is a variable
	form := kit.Col(16, s.modeRow(viewOne),
		kit.NewCard(kit.Pad(12, 16, 16, 16, kit.Col(16, kit.Even(16, o.to, o.name), o.pick.field, o.holder))),
		o.results.card)
	head := kit.Fix(0, 24, kit.Row(0, kit.NewLine(lang.L("Schedule"), kit.Section, kit.Text)))
	facts := kit.Col(0, kit.Row(8, o.when, kit.Grow(o.moment)), kit.Pad(4, 0, 0, 0, o.zone), kit.Pad(4, 0, 0, 0, o.cost.row))
	schedule := actionCard(head, facts, kit.Pad(4, 0, 12, 0, o.notes), kit.Col(0, o.send, kit.Pad(8, 0, 0, 0, o.test)))
	o.content = kit.FormBeside(form, actionColumn(o.preview.card, schedule), formWidth, panelMin)
	return o
}

// take shows what was read of the place.
func (o *one) take() {
	got := o.s.got
	o.pick.setTemplates(got.templates, got.view.Declaration.Name)
	now := o.s.clock.Now()
	o.moment.SetEarliest(now)
	if o.moment.Moment().IsZero() {
		o.moment.SetMoment(nextMorning(now))
	}
	o.show()
}

func (o *one) leave() { o.results.task.Cancel() }

func (o *one) forget() {
	o.results.clear()
	o.clear()
}

// clear begins a new message.
func (o *one) clear() {
	for _, f := range []*kit.TextField{o.to, o.name} {
		f.SetText("")
		f.SetError("")
	}
	o.pick.clear()
	o.when.SetValue(whenNow)
	o.show()
}

func (o *one) takeTemplate(t app.Template) {
	same := o.template.ID == t.ID && len(template.Variables(t)) == len(o.values)
	o.template = t
	if !same {
		o.build()
	}
	o.show()
}

// build makes a field for each variable; what was typed for one of the same name
// stays.
func (o *one) build() {
	old := o.values
	o.values, o.holder.Objects = map[string]*kit.TextField{}, nil
	var row []fyne.CanvasObject
	end := func() {
		if len(row) == 1 {
			row = append(row, kit.Fix(0, 1, kit.Spring()))
		}
		if len(row) > 0 {
			o.holder.Objects = append(o.holder.Objects, kit.Even(16, row...))
		}
		row = nil
	}
	if o.template.ID != 0 {
		for _, v := range template.Variables(o.template) {
			f := kit.NewTextField(frame.T(v.Label))
			f.SetPlaceholder(v.Sample)
			if v.Optional {
				f.SetCaption(lang.L("Optional"))
			} else if mark(v.Key) != "" {
				f.SetCaption(mark(v.Key))
			}
			if before := old[v.Key]; before != nil && before.LabelText() == f.LabelText() {
				f.SetText(before.Text())
			}
			f.OnChanged = func(string) { o.show() }
			f.OnSubmitted = func(string) { o.ask() }
			o.values[v.Key] = f
			if row = append(row, f); len(row) == 2 {
				end()
			}
		}
	}
	end()
	o.holder.Hidden = len(o.holder.Objects) == 0
	o.holder.Refresh()
}

// typed are the values that were typed.
func (o *one) typed() map[string]string {
	out := map[string]string{}
	for k, f := range o.values {
		out[k] = f.Text()
	}
	return out
}

// show writes everything that depends on what was typed.
func (o *one) show() {
	values := o.typed()
	for k, v := range templateview.Names(o.template) {
		if values[k] == "" {
			values[k] = v
		}
	}
	o.preview.show(o.template, values)
	later := o.when.Value() == whenLater
	o.moment.Hidden, o.zone.Hidden = !later, !later
	o.zone.SetText(zoneText(o.s.deps.Zone, o.moment.Moment()))
	o.send.SetText(lang.L("Send the message"))
	if later {
		o.send.SetText(lang.L("Schedule the message"))
	}
	o.send.SetDisabled(!o.s.maySend)
	o.test.SetDisabled(!o.s.maySend || o.template.ID == 0)
	o.showNotes()
	o.showCost()
	if o.s.stage != nil && o.s.stage.State() == kit.StageReady {
		o.content.Refresh()
	}
}

func (o *one) showNotes() {
	icon, text := "radio-tower", lang.L("Published: a real customer will receive this.")
	if o.s.at.Environment == app.Draft {
		icon, text = "pencil-line", lang.L("Draft: whoever has this number receives this.")
	}
	o.notes.Objects = nil
	if !o.s.got.gateway {
		o.notes.Objects = append(o.notes.Objects, kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, gatewayOff()), o.s.settingsLink(func() {})))
	}
	o.notes.Objects = append(o.notes.Objects, kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, text)).SetIcon(icon))
	o.notes.Refresh()
}

// filled makes the message of what was typed; what is wrong stands at its field.
func (o *one) filled() (app.TemplateMessage, bool) {
	for _, f := range o.values {
		f.SetError("")
	}
	if o.template.ID == 0 {
		o.pick.field.SetError(lang.L("Choose a template first."))
		o.pick.field.Focus()
		return app.TemplateMessage{}, false
	}
	m, err := template.Fill(o.template, o.typed())
	if err == nil {
		return m, true
	}
	o.refused(err)
	return m, false
}

func (o *one) refused(err error) {
	text := frame.ErrorText(err)
	field := app.AsError(err).Field
	f := o.values[field]
	switch {
	case f != nil:
	case field == "to":
		f = o.to
	case field == "name":
		f = o.name
	case field == "due_at":
		o.moment.SetError(text)
		return
	default:
		o.s.shell.ShowError(err)
		return
	}
	f.SetError(text)
	f.Focus()
	o.content.Refresh()
}

// askTest sends what was typed to the member's own phone.
func (o *one) askTest() {
	if _, ok := o.filled(); ok {
		o.s.askTest(o.template, o.typed())
	}
}

// ask sends the message; in Published it asks first.
func (o *one) ask() {
	if o.send.Busy() || !o.s.maySend {
		return
	}
	number, problem := readNumber(o.to.Text(), o.s.got.view.Agent.Country)
	if problem != "" {
		o.to.SetError(problem)
		o.to.Focus()
		o.content.Refresh()
		return
	}
	o.to.SetError("")
	m, ok := o.filled()
	if !ok {
		return
	}
	n := notify.NewMessage{Agent: o.s.at.Agent, Environment: o.s.at.Environment, To: number, Name: o.name.Text(), Content: app.Content{Template: &m}, Source: app.SourceWindow}
	if o.when.Value() == whenLater {
		if n.DueAt = o.moment.Moment(); !n.DueAt.After(o.s.clock.Now()) {
			o.moment.SetError(lang.L("This time is over."))
			return
		}
	}
	if n.Environment != app.Published {
		o.submit(n)
		return
	}
	kit.Confirm(o.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Send to a real customer?"),
		Text:  say("{{.Template}} goes to {{.Number}}. What was sent cannot be called back.", "Template", o.template.Name, "Number", unbroken(app.FormatPhone(number))),
		Keep:  lang.L("Not yet"), Do: o.send.Text(), OnDo: func() { o.submit(n) },
	})
}

// submit puts the message into the queue. It goes on when the page is left.
func (o *one) submit(n notify.NewMessage) {
	at := o.s.at
	o.send.SetBusy(true)
	kit.Start(&o.task, context.WithoutCancel(o.s.ctx), func(ctx context.Context) (app.Message, error) { return o.s.deps.Send(ctx, n) }, func(m app.Message, err error) {
		o.send.SetBusy(false)
		switch {
		case err != nil:
			o.refused(err)
		case at == o.s.at:
			o.to.SetText("")
			o.name.SetText("")
			o.add(m)
		}
	})
}

// add follows a message that was just sent.
func (o *one) add(m app.Message) {
	o.results.list = slices.Insert(o.results.list, 0, m)
	o.results.list = o.results.list[:min(len(o.results.list), resultsMost)]
	o.results.show()
}

// follow reads again how the messages stand that were sent from here.
func (o *one) follow() { o.results.read() }
