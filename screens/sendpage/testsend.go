package sendpage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// trialSend is the dialog that sends one message to the member's own phone. UI
// thread only.
type trialSend struct {
	s       *Screen
	at      frame.Place
	content app.Content
	to      *kit.TextField
	notice  *fyne.Container
	do      *kit.Button
	d       *kit.Dialog
	task    kit.Task
}

// askTest opens the dialog for a template and its values.
func (s *Screen) askTest(t app.Template, values map[string]string) {
	filled, err := template.Fill(t, values)
	if err != nil {
		s.shell.ShowError(err)
		return
	}
	d := &trialSend{s: s, at: s.at, content: app.Content{Template: &filled}, notice: kit.Stack()}
	d.notice.Hide()
	d.to = kit.NewTextField(lang.L("Your own number"))
	d.to.SetPlaceholder("+62 812-5550-1423")
	d.to.SetHelp(lang.L("Your own phone with WhatsApp, never a customer's."))
	if s.mine != "" {
		d.to.SetText(app.FormatPhone(s.mine))
	}
	d.to.OnSubmitted = func(string) { d.submit() }
	view := kit.NewMessageView()
	view.Set(templateview.Message(t, values, s.clock.Now().Local().Format("15:04")))
	body := []fyne.CanvasObject{d.to, view, kit.NewNote(kit.KindNeutral, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("One real message is sent.") + " ", Bold: true},
		kit.Run{Text: say("{{.Provider}} may charge for it.", "Provider", s.got.view.Declaration.Name)}))}
	if !s.got.gateway {
		body = append(body, kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, gatewayOff()), s.settingsLink(func() { d.d.Close() })))
	}
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.d.Close() })
	d.do = kit.NewPrimary(lang.L("Send one message"), d.submit).WithIcon("send")
	d.d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Send a test to my phone"), Width: 480, Body: kit.Col(16, body...), Notice: d.notice,
		Actions: []*kit.Button{cancel, d.do}, Main: d.do, Focus: d.to.Focusable(),
	})
}

func gatewayOff() string {
	return lang.L("The gateway does not run, so the message waits until it does.")
}

func (s *Screen) settingsLink(before func()) *kit.Link {
	return kit.NewLink(lang.L("Open the settings"), "", func() {
		before()
		s.shell.Go(frame.Settings, frame.PartGateway)
	})
}

// submit puts the message into the queue. It goes on when the dialog is left: what
// left cannot be called back.
func (d *trialSend) submit() {
	if d.do.Busy() {
		return
	}
	view := d.s.got.view
	number, problem := readNumber(d.to.Text(), view.Agent.Country)
	switch {
	case problem != "":
		d.wrong(problem)
		return
	case app.SamePhone(number, view.Channel.AccountCode):
		d.wrong(lang.L("This is the channel's own number. Enter the number of your own phone."))
		return
	}
	d.s.mine = number
	d.notice.Hide()
	d.do.SetBusy(true)
	n := notify.NewMessage{Agent: d.at.Agent, Environment: d.at.Environment, To: number, Content: d.content, Source: app.SourceWindow}
	kit.Start(&d.task, context.WithoutCancel(d.s.ctx), func(ctx context.Context) (app.Message, error) { return d.s.deps.Send(ctx, n) }, d.finish)
}

func (d *trialSend) wrong(text string) {
	d.to.SetError(text)
	d.to.Focus()
	d.d.Refresh()
}

func (d *trialSend) finish(m app.Message, err error) {
	d.do.SetBusy(false)
	switch {
	case err == nil:
		d.d.Close()
		d.s.shell.Toast(kit.KindOK, say("The test to {{.Number}} is on its way", "Number", app.FormatPhone(m.To)), "", nil)
		if d.at == d.s.at {
			d.s.one.add(m)
		}
	case !d.d.IsOpen():
		d.s.shell.ShowError(err)
	case app.AsError(err).Field == "to":
		d.wrong(frame.ErrorText(err))
	default:
		d.notice.Objects = []fyne.CanvasObject{kit.Pad(0, 24, 16, 24, kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(err))))}
		d.notice.Show()
		d.d.Refresh()
	}
}
