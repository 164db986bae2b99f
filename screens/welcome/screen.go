// Package welcome is what a person sees who has no agent yet: set up a real
// channel, or explore with the sandbox.
package welcome

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Deps is what the page needs.
type Deps interface {
	// SecretStoreStatus tells whether secrets can be kept on this computer.
	SecretStoreStatus(ctx context.Context) app.SecretStoreStatus
}

// Actions are where the page leads.
type Actions struct {
	SetUp       func()
	OpenSandbox func(done func(error))
	OpenFile    func()
}

// Screen is the page. UI thread only.
type Screen struct {
	deps    Deps
	shell   frame.Shell
	actions Actions

	content fyne.CanvasObject
	setUp   *kit.Button
	sandbox *kit.Button
	store   *fyne.Container
	problem string // what the note says of the secret store; "" when it is usable
	task    kit.Task
	ctx     context.Context
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
)

const (
	pageWide  = 880
	pageTop   = 64
	pageTight = 32
)

// New builds the page.
func New(deps Deps, shell frame.Shell, actions Actions) *Screen {
	s := &Screen{deps: deps, shell: shell, actions: actions}
	s.setUp = kit.NewPrimary(lang.L("Set up a channel"), actions.SetUp).WithTrailing("arrow-right").Large()
	s.sandbox = kit.NewButton(lang.L("Open the sandbox"), s.openSandbox).WithTrailing("arrow-right").Large()
	s.store = kit.Stack(s.storeNote("", ""))
	s.content = s.build()
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Welcome to Channel Desk") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page.
func (s *Screen) Enter(ctx context.Context, _ frame.Place, _ string) {
	s.ctx = ctx
	s.Reload()
}

// Leave implements frame.Page.
func (s *Screen) Leave() { s.task.Cancel() }

// MainAction implements frame.MainActor.
func (s *Screen) MainAction() { s.actions.SetUp() }

// Reload implements frame.Reloader: it looks at the secret store again.
func (s *Screen) Reload() {
	kit.Start(&s.task, s.ctx, func(ctx context.Context) (app.SecretStoreStatus, error) {
		return s.deps.SecretStoreStatus(ctx), nil
	}, func(status app.SecretStoreStatus, _ error) {
		what, fix := "", ""
		if !status.Usable && status.Problem != nil {
			what, fix = frame.T(status.Problem.What), frame.T(status.Problem.Fix)
		}
		if s.problem == what+fix {
			return
		}
		s.problem = what + fix
		s.store.Objects = []fyne.CanvasObject{s.storeNote(what, fix)}
		s.content.Refresh()
	})
}

func (s *Screen) openSandbox() {
	s.sandbox.SetBusy(true)
	s.actions.OpenSandbox(func(error) { s.sandbox.SetBusy(false) })
}

// storeNote says where secrets stay, or why they cannot be kept.
func (s *Screen) storeNote(what, fix string) fyne.CanvasObject {
	if what != "" {
		return kit.NewNote(kit.KindWarn, kit.NewRuns(kit.Caption,
			kit.Run{Text: what, Bold: true, Token: kit.Text}, kit.Run{Text: " " + fix, Token: kit.Text}),
			kit.NewLink(lang.L("Unlock and try again"), "refresh-cw", s.Reload))
	}
	return kit.Row(8, kit.Spring(), kit.NewIcon("lock-keyhole", 14, kit.Text3),
		kit.NewLine(lang.L("Tokens and secrets stay in this computer's keychain. You can do both, and switch at any time."), kit.Caption, kit.Text3), kit.Spring())
}

func (s *Screen) build() fyne.CanvasObject {
	mark := kit.Fix(48, 48, kit.Stack(kit.NewBox(kit.Primary, kit.Transparent, 12, 0), kit.Mid(48, 48, kit.NewIcon("message-circle-more", 26, kit.OnPrimary))))
	head := kit.Row(16, mark, kit.Grow(kit.Col(0,
		kit.NewLine(lang.L("Welcome to Channel Desk"), kit.Display, kit.Text),
		kit.NewCut(lang.L("Connect a WhatsApp number to a client's AI agent, check that it works, and hand it over."), kit.Lead, kit.Text2))))
	cards := kit.Even(16, s.realCard(), s.sandboxCard())
	column := kit.Col(0, head,
		kit.Pad(40, 0, 12, 0, kit.NewLine(lang.L("How would you like to start?"), kit.Section, kit.Text)),
		cards, kit.Pad(16, 0, 0, 0, s.fileCard()), kit.Pad(24, 0, 24, 0, s.store))
	return kit.ScrollBox(centred(column))
}

func (s *Screen) realCard() fyne.CanvasObject {
	flow := flowPicture(kit.Tint, step{"building-2", lang.L("Client"), false}, step{"message-circle-more", lang.L("WhatsApp"), true}, step{"bot", lang.L("AI agent"), false})
	return card(kit.Primary, flow, lang.L("Set up a real channel"), lang.L("About 10 minutes"),
		lang.L("Connect a client's number through their provider. Nothing reaches customers until you publish."),
		lang.L("Have these ready"), []line{
			{"phone", lang.L("The phone number and business account ID")},
			{"key-round", lang.L("An access token from the provider")},
			{"user", lang.L("The name of the person who registers the webhook")},
		}, s.setUp, kit.NewQuiet(lang.L("Email this list to the client"), func() { s.shell.OpenLink(frame.ChecklistMail("")) }).Large())
}

func (s *Screen) sandboxCard() fyne.CanvasObject {
	flow := flowPicture(kit.Sunken, step{"user", lang.L("You"), false}, step{"flask-conical", lang.L("Sandbox"), true}, step{"bot", lang.L("Sample agent"), false})
	return card(kit.Border, flow, lang.L("Explore with the sandbox"), lang.L("Ready now"),
		lang.L("A pretend provider built into this app. Every screen works, and no message leaves this computer."),
		lang.L("What you get"), []line{
			{"bot", lang.L("A sample agent with a draft and a published channel")},
			{"shield-check", lang.L("Right and wrong tokens to try the checks with")},
			{"trash-2", lang.L("Delete it whenever you like, at no cost")},
		}, s.sandbox)
}

func (s *Screen) fileCard() fyne.CanvasObject {
	return kit.NewCard(kit.Pad(12, 16, 12, 24, kit.Row(12, kit.NewIcon("import", 18, kit.Text2),
		kit.Grow(kit.NewRuns(kit.Body, kit.Run{Text: lang.L("Did a colleague send you a setup file?"), Bold: true, Token: kit.Text},
			kit.Run{Text: " " + lang.L("Open it to continue where they stopped."), Token: kit.Text2})),
		kit.NewButton(lang.L("Open setup file"), s.actions.OpenFile))))
}
