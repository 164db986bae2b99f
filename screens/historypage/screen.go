package historypage

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Screen is the page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx  context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at   frame.Place
	got  options
	role app.Role

	filters *filters
	strip   *strip
	list    *list
	detail  *detail
	export  *exporter
	stage   *frame.Stage // of the whole page
	ready   *fyne.Container
	content *fyne.Container
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
	_ frame.Searcher  = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
	_ frame.Escaper   = (*Screen)(nil)
)

// New builds the page; it reads nothing before Enter. It panics when something
// that is needed is missing from deps.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	if !deps.complete() {
		panic("historypage: incomplete Deps")
	}
	s := &Screen{deps: deps, shell: shell, clock: clock, ctx: context.Background()}
	s.stage = frame.NewStage(shell, lang.L("The history could not be read"), skeleton, s.readAll)
	s.export = newExporter(s)
	s.filters = newFilters(s)
	s.strip = newStrip()
	s.detail = newDetail(s)
	s.list = newList(s)
	s.ready = kit.Col(16, s.filters.row, s.strip.card, kit.Grow(s.list.stage))
	s.content = kit.Pad(20, 24, 24, 24, kit.Col(0, kit.Grow(s.stage)))
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("History") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page; part may be a frame.HistoryPart.
func (s *Screen) Enter(ctx context.Context, at frame.Place, part string) {
	s.ctx = ctx
	if at != s.at {
		s.at = at
		s.forget()
	}
	s.role = s.deps.Role(at.Agent)
	if l, ok := frame.PartHistory(part); ok {
		s.detail.wanted = l.Message
		if l.Message == "" || l != (frame.HistoryLink{Message: l.Message}) {
			s.detail.close(false)
			s.filters.choose(choiceOf(l))
			s.list.fresh = true
		}
	}
	if s.detail.mark != "" && !s.list.fresh {
		s.Reload() //nolint:contextcheck // a page reads in a time of its own; what is open keeps its row
		return
	}
	s.list.fresh = true // the newest is in sight
	s.readAll()
}

// readAll reads the page from the newest message on.
func (s *Screen) readAll() {
	s.readBase()
	s.list.readPage([]app.MessageID{0})
}

// Leave implements frame.Page. An export goes on, and so does what sends: its
// result must not be lost.
func (s *Screen) Leave() {
	s.stage.Cancel()
	s.filters.cancel()
	s.list.cancel()
	s.detail.load.Cancel()
}

// forget drops what belongs to another place.
func (s *Screen) forget() {
	s.Leave()
	s.got = options{}
	s.filters.choose(choice{})
	s.list.forget()
	s.stage.Forget()
}

// Reload implements frame.Reloader: rows that the person reads keep their places.
func (s *Screen) Reload() {
	s.readBase()
	s.list.refresh()
	s.detail.readAgain()
}

// FocusSearch implements frame.Searcher.
func (s *Screen) FocusSearch() { s.filters.search.Focus() }

// MainAction implements frame.MainActor: the export.
func (s *Screen) MainAction() {
	if s.stage.Shows() {
		s.export.ask()
	}
}

// Escape implements frame.Escaper: it closes the drawer.
func (s *Screen) Escape() bool {
	if s.detail.mark == "" {
		return false
	}
	s.detail.drawer.Close()
	return true
}

func (s *Screen) readBase() {
	at := s.at
	frame.Read(s.ctx, s.stage, func(ctx context.Context) (options, error) { return readOptions(ctx, s.deps, at) }, s.takeBase)
}

func (s *Screen) takeBase(o options) {
	s.got = o
	if !o.view.Declaration.AccountSaved(o.view.Channel) {
		s.stage.Empty(s.accountFirst())
		return
	}
	s.filters.offer(o)
	s.stage.Put(s.ready)
	s.detail.openWanted()
}

// accountFirst leads to what must be saved before anything can be sent.
func (s *Screen) accountFirst() fyne.CanvasObject {
	ask := lang.L("Messages go out through the channel's own number, and its account is not saved yet.")
	if owners := s.deps.Owners(); len(owners) > 0 {
		ask += " " + lang.L("Ask {{.Owners}}.", map[string]any{"Owners": strings.Join(owners, ", ")})
	}
	return frame.Middle(frame.AccountFirst(s.shell, s.role,
		lang.L("Messages go out through the channel's own number. Save its protocol, number and identifiers first."), ask))
}

// providerOf is what the provider of a message is called; present is the name of the
// channel's. Not on the UI thread.
func (d *Deps) providerOf(ctx context.Context, m app.Message, present string) (string, error) {
	if d.Provider == nil {
		return present, nil
	}
	name, err := d.Provider(ctx, m)
	if name == "" {
		name = present
	}
	return name, err
}

// providerName is what the provider of the channel is called.
func (s *Screen) providerName() string {
	if n := s.got.view.Declaration.Name; n != "" {
		return n
	}
	return lang.L("the provider")
}

// skeleton is the page while it is read for the first time.
func skeleton() fyne.CanvasObject {
	return kit.Col(16, kit.Row(8, kit.NewSkeletonBar(152), kit.NewSkeletonBar(112), kit.NewSkeletonBar(124), kit.Spring()),
		kit.Fix(0, stripHigh, kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonBlock(80, 120, 90)))), kit.Grow(rowsSkeleton()))
}

func rowsSkeleton() fyne.CanvasObject {
	return kit.NewCard(kit.NewSkeletonRows(10, 80, 130, 130, 70, 40, 90))
}
