package templatepage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// read is everything that the page shows of one place.
type read struct {
	view   channel.View
	offer  protocol.TemplateOffer
	list   []app.Template
	sync   app.TemplateSync
	drafts []app.TemplateDraft
}

// Screen is the page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx    context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at     frame.Place
	got    read
	groups []group // all of them, in the order of the list
	fresh  bool    // the order may change: nobody is reading this list yet
	wanted app.TemplateID
	role   app.Role
	mayDo  bool
	// name and language are what is chosen in the list.
	name, language string

	head    *head
	reason  *fyne.Container // why there are no buttons
	problem *fyne.Container // why the list is not up to date
	list    *list
	detail  *detail
	stage   *frame.Stage
	ready   *fyne.Container
	content *fyne.Container
	keep    kit.Task
	kept    frame.Place // what is being kept up to date
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
	_ frame.Checker   = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
	_ frame.Maker     = (*Screen)(nil)
	_ frame.Searcher  = (*Screen)(nil)
	_ frame.Escaper   = (*Screen)(nil)
)

// New builds the page; it reads nothing before Enter. It panics when something
// that is needed is missing from deps.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	if deps.Templates == nil || deps.Get == nil || deps.Role == nil || deps.Owners == nil || deps.EditTemplate == nil {
		panic("templatepage: incomplete Deps")
	}
	s := &Screen{deps: deps, shell: shell, clock: clock, ctx: context.Background(), reason: kit.Stack(), problem: kit.Stack()}
	s.stage = frame.NewStage(shell, lang.L("The templates could not be read"), skeleton, s.Reload)
	s.reason.Hide()
	s.problem.Hide()
	s.head = newHead(s)
	s.list = newList(s)
	s.detail = newDetail(s)
	split := &fyne.Container{Layout: splitLayout{}, Objects: []fyne.CanvasObject{s.list.card, s.detail.card}}
	s.ready = kit.Col(16, s.head.row, s.reason, s.problem, kit.Grow(split))
	s.content = kit.Pad(20, 24, 24, 24, kit.Col(0, kit.Grow(s.stage)))
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Templates") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page; part may be a frame.TemplatePart.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	s.ctx, s.fresh = ctx, true
	if at != s.at {
		s.at = at
		s.forget()
	}
	if id, ok := frame.PartTemplate(part); ok {
		s.wanted = id
	}
	s.Reload()
}

// Leave implements frame.Page. What makes a copy or deletes goes on: its result
// must not be lost.
func (s *Screen) Leave() {
	s.stage.Cancel()
	s.keep.Cancel()
	s.kept = frame.Place{}
	s.head.leave()
	s.detail.leave()
}

// forget drops what belongs to another place.
func (s *Screen) forget() {
	s.got, s.groups, s.name, s.language = read{}, nil, "", ""
	s.head.forget()
	s.detail.forget()
	s.stage.Forget()
}

// Reload implements frame.Reloader.
func (s *Screen) Reload() {
	at := s.at
	frame.Read(s.ctx, s.stage, func(ctx context.Context) (r read, err error) {
		if r.view, err = s.deps.Get(ctx, at.Agent, at.Environment); err != nil || !r.view.Declaration.AccountSaved(r.view.Channel) {
			return r, err
		}
		if r.offer, err = s.deps.Templates.Offer(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if r.list, r.sync, err = s.deps.Templates.List(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		r.drafts, err = s.deps.Templates.Drafts(ctx, at.Agent, at.Environment)
		return r, err
	}, s.take)
}

// CheckAgain implements frame.Checker: it asks the provider.
func (s *Screen) CheckAgain() {
	if s.got.offer.Listed && s.mayDo {
		s.head.startSync()
		return
	}
	s.Reload()
}

// MainAction implements frame.MainActor: a new template.
func (s *Screen) MainAction() { s.newTemplate() }

func (s *Screen) pressNew() { s.newTemplate() }

// New implements frame.Maker.
func (s *Screen) New() bool { return s.newTemplate() }

// FocusSearch implements frame.Searcher.
func (s *Screen) FocusSearch() {
	if s.stage.Shows() {
		s.head.search.Focus()
	}
}

// Escape implements frame.Escaper: it empties the search.
func (s *Screen) Escape() bool {
	if !s.stage.Shows() || !s.head.chosen.narrowed() {
		return false
	}
	s.head.clear()
	return true
}

// newTemplate begins one in the editor, and reports whether it could.
func (s *Screen) newTemplate() bool {
	read := s.stage.Shows() || s.stage.State() == kit.StageEmpty
	if !read || !s.mayDo || !s.got.view.Declaration.AccountSaved(s.got.view.Channel) {
		return false
	}
	s.deps.EditTemplate(app.TemplateDraft{})
	return true
}

func (s *Screen) take(r read) {
	s.got, s.role = r, s.deps.Role(s.at.Agent)
	s.mayDo = s.role.Allows(app.MaySend)
	if !r.view.Declaration.AccountSaved(r.view.Channel) {
		s.stage.Empty(s.accountFirst())
		return
	}
	s.keepFresh()
	groups := groupUp(r.list, r.drafts)
	if !s.fresh {
		groups = keepOrder(groups, namesOf(s.groups), s.list.table.AtTop())
	}
	s.groups, s.fresh = groups, false
	s.showNotes()
	s.head.show()
	if len(s.groups) == 0 && !s.head.busy {
		s.stage.Empty(s.empty())
		return
	}
	s.chooseWanted()
	s.list.show()
	if !s.stage.Put(s.ready) {
		s.content.Refresh()
	}
}

// keepFresh looks at the provider's list from time to time while the page is open.
func (s *Screen) keepFresh() {
	if !s.got.offer.Listed || s.kept == s.at {
		return
	}
	s.kept = s.at
	at := s.at
	kit.Start(&s.keep, s.ctx, func(ctx context.Context) (struct{}, error) {
		s.deps.Templates.KeepFresh(ctx, at.Agent, at.Environment)
		return struct{}{}, nil
	}, nil)
}

// chooseWanted turns to the template that a link led to.
func (s *Screen) chooseWanted() {
	for _, g := range s.groups {
		for _, e := range g.entries {
			if e.known() && e.template.ID == s.wanted {
				s.name, s.language = g.name, e.language
			}
		}
	}
	s.wanted = 0
}

// choose turns the details to a template.
func (s *Screen) choose(name, language string) {
	s.name, s.language = name, language
	s.detail.show()
}

// chosen is what the details show; ok is false when there is nothing.
func (s *Screen) chosen() (g group, e entry, ok bool) {
	for _, g := range s.list.shown {
		if g.name == s.name {
			return g, g.at(s.language), true
		}
	}
	return g, e, false
}

// splitLayout puts the list beside the details, which give way on narrow windows.
type splitLayout struct{}

const (
	detailWide, detailSlim = 380, 308
	splitGap               = 16
)

func (splitLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

func (splitLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	right := float32(detailWide)
	if size.Width < kit.PanelBreak {
		right = detailSlim
	}
	left := max(size.Width-right-splitGap, 0)
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left+splitGap, 0))
	objects[1].Resize(fyne.NewSize(right, size.Height))
}
