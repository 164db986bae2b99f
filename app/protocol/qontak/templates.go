package qontak

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/protocol/transport"
)

var digits = regexp.MustCompile(`[0-9]+`)

const pathTemplates = "templates/whatsapp"

var dialect = cloudshape.Dialect{FlatExamples: true}

// Templates says what Qontak takes. A change and a deletion have no call that is
// described anywhere.
func (p *Protocol) Templates() protocol.TemplateOffer {
	return protocol.TemplateOffer{
		Listed: true, Create: true,
		NoEdit:     app.Say("Qontak has no call that changes a template. Duplicate it and submit the copy, or change it in Qontak."),
		NoDelete:   app.Say("Qontak has no call that deletes a template. Delete it in Qontak, then read the templates again."),
		Categories: cloudshape.AllCategories, Languages: cloudshape.TemplateLanguages,
		Headers: []app.HeaderKind{app.HeaderText, app.HeaderImage, app.HeaderVideo, app.HeaderDocument},
		Buttons: []protocol.ButtonOffer{
			{Kind: app.ButtonQuickReply, Max: 10}, {Kind: app.ButtonURL, Max: 2}, {Kind: app.ButtonPhone, Max: 1},
		},
		MaxButtons: 10, Authentication: true, Samples: true,
		MaxName: 512, MaxBody: 1024, MaxHeader: 60, MaxFooter: 60, MaxLabel: 25,
	}
}

// CheckTemplate holds a template against WhatsApp's rules and against what
// Qontak's call for sending has no place for.
func (p *Protocol) CheckTemplate(name, language string, d app.TemplateDesign) []protocol.TemplateFinding {
	out := cloudshape.CheckTemplate(p.Templates(), name, language, d)
	h := d.Header
	if h != nil && h.Kind == app.HeaderText && len(app.Placeholders(h.Text)) > 0 {
		out = append(out, protocol.TemplateFinding{
			Problem: true, Part: "header", Rule: "header_value",
			What: app.Say("Qontak takes no value for the heading of a template, so that it could never be sent."),
			Fix:  app.Say("Move the variable into the text."),
		})
	}
	isLink := h != nil && (strings.HasPrefix(h.Handle, "https://") || strings.HasPrefix(h.Handle, "http://"))
	if h != nil && h.Kind.IsFile() && !isLink && (h.Handle != "" || h.Path != "") {
		out = append(out, protocol.TemplateFinding{
			Problem: true, Part: "header", Rule: "header_link",
			What: app.Say("Qontak takes the example of a file by its link."), Fix: app.Say("Enter a link that begins with https."),
		})
	}
	return out
}

// CompareTemplate holds a template against the others of the organisation.
func (p *Protocol) CompareTemplate(name, language string, d app.TemplateDesign, edits string, others []app.Template, now time.Time) []protocol.TemplateFinding {
	return cloudshape.CompareTemplate(name, language, d, edits, others, now)
}

// templateRow is a template as Qontak tells of it.
type templateRow struct {
	ID       text            `json:"id"`
	Name     text            `json:"name"`
	Language text            `json:"language"`
	Header   json.RawMessage `json:"header"`
	Body     text            `json:"body"`
	Footer   text            `json:"footer"`
	Buttons  json.RawMessage `json:"buttons"`
	Status   text            `json:"status"`
	Category text            `json:"category"`
	Rating   text            `json:"quality_rating"`
	Quality  text            `json:"quality_rating_text"`
	Reason   text            `json:"rejected_reason"`
}

// ListTemplates reads the organisation's templates page by page.
func (p *Protocol) ListTemplates(ctx context.Context, c protocol.Config, page func([]app.Template) error) (int, error) {
	k, e := p.ready(c)
	if e != nil {
		return 0, e
	}
	seen := map[string]bool{}
	for pages := newPager(); ; {
		var list []templateRow
		meta, _, bad := k.get(ctx, pathTemplates, "/"+pathTemplates, pages.query(), &list)
		if bad != nil {
			return 0, bad
		}
		var out []app.Template
		for _, row := range list {
			id, ok := cleanUUID(string(row.ID))
			if !ok || row.Name == "" || seen[id] {
				continue
			}
			seen[id], row.ID = true, text(id)
			out = append(out, k.template(row))
		}
		if err := page(out); err != nil {
			return 0, err
		}
		switch pages.took(len(list), len(out), meta) {
		case atEnd:
			return 0, nil
		case runsInCircles:
			return 0, k.p.caller.Strange(app.Say("Qontak's list of templates does not come to an end."), "paging")
		case goesOn:
		}
	}
}

// template reads one of Qontak's templates.
func (k *connection) template(r templateRow) app.Template {
	t := app.Template{
		ProviderID: string(r.ID), Name: k.clean(string(r.Name)), Language: k.clean(string(r.Language)),
		Category: cloudshape.TemplateCategory(string(r.Category)),
		Status:   cloudshape.TemplateStatus(string(r.Status)), StatusWord: k.clean(string(r.Status)),
		Quality: cloudshape.TemplateQuality(string(r.Rating)), Code: cloudshape.Reason(k.clean(string(r.Reason))),
	}
	if t.Quality == "" {
		t.Quality = cloudshape.TemplateQuality(string(r.Quality))
	}
	t.Reason, t.Fix = cloudshape.RejectionHelp(t.Status, t.Code)
	t.Design = dialect.DesignOf(t.Category, false, r.components())
	t.Design.Unknown = nil // nothing is ever sent back
	return t
}

// components are the row's parts in the form in which a template is described.
func (r templateRow) components() json.RawMessage {
	var out []any
	var header struct {
		Format  text            `json:"format"`
		Text    text            `json:"text"`
		Example json.RawMessage `json:"example"`
	}
	if json.Unmarshal(r.Header, &header) == nil && header.Format != "" {
		member := "header_handle"
		if strings.EqualFold(string(header.Format), "TEXT") {
			member = "header_text"
		}
		h := map[string]any{"type": "HEADER", "format": header.Format, "text": header.Text}
		if example := exampleText(header.Example); example != "" {
			h["example"] = map[string]any{member: []string{example}}
		}
		out = append(out, h)
	}
	body, footer := map[string]any{"type": "BODY", "text": r.Body}, map[string]any{"type": "FOOTER", "text": r.Footer}
	if bytes.Contains(r.Buttons, []byte("otp_type=")) {
		// Its words are WhatsApp's own, and only they tell what was chosen: a second
		// sentence warns, and the number in the footer is the minutes.
		body["add_security_recommendation"] = strings.Count(string(r.Body), ". ") > 0
		footer["code_expiration_minutes"] = digits.FindString(string(r.Footer))
	}
	out = append(out, body)
	if r.Footer != "" {
		out = append(out, footer)
	}
	var buttons []any
	if json.Unmarshal(r.Buttons, &buttons) == nil && len(buttons) > 0 {
		out = append(out, map[string]any{"type": "BUTTONS", "buttons": buttons})
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return nil
	}
	return raw
}

// exampleText is a text, the first of a list, or the first of a list written as a
// text.
func exampleText(raw json.RawMessage) string {
	var list []text
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		return string(list[0])
	}
	var s text
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	if json.Unmarshal([]byte(s), &list) == nil && len(list) > 0 {
		return string(list[0])
	}
	return string(s)
}

type newTemplate struct {
	Name       string             `json:"name"`
	Category   string             `json:"category"`
	Attributes []templateLanguage `json:"attributes"`
}

type templateLanguage struct {
	Language   string           `json:"language"`
	Components []map[string]any `json:"components"`
}

// CreateTemplate submits a template. What Qontak answers is not described, so that
// any success is one, and the ID is often not known afterwards.
func (p *Protocol) CreateTemplate(ctx context.Context, c protocol.Config, name, language string, d app.TemplateDesign) (app.Template, error) {
	k, e := p.ready(c)
	if e != nil {
		return app.Template{}, e
	}
	body := newTemplate{name, strings.ToUpper(string(d.Category)), []templateLanguage{{language, dialect.ComposeDesign(d)}}}
	var made lone[templateRow]
	_, _, bad := k.do(ctx, transport.Request{Method: http.MethodPost, Path: pathTemplates, Name: "/" + pathTemplates, JSON: body}, &made)
	// An answer of another form is a success all the same: only what was refused,
	// and what did not come through, has a cause.
	if bad != nil && (bad.Code != app.CodeProviderAnswer || errors.Unwrap(bad) != nil) {
		return app.Template{}, k.templateRefused(bad)
	}
	t := app.Template{
		Name: name, Language: language, Category: d.Category, Design: d, Status: app.TemplateInReview, StatusWord: "PENDING",
	}
	if id, ok := cleanUUID(string(made.it.ID)); ok {
		t.ProviderID = id
	}
	return t, nil
}

// templateRefused turns a failed call into an error about the template.
func (k *connection) templateRefused(e *app.Error) error {
	var r *refusal
	if !errors.As(e, &r) || e.Code != app.CodeProviderRefused {
		return e
	}
	switch r.Status {
	case http.StatusTooManyRequests:
		slow := *e
		slow.Code = protocol.CodeSlowDown
		return &slow
	case http.StatusUnauthorized, http.StatusForbidden:
		return e
	}
	what := app.Say("Qontak refused the template.")
	if words := k.words(r.Words); words != "" {
		what = app.Say("Qontak refused the template: {{.Words}}", "Words", words)
	}
	return app.NewError(e.Code, what).WithFix(app.Say("Change what it names, then submit it again.")).WithDetail(e.Detail).Because(r)
}
