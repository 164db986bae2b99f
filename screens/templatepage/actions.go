package templatepage

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// buildFoot puts the actions below the details; who may only look gets none.
func (d *detail) buildFoot() {
	e := d.shown
	d.foot.Objects = nil
	if !d.s.mayDo || !e.known() && !e.writing() {
		return
	}
	remove := kit.NewIconButton("trash-2", lang.L("Delete"), d.askDelete)
	edit := action{icon: "pencil-line", text: lang.L("Edit"), do: d.edit, why: d.whyNoEdit()}
	var buttons fyne.CanvasObject
	switch {
	case !e.known():
		remove = kit.NewIconButton("trash-2", lang.L("Throw the draft away"), d.askDrop)
		buttons = kit.Row(0, kit.NewPrimary(lang.L("Go on writing"), func() { d.s.deps.EditTemplate(e.draft) }).WithIcon("pencil-line"), kit.Spring())
	case d.broken():
		buttons = newPair(kit.NewPrimary(lang.L("Duplicate and fix"), d.duplicate).WithIcon("copy-plus"),
			action{icon: "send", text: lang.L("Send test"), why: lang.L("Only an approved template can be sent.")})
	case d.canUnpause():
		buttons = newPair(kit.NewPrimary(lang.L("End the pause"), d.unpause).WithIcon("play"), edit)
	default:
		test := kit.NewPrimary(lang.L("Send test"), func() { d.s.shell.Go(frame.Send, frame.TemplatePart(e.template.ID)) }).WithIcon("send")
		if !e.template.Sendable() {
			test.Disable()
			kit.AttachTooltip(test, lang.L("Only an approved template can be sent."))
		}
		buttons = newPair(test, edit)
	}
	kit.AttachTooltip(remove, remove.Label)
	remove.Hidden = e.known() && !d.mayDelete()
	d.foot.Objects = []fyne.CanvasObject{kit.Col(0, kit.HLine(), kit.Pad(12, 16, 12, 16, kit.RowTop(8, kit.Grow(buttons), remove)))}
}

// broken reports whether the template can only be sent after it was mended.
func (d *detail) broken() bool {
	s := d.shown.template.Status
	return s == app.TemplateRejected || s == app.TemplateDisabled
}

// mayDelete reports whether the provider has a call for it; a declared one can
// always be forgotten.
func (d *detail) mayDelete() bool {
	return d.s.got.offer.Delete && d.shown.template.Status != app.TemplateLeaving || d.shown.template.Status == app.TemplateDeclared
}

// whyNoEdit says why a submitted template cannot be changed; "" when it can.
func (d *detail) whyNoEdit() string {
	o := d.s.got.offer
	switch {
	case d.facts != nil && d.facts.mayEdit != nil:
		return frame.ErrorText(d.facts.mayEdit)
	case d.facts == nil && o.Listed && !o.Edit:
		return frame.T(o.NoEdit)
	}
	return ""
}

// links are the rarer actions.
func (d *detail) links(e entry) []fyne.CanvasObject {
	if !d.s.mayDo || !e.known() {
		return nil
	}
	var links []fyne.CanvasObject
	if d.broken() && d.s.got.offer.Edit {
		links = append(links, kit.NewLink(lang.L("Edit it"), "pencil-line", d.edit))
	}
	if !d.broken() {
		links = append(links, kit.NewLink(lang.L("Duplicate"), "copy-plus", d.duplicate))
	}
	links = append(links, kit.NewLink(lang.L("Copy to another language"), "copy", d.askLanguage))
	if d.drawn.other || d.s.at.Environment == app.Draft {
		to := d.s.at.Environment.Other()
		links = append(links, kit.NewLink(lang.L("Copy to {{.Environment}}", map[string]any{"Environment": frame.EnvironmentName(to)}), "copy", func() { d.copyTo(to) }))
	}
	return []fyne.CanvasObject{kit.Wrap(12, links...)}
}

// begin makes a draft and goes on with it.
func (d *detail) begin(make func(ctx context.Context, id app.TemplateID) (app.TemplateDraft, error), then func(app.TemplateDraft)) {
	id := d.shown.template.ID
	kit.Start(&d.act, d.s.ctx, func(ctx context.Context) (app.TemplateDraft, error) {
		return make(context.WithoutCancel(ctx), id)
	}, func(draft app.TemplateDraft, err error) {
		if err != nil {
			d.s.shell.ShowError(err)
			return
		}
		then(draft)
	})
}

func (d *detail) duplicate() {
	d.begin(func(ctx context.Context, id app.TemplateID) (app.TemplateDraft, error) {
		return d.s.deps.Templates.Duplicate(ctx, id, template.Copy{})
	}, d.s.deps.EditTemplate)
}

func (d *detail) edit() { d.begin(d.s.deps.Templates.Edit, d.s.deps.EditTemplate) }

// copyTo begins a draft in the other environment and says where it is.
func (d *detail) copyTo(env app.Environment) {
	d.begin(func(ctx context.Context, id app.TemplateID) (app.TemplateDraft, error) {
		return d.s.deps.Templates.CopyToEnvironment(ctx, id, env)
	}, func(draft app.TemplateDraft) {
		d.s.shell.Toast(kit.KindOK, lang.L("{{.Name}} is copied to {{.Environment}}, not sent yet", map[string]any{"Name": draft.Name, "Environment": frame.EnvironmentName(env)}),
			lang.L("Show it"), func() {
				d.s.shell.ChooseEnvironment(env)
				d.s.shell.Go(frame.TemplateEditor, frame.DraftPart(draft.ID))
			})
	})
}

// askLanguage lets the person choose a language that the template does not have.
func (d *detail) askLanguage() {
	g, _, ok := d.s.chosen()
	if !ok {
		return
	}
	var items []kit.PickerItem
	for _, code := range d.s.got.offer.Languages {
		if !slices.ContainsFunc(g.entries, func(e entry) bool { return e.language == code }) {
			items = append(items, kit.PickerItem{ID: code, Title: templateview.Language(code), Detail: code})
		}
	}
	slices.SortStableFunc(items, func(a, b kit.PickerItem) int {
		front := func(x kit.PickerItem) int {
			if x.ID == "id" || x.ID == "en" {
				return 0
			}
			return 1
		}
		return front(a) - front(b)
	})
	kit.ShowPicker(d.s.shell.Window(), lang.L("Copy to which language?"), items, func(code string) {
		d.begin(func(ctx context.Context, id app.TemplateID) (app.TemplateDraft, error) {
			return d.s.deps.Templates.Duplicate(ctx, id, template.Copy{Language: code})
		}, d.s.deps.EditTemplate)
	})
}
