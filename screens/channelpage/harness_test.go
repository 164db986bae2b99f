package channelpage

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// bench is a page in a window with fake services.
type bench struct {
	t     *testing.T
	ui    *uiThread
	deps  *fakeDeps
	shell *fakeShell
	page  *Screen
	at    frame.Place
	// rest ends the pause after typing; nil while nothing was typed.
	rest func()
	// ahead builds the next tab that nobody asked for; nil when all are there.
	ahead func()
}

// pageSize is what the window leaves for the page at 1280 x 800, pageSmall at
// the smallest window.
var (
	pageSize  = fyne.NewSize(1060, 741)
	pageSmall = fyne.NewSize(960, 641)
)

func start(t *testing.T, mode kit.Mode, deps *fakeDeps) *bench {
	t.Helper()
	ui := newApp(t, mode)
	b := &bench{t: t, ui: ui, deps: deps, shell: &fakeShell{}, at: frame.Place{Agent: 1, Environment: deps.view.Channel.Environment}}
	b.shell.win = test.NewTempWindow(t, kit.NewRect(kit.Bg))
	b.page = New(deps, b.shell, app.ClockFunc(func() time.Time { return fixedNow }))
	b.page.later = func(_ time.Duration, do func()) func() {
		b.rest = do
		return func() { b.rest = nil }
	}
	b.page.ahead = func(do func()) func() {
		b.ahead = do
		return func() { b.ahead = nil }
	}
	watchTabs(b.ui, b.page)
	b.shell.win.SetPadded(false)
	b.shell.win.SetContent(kit.Stack(kit.NewRect(kit.Bg), b.page.Content()))
	b.shell.win.Resize(pageSize)
	b.watch()
	return b
}

func (b *bench) enter(part string) *bench {
	b.page.Enter(context.Background(), b.at, part)
	b.settle()
	return b
}

// settle waits until no work is under way any more.
func (b *bench) settle() {
	b.ui.settle()
	b.watch()
}

// watchTabs watches what the tabs do from the moment when they are built.
func watchTabs(ui *uiThread, p *Screen) {
	hooks, incomes := p.hooks.build, p.incoming.build
	p.hooks.build = func() *hooksTab {
		h := hooks()
		ui.watch([]*kit.Task{&h.webhook.task, &h.webhook.endpoint.task})
		return h
	}
	p.incoming.build = func() *incoming {
		in := incomes()
		ui.watch([]*kit.Task{&in.load, &in.more, &in.check, &in.detail.body, &in.detail.act, &in.forward.task, &in.forward.act})
		return in
	}
}

func (b *bench) watch() {
	p := b.page
	tasks := []*kit.Task{&p.saves.task, &p.load, &p.check, &p.act, &p.remote, &p.account.ask, &p.secrets.status, &p.whole, &p.testing}
	for _, f := range p.account.boxes {
		tasks = append(tasks, &f.ask)
	}
	for _, f := range p.secrets.boxes {
		tasks = append(tasks, &f.task)
	}
	b.ui.watch(tasks)
}

// golden compares the page with its master picture.
func (b *bench) golden(name string) {
	b.t.Helper()
	c := b.shell.win.Canvas()
	frametest.Compare(b.t, name, c.Capture())
	if !kit.IsDark() {
		frametest.Turns(b.t, name, fyne.CurrentApp().Settings().Theme().(*kit.Theme), c)
	}
}

// texts are all words that can be seen.
func (b *bench) texts() string { return frametest.TextsOn(b.shell.win.Canvas()) }

// press taps the last visible button or link with a text.
func (b *bench) press(text string) {
	b.t.Helper()
	frametest.TapOn(b.t, b.shell.win.Canvas(), text)
	b.settle()
}

// typeIn replaces the text of a field by typing and leaves it.
func (b *bench) typeIn(name, text string) *fieldBox {
	b.t.Helper()
	f := b.page.account.box(name)
	require.NotNil(b.t, f)
	typeInto(b, f.text, text)
	return f
}

func typeInto(b *bench, f *kit.TextField, text string) {
	c := b.shell.win.Canvas()
	f.Focus()
	entry := c.Focused()
	entry.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	test.Type(entry, text)
	c.Unfocus()
	b.settle()
}

// draft is the channel of the pictures.
func draft() *fakeDeps {
	d := newFakeDeps()
	d.view = channel.View{
		Agent: app.Agent{ID: 1, Name: "Nusantara Bank Assistant", Country: "ID", HasDraft: true},
		Channel: app.Channel{
			ID: 1, AgentID: 1, Environment: app.Draft, Key: "nb-41c0d7", Protocol: "meta_cloud", AccountCode: "+6281155500188",
			Fields: map[string]string{"waba_id": "118204417730915", "phone_number_id": "104729385561027", "app_id": "731940286650112"},
			Secrets: map[string]app.SecretInfo{
				"app_secret": {Ref: "a", Origin: "a", SetAt: time.Date(2026, 11, 12, 10, 0, 0, 0, time.Local), SetBy: "Raka Pratama"},
				"access_token": {Ref: "t", Origin: "t", SetAt: time.Date(2026, 11, 12, 10, 0, 0, 0, time.Local), SetBy: "Raka Pratama", Last4: "Zk9D",
					ExpiresAt: time.Date(2026, 11, 29, 12, 0, 0, 0, time.Local), VerifiedAt: clock(9, 36)},
			},
			Webhook:   app.Webhook{Secret: app.SecretInfo{Ref: "w", Origin: "w", SetAt: clock(8, 0)}},
			Session:   sampleSession(),
			UpdatedAt: clock(9, 35),
		},
		PublicAddress: "https://wa.nusantara.example", WebhookURL: "https://wa.nusantara.example/hooks/meta/nb-41c0d7",
		Report: report(),
	}
	return d
}

func sampleSession() app.SessionSettings {
	s := app.DefaultSession()
	s.AskUserToEnd, s.ClosingText = true, "Thank you for ordering from Kopi Langit. See you soon!"
	return s
}

func report() app.CheckReport {
	ok := func(id, title, detail string) app.CheckStep {
		return app.CheckStep{ID: id, State: app.StepPassed, Title: app.Say(title), Detail: app.Say(detail)}
	}
	return app.CheckReport{At: clock(9, 36), Took: 4 * time.Second, Steps: []app.CheckStep{
		ok("access_token", "Access token is valid", "Meta accepted it a moment ago"),
		ok("permissions", "Permissions are complete", "Can send messages and manage templates"),
		ok("number", "Phone number belongs to the account", "+62 811-5550-0188 is in Bank Nusantara"),
		ok("app_secret", "App Secret matches", "Incoming messages can be trusted"),
		{ID: "webhook", State: app.StepFailed, Title: app.Say("Webhook is not subscribed"), Action: "subscribe",
			Detail: app.Say("Meta is not passing customer messages to this agent yet, because the app is not subscribed to the account."),
			Fix:    app.Say(`Subscribe the app, or ask the client's Meta admin to turn on "messages" under WhatsApp, Configuration.`)},
		{ID: "health", State: app.StepSkipped, Title: app.Say("Ready to send messages"), Detail: app.Say("Waits for the webhook")},
	}}
}

// published is the same channel as what customers use.
func published() *fakeDeps {
	d := draft()
	d.view.Channel.Environment, d.view.Channel.Version = app.Published, 3
	return d
}
