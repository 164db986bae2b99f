package overview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
	"channeldesk/app/radar"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
)

var now = time.Date(2026, 11, 17, 9, 40, 0, 0, time.Local)

// pageSize is what the window leaves for the page at 1280 x 800, pageSmall at
// the smallest window.
var (
	pageSize  = fyne.NewSize(1060, 741)
	pageSmall = fyne.NewSize(960, 641)
)

// fakeDeps are services made of functions; nil gives nothing.
type fakeDeps struct {
	view   func() (channel.View, error)
	log    func() ([]handoff.Entry, error)
	recent func() ([]app.Activity, error)
	ahead  func() ([]radar.End, error)
	role   app.Role // Owner when it is ""
	days   func() ([]app.HistoryDay, error)
	asked  []context.Context
}

func (d *fakeDeps) Get(ctx context.Context, _ app.AgentID, _ app.Environment) (channel.View, error) {
	d.asked = append(d.asked, ctx)
	return d.view()
}

func (d *fakeDeps) Log(context.Context, app.AgentID, app.Environment) ([]handoff.Entry, error) {
	if d.log == nil {
		return nil, nil
	}
	return d.log()
}

func (d *fakeDeps) Recent(context.Context, app.AgentID, int) ([]app.Activity, error) {
	if d.recent == nil {
		return nil, nil
	}
	return d.recent()
}

func (d *fakeDeps) Ahead(context.Context) ([]radar.End, error) {
	if d.ahead == nil {
		return nil, nil
	}
	return d.ahead()
}

func (d *fakeDeps) Role(app.AgentID) app.Role {
	if d.role == "" {
		return app.Owner
	}
	return d.role
}

// fakeShell notes what the page asks of the window.
type fakeShell struct {
	frame.Shell
	said []string
}

func (s *fakeShell) Go(page, part string)                  { s.said = append(s.said, page+"/"+part) }
func (s *fakeShell) ChooseEnvironment(env app.Environment) { s.said = append(s.said, string(env)) }
func (s *fakeShell) CreateDraft()                          { s.said = append(s.said, "create draft") }
func (s *fakeShell) OpenLink(address string)               { s.said = append(s.said, address) }
func (s *fakeShell) CopyText(text, _ string)               { s.said = append(s.said, text) }

// fresh is an agent with which nothing was done.
func fresh() channel.View {
	return channel.View{
		Agent:   app.Agent{ID: 1, Name: "Batik Larasati Care"},
		Channel: app.Channel{ID: 1, AgentID: 1, Environment: app.Published, Session: app.DefaultSession()},
	}
}

// partDone is the channel of the picture: what is left is the session.
func partDone() channel.View {
	v := fresh()
	v.Agent = app.Agent{ID: 1, Name: "Nusantara Bank Assistant", HasDraft: true}
	v.Declaration = protocol.Declaration{ID: "meta_cloud", Name: "Meta Cloud", Secrets: []protocol.SecretField{{Name: "access_token", Label: "Access token"}}, Steps: []protocol.StepDecl{
		{ID: "access_token", Milestone: &protocol.Milestone{Kind: protocol.MilestoneCredential, Title: app.Say("Access token verified"), Part: "account", Action: app.Say("Verify the token")}},
		{ID: "webhook", Milestone: &protocol.Milestone{Kind: protocol.MilestoneDelivery, Title: app.Say("Message delivery switched on"), Part: "account", Action: app.Say("Switch it on")}},
	}}
	v.Channel.Protocol, v.Channel.AccountCode = "meta_cloud", "+6281155500188"
	v.Channel.Secrets = map[string]app.SecretInfo{"access_token": {Ref: "t", VerifiedAt: now, ExpiresAt: now.AddDate(0, 0, 12).Add(time.Hour)}}
	v.PublicAddress = "https://wa.nusantara.example"
	v.Report = app.CheckReport{
		At:    now,
		Steps: []app.CheckStep{{ID: "access_token", State: app.StepPassed}, {ID: "webhook", State: app.StepPassed}},
		Facts: map[string]string{"verified_name": "Bank Nusantara", "name_status": "APPROVED", "quality": "GREEN", "messaging_limit": "TIER_100K"},
	}
	return v
}

func handed() ([]handoff.Entry, error) {
	return []handoff.Entry{{Handoff: app.Handoff{Way: app.HandoffPDF, At: now.AddDate(0, 0, -20)}}}, nil
}

func activity() ([]app.Activity, error) {
	return []app.Activity{
		{Kind: app.ActPublished, Text: app.Say("Draft published as version {{.N}}", "N", 4), By: "Dewi Kartika", At: now.Add(-30 * time.Minute)},
		{Kind: app.ActRefused, Text: app.Say("Draft created from Published"), By: "Raka Pratama", At: now.AddDate(0, 0, -1)},
		{Kind: app.ActHandedOff, Text: app.Say("Draft created from Published"), By: "Raka Pratama", At: now.AddDate(0, 0, -5)},
	}, nil
}

// ending is a token near its end, one in the draft that ended, a webhook secret
// that was replaced, and something of another agent.
func ending() ([]radar.End, error) {
	agent, other := app.Agent{ID: 1, Name: "Nusantara Bank Assistant"}, app.Agent{ID: 2, Name: "Toko Melati"}
	return []radar.End{
		{Agent: agent, Environment: app.Draft, Kind: radar.KindSecret, Label: app.Say("Access token"), EndsAt: now.AddDate(0, 0, -2), Days: -2, Page: "channel", Part: "account"},
		{Agent: agent, Environment: app.Published, Kind: radar.KindOldWebhookSecret, Label: app.Say("Old webhook secret"), EndsAt: now.Add(6 * time.Hour), Days: 0,
			Note: app.Say("1 hand-off sheet was made with it and stops working then."), Page: "channel", Part: "webhook"},
		{Agent: other, Environment: app.Published, Kind: radar.KindSecret, Label: app.Say("Push token"), EndsAt: now.AddDate(0, 0, 3), Days: 3, Page: "channel", Part: "account"},
		{Agent: agent, Environment: app.Published, Kind: radar.KindSecret, Label: app.Say("Access token"), EndsAt: now.AddDate(0, 0, 12), Days: 12, Page: "channel", Part: "account"},
	}, nil
}

// opened is the page in a window, entered.
func opened(ui *frametest.UI, size fyne.Size, deps *fakeDeps, extras Extras) (*Screen, *fakeShell) {
	shell := &fakeShell{}
	s := New(deps, shell, app.ClockFunc(func() time.Time { return now }), extras)
	ui.Show(s.Content(), size)
	s.Enter(context.Background(), frame.Place{Agent: 1, Environment: app.Published}, "")
	return s, shell
}

func (d *fakeDeps) GatewayRuns() bool { return false }

func (d *fakeDeps) Deliveries(context.Context, app.AgentID, app.Environment, time.Time) ([]app.HistoryDay, error) {
	if d.days == nil {
		return nil, nil
	}
	return d.days()
}

// week is the one of the picture.
func week() ([]app.HistoryDay, error) {
	var out []app.HistoryDay
	for i, n := range []app.HistoryCounts{
		{Read: 14100, Delivered: 6700, Failed: 500}, {Read: 14900, Delivered: 6700, Failed: 300}, {Read: 17000, Delivered: 8100, Failed: 400}, {Read: 8900, Delivered: 3400, Failed: 200},
		{Read: 7900, Delivered: 2800, Failed: 200}, {Read: 15700, Delivered: 7400, Failed: 1902}, {Read: 8300, Delivered: 3500, Waiting: 2600, Failed: 300},
	} {
		n.Total = n.Read + n.Delivered + n.Waiting + n.Failed
		out = append(out, app.HistoryDay{Day: time.Date(2026, 11, 11+i, 0, 0, 0, 0, time.Local), Counts: n})
	}
	return out, nil
}
