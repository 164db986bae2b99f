package screens

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/kit"
)

// ReviewPublish implements frame.Shell. What is being typed in the Draft is saved
// first, so that the review shows it.
func (w *Window) ReviewPublish() { w.unlessViewer(w.reviewPublish) }

func (w *Window) reviewPublish() {
	agent := w.agent
	if agent.ID == 0 || w.bar.publish.Busy() {
		return
	}
	if !agent.HasDraft {
		w.explainNoDraft()
		return
	}
	w.bar.publish.SetBusy(true)
	back := w.lendFocus()
	w.whenSaved(func() {
		kit.Start(&w.reviewTask, w.ctx(), func(ctx context.Context) (channel.Review, error) {
			return w.Deps.ReviewDraft(ctx, agent.ID)
		}, func(r channel.Review, err error) {
			w.bar.publish.SetBusy(false)
			if agent.ID == w.agent.ID && !w.ended() {
				back()
			}
			switch {
			case agent.ID != w.agent.ID || w.ended():
			case err != nil:
				w.ShowError(err)
			case len(r.Rows) == 0:
				w.Toast(kit.KindNeutral, lang.L("Draft and Published are the same"), "", nil)
				w.readView()
			default:
				w.showReview(w.publishing(agent.ID), r)
			}
		})
	})
}

func (w *Window) publishing(agent app.AgentID) review {
	return review{
		title: lang.L("Review and publish"), do: lang.L("Publish now"), after: lang.L("After publishing"), ticks: true,
		head: draftToPublished(),
		subtitle: func(n int) string {
			return plural(n, "1 difference. It reaches customers as soon as you publish, if it is ticked.", "{{.N}} differences. Those that are ticked reach customers as soon as you publish.")
		},
		read: func(ctx context.Context) (channel.Review, error) { return w.Deps.ReviewDraft(ctx, agent) },
		check: func(ctx context.Context, turned func(app.CheckStep)) (app.CheckReport, error) {
			return w.Deps.Check(ctx, agent, app.Draft, turned)
		},
		save: func(ctx context.Context, r channel.Review, names []string, note string) error {
			return w.Deps.Publish(ctx, agent, channel.Publication{Names: names, BaseVersion: r.BaseVersion, Basis: r.Basis, Note: note})
		},
		saved: func(n int) {
			w.Toast(kit.KindOK, plural(n, "Published. 1 change is live", "Published. {{.N}} changes are live"), "", nil)
			w.readView()
		},
	}
}

// ReviewEdits implements frame.Shell.
func (w *Window) ReviewEdits(e channel.Edits, done func(bool)) {
	agent := w.agent.ID
	rd := review{
		title: lang.L("Review published settings"), do: lang.L("Save to Published"), after: lang.L("After saving"),
		head: publishedChip(),
		subtitle: func(n int) string {
			return plural(n, "1 change will reach customers as soon as you save it.", "{{.N}} changes will reach customers as soon as you save them.")
		},
		read: func(ctx context.Context) (channel.Review, error) { return w.Deps.ReviewEdits(ctx, agent, e) },
		save: func(ctx context.Context, r channel.Review, _ []string, note string) error {
			edits := e
			edits.BaseVersion = r.BaseVersion
			return w.Deps.Save(ctx, agent, app.Published, edits, note)
		},
		saved: func(n int) {
			done(true)
			w.Toast(kit.KindOK, plural(n, "Saved. 1 change is live", "Saved. {{.N}} changes are live"), "", nil)
			w.readView()
		},
		dropped: func() { done(false) },
	}
	kit.Start(&w.reviewTask, w.ctx(), rd.read, func(r channel.Review, err error) {
		switch {
		case agent != w.agent.ID || w.ended():
			done(false)
		case err != nil:
			w.ShowError(err)
			done(false)
		case len(r.Rows) == 0:
			w.Toast(kit.KindNeutral, lang.L("Nothing differs from what is published"), "", nil)
			done(true)
		default:
			w.showReview(rd, r)
		}
	})
}

// ReviewRestore implements frame.Shell.
func (w *Window) ReviewRestore(agent app.AgentID, number int) {
	rd := review{
		title: lang.L("Restore version {{.N}}", map[string]any{"N": number}), do: lang.L("Restore it"), after: lang.L("After restoring"),
		head: publishedChip(),
		subtitle: func(n int) string {
			return plural(n, "1 setting goes back as soon as you restore. It becomes a new version.", "{{.N}} settings go back as soon as you restore. They become a new version.")
		},
		read: func(ctx context.Context) (channel.Review, error) { return w.Deps.ReviewRestore(ctx, agent, number) },
		save: func(ctx context.Context, r channel.Review, _ []string, note string) error {
			return w.Deps.Restore(ctx, agent, number, r.BaseVersion, note)
		},
		saved: func(int) {
			w.Toast(kit.KindOK, lang.L("Version {{.N}} is live again", map[string]any{"N": number}), "", nil)
			w.readView()
		},
	}
	kit.Start(&w.reviewTask, w.ctx(), rd.read, func(r channel.Review, err error) {
		switch {
		case agent != w.agent.ID || w.ended():
		case err != nil:
			w.ShowError(err)
		case len(r.Rows) == 0:
			w.Toast(kit.KindNeutral, lang.L("Published is already as version {{.N}} was", map[string]any{"N": number}), "", nil)
		default:
			w.showReview(rd, r)
		}
	})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return lang.L(one)
	}
	return lang.L(many, map[string]any{"N": n})
}
