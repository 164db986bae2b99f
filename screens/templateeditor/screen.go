package templateeditor

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// read is everything that the page reads of one place.
type read struct {
	view    channel.View
	checker *template.Checker
	all     []app.Template
	draft   app.TemplateDraft
	found   bool // the draft that was asked for is there
}

// Screen is the page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx   context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at    frame.Place
	asked app.TemplateDraftID // what is read
	got   read
	offer protocol.TemplateOffer
	role  app.Role

	w       *work   // what is being written; nil before it was read
	unkept  []*work // what could not be kept when it was left
	keeping []*work // what is on its way to the disk
	sending []*work // what is on its way to the provider

	form     *form
	preview  *preview
	verdict  *verdict
	findings []protocol.TemplateFinding
	stage    *frame.Stage
	ready    *fyne.Container
	content  *fyne.Container

	check, drop kit.Task
	checkSoon   func() // stops a check that waits; nil when none does
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.SubPage   = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
	_ frame.Finisher  = (*Screen)(nil)
	_ frame.FileTaker = (*Screen)(nil)
	_ frame.Turner    = (*Screen)(nil)
)

// formWidth and panelMin are as drawn.
const (
	formWidth = 640
	panelMin  = 336
)

// New builds the page; it reads nothing before Enter. It panics when something is
// missing from deps.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	if deps.Templates == nil || deps.Get == nil || deps.Role == nil || deps.Owners == nil || deps.ChooseFile == nil {
		panic("templateeditor: incomplete Deps")
	}
	s := &Screen{deps: deps, shell: shell, clock: clock, ctx: context.Background()}
	s.stage = frame.NewStage(shell, lang.L("The template could not be read"), skeleton, func() { s.read(s.asked) })
	s.form = newForm(s)
	s.preview = newPreview(s)
	s.verdict = newVerdict(s)
	s.ready = &fyne.Container{Layout: &deskLayout{s: s}, Objects: []fyne.CanvasObject{s.form.card, s.preview.card, s.verdict.card}}
	s.content = kit.Page(kit.Col(0, kit.Grow(s.stage)))
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string {
	switch {
	case s.w != nil && s.w.d.Edits != "":
		return lang.L("Edit template")
	case s.declares():
		return lang.L("Declare a template")
	}
	return lang.L("New template")
}

// Parent implements frame.SubPage.
func (s *Screen) Parent() string { return frame.Templates }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page; part is a frame.DraftPart, or "" for a new template.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	s.ctx, s.at = ctx, at
	s.letGo() //nolint:contextcheck // what was written is kept, whoever leaves
	s.w, s.got, s.findings = nil, read{}, nil
	s.stage.Forget()
	s.form.special.forget()
	id, _ := frame.PartDraft(part)
	if s.w = s.takeSent(at, id); s.w == nil {
		s.w = s.takeUnkept(at, id)
	}
	s.whenKept(func() { //nolint:contextcheck // what was written is kept, whoever leaves
		if s.ctx == ctx {
			s.read(id) //nolint:contextcheck // what a row asks for later has the page's context
		}
	})
}

// Leave implements frame.Page. What is typed is kept, and a submission that is under
// way goes on: what the provider makes of it must not be lost.
func (s *Screen) Leave() {
	s.stage.Cancel()
	s.check.Cancel()
	if s.checkSoon != nil {
		s.checkSoon()
		s.checkSoon = nil
	}
	s.letGo()
}

// letGo keeps what was typed, in memory when it cannot be kept on the disk.
func (s *Screen) letGo() {
	w := s.w
	if w == nil || w.isKept() {
		return
	}
	s.keep(w, func() {
		if !w.isKept() && !slices.Contains(s.unkept, w) {
			s.unkept = append(s.unkept, w)
			s.shell.Toast(kit.KindDanger, lang.L("The template could not be saved. It stays here as long as the window is open."), "", nil)
		}
	})
}

// Reload implements frame.Reloader. What is being written stays as it is.
func (s *Screen) Reload() {
	if s.w == nil {
		return
	}
	s.read(s.w.d.ID)
}

func (s *Screen) read(id app.TemplateDraftID) {
	at := s.at
	s.asked = id
	frame.Read(s.ctx, s.stage, func(ctx context.Context) (r read, err error) {
		if r.view, err = s.deps.Get(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if !r.view.Declaration.AccountSaved(r.view.Channel) {
			return r, nil
		}
		if r.checker, err = s.deps.Templates.Checker(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if r.all, _, err = s.deps.Templates.List(ctx, at.Agent, at.Environment); err != nil || id == 0 {
			return r, err
		}
		drafts, err := s.deps.Templates.Drafts(ctx, at.Agent, at.Environment)
		for _, d := range drafts {
			if d.ID == id {
				r.draft, r.found = d, true
			}
		}
		return r, err
	}, func(r read) { s.take(id, r) })
}

func (s *Screen) take(id app.TemplateDraftID, r read) {
	s.got, s.role = r, s.deps.Role(s.at.Agent)
	if r.checker == nil {
		s.stage.Empty(s.accountFirst())
		return
	}
	s.offer = r.checker.Offer()
	if s.w == nil {
		if id != 0 && !r.found {
			s.stage.Empty(s.draftGone())
			return
		}
		s.begin(r)
	}
	if !s.stage.Shows() {
		s.form.show()
		s.stage.Put(s.ready)
		kit.Do(s.form.toTop)
		s.shell.Retitle()
		if s.w.fresh && s.mayWrite() {
			s.focusOn(s.form.head.name)
		}
	}
	s.verdict.showSending()
	s.form.lock()
	s.form.tell()
	s.preview.show()
	s.checkNow()
}

// begin puts a draft on the desk, or an empty sheet.
func (s *Screen) begin(r read) {
	s.w = &work{at: s.at, d: r.draft, touched: map[string]bool{}}
	if !r.found {
		s.w.fresh = true
		s.w.d = app.TemplateDraft{Language: first(languagesOf(s.offer)), Design: app.TemplateDesign{Category: firstCategory(s.offer)}}
	}
	s.w.savedAt = r.draft.SavedAt
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// focusOn moves the focus into a field that may be too new to know its window.
func (s *Screen) focusOn(f *kit.TextField) {
	if win := s.shell.Window(); win != nil {
		win.Canvas().Focus(f.Focusable())
	}
}

// lead moves the keyboard to the part that a rule is about, and the part into sight.
func (s *Screen) lead(part, rule string) {
	s.form.focus(part, rule)
	s.revealFocus()
}

// revealFocus brings what has the keyboard into sight, once it was laid out.
func (s *Screen) revealFocus() {
	kit.Do(func() {
		win := s.shell.Window()
		if win == nil {
			return
		}
		if o, ok := win.Canvas().Focused().(fyne.CanvasObject); ok {
			kit.Reveal(o)
		}
	})
}

// edited is the template that the draft changes; ok is false for a new one.
func (s *Screen) edited() (t app.Template, ok bool) {
	if s.w == nil || s.w.d.Edits == "" {
		return t, false
	}
	for _, t := range s.got.all {
		if t.ProviderID == s.w.d.Edits {
			return t, true
		}
	}
	return t, false
}

// declares reports whether templates are only written down here.
func (s *Screen) declares() bool { return s.got.checker != nil && !s.offer.Listed }

// mayWrite reports whether the member may write templates.
func (s *Screen) mayWrite() bool { return s.role.Allows(app.MaySend) }

// locked reports whether nothing can be changed now.
func (s *Screen) locked() bool { return s.w == nil || s.w.sending || !s.mayWrite() }

// provider is the provider's name.
func (s *Screen) provider() string { return s.got.view.Declaration.Name }

// MainAction implements frame.MainActor: it sends the template for review.
func (s *Screen) MainAction() {
	if s.stage.Shows() && !s.verdict.send.Disabled() {
		s.sendForReview()
	}
}

// TakeFiles implements frame.FileTaker: a file is the example of the header, or of
// the card that is shown.
func (s *Screen) TakeFiles(paths []string, _ fyne.Position) {
	if !s.stage.Shows() || s.locked() || len(paths) == 0 {
		return
	}
	s.form.takeFile(paths[0])
}

// accountFirst leads to what must be saved before there are templates.
func (s *Screen) accountFirst() fyne.CanvasObject {
	text := lang.L("Templates belong to the channel's own account. Save its protocol, number and identifiers first.")
	return frame.Middle(frame.AccountFirst(s.shell, s.role, text, text))
}

// draftGone tells that somebody sent or threw away what was to be opened.
func (s *Screen) draftGone() fyne.CanvasObject {
	return frame.Middle(kit.NewEmptyLarge(kit.KindNeutral, "message-square-text", lang.L("This draft is not there any more"),
		lang.L("It was sent for review or thrown away, here or in another window."),
		kit.NewPrimary(lang.L("Show the templates"), func() { s.shell.Go(frame.Templates, "") })))
}

// skeleton is the page while it is read.
func skeleton() fyne.CanvasObject {
	return kit.Col(16, kit.FormPanel(kit.NewCard(kit.NewSkeletonRows(8, 240, 320)), kit.NewCard(kit.NewSkeletonRows(6, 220)), formWidth, panelMin))
}
