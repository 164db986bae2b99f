package sendpage

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/channel"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
)

func TestMain(m *testing.M) { frametest.Main(m) }

var (
	now   = time.Date(2031, 11, 17, 9, 41, 7, 0, frametest.Jakarta)
	clock = frametest.At(now)

	pageSize, pageSmall = frametest.PageSize, frametest.PageSmall
)

// fakeDeps are services that answer from memory.
type fakeDeps struct {
	view      channel.View
	templates []app.Template
	role      app.Role
	gateway   bool
	here      bool
	err       error // of reading
	failing   error // of changing
	findings  []bulk.Finding
	orders    []bulk.Order
	bulks     []app.BulkSend
	counts    app.BulkCounts
	failures  []app.BulkFailure
	latest    []app.Message
	pages     []app.HistoryPage
	sent      []notify.NewMessage
	messages  map[string]app.Message
	outs      []string
	asked     []string
	hold      chan struct{} // what reading opted out people waits for
	browse    string
	sending   protocol.Sending
	unnamed   error // of reading the short names of failures
}

func (d *fakeDeps) Preflight(context.Context, bulk.Order) ([]bulk.Finding, error) {
	return d.findings, nil
}

func (d *fakeDeps) Prepare(_ context.Context, o bulk.Order, progress func(int, int)) (app.BulkSend, error) {
	if d.failing != nil {
		return app.BulkSend{}, d.failing
	}
	d.orders = append(d.orders, o)
	progress(1, 2)
	return app.BulkSend{ID: 9, Name: "November due", DueAt: o.DueAt}, nil
}

func (d *fakeDeps) Continue(_ context.Context, id app.BulkID, _ func(int, int)) (app.BulkSend, error) {
	return app.BulkSend{}, d.note("continue %d", id)
}

func (d *fakeDeps) note(format string, args ...any) error {
	d.asked = append(d.asked, fmt.Sprintf(format, args...))
	return d.failing
}

func (d *fakeDeps) Get(_ context.Context, id app.BulkID) (app.BulkSend, app.BulkCounts, error) {
	for _, b := range d.bulks {
		if b.ID == id {
			return b, d.counts, d.err
		}
	}
	return app.BulkSend{}, d.counts, app.NewError(app.CodeNotFound, app.Say("There is no such bulk send."))
}

func (d *fakeDeps) List(context.Context, app.AgentID, app.Environment) ([]app.BulkSend, error) {
	return d.bulks, d.err
}

func (d *fakeDeps) Failures(context.Context, app.BulkID) ([]app.BulkFailure, error) {
	return d.failures, nil
}

func (d *fakeDeps) Report(_ context.Context, id app.BulkID, w io.Writer, o bulk.ReportOptions, _ func(int, int)) (int, error) {
	_, _ = io.WriteString(w, "report")
	return 1, d.note("report %d %t %t", id, o.OnlyFailed, o.ForExcel)
}

func (d *fakeDeps) Pause(_ context.Context, id app.BulkID) error  { return d.note("pause %d", id) }
func (d *fakeDeps) Resume(_ context.Context, id app.BulkID) error { return d.note("resume %d", id) }
func (d *fakeDeps) ResumeAnyway(_ context.Context, id app.BulkID) error {
	return d.note("resume anyway %d", id)
}

func (d *fakeDeps) StartNow(_ context.Context, id app.BulkID) error {
	return d.note("start %d", id)
}

func (d *fakeDeps) SetPace(_ context.Context, id app.BulkID, pace float64) error {
	return d.note("pace %d %g", id, pace)
}

func (d *fakeDeps) Cancel(_ context.Context, id app.BulkID, _ func(int)) (int, error) {
	return 0, d.note("cancel %d", id)
}

func (d *fakeDeps) Sending(context.Context, app.AgentID, app.Environment) (protocol.Sending, error) {
	return d.sending, nil
}

func (d *fakeDeps) OptedOut(ctx context.Context, _ app.AgentID, _ app.Environment) (func(string) bool, error) {
	if d.hold != nil {
		select {
		case <-d.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return func(n string) bool { return strings.Contains(strings.Join(d.outs, " "), n) }, nil
}

func (d *fakeDeps) OptOuts(context.Context, app.AgentID, app.Environment) ([]string, error) {
	return d.outs, nil
}

func (d *fakeDeps) OptOut(_ context.Context, _ app.AgentID, _ app.Environment, numbers ...string) (int, error) {
	d.outs = append(d.outs, numbers...)
	return len(numbers), d.failing
}

func (d *fakeDeps) OptIn(_ context.Context, _ app.AgentID, _ app.Environment, numbers ...string) (int, error) {
	var left []string
	for _, n := range d.outs {
		if n != numbers[0] {
			left = append(left, n)
		}
	}
	d.outs = left
	return 1, nil
}

// deps are the services as the pages see them.
func (d *fakeDeps) deps() Deps {
	return Deps{
		Bulk: d,
		Get: func(_ context.Context, _ app.AgentID, env app.Environment) (channel.View, error) {
			v := d.view
			v.Channel.Environment = env
			return v, d.err
		},
		Templates: func(context.Context, app.AgentID, app.Environment) ([]app.Template, app.TemplateSync, error) {
			return d.templates, app.TemplateSync{At: now}, d.err
		},
		Role: func(app.AgentID) app.Role { return d.role }, Owners: func() []string { return []string{"Dewi Kartika"} },
		Send: func(_ context.Context, n notify.NewMessage) (app.Message, error) {
			if d.failing != nil {
				return app.Message{}, d.failing
			}
			d.sent = append(d.sent, n)
			m := app.Message{Mark: fmt.Sprintf("msg_%d", len(d.sent)), To: n.To, Name: n.Name, Content: n.Content, Status: app.MessageQueued, CreatedAt: now, DueAt: n.DueAt}
			d.messages[m.Mark] = m
			return m, nil
		},
		Resolve:  func(_ context.Context, mark string, again bool) error { return d.note("resolve %s %t", mark, again) },
		Message:  func(_ context.Context, mark string) (app.Message, error) { return d.messages[mark], nil },
		Messages: d.page, GatewayRuns: func() bool { return d.gateway }, GatewayHere: func() bool { return d.here },
		Browse: func(_ []string, chosen func(string)) { chosen(d.browse) }, Zone: "Asia/Jakarta",
		FailureNames: func(context.Context, app.AgentID, app.Environment) (func(string) app.Text, error) {
			return func(code string) app.Text {
				return app.Say(map[string]string{"131026": "No WhatsApp", "131050": "No marketing", "130472": "In an experiment"}[code])
			}, d.unnamed
		},
	}
}

func (d *fakeDeps) page(_ context.Context, _ app.AgentID, _ app.Environment, p app.HistoryPage) ([]app.Message, error) {
	d.pages = append(d.pages, p)
	if len(p.Filter.Statuses) > 1 {
		return d.latest, nil
	}
	var out []app.Message
	for _, m := range d.latest {
		if m.Status == p.Filter.Statuses[0] {
			out = append(out, m)
		}
	}
	return out, nil
}

// reminder is the template of the pictures.
func reminder() app.Template {
	return app.Template{
		ID: 5, ChannelID: 1, ProviderID: "77", Name: "installment_reminder", Language: "en", Category: app.CategoryUtility, Status: app.TemplateApproved,
		Design: app.TemplateDesign{
			Body:    "Dear {{1}}, your installment of {{2}} for loan {{3}} is due on {{4}}.",
			Samples: map[string]string{"1": "Ibu Sari", "2": "Rp 4,250,000", "3": "KPR-20418", "4": "25 November 2026"},
			Footer:  "Bank Nusantara, supervised by OJK", Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Pay now", URL: "https://pay.example"}},
		},
		Labels: map[string]string{"1": "Customer name", "2": "Amount", "3": "Loan number", "4": "Due date"},
	}
}

// sample is an agent that is set up, with templates.
func sample() *fakeDeps {
	review := app.Template{ID: 6, Name: "branch_news", Language: "id", Status: app.TemplateInReview}
	rejected := app.Template{ID: 7, Name: "cash_prize", Language: "id", Status: app.TemplateRejected}
	plain := app.Template{ID: 8, ProviderID: "78", Name: "hello", Language: "id", Status: app.TemplateDeclared, Design: app.TemplateDesign{Body: "Halo."}}
	d := &fakeDeps{role: app.Owner, gateway: true, templates: []app.Template{review, rejected, reminder(), plain}, messages: map[string]app.Message{},
		findings: []bulk.Finding{{ID: bulk.FindTemplate, Level: bulk.Fine}, {ID: bulk.FindLimit, Level: bulk.Fine, Number: 85388}, {ID: bulk.FindCharge, Level: bulk.Fine, Number: 2403, What: app.Say("Meta charges for {{.N}} messages.", "N", 2403)}, estimated(2415)}}
	d.view.Agent = app.Agent{ID: 1, Name: "Nusantara Bank Assistant", Country: "ID"}
	d.view.Declaration = protocol.Declaration{ID: "meta_cloud", Name: "Meta"}
	d.view.Channel = app.Channel{ID: 1, AgentID: 1, Protocol: "meta_cloud", AccountCode: "+6281155500188"}
	d.sending = protocol.Sending{Provider: "Meta", PerSecond: 80, Why: app.Say("Meta lets this number send {{.N}} messages a second.", "N", 80)}
	return d
}

// due writes the file of the pictures: 2,418 rows, three of which have a problem.
func due(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("phone,name,amount_idr,loan_no,due_date\n")
	for i := 1; i <= 2418; i++ {
		phone, name, amount := fmt.Sprintf("+62 813-%04d-%04d", 1000+i, i), "Bp. Yusuf", fmt.Sprintf("\"Rp 1,%03d,000\"", i%1000)
		switch i {
		case 1:
			phone, name, amount = "+62 812-5550-1423", "Ibu Sari", "\"Rp 4,250,000\""
		case 118:
			phone, name = "+62 812-555", "Bp. Hendra"
		case 902:
			phone, name, amount = "+62 857-5550-7716", "Ibu Melati", ""
		case 1377:
			phone, name = "+62 812-5550-1423", "Ibu Sari"
		}
		fmt.Fprintf(&b, "%s,%s,%s,KPR-%d,25 November 2026\n", phone, name, amount, 20417+i)
	}
	return write(t, "november-due.csv", b.String())
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// opened is the page in a window, entered in Published.
func opened(ui *frametest.UI, size fyne.Size, d *fakeDeps) (*Screen, *frametest.Shell) {
	shell := &frametest.Shell{}
	s := New(d.deps(), shell, clock)
	ui.Open(s, shell, size, "")
	return s, shell
}

// composed is the page with a template and a file.
func composed(t *testing.T, ui *frametest.UI, size fyne.Size, d *fakeDeps) (*Screen, *frametest.Shell) {
	s, shell := opened(ui, size, d)
	s.many.pick.choose(reminder())
	s.TakeFiles([]string{due(t)}, fyne.Position{})
	ui.Settle()
	return s, shell
}

// running is a bulk send in the middle of it.
func running() *fakeDeps {
	d := sample()
	d.bulks = []app.BulkSend{{
		ID: 9, ChannelID: 1, AgentID: 1, Environment: app.Published, Name: "Installment reminder, November", Template: "installment_reminder", Language: "en",
		Status: app.BulkRunning, Total: 2415, Prepared: 2415, Pace: 20, Trial: 5, FailLimit: 5, FailSpan: 200, DueAt: now.Add(-time.Minute), Zone: "Asia/Jakarta",
		CreatedBy: "Dewi Kartika", StartedAt: now.Add(-time.Minute),
	}}
	d.counts = app.BulkCounts{Held: 900, Queued: 9, Sent: 388, Delivered: 873, Read: 221, Failed: 24}
	d.failures = []app.BulkFailure{
		{Code: "131026", Reason: app.Say("This number is not on WhatsApp."), Fix: app.Say("Ask the client to check these numbers."), Count: 14},
		{Code: "131050", Reason: app.Say("The person wants no marketing messages."), Fix: app.Say("Respect it. They get no more messages."), Count: 7},
		{Code: "131000", Reason: app.Say("Meta could not deliver the message."), Fix: app.Say("Send again tomorrow."), Count: 3},
	}
	for i, m := range []struct {
		to, name string
		status   app.MessageStatus
		why      string
	}{
		{"+6281355509027", "Bp. Yusuf", app.MessageSent, ""}, {"+6287855503311", "Ibu Ratna", app.MessageSent, ""}, {"+6281255506604", "Bp. Agus", app.MessageFailed, "131026"},
		{"+6285655501198", "Ibu Wulan", app.MessageDelivered, ""}, {"+6281155504420", "Bp. Made", app.MessageRead, ""}, {"+6282155507753", "Ibu Lestari", app.MessageDelivered, ""},
		{"+6283855500912", "Bp. Fajar", app.MessageFailed, "131050"}, {"+6285255506671", "Ibu Nur", app.MessageRead, ""},
	} {
		at := now.Add(15*time.Second - time.Duration(i/2)*time.Second)
		row := app.Message{Mark: fmt.Sprintf("msg_%d", i), To: m.to, Name: m.name, Status: m.status, CreatedAt: now.Add(-time.Hour), AcceptedAt: at, Code: m.why, BulkRow: 1406 - i}
		for _, f := range d.failures {
			if f.Code == m.why {
				row.Reason, row.Fix = f.Reason, f.Fix
			}
		}
		d.latest = append(d.latest, row)
	}
	return d
}

// followed is the page of a bulk send in a window.
func followed(ui *frametest.UI, size fyne.Size, d *fakeDeps) (*Progress, *frametest.Shell) {
	shell := &frametest.Shell{}
	p := NewProgress(d.deps(), shell, clock)
	ui.Open(p, shell, size, frame.BulkPart(9))
	shell.Win.Canvas().Unfocus() // it has it at first, which is tested by itself
	return p, shell
}
