package channelpage

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// The measures of the two tabs, as drawn.
const (
	accountForm = 640
	sessionForm = 624
	panelLeast  = 320
)

// parts are the tabs, in their order.
var parts = []string{frame.PartAccount, frame.PartWebhook, frame.PartIncoming}

// Screen is the page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	m   *model
	ctx context.Context

	load, check, act, remote kit.Task
	testing                  kit.Task // a test message on its way
	whole                    kit.Task // the address with the secret that is part of it
	testNumber               string   // the number it went to last
	saves                    saver

	stage    *kit.Stage
	ready    *fyne.Container
	tabs     *kit.Tabs
	notes    *notes
	protocol *protocolCard
	account  *accountCard
	secrets  *credentialsCard
	lacks    *lacksCard
	panel    *checkPanel
	hooks    lazy[*hooksTab]
	incoming lazy[*incoming]
	bar      *heldBar
	first    *fyne.Container // what the first tab shows beside the protocol
	pages    map[string]*fyne.Container
	body     *fyne.Container // holds the pages
	// later calls a function on the UI thread after some time.
	later func(time.Duration, func()) (stop func())
	// ahead calls a function on the UI thread in a moment.
	ahead     func(func()) (stop func())
	stopAhead func()
}

var (
	_ frame.Page          = (*Screen)(nil)
	_ frame.Reloader      = (*Screen)(nil)
	_ frame.MainActor     = (*Screen)(nil)
	_ frame.AddressCopier = (*Screen)(nil)
	_ frame.Holder        = (*Screen)(nil)
	_ frame.Checker       = (*Screen)(nil)
	_ frame.Finisher      = (*Screen)(nil)
	_ frame.Escaper       = (*Screen)(nil)
)

// New builds the page.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	s := &Screen{deps: deps, shell: shell, clock: clock, stage: kit.NewStage(), ctx: context.Background(), later: laterOnScreen, ahead: inAMoment}
	s.m = &model{protocols: deps.Protocols()}
	s.saves.s = s
	s.build()
	return s
}

func (s *Screen) build() {
	kit.PrepareEntries() // the fields are those of the protocol, and made when it is known
	s.notes = newNotes(s)
	s.protocol = newProtocolCard(s)
	s.account = newAccountCard(s)
	s.secrets = newCredentialsCard(s)
	s.lacks = newLacksCard(s)
	s.panel = newCheckPanel(s)
	s.buildLater()
	s.whole.OnBusy = func(busy bool) {
		s.hooks.ifBuilt(func(h *hooksTab) { h.webhook.copyURL.SetBusy(busy) })
	}
	s.bar = newHeldBar(s)
	s.first = kit.Col(16, s.account.card, kit.Grow(s.secrets.card), s.lacks.card)
	form := kit.Col(16, s.protocol.card, kit.Grow(s.first))
	s.pages, s.body = map[string]*fyne.Container{}, kit.Stack()
	s.addPage(frame.PartAccount, kit.FormPanel(form, s.panel.card, accountForm, panelLeast))
	s.tabs = kit.NewTabs([]kit.Option{
		{Value: frame.PartAccount, Label: lang.L("Account and credentials")},
		{Value: frame.PartWebhook, Label: lang.L("Webhook and session")},
		{Value: frame.PartIncoming, Label: lang.L("What comes in")},
	})
	s.tabs.OnSelected = func(part string) { s.showPart(part) }
	page := kit.Page(kit.Pad(-8, 0, 0, 0, kit.Col(16, s.tabs, s.notes.col, kit.Grow(s.body))))
	s.ready = kit.Col(0, kit.Grow(page), s.bar.row)
	s.showPart(frame.PartAccount)
}

// addPage puts the page of a tab beside the others, out of sight.
func (s *Screen) addPage(part string, page *fyne.Container) {
	page.Hide()
	s.pages[part] = page
	s.body.Add(page)
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Channel") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.stage }

// Enter implements frame.Page.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	s.ctx = ctx
	if at != s.m.at {
		s.m = &model{at: at, protocols: s.deps.Protocols()}
		s.account.reset()
		s.secrets.reset()
		s.hooks.ifBuilt(func(h *hooksTab) { h.session.forget() })
	}
	if s.stage.State() != kit.StageReady || s.m.view.Agent.ID != at.Agent {
		s.stage.Loading(skeleton())
	}
	if slices.Contains(parts, part) {
		s.selectPart(part) //nolint:contextcheck // what a field asks for has the page's context, set above
	}
	s.Reload()
}

// Leave implements frame.Page. What was typed and is valid is still saved.
func (s *Screen) Leave() {
	s.commitTyped()
	s.secrets.leave()
	s.whole.Cancel()
	s.endAhead()
	s.hooks.ifBuilt((*hooksTab).leave)
	s.incoming.ifBuilt(func(in *incoming) { in.show(false) })
	for _, t := range []*kit.Task{&s.load, &s.check, &s.act, &s.remote} {
		t.Cancel()
	}
	s.m.running, s.m.reading = false, false
	s.panel.key = "" // its buttons may be busy: they are made anew
}

// Reload implements frame.Reloader. Nothing that is being typed is touched.
func (s *Screen) Reload() {
	at := s.m.at
	if at.Agent == 0 {
		return
	}
	kit.Start(&s.load, s.ctx, func(ctx context.Context) (loaded, error) {
		view, err := s.deps.Get(ctx, at.Agent, at.Environment)
		if err != nil {
			return loaded{}, err
		}
		return loaded{view, s.deps.SecretStoreStatus(ctx)}, nil
	}, func(l loaded, err error) {
		if err != nil {
			s.failed(err)
			return
		}
		s.m.take(l)
		s.readRole()
		s.show()
	})
}

// readRole asks what the acting member may do here, which may have changed. Who
// may only look holds nothing back.
func (s *Screen) readRole() {
	s.m.role, s.m.owners = s.deps.Role(s.m.at.Agent), s.deps.Owners()
	if s.m.looksOnly() && s.m.editing {
		s.m.discard()
	}
}

func (s *Screen) failed(err error) {
	if s.stage.State() == kit.StageReady {
		s.shell.ShowError(err)
		return
	}
	s.stage.Failed(lang.L("The settings could not be read"), frame.ErrorText(err), s.retry, func() {
		s.shell.CopyText(frame.Details(err), lang.L("Details copied"))
	})
}

func (s *Screen) retry() {
	s.stage.Loading(skeleton())
	s.Reload()
}

// show brings the model onto the page.
func (s *Screen) show() {
	s.m.abilities = s.deps.Abilities(s.m.view.Channel.Protocol)
	if s.m.blank() {
		s.stage.Empty(s.blank())
		return
	}
	s.apply()
	if s.stage.State() != kit.StageReady {
		s.stage.Ready(s.ready)
	}
	s.buildAhead()
	s.askProvider()
	s.incoming.ifBuilt(func(in *incoming) {
		in.show(s.part() == frame.PartIncoming)
		in.reload()
	})
}

// refresh says at the foot what is changed, and lays the page out anew. What is not
// on the stage is laid out when it comes there.
func (s *Screen) refresh() {
	s.bar.apply()
	if s.stage.State() == kit.StageReady {
		s.ready.Refresh()
	}
}

// apply lets every part read the model, and lays the page out once.
func (s *Screen) apply() {
	s.m.abilities = s.deps.Abilities(s.m.view.Channel.Protocol)
	chosen := s.m.declaration().ID != ""
	setShown(s.first, chosen)
	s.notes.apply()
	s.protocol.apply()
	s.account.apply()
	s.secrets.apply()
	s.lacks.apply()
	s.panel.apply()
	s.hooks.ifBuilt((*hooksTab).apply)
	s.incoming.ifBuilt((*incoming).apply)
	s.refresh()
}

// blank is what a new agent shows where nothing was ever set up.
func (s *Screen) blank() fyne.CanvasObject {
	if s.m.looksOnly() {
		return kit.NewEmptyLarge(kit.KindNeutral, "eye", lang.L("Nothing is set up yet"), frame.AskOwners(s.m.owners))
	}
	create := kit.NewPrimary(lang.L("Create draft and start"), s.shell.CreateDraft).WithIcon("pencil-line")
	edit := kit.NewButton(lang.L("Edit published settings"), s.startEditing)
	return kit.NewEmptyLarge(kit.KindNeutral, "plug", lang.L("Nothing is set up yet"),
		lang.L("Prepare the channel in a draft and publish it when the connection check has passed. Or write straight into Published."),
		create, edit)
}

// showPart shows the page of a tab.
func (s *Screen) showPart(part string) {
	s.need(part)
	for name, page := range s.pages {
		setShown(page, name == part)
	}
	s.incoming.ifBuilt(func(in *incoming) { in.show(part == frame.PartIncoming && s.stage.State() == kit.StageReady) })
	s.refresh()
	s.askProvider()
}

// selectPart chooses a tab and shows it.
func (s *Screen) selectPart(part string) {
	s.tabs.Select(part)
	s.showPart(part)
}

// Escape implements frame.Escaper: it closes the details of a webhook.
func (s *Screen) Escape() bool {
	if s.part() != frame.PartIncoming || !s.incoming.get().detail.isOpen() {
		return false
	}
	in := s.incoming.get()
	in.detail.close()
	in.list.table.Focus()
	return true
}

// part is the tab that is showing.
func (s *Screen) part() string { return s.tabs.Selected() }

// CheckAgain implements frame.Checker.
func (s *Screen) CheckAgain() { s.MainAction() }

// MainAction implements frame.MainActor: the connection check.
func (s *Screen) MainAction() {
	if s.stage.State() == kit.StageReady {
		s.runCheck()
	}
}

// focusField leads to a field or secret by name, on the first tab.
func (s *Screen) focusField(name string) {
	s.selectPart(frame.PartAccount)
	if !s.account.focus(name) {
		s.secrets.focus(name)
	}
}

func setShown(o fyne.CanvasObject, shown bool) {
	if o.Visible() == shown {
		return
	}
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}

// skeleton is the page while it loads.
func skeleton() fyne.CanvasObject {
	card := func(widths ...float32) fyne.CanvasObject {
		return kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonBlock(widths...)))
	}
	form := kit.Col(16, card(120, 560, 480), card(90, 560, 420, 560, 420), card(110, 540, 300, 540))
	return kit.Page(kit.Pad(40, 0, 0, 0, kit.FormPanel(form, card(150, 240, 280, 200, 280, 240, 200), accountForm, panelLeast)))
}
