package channelpage

import (
	"time"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// lazy is a tab that is built when it is first needed: the page comes up sooner
// without those that nobody looks at yet. UI thread only.
type lazy[T any] struct {
	build func() T
	added func(T) // is told once, when the tab was built
	tab   T
	built bool
}

// get gives the tab, built.
func (l *lazy[T]) get() T {
	if !l.built {
		l.tab, l.built = l.build(), true
		l.added(l.tab)
	}
	return l.tab
}

// ifBuilt does something with the tab when it is there. One that is not holds nothing
// that could be typed, masked or ended.
func (l *lazy[T]) ifBuilt(do func(T)) {
	if l.built {
		do(l.tab)
	}
}

// buildLater says how the tabs are built that are not seen first. One that comes when
// the others are shown already reads the model at once.
func (s *Screen) buildLater() {
	s.hooks.build = func() *hooksTab { return newHooksTab(s) }
	s.hooks.added = func(h *hooksTab) {
		s.addPage(frame.PartWebhook, h.page)
		if s.stage.State() == kit.StageReady {
			h.apply()
		}
	}
	s.incoming.build = func() *incoming { return newIncoming(s) }
	s.incoming.added = func(in *incoming) {
		s.addPage(frame.PartIncoming, in.page)
		if s.stage.State() == kit.StageReady {
			in.apply()
		}
	}
}

// need builds a tab unless it is there.
func (s *Screen) need(part string) {
	switch part {
	case frame.PartWebhook:
		s.hooks.get()
	case frame.PartIncoming:
		s.incoming.get()
	}
}

// buildAhead builds the tabs that are not there yet, one after the other in moments of
// their own, so that they come up quickly when they are chosen.
func (s *Screen) buildAhead() {
	s.endAhead()
	for _, part := range parts {
		if _, built := s.pages[part]; !built {
			s.stopAhead = s.ahead(func() {
				s.need(part)
				s.buildAhead()
			})
			return
		}
	}
}

// endAhead builds nothing more that nobody asked for.
func (s *Screen) endAhead() {
	if s.stopAhead != nil {
		s.stopAhead()
		s.stopAhead = nil
	}
}

// moment is how long the page is left alone before a tab is built ahead.
const moment = 150 * time.Millisecond

func inAMoment(do func()) (stop func()) { return laterOnScreen(moment, do) }

// laterOnScreen calls a function on the UI thread after some time.
func laterOnScreen(wait time.Duration, do func()) (stop func()) {
	t := time.AfterFunc(wait, func() { kit.Do(do) })
	return func() { t.Stop() }
}
