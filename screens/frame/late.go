package frame

import (
	"context"

	"fyne.io/fyne/v2"
)

// Late is a page that is built when it is first asked for, so that the window
// opens without the pages that nobody looks at yet. It has every ability of a
// page and passes on those that the built one has. UI thread only.
type Late struct {
	build func() Page
	page  Page
}

var (
	_ Page          = (*Late)(nil)
	_ SubPage       = (*Late)(nil)
	_ FileTaker     = (*Late)(nil)
	_ Reloader      = (*Late)(nil)
	_ Checker       = (*Late)(nil)
	_ Searcher      = (*Late)(nil)
	_ Maker         = (*Late)(nil)
	_ MainActor     = (*Late)(nil)
	_ AddressCopier = (*Late)(nil)
	_ FullScreener  = (*Late)(nil)
	_ Escaper       = (*Late)(nil)
	_ Turner        = (*Late)(nil)
	_ Holder        = (*Late)(nil)
	_ Finisher      = (*Late)(nil)
)

// NewLate makes a page of what builds it.
func NewLate(build func() Page) *Late { return &Late{build: build} }

func (l *Late) get() Page {
	if l.page == nil {
		l.page = l.build()
	}
	return l.page
}

// Title implements Page.
func (l *Late) Title() string { return l.get().Title() }

// Content implements Page.
func (l *Late) Content() fyne.CanvasObject { return l.get().Content() }

// Enter implements Page.
func (l *Late) Enter(ctx context.Context, at Place, part string) { l.get().Enter(ctx, at, part) }

// Leave implements Page.
func (l *Late) Leave() { l.get().Leave() }

// Parent implements SubPage; it is "" for a page that stands by itself.
func (l *Late) Parent() string {
	if p, ok := l.page.(SubPage); ok {
		return p.Parent()
	}
	return ""
}

// TakeFiles implements FileTaker.
func (l *Late) TakeFiles(paths []string, at fyne.Position) {
	if p, ok := l.page.(FileTaker); ok {
		p.TakeFiles(paths, at)
	}
}

// Reload implements Reloader.
func (l *Late) Reload() {
	if p, ok := l.page.(Reloader); ok {
		p.Reload()
	}
}

// CheckAgain implements Checker; a page that cannot check reads again.
func (l *Late) CheckAgain() {
	if p, ok := l.page.(Checker); ok {
		p.CheckAgain()
		return
	}
	l.Reload()
}

// New implements Maker.
func (l *Late) New() bool {
	p, ok := l.page.(Maker)
	return ok && p.New()
}

// FocusSearch implements Searcher.
func (l *Late) FocusSearch() {
	if p, ok := l.page.(Searcher); ok {
		p.FocusSearch()
	}
}

// MainAction implements MainActor.
func (l *Late) MainAction() {
	if p, ok := l.page.(MainActor); ok {
		p.MainAction()
	}
}

// CopyAddress implements AddressCopier.
func (l *Late) CopyAddress() {
	if p, ok := l.page.(AddressCopier); ok {
		p.CopyAddress()
	}
}

// FullScreen implements FullScreener.
func (l *Late) FullScreen() {
	if p, ok := l.page.(FullScreener); ok {
		p.FullScreen()
	}
}

// Escape implements Escaper.
func (l *Late) Escape() bool {
	p, ok := l.page.(Escaper)
	return ok && p.Escape()
}

// Turned implements Turner.
func (l *Late) Turned() {
	if p, ok := l.page.(Turner); ok {
		p.Turned()
	}
}

// Held implements Holder.
func (l *Late) Held() int {
	if p, ok := l.page.(Holder); ok {
		return p.Held()
	}
	return 0
}

// Discard implements Holder.
func (l *Late) Discard() {
	if p, ok := l.page.(Holder); ok {
		p.Discard()
	}
}

// ReviewHeld implements Holder.
func (l *Late) ReviewHeld() {
	if p, ok := l.page.(Holder); ok {
		p.ReviewHeld()
	}
}

// Finish implements Finisher.
func (l *Late) Finish(done func()) {
	if p, ok := l.page.(Finisher); ok {
		p.Finish(done)
		return
	}
	done()
}
