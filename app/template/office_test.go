package template_test

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/template"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"

	"github.com/stretchr/testify/require"
)

// office is a service on a real database, whose provider a test plays.
type office struct {
	*template.Service
	t       testing.TB
	db      *storage.DB
	rows    *storagetest.Factory
	bus     *app.Bus
	guard   *guard
	fake    *fake
	agent   app.Agent
	channel app.Channel
	now     time.Time
}

func newOffice(t testing.TB) *office {
	db := storagetest.New(t)
	o := &office{t: t, db: db, rows: storagetest.NewFactory(t, db), bus: &app.Bus{}, guard: &guard{role: app.Contributor}, now: storagetest.Now}
	o.fake = &fake{listed: true}
	o.agent = o.rows.Agent("")
	o.channel = o.rows.Channel(o.agent.ID, app.Published)
	o.Service = template.New(paramsOf(o, app.ClockFunc(func() time.Time { return o.now })))
	return o
}

func (o *office) list() map[string]app.Template {
	o.t.Helper()
	list, _, err := o.List(context.Background(), o.agent.ID, app.Published)
	require.NoError(o.t, err)
	out := map[string]app.Template{}
	for _, t := range list {
		out[t.Name+" "+t.Language] = t
	}
	return out
}

func (o *office) sync() {
	o.t.Helper()
	require.NoError(o.t, o.Sync(context.Background(), o.agent.ID, app.Published, nil))
}

func (o *office) draft(d app.TemplateDraft) app.TemplateDraft {
	o.t.Helper()
	d, err := o.SaveDraft(context.Background(), o.agent.ID, app.Published, d)
	require.NoError(o.t, err)
	return d
}

func (o *office) submit(id app.TemplateDraftID) (app.Template, error) {
	return o.Submit(context.Background(), o.agent.ID, app.Published, id, nil)
}

// lines are the kinds of the audit log, oldest first.
func (o *office) lines() (kinds []string) {
	o.rows.View(func(tx app.Tx) error {
		all, err := tx.ListActivity(o.agent.ID, 100)
		for _, a := range all {
			kinds = append([]string{a.Kind}, kinds...)
		}
		return err
	})
	return kinds
}

type guard struct {
	role app.Role
}

func (g *guard) Require(_ context.Context, _ app.AgentID, p app.Permission) (app.Member, error) {
	if !g.role.Allows(p) {
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("No."))
	}
	return app.Member{Name: "Sari", Role: g.role}, nil
}

// fake is a provider with templates.
type fake struct {
	protocol.Protocol
	mu      sync.Mutex
	listed  bool
	there   []app.Template
	fails   error // of the next change
	does    bool  // carries the change out all the same
	reads   int
	created int
	listErr error
	onList  func()
	handles []string
	breaks  int
}

func (f *fake) Declaration() protocol.Declaration {
	return protocol.Declaration{ID: "meta_cloud", Name: "Meta Cloud"}
}

func (f *fake) Templates() protocol.TemplateOffer {
	return protocol.TemplateOffer{
		Listed: f.listed, Create: f.listed, Edit: f.listed, Delete: f.listed, Samples: f.listed, NoDelete: app.Say("No deleting."), NoEdit: app.Say("No editing."),
		Categories: cloudshape.AllCategories, Languages: cloudshape.TemplateLanguages, Headers: []app.HeaderKind{app.HeaderText, app.HeaderImage},
		Buttons:    []protocol.ButtonOffer{{Kind: app.ButtonURL, Max: 2}},
		MaxButtons: 10, MaxName: 512, MaxBody: 1024, MaxHeader: 60, MaxFooter: 60, MaxLabel: 25, Authentication: true, Named: true,
	}
}

func (f *fake) CheckTemplate(name, language string, d app.TemplateDesign) []protocol.TemplateFinding {
	return cloudshape.CheckTemplate(f.Templates(), name, language, d)
}

func (f *fake) CompareTemplate(name, language string, d app.TemplateDesign, edits string, others []app.Template, now time.Time) []protocol.TemplateFinding {
	return cloudshape.CompareTemplate(name, language, d, edits, others, now)
}

func (f *fake) ListTemplates(_ context.Context, _ protocol.Config, page func([]app.Template) error) (int, error) {
	f.mu.Lock()
	f.reads++
	there, err, on := append([]app.Template(nil), f.there...), f.listErr, f.onList
	f.mu.Unlock()
	if on != nil {
		on()
	}
	if err != nil {
		return 0, err
	}
	for len(there) > 2 {
		if err := page(there[:2]); err != nil {
			return 0, err
		}
		there = there[2:]
	}
	return 250, page(there)
}

func (f *fake) CreateTemplate(_ context.Context, _ protocol.Config, name, language string, d app.TemplateDesign) (app.Template, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.created++
	t := app.Template{ProviderID: "new-" + name + language, Name: name, Language: language, Design: d, Status: app.TemplateInReview, StatusWord: "PENDING", Category: app.CategoryMarketing}
	if f.fails == nil || f.does {
		f.there = append(f.there, t)
	}
	return t, f.fails
}

func (f *fake) MayEdit(t app.Template) *app.Error {
	if t.Status == app.TemplateInReview {
		return app.NewError(app.CodeUnsupported, app.Say("In review."))
	}
	return nil
}

func (f *fake) EditTemplate(_ context.Context, _ protocol.Config, t app.Template, d app.TemplateDesign) error {
	for i := range f.there {
		if f.there[i].ProviderID == t.ProviderID && (f.fails == nil || f.does) {
			f.there[i].Design, f.there[i].Status = d, app.TemplateInReview
		}
	}
	return f.fails
}

func (f *fake) DeleteTemplate(_ context.Context, _ protocol.Config, t app.Template, all bool) error {
	if f.fails != nil && !f.does {
		return f.fails
	}
	var left []app.Template
	for _, other := range f.there {
		if other.ProviderID != t.ProviderID && (!all || other.Name != t.Name) {
			left = append(left, other)
		}
	}
	f.there = left
	return f.fails
}

func (f *fake) CheckSample(_ app.HeaderKind, mime string, _ int64) *app.Error {
	if mime != "image/png" {
		return app.Invalid("header", "Only PNG.")
	}
	return nil
}

func (f *fake) UploadSample(_ context.Context, _ protocol.Config, s protocol.Sample) (string, error) {
	f.handles = append(f.handles, s.Session)
	s.Started("mark-1")
	r, err := s.At(0)
	if err != nil {
		return "", err
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, r)
	s.Progress(n)
	if f.breaks > 0 {
		f.breaks--
		return "", app.NewError(app.CodeProviderUnreachable, app.Say("It broke off."))
	}
	return "4::handle", err
}

func listedTemplate(id, name, language string, status app.TemplateStatus) app.Template {
	return app.Template{
		ProviderID: id, Name: name, Language: language, Status: status, StatusWord: string(status), Category: app.CategoryUtility,
		Design: app.TemplateDesign{Category: app.CategoryUtility, Body: "Text of " + name + " in " + language + "."},
	}
}

func paramsOf(o *office, clock app.Clock) template.Params {
	return template.Params{
		Store: o.db, Protocols: protocol.NewRegistry(o.fake), Guard: o.guard, Bus: o.bus, Clock: clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Channels: template.ChannelsFunc(func(ctx context.Context, id app.ChannelID) (l template.Live, err error) {
			err = o.db.View(ctx, func(tx app.Tx) error {
				all, err := tx.ListChannels()
				for _, c := range all {
					if c.ID == id {
						l.Channel, l.Protocol, l.Config.Channel = c, o.fake, c
					}
				}
				return err
			})
			return l, err
		}),
	}
}
