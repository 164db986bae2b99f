package templateeditor

import (
	"context"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
	"channeldesk/screens/frame/frametest"
)

func TestMain(m *testing.M) { frametest.Main(m) }

var now = frametest.Now

var metaOffer = protocol.TemplateOffer{
	Listed: true, Create: true, Edit: true, Delete: true, Samples: true, Authentication: true, Carousel: true, Offer: true, Named: true, Lifetime: true,
	Categories: []app.TemplateCategory{app.CategoryUtility, app.CategoryMarketing, app.CategoryAuthentication},
	Languages:  []string{"af", "en", "en_US", "id", "jv"},
	Headers:    []app.HeaderKind{app.HeaderText, app.HeaderImage, app.HeaderVideo, app.HeaderDocument, app.HeaderLocation},
	Buttons: []protocol.ButtonOffer{{Kind: app.ButtonQuickReply, Max: 10}, {Kind: app.ButtonURL, Max: 2}, {Kind: app.ButtonPhone, Max: 1},
		{Kind: app.ButtonCopyCode, Max: 1}, {Kind: app.ButtonFlow, Max: 1}},
	MaxButtons: 10, MaxName: 512, MaxBody: 1024, MaxHeader: 60, MaxFooter: 60, MaxLabel: 25,
}

// provider is one with a few rules of its own.
type provider struct {
	protocol.Protocol
	offer  protocol.TemplateOffer
	made   app.TemplateCategory // what it makes of the category; "" leaves it
	fails  error
	hold   chan struct{} // what an upload waits for
	sample *app.Error
	sent   []app.TemplateDesign
	marks  []string
}

func (p *provider) Declaration() protocol.Declaration {
	return protocol.Declaration{ID: "meta_cloud", Name: "Meta"}
}
func (p *provider) Templates() protocol.TemplateOffer { return p.offer }

func (p *provider) CheckTemplate(name, _ string, d app.TemplateDesign) (out []protocol.TemplateFinding) {
	problem := func(part, rule, what, fix string, mend func(*app.TemplateDesign)) {
		f := protocol.TemplateFinding{Problem: true, Part: part, Rule: rule, What: app.Say(what), Fix: app.Say(fix)}
		if mend != nil {
			f.Mend = func(name, language string, d app.TemplateDesign) (string, string, app.TemplateDesign) {
				d = cloneDesign(d)
				mend(&d)
				return name, language, d
			}
		}
		out = append(out, f)
	}
	if name == "" {
		problem("name", "name_missing", "The template has no name yet.", "Give it a name, like payment_reminder.", nil)
	}
	if d.Code == nil && d.Body == "" {
		problem("body", "body_missing", "The template has no text yet.", "Write what the customer will read.", nil)
	}
	if strings.HasSuffix(d.Body, "}}") {
		problem("body", "variables_edges", "The text ends with a variable.", "Put a full stop behind it", func(d *app.TemplateDesign) { d.Body += "." })
	}
	for _, v := range app.Placeholders(d.Body) {
		if d.Samples[v] == "" && p.offer.Listed {
			problem("body", "samples_missing", "A variable has no example value.", "Enter an example.", nil)
			break
		}
	}
	for i, b := range d.Buttons {
		part := "buttons." + strconv.Itoa(i)
		if b.Kind == app.ButtonURL && strings.Contains(b.URL, "{{") && b.Sample == "" {
			problem(part, "button_url_sample", "The address has a variable, and the review needs a whole example of it.", "Enter an example address.", nil)
		}
		if b.Text == "" && b.Kind != app.ButtonCopyCode {
			problem(part, "button_label", "The button has no words yet.", "Write what stands on it.", nil)
		}
	}
	for i, c := range d.Cards {
		if c.Header.Handle == "" && c.Header.Path == "" {
			problem("cards."+strconv.Itoa(i)+".header", "header_sample", "The review needs an example of the file.", "Choose a file.", nil)
		}
	}
	if len(app.Placeholders(d.Body)) >= 4 {
		out = append(out, protocol.TemplateFinding{Part: "body", Rule: "variables_many", What: app.Say("There are many variables. Short messages with fewer variables are approved faster."), Fix: app.Say("Use fewer variables.")})
	}
	return out
}

func (p *provider) CreateTemplate(_ context.Context, _ protocol.Config, name, language string, d app.TemplateDesign) (app.Template, error) {
	if p.fails != nil {
		return app.Template{}, p.fails
	}
	p.sent = append(p.sent, d)
	t := app.Template{ProviderID: "900", Name: name, Language: language, Category: d.Category, Design: d, Status: app.TemplateInReview, StatusWord: "PENDING"}
	if p.made != "" {
		t.Category = p.made
	}
	return t, nil
}

func (p *provider) MayEdit(app.Template) *app.Error { return nil }

func (p *provider) EditTemplate(_ context.Context, _ protocol.Config, _ app.Template, d app.TemplateDesign) error {
	p.sent = append(p.sent, d)
	return p.fails
}

func (p *provider) CheckSample(app.HeaderKind, string, int64) *app.Error { return p.sample }

func (p *provider) UploadSample(_ context.Context, _ protocol.Config, s protocol.Sample) (string, error) {
	p.marks = append(p.marks, s.Session)
	s.Started("mark")
	s.Progress(s.Size / 2)
	if p.hold != nil {
		<-p.hold
	}
	if p.fails != nil {
		return "", p.fails
	}
	return "4::handle", nil
}

type anyone struct{ role *app.Role }

func (a anyone) Require(_ context.Context, _ app.AgentID, p app.Permission) (app.Member, error) {
	if !a.role.Allows(p) {
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("No."))
	}
	return app.Member{Name: "Dewi Kartika", Role: *a.role}, nil
}

// office is the page with everything behind it; only the disk and the provider are
// played.
type office struct {
	*template.Service
	rows  *memory
	fake  *provider
	role  app.Role
	view  channel.View
	file  string // what is chosen when a file is asked for
	shell *frametest.Shell
	err   error // of reading the channel
}

func newOffice() *office {
	o := &office{fake: &provider{offer: metaOffer}, role: app.Owner, shell: &frametest.Shell{}}
	c := app.Channel{ID: 1, AgentID: 1, Environment: app.Draft, Protocol: "meta_cloud", AccountCode: "+6281155500188"}
	o.rows = &memory{drafts: map[app.TemplateDraftID]app.TemplateDraft{}, channels: []app.Channel{c}, last: 10}
	o.view = channel.View{Agent: app.Agent{ID: 1, Name: "Nusantara Bank Assistant"}, Channel: c, Declaration: o.fake.Declaration()}
	o.view.Report.Facts = map[string]string{"verified_name": "Bank Nusantara"}
	o.Service = template.New(template.Params{
		Store: o.rows, Protocols: protocol.NewRegistry(o.fake), Guard: anyone{&o.role}, Bus: &app.Bus{}, Clock: frametest.At(now), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Channels: template.ChannelsFunc(func(context.Context, app.ChannelID) (template.Live, error) {
			return template.Live{Channel: c, Protocol: o.fake, Config: protocol.Config{Channel: c}}, nil
		}),
	})
	return o
}

func (o *office) deps() Deps {
	return Deps{
		Templates: o, Role: func(app.AgentID) app.Role { return o.role }, Owners: func() []string { return []string{"Dewi Kartika"} },
		Get:        func(context.Context, app.AgentID, app.Environment) (channel.View, error) { return o.view, o.err },
		ChooseFile: func(_ []string, chosen func(string)) { chosen(o.file) },
	}
}

// keep puts a draft onto the disk.
func (o *office) keep(d app.TemplateDraft) app.TemplateDraft {
	d.ID, d.ChannelID, d.SavedAt = 7, 1, now
	o.rows.drafts[d.ID] = d
	return d
}

// opened is the page in a window, entered in Draft at a part.
func opened(ui *frametest.UI, size fyne.Size, o *office, part string) *Screen {
	s := New(o.deps(), o.shell, frametest.At(now))
	ui.Put(s, o.shell, size)
	ui.Enter(context.Background(), s, app.Draft, part)
	ui.Pass(time.Second)
	return s
}

// reminder is the template of the picture.
func reminder() app.TemplateDraft {
	return app.TemplateDraft{Name: "installment_reminder_v2", Language: "en",
		Labels: map[string]string{"1": "Customer name", "2": "Amount", "3": "Loan number", "4": "Due date"},
		Design: app.TemplateDesign{
			Category: app.CategoryUtility, Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "Your installment is due soon"},
			Body:    "Dear {{1}}, your installment of {{2}} for loan {{3}} is due on {{4}}.\nPay from the app or at any branch. Already paid? Please ignore this message. Questions? Reply here and our assistant will help you.",
			Samples: map[string]string{"1": "Ibu Sari", "2": "Rp 4,250,000", "3": "KPR-20418", "4": "25 November 2026"}, Footer: "Bank Nusantara, supervised by OJK",
			Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Pay now", URL: "pay.banknusantara.example/{{1}}"}, {Kind: app.ButtonQuickReply, Text: "Talk to an officer"}},
		}}
}
