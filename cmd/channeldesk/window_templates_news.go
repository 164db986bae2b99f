package main

import (
	"time"

	"channeldesk/app"
	"channeldesk/app/template"
)

// newsPause gathers what is told at once.
const newsPause = 400 * time.Millisecond

// keepTellingTemplates tells what providers decide about templates, until the
// workspace closes. It looks when something changed, here or by another program.
func (d *windowDesk) keepTellingTemplates(tell func([]template.Decision)) {
	changed := make(chan struct{}, 1)
	heard := d.w.Bus.Subscribe(func(app.Event) {
		select {
		case changed <- struct{}{}:
		default:
		}
	}, app.TemplatesChanged, app.AgentsChanged)
	d.w.work.Go(func() {
		defer heard.Close()
		watch := d.w.Templates.Decisions()
		for {
			ctx := d.w.ctx
			if m, ok := d.Me(); ok {
				ctx = app.WithMember(ctx, m)
			}
			news, err := watch.Look(ctx)
			switch {
			case d.w.ctx.Err() != nil:
				return
			case err != nil:
				d.w.Log.Warn("look for news of templates", "cause", err)
			case len(news) > 0:
				tell(news)
			}
			select {
			case <-d.w.ctx.Done():
				return
			case <-changed:
			}
			pause := time.NewTimer(newsPause)
			select {
			case <-d.w.ctx.Done():
				pause.Stop()
				return
			case <-pause.C:
			}
		}
	})
}
