package templatepage

import (
	"context"
	"fmt"
	"slices"
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

// fakeTemplates are templates made of values.
type fakeTemplates struct {
	offer   protocol.TemplateOffer
	list    []app.Template
	drafts  []app.TemplateDraft
	sync    app.TemplateSync
	err     error
	syncErr error
	slow    chan struct{} // closed when a sync may go on; nil for at once
	uses    template.Uses
	mayEdit error
	actErr  error
	did     []string
	fresh   int // how many keep the list up to date
}

func (f *fakeTemplates) List(context.Context, app.AgentID, app.Environment) ([]app.Template, app.TemplateSync, error) {
	return slices.Clone(f.list), f.sync, f.err
}

func (f *fakeTemplates) Offer(context.Context, app.AgentID, app.Environment) (protocol.TemplateOffer, error) {
	return f.offer, nil
}

func (f *fakeTemplates) Drafts(context.Context, app.AgentID, app.Environment) ([]app.TemplateDraft, error) {
	return slices.Clone(f.drafts), nil
}

func (f *fakeTemplates) Sync(ctx context.Context, _ app.AgentID, _ app.Environment, progress func(int)) error {
	progress(25)
	if f.slow != nil {
		select {
		case <-f.slow:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	f.did = append(f.did, "sync")
	return f.syncErr
}

func (f *fakeTemplates) KeepFresh(ctx context.Context, _ app.AgentID, _ app.Environment) {
	f.fresh++
	<-ctx.Done()
	f.fresh--
}

func (f *fakeTemplates) Uses(_ context.Context, _ app.TemplateID, all bool) (template.Uses, error) {
	u := f.uses
	if all {
		u.Waiting *= 2
	}
	return u, nil
}

func (f *fakeTemplates) MayEdit(context.Context, app.TemplateID) error { return f.mayEdit }

func (f *fakeTemplates) Edit(_ context.Context, id app.TemplateID) (app.TemplateDraft, error) {
	f.did = append(f.did, fmt.Sprintf("edit %d", id))
	return app.TemplateDraft{ID: 90, Edits: "x"}, f.actErr
}

func (f *fakeTemplates) Duplicate(_ context.Context, id app.TemplateID, how template.Copy) (app.TemplateDraft, error) {
	f.did = append(f.did, fmt.Sprintf("duplicate %d %s", id, how.Language))
	return app.TemplateDraft{ID: 91}, f.actErr
}

func (f *fakeTemplates) CopyToEnvironment(_ context.Context, id app.TemplateID, env app.Environment) (app.TemplateDraft, error) {
	f.did = append(f.did, fmt.Sprintf("copy %d to %s", id, env))
	return app.TemplateDraft{ID: 92, Name: "copied"}, f.actErr
}

func (f *fakeTemplates) Delete(_ context.Context, id app.TemplateID, all bool) error {
	f.did = append(f.did, fmt.Sprintf("delete %d %t", id, all))
	f.list = slices.DeleteFunc(f.list, func(t app.Template) bool { return t.ID == id })
	return f.actErr
}

func (f *fakeTemplates) DropDraft(_ context.Context, id app.TemplateDraftID) error {
	f.did = append(f.did, fmt.Sprintf("drop %d", id))
	f.drafts = slices.DeleteFunc(f.drafts, func(d app.TemplateDraft) bool { return d.ID == id })
	return f.actErr
}

var metaOffer = protocol.TemplateOffer{Listed: true, Create: true, Edit: true, Delete: true, Languages: []string{"en", "en_US", "id", "jv"}}

// sample is the list of the design.
func sample() []app.Template {
	var out []app.Template
	add := func(name string, c app.TemplateCategory, languages []string, q app.TemplateQuality, st app.TemplateStatus, body string) {
		for _, l := range languages {
			out = append(out, app.Template{ID: app.TemplateID(len(out) + 1), ProviderID: fmt.Sprint(1000 + len(out)), Name: name, Language: l, Category: c, Quality: q, Status: st,
				StatusWord: string(st), Design: app.TemplateDesign{Category: c, Body: body}, ChangedAt: now.AddDate(0, 0, -9), SyncedAt: now})
		}
	}
	en, id, both := []string{"en"}, []string{"id"}, []string{"en", "id"}
	u, m := app.CategoryUtility, app.CategoryMarketing
	add("year_end_savings_offer", u, en, "", app.TemplateRejected, "Dear {{1}}, your savings deserve more. Keep {{2}} until 31 December and earn a 5.25% bonus rate.")
	add("loan_topup_invite", m, both, "", app.TemplateRejected, "Hi {{1}}, you can add up to {{2}} to your loan.")
	add("savings_birthday_bonus", m, id, app.QualityLow, app.TemplatePaused, "Happy birthday {{1}}! As a gift, your bonus is waiting.")
	add("mortgage_rate_change", u, id, "", app.TemplateInReview, "Your mortgage rate changes on {{1}}.")
	add("document_request", u, both, "", app.TemplateInReview, "To finish your application, please send {{1}}.")
	add("installment_reminder", u, both, app.QualityHigh, app.TemplateApproved, "Dear {{1}}, your installment of {{2}} is due.")
	add("payment_received", u, both, app.QualityHigh, app.TemplateApproved, "Thank you. We received {{1}}.")
	add("branch_visit_booked", u, both, app.QualityHigh, app.TemplateApproved, "Your visit to {{1}} is booked.")
	add("card_delivery_update", u, both, app.QualityMedium, app.TemplateApproved, "Your debit card is on its way.")
	add("otp_login_code", app.CategoryAuthentication, both, app.QualityHigh, app.TemplateApproved, "")
	for i := range out {
		if out[i].Category == app.CategoryAuthentication {
			out[i].Design.Code = &app.CodeDesign{Advice: true, Minutes: 5, Delivery: "copy_code"}
		}
	}
	out[0].Design.Samples = map[string]string{"1": "Ibu Sari", "2": "Rp 10,000,000"}
	out[0].Design.Footer = "Bank Nusantara, supervised by OJK"
	out[0].Design.Buttons = []app.ButtonDesign{{Kind: app.ButtonURL, Text: "See the offer", URL: "https://bank.example/offer"}}
	out[0].ChangedAt = now.AddDate(0, 0, -4)
	out[0].SubmittedBy, out[0].SubmittedAt = "Raka Pratama", now.AddDate(0, 0, -5)
	out[0].Reason = app.Say("The sentence about the 5.25% bonus rate is promotion, but the category is Utility.")
	out[0].Fix = app.Say("Duplicate it with the category Marketing, or remove that sentence and send it again.")
	return out
}

// fake are services with the list of the design.
func fake() *fakeTemplates {
	return &fakeTemplates{offer: metaOffer, list: sample(), sync: app.TemplateSync{At: now.Add(-11 * time.Minute), TriedAt: now.Add(-11 * time.Minute)}}
}

// page is the page under test with what it stands on.
type page struct {
	*Screen
	ui      *frametest.UI
	shell   *frametest.Shell
	f       *fakeTemplates
	role    app.Role
	account bool
	named   string // of the protocol
	edited  []app.TemplateDraft
}

// newPage is the page in a window; it is not entered.
func newPage(t *testing.T, ui *frametest.UI, size fyne.Size, f *fakeTemplates) *page {
	p := &page{ui: ui, shell: &frametest.Shell{}, f: f, role: app.Owner, account: true, named: "Meta Cloud"}
	deps := Deps{
		Templates: f, Role: func(app.AgentID) app.Role { return p.role }, Owners: func() []string { return []string{"Dewi Kartika"} },
		EditTemplate: func(d app.TemplateDraft) { p.edited = append(p.edited, d) },
		Get: func(_ context.Context, _ app.AgentID, env app.Environment) (channel.View, error) {
			v := channel.View{Agent: app.Agent{ID: 1, Name: "Bank Nusantara", HasDraft: true}, Declaration: protocol.Declaration{ID: "meta_cloud", Name: p.named}}
			if p.account {
				v.Channel = app.Channel{ID: 1, AgentID: 1, Environment: env, Protocol: "meta_cloud", AccountCode: "+628115550188"}
			}
			return v, nil
		},
	}
	p.Screen = New(deps, p.shell, frametest.At(now))
	ui.Put(p, p.shell, size)
	t.Cleanup(func() {
		p.Leave()
		ui.Settle()
	})
	return p
}

func (p *page) enter(part string) *page {
	p.ui.Enter(frametest.As(p.role), p, app.Published, part)
	return p
}

// open is the page, entered and read.
func open(t *testing.T, ui *frametest.UI, f *fakeTemplates) *page {
	return newPage(t, ui, frametest.PageSize, f).enter("")
}
