package channelpage

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// sendFor is how long a test message has.
const sendFor = time.Minute

// testKinds are the test messages for which a needed secret is stored. Where no
// secret says what it is needed for, both can be tried.
func testKinds(d protocol.Declaration, c app.Channel) []protocol.TestKind {
	told, stored := false, map[protocol.TestKind]bool{}
	for _, s := range d.Secrets {
		if s.TestWith != "" && d.Applies(c, s.When) {
			told = true
			stored[s.TestWith] = stored[s.TestWith] || c.Secrets[s.Name].Present()
		}
	}
	var out []protocol.TestKind
	for _, k := range []protocol.TestKind{protocol.TestTemplate, protocol.TestText} {
		if !told || stored[k] {
			out = append(out, k)
		}
	}
	return out
}

// testDialog sends one real message to a number of our own.
type testDialog struct {
	s     *Screen
	m     *model
	kinds []protocol.TestKind
	d     *kit.Dialog

	to, template, language, values, text *kit.TextField
	kind                                 *kit.SegmentedField
	byTemplate, byText                   *fyne.Container
	outcome                              *fyne.Container
	send                                 *kit.Button
}

// askTest opens the dialog; a kind of "" begins with the first that is possible.
func (s *Screen) askTest(kind protocol.TestKind) {
	m := s.m
	if m.looksOnly() || !m.abilities.TestSend {
		return
	}
	kinds := testKinds(m.view.Declaration, m.view.Channel)
	if len(kinds) == 0 {
		s.shell.Toast(kit.KindWarn, lang.L("Save the credentials first"), "", nil)
		return
	}
	t := &testDialog{s: s, m: m, kinds: kinds, outcome: kit.Col(0)}
	t.build()
	if kind != "" {
		t.kind.SetValue(string(kind))
	}
	t.turn()
	closing := kit.NewButton(lang.L("Close"), func() { t.d.Close() })
	t.d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Send a test message"), Width: 480,
		Subtitle: say("It proves that {{.Provider}} takes messages from this channel.", "Provider", m.view.Declaration.Name),
		Body:     t.body(), Actions: []*kit.Button{closing, t.send}, Main: t.send, Focus: t.to.Focusable(),
	})
}

func (t *testDialog) build() {
	t.to = kit.NewTextField(lang.L("Phone number"))
	t.to.SetPlaceholder("+62 812-5550-1423")
	t.to.SetHelp(lang.L("Your own phone with WhatsApp, never a customer's."))
	t.to.SetText(app.FormatPhone(t.s.testNumber))
	words := map[protocol.TestKind]string{protocol.TestTemplate: lang.L("Template"), protocol.TestText: lang.L("Text into an open chat")}
	options := make([]kit.Option, len(t.kinds))
	for i, k := range t.kinds {
		options[i] = kit.Option{Value: string(k), Label: words[k]}
	}
	t.kind = kit.NewSegmentedField(lang.L("Message"), options)
	t.kind.OnChanged = func(string) { t.turn() }
	setShown(t.kind, len(t.kinds) > 1)
	t.kind.SetValue(string(t.kinds[0]))
	t.template = kit.NewTextField(lang.L("Template name")).Mono()
	t.template.SetPlaceholder("hello_world")
	t.language = kit.NewTextField(lang.L("Language")).Mono()
	t.language.SetText(templateLanguage(t.m.view.Agent.Country))
	t.values = kit.NewArea(say("Values for {{.First}}, {{.Second}} and so on", "First", "{{1}}", "Second", "{{2}}"))
	t.values.SetCaption(lang.L("Optional"))
	t.values.SetHelp(lang.L("One a line, in the order of the template."))
	t.text = kit.NewTextField(lang.L("Text"))
	t.text.SetText(lang.L("This is a test message."))
	t.text.SetHelp(say("It arrives only while a chat is open: write to {{.Number}} from this phone first.", "Number", app.FormatPhone(t.m.view.Channel.AccountCode)))
	t.send = kit.NewPrimary(lang.L("Send one message"), t.start).WithIcon("send")
}

// templateLanguage is the language that most templates of a country have.
func templateLanguage(country string) string {
	if country == "" || country == app.DefaultCountry {
		return "id"
	}
	return "en"
}

func (t *testDialog) body() fyne.CanvasObject {
	names := kit.RowTop(16, kit.Grow(t.template), kit.Fix(112, 0, t.language))
	t.byTemplate = kit.Col(12, names, t.values)
	t.byText = kit.Col(0, t.text)
	t.turn()
	t.outcome.Hide()
	cost := kit.NewNote(kit.KindNeutral, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("One real message is sent.") + " ", Bold: true},
		kit.Run{Text: say("{{.Provider}} may charge for it.", "Provider", t.m.view.Declaration.Name)}))
	return kit.Col(12, t.to, t.kind, t.byTemplate, t.byText, cost, t.outcome)
}

// turn shows the fields of the chosen kind.
func (t *testDialog) turn() {
	if t.byTemplate == nil {
		return
	}
	template := t.kind.Value() == string(protocol.TestTemplate)
	setShown(t.byTemplate, template)
	setShown(t.byText, !template)
	t.refit()
}

func (t *testDialog) refit() {
	if t.d != nil {
		t.d.Refresh()
	}
}

// read takes the message from the fields; what is wrong stays at its field.
func (t *testDialog) read() (protocol.TestMessage, bool) {
	msg := protocol.TestMessage{ID: "test-" + strings.ToLower(rand.Text())}
	var bad *kit.TextField
	fail := func(f *kit.TextField, text string) {
		f.SetError(text)
		if bad == nil {
			bad = f
		}
	}
	number, err := app.ParseAccountCode(t.to.Text(), t.m.view.Agent.Country)
	switch {
	case err != nil:
		fail(t.to, frame.ErrorText(err))
	case app.SamePhone(number, t.m.view.Channel.AccountCode):
		fail(t.to, lang.L("This is the channel's own number. Enter the number of your own phone."))
	default:
		t.to.SetText(app.FormatPhone(number))
		msg.To, t.s.testNumber = number, number
	}
	if t.kind.Value() == string(protocol.TestText) {
		if msg.Text = strings.TrimSpace(t.text.Text()); msg.Text == "" {
			fail(t.text, lang.L("Write a word or two."))
		}
	} else {
		msg.Template, msg.Language, msg.Values = app.CleanName(t.template.Text()), app.CleanName(t.language.Text()), lines(t.values.Text())
		if msg.Template == "" {
			fail(t.template, lang.L("Enter the template's name, exactly as the provider has it."))
		}
		if msg.Language == "" {
			fail(t.language, lang.L("Enter its language."))
		}
	}
	if bad != nil {
		bad.Focus()
	}
	return msg, bad == nil
}

// lines gives the lines of a text without those that are empty at its end.
func lines(text string) []string {
	text = strings.TrimRight(text, " \t\r\n")
	if text == "" {
		return nil
	}
	out := strings.Split(text, "\n")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// start sends once. It goes on when dialog or page are left: what left cannot be
// called back.
func (t *testDialog) start() {
	msg, ok := t.read()
	if !ok {
		t.refit()
		return
	}
	s, at := t.s, t.m.at
	t.send.SetBusy(true)
	t.outcome.Hide()
	t.refit()
	kit.Start(&s.testing, context.WithoutCancel(s.ctx), func(ctx context.Context) (protocol.TestResult, error) {
		ctx, cancel := context.WithTimeout(ctx, sendFor)
		defer cancel()
		return s.deps.SendTest(ctx, at.Agent, at.Environment, msg)
	}, func(r protocol.TestResult, err error) {
		t.send.SetBusy(false)
		t.send.SetText(lang.L("Send again"))
		t.finish(t.outcomeOf(r, err), err == nil)
	})
}

// testOutcome is how a test message ended, in words.
type testOutcome struct {
	kind        kit.Kind
	title, text string
}

// outcomeOf tells sent, not sent, and nobody knows apart.
func (t *testDialog) outcomeOf(r protocol.TestResult, err error) testOutcome {
	d := t.m.view.Declaration
	switch {
	case err == nil:
		o := testOutcome{kit.KindOK, say("{{.Provider}} took the message", "Provider", d.Name), lang.L("Look at the phone: it should arrive within a minute.")}
		if f, ok := d.Secret(r.Secret); ok {
			o.text = say("The {{.Label}} works.", "Label", lang.L(f.Label)) + " " + o.text
		}
		if r.MessageID != "" {
			o.text += " " + say("Message ID {{.ID}}", "ID", r.MessageID)
		}
		return o
	case protocol.MaybeDone(err):
		return testOutcome{kit.KindWarn, lang.L("It may have been sent"),
			frame.ErrorText(err)}
	}
	return testOutcome{kit.KindDanger, lang.L("Nothing was sent"), frame.ErrorText(err)}
}

// finish shows the outcome, in the dialog or, when that is closed, by the window,
// and checks again when the provider took the message.
func (t *testDialog) finish(o testOutcome, sent bool) {
	s := t.s
	if t.d.IsOpen() {
		t.outcome.Objects = []fyne.CanvasObject{statusBox(o.kind, o.title, o.text)}
		t.outcome.Show()
		t.refit()
	} else {
		s.shell.Toast(o.kind, o.title, "", nil)
	}
	if s.m != t.m {
		return
	}
	if sent {
		s.runCheck()
		return
	}
	s.Reload()
}
