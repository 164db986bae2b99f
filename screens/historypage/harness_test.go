package historypage

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/history"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame/frametest"
)

func TestMain(m *testing.M) { frametest.Main(m) }

var now = time.Date(2026, 11, 17, 9, 41, 30, 0, frametest.Jakarta)

// fakeHistory is a history in memory; the list is newest first.
type fakeHistory struct {
	mu     sync.Mutex // over asked: an older question may still run
	list   []app.Message
	err    error
	gate   chan struct{} // pages wait for it when it is there
	hang   bool          // pages never come
	asked  []app.HistoryPage
	counts *app.HistoryCounts
	export func(ctx context.Context, w io.Writer, progress func(done, total int64)) error
	wrote  []app.HistoryFilter
	excel  []bool
}

func fits(m app.Message, f app.HistoryFilter) bool {
	switch {
	case f.Statuses != nil && !slices.Contains(f.Statuses, m.Status), f.Template != "" && (m.Content.Template == nil || m.Content.Template.Name != f.Template),
		f.Source != "" && m.Source != f.Source, f.Key != 0 && m.KeyID != f.Key, f.Bulk != 0 && m.BulkID != f.Bulk,
		!f.From.IsZero() && m.CreatedAt.Before(f.From), !f.Until.IsZero() && !m.CreatedAt.Before(f.Until),
		f.Search != "" && !strings.Contains(m.To+" "+strings.ToLower(m.Name), strings.ToLower(f.Search)):
		return false
	}
	return true
}

func (h *fakeHistory) Page(ctx context.Context, _ app.AgentID, _ app.Environment, p app.HistoryPage) (out []app.Message, err error) {
	h.mu.Lock()
	h.asked = append(h.asked, p)
	gate, hang := h.gate, h.hang
	h.mu.Unlock()
	if hang {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	list := slices.Clone(h.list)
	if p.Newer {
		slices.Reverse(list)
	}
	for _, m := range list {
		behind := p.After == 0 || p.Newer && m.ID > p.After || !p.Newer && m.ID < p.After
		if behind && fits(m, p.Filter) && len(out) < p.Limit {
			out = append(out, m)
		}
	}
	if p.Newer {
		slices.Reverse(out)
	}
	return out, h.err
}

func (h *fakeHistory) Counts(_ context.Context, _ app.AgentID, _ app.Environment, f app.HistoryFilter) (c app.HistoryCounts, err error) {
	if h.counts != nil {
		return *h.counts, h.err
	}
	for _, m := range h.list {
		if fits(m, f) {
			c = plus(c, one(m))
		}
	}
	return c, h.err
}

func one(m app.Message) app.HistoryCounts {
	c := app.HistoryCounts{Total: 1}
	switch groupOf(m.Status) {
	case stateWaiting:
		c.Waiting = 1
	case stateSent:
		c.Sent = 1
	case string(app.MessageUnknown):
		c.Unknown = 1
	case string(app.MessageDelivered):
		c.Delivered = 1
	case string(app.MessageRead):
		c.Read = 1
	case string(app.MessageFailed):
		c.Failed = 1
	case string(app.MessageCancelled):
		c.Cancelled = 1
	}
	return c
}

// Days are like those of the picture, whatever the list holds.
func (h *fakeHistory) Days(_ context.Context, _ app.AgentID, _ app.Environment, f app.HistoryFilter) (days []app.HistoryDay, ok bool, err error) {
	if f.Search != "" || f.Key != 0 || f.Bulk != 0 {
		return nil, false, nil
	}
	if len(h.list) == 0 {
		return nil, true, h.err
	}
	for d := day(now).AddDate(0, 0, -29); !d.After(now); d = d.AddDate(0, 0, 1) {
		n := 37000 + 700*int(d.Weekday()) + 90*d.Day()
		if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
			n /= 2
		}
		c := app.HistoryCounts{Total: n, Read: n * 73 / 100, Delivered: n * 25 / 100, Sent: n / 100, Failed: n / 100}
		if d.Equal(day(now)) {
			c.Read, c.Delivered, c.Sent = n*35/100, n*14/100, n*24/100
		}
		if !f.From.IsZero() && d.Before(f.From) {
			continue
		}
		days = append(days, app.HistoryDay{Day: d, Counts: c})
	}
	return days, true, h.err
}

func (h *fakeHistory) Templates(context.Context, app.AgentID, app.Environment) ([]string, error) {
	return []string{"card_delivery_update", "installment_reminder", "otp_login_code"}, nil
}

func (h *fakeHistory) Get(_ context.Context, mark string) (app.Message, []app.Attempt, error) {
	for _, m := range h.list {
		if m.Mark == mark {
			return m, attemptsOf(m), nil
		}
	}
	return app.Message{}, nil, app.NewError(app.CodeNotFound, app.Say("There is no such message."))
}

func attemptsOf(m app.Message) []app.Attempt {
	a := app.Attempt{Number: 1, StartedAt: m.CreatedAt.Add(2 * time.Second), Outcome: app.AttemptAccepted}
	switch m.Status {
	case app.MessageQueued:
		return nil
	case app.MessageUnknown:
		return []app.Attempt{
			{Number: 1, StartedAt: m.CreatedAt.Add(time.Second), Outcome: app.AttemptSlow, What: app.Say("Too many messages to this person at once.")},
			{Number: 2, StartedAt: m.CreatedAt.Add(9 * time.Second), Outcome: app.AttemptOpen, What: app.Say("The connection broke before the answer came.")},
		}
	}
	return []app.Attempt{a}
}

func (h *fakeHistory) MayRepeat(m app.Message) (bool, app.Text) {
	if m.Status == app.MessageFailed && m.Source == app.SourceSession {
		return false, app.Say("The session sent this message by itself. Sent again, it would come out of turn.")
	}
	if m.Status == app.MessageQueued {
		return false, app.Say("This message is still on its way.")
	}
	return m.Status == app.MessageFailed, app.Say("This message arrived.")
}

func (h *fakeHistory) Export(ctx context.Context, _ app.AgentID, _ app.Environment, f app.HistoryFilter, w io.Writer, o history.ExportOptions, progress func(done, total int64)) error {
	h.wrote, h.excel = append(h.wrote, f), append(h.excel, o.ForExcel)
	return h.export(ctx, w, progress)
}

// sample is the list of the picture, and more behind it.
func sample() []app.Message {
	type line struct {
		ago                time.Duration
		to, name, template string
		status             app.MessageStatus
		source             app.MessageSource
		last               string
	}
	const (
		api, bulk, window = app.SourceAPI, app.SourceBulk, app.SourceWindow
		delivered, read   = app.MessageDelivered, app.MessageRead
		failed            = app.MessageFailed
	)
	lines := []line{
		{20 * time.Second, "+6281255501423", "Sari", "installment_reminder", delivered, api, "utility, billable"},
		{30 * time.Second, "+6287855503311", "", "installment_reminder", app.MessageSent, api, ""},
		{32 * time.Second, "+6281255506604", "Bp. Agus", "installment_reminder", failed, api, "This number is not on WhatsApp."},
		{60 * time.Second, "+6282155507753", "Rina", "payment_received", read, api, "utility, free"},
		{70 * time.Second, "+6285655501198", "Joko", "otp_login_code", read, api, "authentication, billable"},
		{2 * time.Minute, "+6281155504420", "Wulan", "card_delivery_update", delivered, bulk, "utility, billable"},
		{2 * time.Minute, "+6281355509027", "Tono", "card_delivery_update", app.MessageQueued, bulk, ""},
		{3 * time.Minute, "+6283855500912", "Yusuf", "card_delivery_update", failed, bulk, "The person wants no marketing messages."},
		{3 * time.Minute, "+6285255506671", "Dina", "", read, window, ""},
		{4 * time.Minute, "+6287755502046", "Eko", "payment_received", app.MessageUnknown, api, "The connection broke before the answer came."},
		{4 * time.Minute, "+6281255508830", "Fitri", "otp_login_code", delivered, api, "authentication, billable"},
		{5 * time.Minute, "+6281955505172", "Gita", "", failed, app.SourceSession, "The customer service window was closed."},
	}
	for i := range 60 {
		lines = append(lines, line{time.Duration(6+i) * time.Minute, fmt.Sprintf("+62812555%05d", 20000+i), "Kurnia", "installment_reminder", read, api, ""})
	}
	out := make([]app.Message, len(lines))
	for i, l := range lines {
		out[i] = made(len(lines)-i, now.Add(-l.ago), l.to, l.name, l.template, l.status, l.source, l.last)
	}
	return out
}

// codeOf is the provider's code for a reason of the sample.
func codeOf(reason string) string {
	switch reason {
	case "The person wants no marketing messages.":
		return "131050"
	case "The customer service window was closed.":
		return "131047"
	}
	return "131026"
}

func made(id int, at time.Time, to, name, template string, status app.MessageStatus, source app.MessageSource, last string) app.Message {
	m := app.Message{
		ID: app.MessageID(id), Mark: fmt.Sprintf("msg_%04d", id), To: to, Name: name, Status: status, Source: source, CreatedAt: at, DueAt: at, KeyID: 3,
	}
	if source == app.SourceBulk {
		m.BulkID, m.BulkRow, m.KeyID = 7, id, 0
	}
	if template != "" {
		m.Content.Template = &app.TemplateMessage{Name: template, Language: "en", Body: []string{name, "Rp 2,180,000", "KPR-19077", "25 November 2026"}}
	} else {
		m.Content.Text = "Good morning, how can we help you today?"
	}
	rank := status.Rank()
	if rank >= app.MessageAccepted.Rank() {
		m.AcceptedAt = at.Add(4 * time.Second)
	}
	switch status {
	case app.MessageRead:
		m.ReadAt, m.DeliveredAt = at.Add(40*time.Second), at.Add(7*time.Second)
	case app.MessageDelivered:
		m.DeliveredAt = at.Add(7 * time.Second)
	case app.MessageFailed:
		m.FailedAt, m.Code, m.Reason = at.Add(9*time.Second), codeOf(last), app.Say(last)
		m.Fix = app.Say("Check the number with the client. If it is right, the customer needs to install WhatsApp first.")
		return m
	case app.MessageUnknown:
		m.Code, m.Reason = string(app.CodeProviderUnreachable), app.Say(last)
		return m
	}
	m.Price = last
	return m
}

// world is the page with what it works on.
type world struct {
	*Screen
	history  *fakeHistory
	shell    *frametest.Shell
	deps     *Deps
	sent     []string
	sendFail error
}

func newWorld(ui *frametest.UI, list []app.Message) *world {
	w := &world{history: &fakeHistory{list: list}, shell: &frametest.Shell{}}
	view := channel.View{
		Agent: app.Agent{ID: 1, Name: "Nusantara Bank Assistant"}, Channel: app.Channel{ID: 1, Protocol: "meta_cloud", AccountCode: "+6281155500188"},
		Declaration: protocol.Declaration{ID: "meta_cloud", Name: "Meta"},
	}
	w.deps = &Deps{
		History: w.history, Role: func(app.AgentID) app.Role { return app.Owner }, Owners: func() []string { return []string{"Dewi Kartika"} },
		Get: func(context.Context, app.AgentID, app.Environment) (channel.View, error) { return view, nil },
		Keys: func(context.Context, app.AgentID, app.Environment) ([]app.APIKey, error) {
			return []app.APIKey{{ID: 3, Name: "Core banking"}, {ID: 4, Name: "CRM nightly job"}}, nil
		},
		Bulks: func(context.Context, app.AgentID, app.Environment) ([]app.BulkSend, error) {
			return []app.BulkSend{{ID: 7, Name: "Cards in November"}}, nil
		},
		Template: func(_ context.Context, _ app.AgentID, _ app.Environment, name, _ string) (app.Template, error) {
			if name != "installment_reminder" {
				return app.Template{}, app.NewError(app.CodeNotFound, app.Say("There is no such template."))
			}
			return app.Template{Name: name, Design: app.TemplateDesign{Body: "Dear *{{1}}*, your installment of *{{2}}* for loan *{{3}}* is due on *{{4}}*."}}, nil
		},
		SendAgain: func(_ context.Context, mark string) (app.Message, error) {
			w.sent = append(w.sent, "again "+mark)
			return app.Message{Mark: "msg_again"}, w.sendFail
		},
		FailureNames: func(context.Context, app.AgentID, app.Environment) (func(string) app.Text, error) {
			names := map[string]app.Text{
				"131026": app.Say("No WhatsApp"), "131050": app.Say("Opted out"), "131047": app.Say("Window closed"), "provider_unreachable": app.Say("No clear answer"),
			}
			return func(code string) app.Text { return names[code] }, nil
		},
		Resolve: func(_ context.Context, mark string, resend bool) error {
			w.sent = append(w.sent, fmt.Sprintf("resolve %s %t", mark, resend))
			return w.sendFail
		},
	}
	return w
}

// open shows the page in a window and enters it.
func (w *world) open(ui *frametest.UI, size fyne.Size, part string) *world {
	w.Screen = New(*w.deps, w.shell, frametest.At(now))
	ui.Open(w, w.shell, size, part)
	return w
}

func (w *world) enter(ui *frametest.UI, part string) {
	ui.Enter(context.Background(), w, app.Published, part)
}

// pick opens the drawer of a row, as a click does.
func (w *world) pick(ui *frametest.UI, row int) {
	w.list.table.SetSelected(row)
	w.list.table.OnSelect(row)
	ui.Settle()
}
