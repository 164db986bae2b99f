package main

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/radar"
	"channeldesk/screens/frame"
)

// keepWarning tells on the desktop of tokens and other things that end, each
// time in good time, until the workspace closes. Between two ends it waits; it
// looks again when something changed.
func (w *workspace) keepWarning(tell func([]radar.End)) {
	changed := make(chan struct{}, 1)
	heard := w.Bus.Subscribe(func(e app.Event) {
		switch e.Kind {
		case app.ChannelChanged, app.CheckChanged, app.SecretsChanged, app.AgentsChanged:
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	})
	w.work.Go(func() {
		defer heard.Close()
		for {
			due, next, err := w.Radar.Due(w.ctx)
			switch {
			case w.ctx.Err() != nil:
				return
			case err != nil:
				w.Log.Warn("look for what ends", "cause", err)
				next = w.Clock.Now().Add(time.Hour)
			case len(due) > 0:
				tell(due)
			}
			if !w.waitUntil(next, changed) {
				return
			}
		}
	})
}

// longestWait is how long one wait may be: a computer that slept, or whose clock
// was set, looks again soon enough.
const longestWait = 6 * time.Hour

// waitUntil waits for a moment, never for the zero one, or for a change. It
// reports false when the workspace closes.
func (w *workspace) waitUntil(next time.Time, changed <-chan struct{}) bool {
	var due <-chan time.Time
	if !next.IsZero() {
		timer := time.NewTimer(min(longestWait, max(time.Second, next.Sub(w.Clock.Now()))))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-w.ctx.Done():
		return false
	case <-changed:
	case <-due:
	}
	return true
}

// notifyEnds shows what ends as notifications of the desktop: one each, or one
// for all when they are many.
func notifyEnds(a fyne.App, ends []radar.End) {
	const most = 3
	if len(ends) > most {
		a.SendNotification(fyne.NewNotification(lang.L("{{.N}} things end soon", map[string]any{"N": len(ends)}), frame.T(ends[0].Text)))
		return
	}
	for _, e := range ends {
		a.SendNotification(fyne.NewNotification(e.Agent.Name, frame.T(e.Text)))
	}
}
