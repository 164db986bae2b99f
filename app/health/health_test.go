package health_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/health"
	"channeldesk/app/protocol"
)

var now = time.Date(2026, 8, 22, 9, 38, 0, 0, time.UTC)

// Dates are shown as the computer's zone has them.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

func good() health.Input {
	return health.Input{
		Agent: app.Agent{Name: "Nusantara Bank"},
		Channel: app.Channel{
			Protocol: "p", AccountCode: "+6281155500188", Session: app.DefaultSession(),
			Secrets: map[string]app.SecretInfo{"access_token": {Ref: "r", NeverExpires: true, VerifiedAt: now}},
		},
		Declaration: protocol.Declaration{ID: "p", Name: "Meta Cloud", Steps: []protocol.StepDecl{
			{ID: "access_token", Milestone: &protocol.Milestone{Kind: protocol.MilestoneCredential, Title: app.Say("Token verified"), Hint: app.Say("Paste it")}},
			{ID: "webhook", Milestone: &protocol.Milestone{Kind: protocol.MilestoneDelivery, Title: app.Say("Switched on"), Hint: app.Say("Switch it on")}},
		}, Secrets: []protocol.SecretField{
			{Name: "access_token", Label: "Access token"}, {Name: "other", Label: "Push token"},
		}},
		Report: app.CheckReport{
			At:    now,
			Steps: []app.CheckStep{{ID: "access_token", State: app.StepPassed}, {ID: "webhook", State: app.StepPassed}},
			Facts: map[string]string{"verified_name": "Nusantara", "name_status": "APPROVED", "quality": "GREEN", "messaging_limit": "TIER_2K"},
		},
		ReportCurrent: true, PublicAddress: "https://wa.example:8443/desk", Now: now,
	}
}

func with(edit func(*health.Input)) health.Input {
	in := good()
	edit(&in)
	return in
}

func token(i app.SecretInfo) func(*health.Input) {
	return func(in *health.Input) {
		i.Ref = "r"
		in.Channel.Secrets = map[string]app.SecretInfo{"access_token": i}
	}
}

func TestConnection(t *testing.T) {
	for name, c := range map[string]struct {
		in   health.Input
		want health.Connection
	}{
		"nothing":         {health.Input{Now: now}, health.NotSetUp},
		"no account":      {with(func(in *health.Input) { in.Channel.AccountCode = "" }), health.NotSetUp},
		"not checked":     {with(func(in *health.Input) { in.Report = app.CheckReport{} }), health.NotChecked},
		"good":            {good(), health.Connected},
		"failed":          {with(func(in *health.Input) { in.Report.Steps[1].State = app.StepFailed }), health.NeedsAttention},
		"unknown":         {with(func(in *health.Input) { in.Report.Steps[1].State = app.StepUnknown }), health.NeedsAttention},
		"old report":      {with(func(in *health.Input) { in.ReportCurrent = false }), health.NeedsAttention},
		"ends soon":       {with(token(app.SecretInfo{ExpiresAt: now.Add(10 * 24 * time.Hour)})), health.NeedsAttention},
		"ended":           {with(token(app.SecretInfo{ExpiresAt: now})), health.NeedsAttention},
		"ends late":       {with(token(app.SecretInfo{ExpiresAt: now.Add(60 * 24 * time.Hour)})), health.Connected},
		"nothing is told": {with(token(app.SecretInfo{})), health.Connected},
	} {
		assert.Equal(t, c.want, health.ReadConnection(c.in), name)
		assert.Equal(t, c.want, health.Read(c.in).Connection, name)
	}
}

func tile(t *testing.T, in health.Input, id string) health.Tile {
	t.Helper()
	for _, x := range health.Read(in).Tiles {
		if x.ID == id {
			return x
		}
	}
	require.Fail(t, "no tile "+id)
	return health.Tile{}
}

func fact(name, value string) health.Input {
	return with(func(in *health.Input) { in.Report.Facts = map[string]string{name: value} })
}

func TestTiles(t *testing.T) {
	day := 24 * time.Hour
	for _, c := range []struct {
		id, value, meaning string
		level              health.Level
		in                 health.Input
	}{
		{"quality", "High", "Few blocks", health.Good, good()},
		{"quality", "Medium", "Some blocks", health.Warn, fact("quality", "YELLOW")},
		{"quality", "Low", "Many blocks", health.Bad, fact("quality", "RED")},
		{"quality", "Not rated", "Too few messages yet", health.Neutral, fact("quality", "UNKNOWN")},
		{"quality", "-", "", health.Neutral, fact("quality", "PURPLE")},
		{"limit", "2,000", "People in 24 hours", health.Neutral, good()},
		{"limit", "Not set", "People in 24 hours", health.Neutral, fact("messaging_limit", "TIER_NOT_SET")},
		{"limit", "5M", "People in 24 hours", health.Neutral, fact("messaging_limit", "TIER_5M")},
		{"limit", "-", "", health.Neutral, fact("x", "y")},
		{"expiry", "No end", "Never ends", health.Good, good()},
		{"expiry", "-", "", health.Neutral, with(token(app.SecretInfo{}))},
		{"expiry", "60 days", "Expires 21 Oct", health.Good, with(token(app.SecretInfo{ExpiresAt: now.Add(60 * day)}))},
		{"expiry", "200 days", "Expires 10 Mar 2027", health.Good, with(token(app.SecretInfo{ExpiresAt: now.Add(200 * day)}))},
		{"expiry", "31 days", "Expires 22 Sep", health.Good, with(token(app.SecretInfo{ExpiresAt: now.Add(31 * day)}))},
		{"expiry", "30 days", "Expires 22 Sep", health.Warn, with(token(app.SecretInfo{ExpiresAt: now.Add(31*day - 2*time.Hour)}))},
		{"expiry", "2 days", "Expires 24 Aug", health.Warn, with(token(app.SecretInfo{ExpiresAt: now.Add(2 * day)}))},
		{"expiry", "1 day", "Expires 23 Aug", health.Bad, with(token(app.SecretInfo{ExpiresAt: now.Add(day)}))},
		{"expiry", "1 day", "Expires 23 Aug", health.Bad, with(token(app.SecretInfo{ExpiresAt: now.Add(day - time.Second)}))},
		{"expiry", "22 hours", "Expires 23 Aug", health.Bad, with(token(app.SecretInfo{ExpiresAt: now.Add(22 * time.Hour)}))},
		{"expiry", "2 hours", "Expires 22 Aug", health.Bad, with(token(app.SecretInfo{ExpiresAt: now.Add(2 * time.Hour)}))},
		{"expiry", "1 hour", "Expires 22 Aug", health.Bad, with(token(app.SecretInfo{ExpiresAt: now.Add(time.Second)}))},
		{"expiry", "Ended", "Ended 22 Aug", health.Bad, with(token(app.SecretInfo{ExpiresAt: now}))},
		{"webhook", "-", "None yet", health.Neutral, good()},
		{"gateway", "Address set", "wa.example", health.Neutral, good()},
		{"gateway", "Running", "wa.example", health.Good, with(func(in *health.Input) { in.GatewayRuns = true })},
		{"gateway", "Running", "No public address yet", health.Warn, with(func(in *health.Input) { in.GatewayRuns, in.PublicAddress = true, "" })},
		{"gateway", "Not running", "Nothing comes in", health.Bad, with(func(in *health.Input) { in.LastWebhookAt = now.Add(-day) })},
		{"gateway", "-", "No public address yet", health.Neutral, with(func(in *health.Input) { in.PublicAddress = "" })},
	} {
		got := tile(t, c.in, c.id)
		assert.Equal(t, c.value, got.Value.String(), c.id)
		assert.Equal(t, c.meaning, got.Meaning.String(), c.value)
		assert.Equal(t, c.level, got.Level, "%s %s", c.id, c.value)
	}
	two := with(func(in *health.Input) {
		in.Channel.Secrets["other"] = app.SecretInfo{Ref: "s", ExpiresAt: now.Add(3 * day)}
	})
	assert.Equal(t, "Push token", tile(t, two, "expiry").Label.String(), "the one that ends first")
}

func TestSteps(t *testing.T) {
	done := func(in health.Input) (ids []string) {
		for _, s := range health.Read(in).Steps {
			require.NotEmpty(t, s.Title.String())
			require.NotEmpty(t, s.Hint.String())
			if s.Done {
				require.NotEmpty(t, s.Result.String())
				ids = append(ids, s.ID)
			}
		}
		return ids
	}
	assert.Empty(t, done(health.Input{Now: now, Channel: app.Channel{Session: app.DefaultSession()}}))
	assert.Equal(t, []string{"account", "token", "gateway", "webhook"}, done(good()))
	all := with(func(in *health.Input) {
		in.HandedOver, in.HandedAt = true, now
		in.Channel.Session.AskUserToEnd = true
	})
	o := health.Read(all)
	assert.Equal(t, len(o.Steps), o.Done())
	_, more := o.Next()
	assert.False(t, more)
	next, more := health.Read(good()).Next()
	assert.True(t, more)
	assert.Equal(t, "handoff", next.ID)

	assert.Contains(t, done(with(func(in *health.Input) { in.ReportCurrent = false })), "token", "the token is the one that was checked")
	assert.NotContains(t, done(with(func(in *health.Input) {
		in.ReportCurrent = false
		in.Channel.Secrets["access_token"] = app.SecretInfo{Ref: "new"}
	})), "token", "another token was not")
	assert.NotContains(t, done(with(func(in *health.Input) { in.Report.Steps[0].State = app.StepFailed })), "token")
}

func TestAddressSetByTheProvidersStaff(t *testing.T) {
	in := with(func(in *health.Input) { in.Declaration.Steps = in.Declaration.Steps[:1] })
	ids := func() (ids []string) {
		for _, s := range health.Read(in).Steps {
			ids = append(ids, s.ID)
		}
		return ids
	}
	require.Equal(t, []string{"account", "token", "gateway", "handoff", "webhook", "session"}, ids(), "handed over first, then set")
	next, _ := health.Read(in).Next()
	assert.Equal(t, "handoff", next.ID)
	in.HandedOver, in.HandedAt = true, now
	next, _ = health.Read(in).Next()
	assert.Equal(t, "webhook", next.ID)
	assert.Equal(t, "handoff", next.Page)
	in.Answered = true
	next, _ = health.Read(in).Next()
	assert.Equal(t, "session", next.ID)
}

func TestHead(t *testing.T) {
	o := health.Read(good())
	assert.Equal(t, "Nusantara", o.Name)
	assert.True(t, o.NameOK)
	assert.Equal(t, "+62 811-5550-0188", o.Number)
	assert.Equal(t, "Meta Cloud · name approved", o.Line.String())
	o = health.Read(health.Input{Agent: app.Agent{Name: "Kopi Langit"}, Now: now})
	assert.Equal(t, "Kopi Langit", o.Name)
	assert.True(t, o.Line.IsEmpty())
}
