package apipage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/notify"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// sending is the dialog that does once what the example does, to the member's own
// phone. UI thread only.
type sending struct {
	s       *Screen
	at      frame.Place
	content app.Content
	to      *kit.TextField
	text    *kit.TextField // nil for a template
	notice  *fyne.Container
	do      *kit.Button
	d       *kit.Dialog
	task    kit.Task
}

// askSend opens the dialog for the operation that is chosen.
func (s *Screen) askSend() {
	d := &sending{s: s, at: s.at, notice: kit.Stack()}
	d.notice.Hide()
	d.to = kit.NewTextField(lang.L("Your own number"))
	d.to.SetPlaceholder("+62 812-5550-1423")
	d.to.SetHelp(lang.L("Your own phone with WhatsApp, never a customer's."))
	if s.sent != "" {
		d.to.SetText(app.FormatPhone(s.sent))
	}
	d.to.OnSubmitted = func(string) { d.submit() }
	body := []fyne.CanvasObject{d.to}
	if apikey.Operation(s.example.operation.Value()) == apikey.SendTemplate {
		t := s.got.values.Template
		d.content.Template = &t
		body = append(body, kit.Col(4, kit.NewLine(lang.L("Template"), kit.CaptionStrong, kit.Text2), kit.NewCutTip(kit.NewCut(t.Name+", "+t.Language, kit.MonoBody, kit.Text))))
	} else {
		d.text = kit.NewTextField(lang.L("Text"))
		d.text.SetText(lang.L("This is a test message."))
		d.text.SetHelp(lang.L("It arrives only while a chat is open: write to {{.Number}} from this phone first.",
			map[string]any{"Number": app.FormatPhone(s.got.view.Channel.AccountCode)}))
		body = append(body, d.text)
	}
	body = append(body, kit.NewNote(kit.KindNeutral, d.means()))
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.d.Close() })
	d.do = kit.NewPrimary(lang.L("Send one message"), d.submit).WithIcon("send")
	d.d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Run it now"), Width: 480, HeadRight: environmentChip(s.at.Environment), Body: kit.Col(16, body...), Notice: d.notice,
		Subtitle: lang.L("The same message, without a key."),
		Actions:  []*kit.Button{cancel, d.do}, Main: d.do, Focus: d.to.Focusable(),
	})
}

// means says what sending brings about.
func (d *sending) means() *kit.Paragraph {
	view := d.s.got.view
	if view.Agent.Sandbox {
		return kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("This agent speaks to the sandbox. Nothing leaves this computer.")})
	}
	return kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("One real message is sent.") + " ", Bold: true},
		kit.Run{Text: lang.L("{{.Provider}} may charge for it.", map[string]any{"Provider": view.Declaration.Name})})
}

// submit puts one message into the queue. It goes on when dialog or page are left:
// what left cannot be called back.
func (d *sending) submit() {
	if d.do.Busy() {
		return
	}
	view := d.s.got.view
	number, err := app.ParseAccountCode(d.to.Text(), view.Agent.Country)
	switch {
	case err != nil:
		d.wrong(d.to, frame.ErrorText(err))
		return
	case app.SamePhone(number, view.Channel.AccountCode):
		d.wrong(d.to, lang.L("This is the channel's own number. Enter the number of your own phone."))
		return
	}
	if d.text != nil {
		d.content.Text = d.text.Text()
	}
	d.s.sent = number
	d.notice.Hide()
	d.do.SetBusy(true)
	n := notify.NewMessage{Agent: d.at.Agent, Environment: d.at.Environment, To: number, Content: d.content, Source: app.SourceWindow}
	kit.Start(&d.task, context.WithoutCancel(d.s.ctx), func(ctx context.Context) (app.Message, error) {
		return d.s.deps.SendNow(ctx, n)
	}, d.finish)
}

func (d *sending) wrong(f *kit.TextField, text string) {
	f.SetError(text)
	f.Focus()
	d.d.Refresh()
}

func (d *sending) finish(m app.Message, err error) {
	d.do.SetBusy(false)
	switch {
	case err == nil:
		d.d.Close()
		d.s.shell.Toast(kit.KindOK, lang.L("The message to {{.Number}} is on its way", map[string]any{"Number": app.FormatPhone(m.To)}), lang.L("Open history"), func() {
			d.s.shell.Go(frame.History, frame.HistoryPart(frame.HistoryLink{Message: m.Mark}))
		})
	case !d.d.IsOpen():
		d.s.shell.ShowError(err)
	case app.AsError(err).Field == "to":
		d.wrong(d.to, frame.ErrorText(err))
	case app.AsError(err).Field == "text" && d.text != nil:
		d.wrong(d.text, frame.ErrorText(err))
	default:
		showNotice(d.notice, frame.ErrorText(err))
		d.d.Refresh()
	}
}
