package templateeditor

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// keepPause is how long after a change it is kept on the disk, keepMost how long a
// change waits at most while more of them come.
const (
	keepPause = 600 * time.Millisecond
	keepMost  = 2 * time.Second
	keepAgain = 10 * time.Second // after it failed
)

// work is one template on the desk.
type work struct {
	at      frame.Place
	d       app.TemplateDraft
	fresh   bool            // nothing was written yet
	touched map[string]bool // the parts in which something was written

	changes, kept int // counted, so that what came during a save is saved too
	since         time.Time
	saving        bool
	gone          bool // sent or thrown away: nothing is kept any more
	failed        error
	savedAt       time.Time
	after         []func()
	stop          func()
	task          kit.Task

	sending bool
	doing   string            // what the submission does, in words
	far     template.Progress // how far it is
	submit  kit.Task
	refused error // why the latest submission failed
}

// isKept reports whether all that was written is on the disk.
func (w *work) isKept() bool { return w.gone || !w.saving && w.kept == w.changes }

// soon calls a function on the UI thread after some time.
func soon(wait time.Duration, do func()) (stop func()) {
	t := time.AfterFunc(wait, func() { kit.Do(do) })
	return func() { t.Stop() }
}

// changed notes a change in a part: it is shown, checked soon, and kept soon.
func (s *Screen) changed(part string) {
	w := s.w
	if w == nil {
		return
	}
	w.fresh, w.touched[part] = false, true
	w.d.Problem, w.refused = app.Text{}, nil
	w.changes++
	s.preview.show()
	s.checkLater()
	s.keepSoon(w)
}

// keepSoon keeps what is written after a pause, and at the latest after keepMost.
func (s *Screen) keepSoon(w *work) {
	now := s.clock.Now()
	if w.since.IsZero() {
		w.since = now
	}
	if w.stop != nil {
		w.stop()
	}
	wait := max(min(keepPause, keepMost-now.Sub(w.since)), 0)
	w.stop = soon(wait, func() { s.keep(w, nil) })
}

// keep saves what is written now, and calls then, which may be nil, when that ended
// well or not.
func (s *Screen) keep(w *work, then func()) {
	if w.stop != nil {
		w.stop()
		w.stop = nil
	}
	if w.isKept() {
		if then != nil {
			then()
		}
		return
	}
	if then != nil {
		w.after = append(w.after, then)
	}
	if w.saving {
		return
	}
	w.saving, w.since = true, time.Time{}
	if !slices.Contains(s.keeping, w) {
		s.keeping = append(s.keeping, w)
	}
	saved, d := w.changes, cloneDraft(w.d)
	kit.Start(&w.task, context.WithoutCancel(s.ctx), func(ctx context.Context) (app.TemplateDraft, error) {
		return s.deps.Templates.SaveDraft(ctx, w.at.Agent, w.at.Environment, d)
	}, func(d app.TemplateDraft, err error) { s.keptNow(w, saved, d, err) })
}

func (s *Screen) keptNow(w *work, saved int, d app.TemplateDraft, err error) {
	w.saving, w.failed = false, err
	if err == nil {
		w.kept, w.savedAt = saved, d.SavedAt
		w.d.ID, w.d.ChannelID, w.d.CreatedBy, w.d.SavedAt = d.ID, d.ChannelID, d.CreatedBy, d.SavedAt
	}
	switch {
	case w.isKept():
		s.unkept = slices.DeleteFunc(s.unkept, func(u *work) bool { return u == w })
	case err == nil && (w != s.w || len(w.after) > 0):
		s.keep(w, nil)
		return
	case err != nil:
		w.stop = soon(keepAgain, func() { s.keep(w, nil) })
	}
	s.keeping = slices.DeleteFunc(s.keeping, func(k *work) bool { return k == w })
	after := w.after
	w.after = nil
	for _, do := range after {
		do()
	}
	if w == s.w {
		s.verdict.showKept()
	}
}

// whenKept goes on when nothing is on its way to the disk.
func (s *Screen) whenKept(do func()) {
	if len(s.keeping) == 0 {
		do()
		return
	}
	s.keep(s.keeping[0], nil)
	w := s.keeping[0]
	w.after = append(w.after, func() { s.whenKept(do) })
}

// takeUnkept gives what could not be kept of a draft when it was left.
func (s *Screen) takeUnkept(at frame.Place, id app.TemplateDraftID) *work {
	for i, w := range s.unkept {
		if w.at == at && w.d.ID == id && !w.gone {
			s.unkept = slices.Delete(s.unkept, i, i+1)
			return w
		}
	}
	return nil
}

// takeSent gives a draft that is still on its way to the provider.
func (s *Screen) takeSent(at frame.Place, id app.TemplateDraftID) *work {
	for _, w := range s.sending {
		if w.at == at && w.d.ID == id {
			return w
		}
	}
	return nil
}

// Finish implements frame.Finisher.
func (s *Screen) Finish(done func()) {
	waiting := 1
	arrived := func() {
		if waiting--; waiting == 0 {
			done()
		}
	}
	for _, w := range append(slices.Clone(s.unkept), s.w) {
		if w != nil && !w.isKept() {
			waiting++
			s.keep(w, arrived)
		}
	}
	for _, w := range s.keeping {
		if w != s.w && !slices.Contains(s.unkept, w) {
			waiting++
			w.after = append(w.after, arrived)
		}
	}
	arrived()
}
