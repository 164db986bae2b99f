package metacloud

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

var dialect = cloudshape.Dialect{}

const (
	templatePageSize = "100"
	templatePagesMax = 200
	templateFields   = "id,name,language,status,category,components,parameter_format,quality_score,rejected_reason,correct_category,previous_category,message_send_ttl_seconds"
)

// Templates says what Meta takes.
func (p *Protocol) Templates() protocol.TemplateOffer {
	return protocol.TemplateOffer{
		Listed: true, Create: true, Edit: true, Delete: true,
		Categories: cloudshape.AllCategories, Languages: cloudshape.TemplateLanguages,
		Headers: []app.HeaderKind{app.HeaderText, app.HeaderImage, app.HeaderVideo, app.HeaderDocument, app.HeaderLocation},
		Buttons: []protocol.ButtonOffer{
			{Kind: app.ButtonQuickReply, Max: 10}, {Kind: app.ButtonURL, Max: 2}, {Kind: app.ButtonPhone, Max: 1},
			{Kind: app.ButtonCopyCode, Max: 1}, {Kind: app.ButtonFlow, Max: 1}, {Kind: app.ButtonCall, Max: 1},
			{Kind: app.ButtonCatalog, Max: 1}, {Kind: app.ButtonProducts, Max: 1},
		},
		MaxButtons: 10, Authentication: true, Carousel: true, Offer: true, Named: true, Lifetime: true, Samples: true,
		MaxName: 512, MaxBody: 1024, MaxHeader: 60, MaxFooter: 60, MaxLabel: 25,
	}
}

// CheckTemplate holds a template against Meta's rules.
func (p *Protocol) CheckTemplate(name, language string, d app.TemplateDesign) []protocol.TemplateFinding {
	return cloudshape.CheckTemplate(p.Templates(), name, language, d)
}

// CompareTemplate holds a template against the others of the account.
func (p *Protocol) CompareTemplate(name, language string, d app.TemplateDesign, edits string, others []app.Template, now time.Time) []protocol.TemplateFinding {
	return cloudshape.CompareTemplate(name, language, d, edits, others, now)
}

// templateNode is a template as Meta tells of it.
type templateNode struct {
	ID         text            `json:"id"`
	Name       text            `json:"name"`
	Language   text            `json:"language"`
	Status     text            `json:"status"`
	Category   text            `json:"category"`
	Components json.RawMessage `json:"components"`
	Format     text            `json:"parameter_format"`
	Quality    quality         `json:"quality_score"`
	Rejected   text            `json:"rejected_reason"`
	Correct    text            `json:"correct_category"`
	Previous   text            `json:"previous_category"`
	Lifetime   number          `json:"message_send_ttl_seconds"`
}

// quality is an object with the score, or nothing.
type quality string

// UnmarshalJSON never fails on valid JSON.
func (q *quality) UnmarshalJSON(raw []byte) error {
	var o struct {
		Score text `json:"score"`
	}
	if json.Unmarshal(raw, &o) != nil {
		o.Score = ""
	}
	*q = quality(o.Score)
	return nil
}

type templatePage struct {
	Data    []templateNode `json:"data"`
	Paging  templatePaging `json:"paging"`
	Summary struct {
		Limit number `json:"message_template_limit"`
	} `json:"summary"`
}

func (a templatePage) whole() bool { return a.Data != nil }

type templatePaging struct {
	Cursors struct {
		After text `json:"after"`
	} `json:"cursors"`
	Next text `json:"next"`
}

// after is where the next page begins. The last page has a cursor as well, so that
// only next says that there is more; next itself may hold the token and is used
// for nothing else.
func (p templatePaging) after() string {
	if p.Next == "" {
		return ""
	}
	if p.Cursors.After != "" {
		return string(p.Cursors.After)
	}
	u, err := url.Parse(string(p.Next))
	if err != nil {
		return ""
	}
	return u.Query().Get("after")
}

// ListTemplates reads the account's templates page by page. A cursor that became
// stale starts the list again, once, without telling of any template twice.
func (p *Protocol) ListTemplates(ctx context.Context, c protocol.Config, page func([]app.Template) error) (int, error) {
	k, e := p.connect(c)
	if e == nil {
		e = k.need(fieldWABA, secretToken)
	}
	if e != nil {
		return 0, e
	}
	l := templateList{k: k, page: page, told: map[string]bool{}}
	err := l.read(ctx)
	if err != nil && isRefusal(app.AsError(err), 131059) {
		err = l.read(ctx)
	}
	return l.limit, err
}

type templateList struct {
	k     *connection
	page  func([]app.Template) error
	told  map[string]bool
	limit int
}

func (l *templateList) read(ctx context.Context) error {
	seen, after := map[string]bool{}, ""
	for n := range templatePagesMax {
		q := url.Values{"fields": {templateFields}, "limit": {templatePageSize}}
		if n == 0 {
			q.Set("summary", "total_count,message_template_limit")
		} else {
			q.Set("after", after)
		}
		var got templatePage
		if err := l.k.do(ctx, call{method: http.MethodGet, path: l.k.waba + "/message_templates", query: q, read: true}, &got); err != nil {
			return err
		}
		if n == 0 {
			l.limit = int(max(got.Summary.Limit, 0))
		}
		if err := l.pass(got.Data); err != nil {
			return err
		}
		after = got.Paging.after()
		if after == "" {
			return nil
		}
		if seen[after] || len(after) > cursorMax {
			break
		}
		seen[after] = true
	}
	return l.k.p.caller.Strange(app.Say("Meta's list of templates does not come to an end."), "paging")
}

func (l *templateList) pass(nodes []templateNode) error {
	var out []app.Template
	for _, n := range nodes {
		if n.ID == "" || n.Name == "" || l.told[string(n.ID)] {
			continue
		}
		l.told[string(n.ID)] = true
		out = append(out, l.k.template(n))
	}
	return l.page(out)
}

// template reads one of Meta's templates.
func (k *connection) template(n templateNode) app.Template {
	t := app.Template{
		ProviderID: string(n.ID), Name: k.clean(string(n.Name)), Language: k.clean(string(n.Language)),
		Category: cloudshape.TemplateCategory(string(n.Category)), PreviousCategory: cloudshape.TemplateCategory(string(n.Previous)),
		Status: cloudshape.TemplateStatus(string(n.Status)), StatusWord: k.clean(string(n.Status)), Quality: cloudshape.TemplateQuality(string(n.Quality)),
		Code: cloudshape.Reason(k.clean(string(n.Rejected))),
	}
	if next := cloudshape.TemplateCategory(string(n.Correct)); next != t.Category {
		t.NextCategory = next
	}
	t.Reason, t.Fix = cloudshape.RejectionHelp(t.Status, t.Code)
	t.Design = dialect.DesignOf(t.Category, n.Format == "NAMED" || n.Format == "named", n.Components)
	t.Design.Lifetime = cloudshape.LifetimeOf(int64(n.Lifetime))
	return t
}
