package main

import (
	"context"
	"path/filepath"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
)

// newBulk makes the service of bulk sends over the queue.
func (w *workspace) newBulk(queue *notify.Service) *bulk.Service {
	return bulk.New(bulk.Params{
		Store: w.Store, Templates: bulkTemplates{w.Templates}, Queue: bulkQueue{queue, w}, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Log: w.Log,
		Dir: filepath.Join(w.Dir, "bulk"),
	})
}

// bulkTemplates are the templates as bulk sends see them.
type bulkTemplates struct{ *template.Service }

func (bulkTemplates) Filler(t app.Template) bulk.Fill { return template.NewFiller(t).Fill }

func (bulkTemplates) BodyNames(t app.Template) (names []string) {
	for _, v := range template.Variables(t) {
		if v.Where == "body" {
			names = append(names, v.Name)
		}
	}
	return names
}

// bulkQueue is sending as bulk sends see it.
type bulkQueue struct {
	*notify.Service
	w *workspace
}

// Sending is what the channel's protocol says by its fields and its latest check.
func (q bulkQueue) Sending(ctx context.Context, id app.ChannelID) (protocol.Sending, error) {
	return q.w.Channel.Sending(ctx, id)
}

func (q bulkQueue) Paused(id app.ChannelID) (what, fix app.Text, ok bool) {
	for _, p := range q.Pauses() {
		if p.Channel == id {
			return p.What, p.Fix, true
		}
	}
	return what, fix, false
}
