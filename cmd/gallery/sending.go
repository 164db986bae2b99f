package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/notify"
	"channeldesk/app/price"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/screens/sendpage"
)

// sending is what the pages for sending show: one bulk send in a state of choice, with
// its messages. A scene changes it before its window opens; nothing else does.
type sending struct {
	dir      string
	bulks    []app.BulkSend
	counts   app.BulkCounts
	failures []app.BulkFailure
	latest   []app.Message
	findings []bulk.Finding
	outs     []string
	gateway  bool
	file     string // what Browse finds
}

// sendingID is the bulk send that scenes are about.
const sendingID = 9

// newSending is a bulk send in the middle of it.
func newSending(dir string) *sending {
	s := &sending{dir: dir, gateway: true, outs: []string{"+6281255501423", "+6281355509027"}, findings: []bulk.Finding{costOf(2415)}}
	s.bulks = []app.BulkSend{{
		ID: sendingID, ChannelID: 1, AgentID: 1, Environment: app.Published, Name: "november-due", Template: "installment_reminder", Language: "en",
		Status: app.BulkRunning, Total: 2415, Prepared: 2415, Pace: 20, Trial: 5, FailLimit: 5, FailSpan: 200, Zone: "Asia/Jakarta",
		DueAt: sampleTime.Add(-76 * time.Second), StartedAt: sampleTime.Add(-76 * time.Second), CreatedBy: "Raka Pratama",
	}}
	s.counts = app.BulkCounts{Held: 900, Queued: 9, Sent: 388, Delivered: 873, Read: 221, Failed: 24}
	s.failures = []app.BulkFailure{
		{Code: "131026", Reason: app.Say("This number cannot receive WhatsApp messages."), Fix: app.Say("Check the number."), Count: 14},
		{Code: "131050", Reason: app.Say("This person does not want marketing messages from this number."), Fix: app.Say("Respect it."), Count: 7},
		{Code: "131000", Reason: app.Say("Meta could not deliver the message."), Fix: app.Say("Send it again tomorrow."), Count: 3},
	}
	for i := range 12 {
		m := app.Message{
			Mark: fmt.Sprintf("msg_%d", i), To: fmt.Sprintf("+62813555%05d", 9027-31*i), Name: []string{"Bp. Yusuf", "Ibu Ratna", "Bp. Agus", "Ibu Wulan"}[i%4], BulkRow: 1506 - i,
			Status: []app.MessageStatus{app.MessageSent, app.MessageDelivered, app.MessageRead}[i%3], CreatedAt: sampleTime.Add(-time.Hour), AcceptedAt: sampleTime.Add(-time.Duration(i/2) * time.Second),
		}
		if i%5 == 2 {
			f := s.failures[i/5%3]
			m.Status, m.Code, m.Reason, m.Fix = app.MessageFailed, f.Code, f.Reason, f.Fix
		}
		s.latest = append(s.latest, m)
	}
	return s
}

// stand puts the bulk send into a state, with so many messages of each.
func (s *sending) stand(status app.BulkStatus, counts app.BulkCounts) {
	s.bulks[0].Status, s.counts = status, counts
	if counts.Failed == 0 {
		s.failures = nil
	}
}

// costOf is what messages cost by the list of the scenes.
func costOf(n int) bulk.Finding {
	e := price.Estimate{Total: price.Money{Amount: int64(n) * 356_650_000, Currency: price.Rupiah}, From: samplePrices, Priced: n}
	return bulk.Finding{ID: bulk.FindCost, Level: bulk.Fine, Number: n, Cost: &e,
		What: app.Say("These messages cost up to {{.Cost}} by your price list of {{.Day}}.", "Cost", e.Total, "Day", app.Day(e.From.Start()))}
}

// people writes a file of recipients: 2,418 rows, three of which have a problem, or a
// few whose numbers a spreadsheet damaged.
func (s *sending) people(damaged bool) error {
	var b strings.Builder
	b.WriteString("phone,name,amount_idr,loan_no,due_date\n")
	rows := 2418
	if damaged {
		rows = 4
	}
	for i := 1; i <= rows; i++ {
		phone, name, amount := fmt.Sprintf("+62 813-%04d-%04d", 1000+i, i), "Bp. Yusuf", fmt.Sprintf("\"Rp 1,%03d,000\"", i%1000)
		switch {
		case damaged && i < 4:
			phone = fmt.Sprintf("6.2812%dE+12", i)
		case i == 1 || i == 1377:
			phone, name, amount = "+62 812-5550-1423", "Ibu Sari", "\"Rp 4,250,000\""
		case i == 118:
			phone = "+62 812-555"
		case i == 902:
			amount = ""
		}
		fmt.Fprintf(&b, "%s,%s,%s,KPR-%d,25 November 2026\n", phone, name, amount, 20417+i)
	}
	s.file = filepath.Join(s.dir, "november-due.csv")
	return os.WriteFile(s.file, []byte(b.String()), 0o600)
}

// sendDeps is the desk as the pages for sending see it.
func (d *desk) sendDeps() sendpage.Deps {
	s := d.sending
	return sendpage.Deps{
		Bulk: s, Get: d.Get, Role: d.Role, Owners: d.Owners, Prices: d.prices.Lists,
		Templates: func(context.Context, app.AgentID, app.Environment) ([]app.Template, app.TemplateSync, error) {
			return sendTemplates(), app.TemplateSync{At: sampleTime}, nil
		},
		Send: func(_ context.Context, n notify.NewMessage) (app.Message, error) {
			return app.Message{Mark: "msg_one", To: n.To, Name: n.Name, Content: n.Content, Status: app.MessageQueued, CreatedAt: sampleTime, DueAt: n.DueAt}, nil
		},
		Resolve: func(context.Context, string, bool) error { return nil },
		Message: func(context.Context, string) (app.Message, error) { return app.Message{}, nil },
		Messages: func(_ context.Context, _ app.AgentID, _ app.Environment, p app.HistoryPage) (out []app.Message, err error) {
			for _, m := range s.latest {
				if len(p.Filter.Statuses) > 1 || m.Status == app.MessageFailed {
					out = append(out, m)
				}
			}
			return out, nil
		},
		GatewayRuns: func() bool { return s.gateway }, GatewayHere: func() bool { return s.gateway },
		Browse: func(_ []string, chosen func(string)) { chosen(s.file) },
		FailureNames: func(context.Context, app.AgentID, app.Environment) (func(string) app.Text, error) {
			p, err := d.protocols.Get(metacloud.ID)
			return func(code string) app.Text { return notify.FailureName(p, code) }, err
		},
	}
}

// sendTemplates are those to choose from: one that is approved, one that is not yet.
func sendTemplates() []app.Template {
	return []app.Template{
		{ID: 5, ChannelID: 1, ProviderID: "77", Name: "installment_reminder", Language: "en", Category: app.CategoryUtility, Status: app.TemplateApproved, Design: app.TemplateDesign{
			Body:    "Dear {{1}}, your installment of {{2}} for loan {{3}} is due on {{4}}.",
			Samples: map[string]string{"1": "Ibu Sari", "2": "Rp 4,250,000", "3": "KPR-20418", "4": "25 November 2026"},
			Footer:  "Bank Nusantara, supervised by OJK", Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Pay now", URL: "https://pay.example"}},
		}, Labels: map[string]string{"1": "Customer name", "2": "Amount", "3": "Loan number", "4": "Due date"}},
		{ID: 6, ChannelID: 1, Name: "branch_news", Language: "id", Category: app.CategoryMarketing, Status: app.TemplateInReview},
	}
}

// Preflight and what follows implement sendpage.BulkSends.
func (s *sending) Preflight(context.Context, bulk.Order) ([]bulk.Finding, error) {
	return s.findings, nil
}

// Prepare plans nothing.
func (s *sending) Prepare(context.Context, bulk.Order, func(int, int)) (app.BulkSend, error) {
	return s.bulks[0], nil
}

// Continue changes nothing.
func (s *sending) Continue(context.Context, app.BulkID, func(int, int)) (app.BulkSend, error) {
	return s.bulks[0], nil
}

// Get gives the bulk send of the scene.
func (s *sending) Get(context.Context, app.BulkID) (app.BulkSend, app.BulkCounts, error) {
	return s.bulks[0], s.counts, nil
}

// List gives all bulk sends.
func (s *sending) List(context.Context, app.AgentID, app.Environment) ([]app.BulkSend, error) {
	return s.bulks, nil
}

// Failures are why messages failed.
func (s *sending) Failures(context.Context, app.BulkID) ([]app.BulkFailure, error) {
	return s.failures, nil
}

// Report writes nothing.
func (s *sending) Report(context.Context, app.BulkID, io.Writer, bulk.ReportOptions, func(int, int)) (int, error) {
	return 0, nil
}

// Pause changes nothing, and so do Resume, ResumeAnyway, StartNow, SetPace and Cancel.
func (s *sending) Pause(context.Context, app.BulkID) error { return nil }

// Resume changes nothing.
func (s *sending) Resume(context.Context, app.BulkID) error { return nil }

// ResumeAnyway changes nothing.
func (s *sending) ResumeAnyway(context.Context, app.BulkID) error { return nil }

// StartNow changes nothing.
func (s *sending) StartNow(context.Context, app.BulkID) error { return nil }

// SetPace changes nothing.
func (s *sending) SetPace(context.Context, app.BulkID, float64) error { return nil }

// Cancel changes nothing.
func (s *sending) Cancel(context.Context, app.BulkID, func(int)) (int, error) { return 0, nil }

// Sending is what the channel allows.
func (s *sending) Sending(context.Context, app.AgentID, app.Environment) (protocol.Sending, error) {
	return protocol.Sending{Provider: "Meta", PerSecond: 80, Why: app.Say("Meta lets this number send {{.N}} messages a second.", "N", 80)}, nil
}

// OptedOut says that nobody in the files opted out.
func (s *sending) OptedOut(context.Context, app.AgentID, app.Environment) (func(string) bool, error) {
	return func(string) bool { return false }, nil
}

// OptOuts are those who get nothing.
func (s *sending) OptOuts(context.Context, app.AgentID, app.Environment) ([]string, error) {
	return s.outs, nil
}

// OptOut changes nothing.
func (s *sending) OptOut(context.Context, app.AgentID, app.Environment, ...string) (int, error) {
	return 0, nil
}

// OptIn changes nothing.
func (s *sending) OptIn(context.Context, app.AgentID, app.Environment, ...string) (int, error) {
	return 0, nil
}
