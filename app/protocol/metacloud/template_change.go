package metacloud

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

// newTemplate is a template that is submitted.
type newTemplate struct {
	Name       string           `json:"name,omitempty"`
	Language   string           `json:"language,omitempty"`
	Category   string           `json:"category,omitempty"`
	Format     string           `json:"parameter_format,omitempty"`
	Lifetime   int64            `json:"message_send_ttl_seconds,omitempty"`
	Components []map[string]any `json:"components"`
}

func submission(name, language string, d app.TemplateDesign) newTemplate {
	t := newTemplate{
		Name: name, Language: language, Category: strings.ToUpper(string(d.Category)),
		Lifetime: cloudshape.LifetimeSeconds(d), Components: dialect.ComposeDesign(d),
	}
	if d.Named {
		t.Format = "NAMED"
	}
	return t
}

// madeTemplate is Meta's answer to a new template.
type madeTemplate struct {
	ID       text `json:"id"`
	Status   text `json:"status"`
	Category text `json:"category"`
}

func (a madeTemplate) whole() bool { return a.ID != "" }

// CreateTemplate submits a template. The category of the answer may be another one
// than was asked for.
func (p *Protocol) CreateTemplate(ctx context.Context, c protocol.Config, name, language string, d app.TemplateDesign) (app.Template, error) {
	k, e := p.connect(c)
	if e == nil {
		e = k.need(fieldWABA, secretToken)
	}
	if e != nil {
		return app.Template{}, e
	}
	var made madeTemplate
	err := k.do(ctx, call{method: http.MethodPost, path: k.waba + "/message_templates", json: submission(name, language, d)}, &made)
	if err != nil {
		return app.Template{}, k.templateRefused(err)
	}
	t := app.Template{
		ProviderID: string(made.ID), Name: name, Language: language, Design: d, Category: cloudshape.TemplateCategory(string(made.Category)),
		Status: cloudshape.TemplateStatus(string(made.Status)), StatusWord: k.clean(string(made.Status)),
	}
	if made.Status == "" {
		t.Status, t.StatusWord = app.TemplateInReview, "PENDING"
	}
	if t.Category == "" {
		t.Category = d.Category
	}
	if t.Category != d.Category {
		t.PreviousCategory = d.Category
	}
	t.Reason, t.Fix = cloudshape.RejectionHelp(t.Status, "")
	return t, nil
}

const (
	editPause    = 24 * time.Hour
	editSpan     = 30 * 24 * time.Hour
	editsPerSpan = 10
)

// MayEdit knows the states in which Meta takes a change, and how often it takes
// one of an approved template. Of changes made elsewhere it knows nothing.
func (p *Protocol) MayEdit(t app.Template) *app.Error {
	refuse := func(what, fix app.Text) *app.Error { return app.NewError(app.CodeUnsupported, what).WithFix(fix) }
	switch t.Status {
	case app.TemplateRejected, app.TemplatePaused:
		return nil
	case app.TemplateApproved:
	case app.TemplateInReview:
		return refuse(app.Say("Meta is reviewing the template, and takes no change until it has decided."), app.Say("Wait for the review. It takes up to 24 hours."))
	case app.TemplateDisabled:
		return refuse(app.Say("Meta switched the template off, and takes no change of it."), app.Say("Duplicate it and submit the copy with another text."))
	default:
		return refuse(app.Say("In this state Meta takes no change of the template."), app.Say("Duplicate it and submit the copy."))
	}
	now, lately := p.clock.Now(), 0
	for _, at := range t.EditedAt {
		if age := now.Sub(at); age < editPause {
			return refuse(app.Say("An approved template can be changed once in 24 hours."), app.Say("It can be changed again after {{.Until}}.", "Until", app.Moment(at.Add(editPause))))
		} else if age < editSpan {
			lately++
		}
	}
	if lately >= editsPerSpan {
		return refuse(app.Say("An approved template can be changed {{.N}} times in 30 days.", "N", editsPerSpan),
			app.Say("It can be changed again after {{.Until}}.", "Until", app.Day(slices.MinFunc(t.EditedAt, time.Time.Compare).Add(editSpan))))
	}
	return nil
}

// done is the answer to a change.
type done struct {
	Success flag `json:"success"`
}

func (d done) whole() bool { return bool(d.Success) }

// numberUnknown says that nothing can be asked of one template alone.
func numberUnknown() *app.Error {
	return app.NewError(app.CodeNotFound, app.Say("Meta's number of this template is not known.")).WithFix(app.Say("Read the templates from Meta again."))
}

// forTemplate connects for a call about one template, unless something speaks
// against the call: a missing token, a number that is not known, or what may says.
func (p *Protocol) forTemplate(c protocol.Config, t app.Template, may func(app.Template) *app.Error) (*connection, *app.Error) {
	k, e := p.connect(c)
	if e == nil {
		e = k.need(secretToken)
	}
	if e == nil && !isDigits(t.ProviderID) {
		e = numberUnknown()
	}
	if e == nil {
		e = may(t)
	}
	return k, e
}

// EditTemplate replaces what the template is made of. The category of an approved
// one stays.
func (p *Protocol) EditTemplate(ctx context.Context, c protocol.Config, t app.Template, d app.TemplateDesign) error {
	k, e := p.forTemplate(c, t, p.MayEdit)
	if e != nil {
		return e
	}
	body := submission("", "", d)
	body.Format = ""
	if t.Status == app.TemplateApproved || d.Category == t.Category {
		body.Category = ""
	}
	if body.Lifetime == cloudshape.LifetimeSeconds(t.Design) {
		body.Lifetime = 0
	}
	if err := k.do(ctx, call{method: http.MethodPost, path: t.ProviderID, json: body}, &done{}); err != nil {
		return k.templateRefused(err)
	}
	return nil
}

// DeleteTemplate deletes one language by its number, or all of a name.
func (p *Protocol) DeleteTemplate(ctx context.Context, c protocol.Config, t app.Template, allLanguages bool) error {
	k, e := p.connect(c)
	if e == nil {
		e = k.need(fieldWABA, secretToken)
	}
	switch {
	case e != nil:
	case t.Name == "", !allLanguages && !isDigits(t.ProviderID):
		// With the name alone Meta deletes every language.
		e = numberUnknown()
	case t.Status == app.TemplateDisabled:
		e = app.NewError(app.CodeUnsupported, app.Say("Meta does not delete a template that it switched off."))
	}
	if e != nil {
		return e
	}
	q := url.Values{"name": {t.Name}}
	if !allLanguages {
		q.Set("hsm_id", t.ProviderID)
	}
	if err := k.do(ctx, call{method: http.MethodDelete, path: k.waba + "/message_templates", query: q}, &done{}); err != nil {
		return k.templateRefused(err)
	}
	return nil
}
