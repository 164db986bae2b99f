package templateeditor

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// sendForReview keeps what is written and hands it to the provider, or declares it.
func (s *Screen) sendForReview() {
	w := s.w
	if w == nil || w.sending || !s.mayWrite() {
		return
	}
	w.changes++ // a draft that was never saved is saved too
	s.setSending(w, true, lang.L("Saving"))
	s.keep(w, func() {
		if w.failed != nil || w.d.ID == 0 {
			s.setSending(w, false, "")
			s.shell.ShowError(w.failed)
			return
		}
		s.hand(w)
	})
}

// sent is how a submission ended: the template, or the draft as it stands after it
// was refused.
type sent struct {
	template app.Template
	draft    app.TemplateDraft
	left     bool // the draft is still there
}

// hand goes on when the page is left: what the provider makes of it must not be lost.
func (s *Screen) hand(w *work) {
	id, at := w.d.ID, w.at
	kit.Start(&w.submit, context.WithoutCancel(s.ctx), func(ctx context.Context) (r sent, err error) {
		r.template, err = s.deps.Templates.Submit(ctx, at.Agent, at.Environment, id, func(p template.Progress) {
			kit.Do(func() { s.progress(w, p) })
		})
		if err == nil {
			return r, nil
		}
		// What was uploaded before it failed need not be uploaded again.
		r.draft, r.left = s.draftNow(context.WithoutCancel(ctx), w)
		return r, err
	}, func(r sent, err error) { s.handed(w, r, err) })
}

// draftNow reads the draft as it stands on the disk.
func (s *Screen) draftNow(ctx context.Context, w *work) (d app.TemplateDraft, ok bool) {
	drafts, err := s.deps.Templates.Drafts(ctx, w.at.Agent, w.at.Environment)
	for _, d := range drafts {
		if err == nil && d.ID == w.d.ID {
			return d, true
		}
	}
	return d, false
}

// stopSending breaks a submission off. What was uploaded stays there, and the next
// one goes on from it.
func (s *Screen) stopSending() {
	if w := s.w; w != nil && w.sending {
		w.submit.Cancel()
		s.setSending(w, false, "")
		kit.Start(&w.submit, context.WithoutCancel(s.ctx), func(ctx context.Context) (r sent, err error) {
			r.draft, r.left = s.draftNow(ctx, w)
			return r, nil
		}, func(r sent, _ error) { s.arrived(w, r) })
	}
}

// arrived takes over what came to the provider before it failed or was stopped.
func (s *Screen) arrived(w *work, r sent) {
	if r.left {
		takeHandles(&w.d.Design, r.draft.Design)
		w.d.Uploads = r.draft.Uploads
	}
	if w == s.w {
		s.form.heading.sample.show()
		s.form.special.cards.show()
		s.verdict.show()
	}
}

// progress tells how far it is.
func (s *Screen) progress(w *work, p template.Progress) {
	if !w.sending {
		return
	}
	w.far = p
	switch p.Stage {
	case template.Uploading:
		w.doing = lang.L("Uploading {{.File}}, {{.Percent}}", map[string]any{"File": p.File, "Percent": percent(p.Done, p.Total)})
	case template.Submitting:
		w.doing = lang.L("Sending to {{.Provider}}", map[string]any{"Provider": s.provider()})
	case template.Looking:
		w.doing = lang.L("The answer did not come. Looking whether it arrived.")
	}
	if w == s.w {
		s.verdict.showSending()
		s.verdict.card.Refresh()
	}
}

// setSending locks the form while a submission goes on: what is written then would
// not be part of it.
func (s *Screen) setSending(w *work, sending bool, text string) {
	w.sending, w.doing, w.far = sending, text, template.Progress{}
	s.sending = slices.DeleteFunc(s.sending, func(o *work) bool { return o == w })
	if sending {
		s.sending = append(s.sending, w)
	}
	if w != s.w {
		return
	}
	s.verdict.showSending()
	s.form.lock()
	s.verdict.show()
}

// showSending tells how far the submission of what is on the desk is.
func (v *verdict) showSending() {
	w := v.s.w
	uploads := w.sending && w.far.Stage == template.Uploading
	lost := !uploads && v.halt.State().Focused
	v.send.SetBusy(w.sending)
	v.bar.SetShare(float64(w.far.Done) / float64(max(w.far.Total, 1)))
	v.bar.Hidden, v.halt.Hidden = !uploads, !uploads
	if w.sending {
		v.showSend()
	}
	if lost {
		v.send.Focus()
	}
}

func (s *Screen) handed(w *work, r sent, err error) {
	s.setSending(w, false, "")
	if err != nil {
		w.refused = err
		s.arrived(w, r)
		if w != s.w {
			s.shell.ShowError(err)
			return
		}
		if field := app.AsError(err).Field; field != "" {
			s.lead(field, "")
		}
		return
	}
	w.gone = true
	if w == s.w {
		s.w = nil
		s.shell.Go(frame.Templates, frame.TemplatePart(r.template.ID))
	}
	s.tellSent(w, r.template)
}

// takeHandles takes over what files are called at the provider, for those that are
// still the ones that were uploaded.
func takeHandles(d *app.TemplateDesign, from app.TemplateDesign) {
	if d.Header != nil && from.Header != nil && d.Header.Path == from.Header.Path {
		d.Header.Handle = from.Header.Handle
	}
	for i := range d.Cards {
		if i < len(from.Cards) && d.Cards[i].Header.Path == from.Cards[i].Header.Path {
			d.Cards[i].Header.Handle = from.Cards[i].Header.Handle
		}
	}
}

// tellSent says what became of it. Another category costs another price: that is said
// in a dialog which stays until it was read.
func (s *Screen) tellSent(w *work, t app.Template) {
	args := map[string]any{"Name": t.Name, "Provider": s.provider()}
	if t.Status == app.TemplateDeclared {
		s.shell.Toast(kit.KindOK, lang.L("{{.Name}} is declared and can be sent", args), "", nil)
		return
	}
	if wanted := w.d.Design.Category; t.Category != wanted && t.Category != "" && wanted != "" {
		var d *kit.Dialog
		shut := kit.NewPrimary(lang.L("Close"), func() { d.Close() })
		args["Category"], args["Wanted"] = templateview.Category(t.Category), templateview.Category(wanted)
		d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
			Title:   lang.L("{{.Provider}} changed the category", args),
			Body:    kit.NewParagraph(kit.Text2, kit.Body, lang.L("{{.Name}} was sent for review as {{.Wanted}}. {{.Provider}} made it {{.Category}}, which has another price. If that is not meant, take what advertises out of the text and send it again.", args)),
			Actions: []*kit.Button{shut}, Main: shut, Focus: shut,
		})
		return
	}
	if t.Status == app.TemplateApproved {
		s.shell.Toast(kit.KindOK, lang.L("{{.Name}} is approved", args), "", nil)
		return
	}
	s.shell.Toast(kit.KindOK, lang.L("{{.Name}} is sent for review. You are told when {{.Provider}} has decided.", args), "", nil)
}

// askDrop asks before a draft is thrown away.
func (s *Screen) askDrop() {
	w := s.w
	if w == nil || w.sending || !s.mayWrite() {
		return
	}
	text := lang.L("What is written here is gone for good. The provider knows nothing of it.")
	if w.d.Edits != "" {
		text = lang.L("The change that is written here is gone for good. The template itself stays as it is at the provider.")
	}
	kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Discard this draft?"), Text: text, Keep: lang.L("Keep the draft"), Do: lang.L("Discard it"), Danger: true,
		OnDo: func() { s.discard(w) },
	})
}

func (s *Screen) discard(w *work) {
	s.whenKept(func() {
		w.gone = true
		if w.stop != nil {
			w.stop()
		}
		id := w.d.ID
		if id == 0 {
			s.dropped(w, nil)
			return
		}
		kit.Start(&s.drop, context.WithoutCancel(s.ctx), func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.deps.Templates.DropDraft(ctx, id)
		}, func(_ struct{}, err error) { s.dropped(w, err) })
	})
}

func (s *Screen) dropped(w *work, err error) {
	if err != nil && app.ErrorCode(err) != app.CodeNotFound {
		w.gone = false
		s.shell.ShowError(err)
		return
	}
	if w == s.w {
		s.w = nil
		s.shell.Go(frame.Templates, "")
	}
	s.shell.Toast(kit.KindOK, lang.L("Draft discarded"), "", nil)
}
