// Package health reads a channel's configuration and its latest check and says,
// in words and states, how the channel is and what comes next. It is pure: the
// same input gives the same answer.
package health

import (
	"net/url"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Input is what is known of one environment.
type Input struct {
	Agent       app.Agent
	Channel     app.Channel
	Declaration protocol.Declaration
	Report      app.CheckReport
	// ReportCurrent is true when the report saw the present settings.
	ReportCurrent bool
	PublicAddress string
	// GatewayRuns is true while a gateway works in this workspace, in whichever
	// program.
	GatewayRuns bool
	// LastWebhookAt is when the latest webhook came; zero when none did.
	LastWebhookAt time.Time
	// HandedOver is true when a sheet that is still right went out.
	HandedOver bool
	HandedAt   time.Time
	// Answered is true when such a sheet was confirmed, or a webhook came after it.
	Answered bool
	Now      time.Time
}

// Connection is the health of a channel in two words.
type Connection string

// The states of the connection chip.
const (
	NotSetUp       Connection = "not_set_up"
	NotChecked     Connection = "not_checked"
	NeedsAttention Connection = "needs_attention"
	Connected      Connection = "connected"
)

// Level is how a tile or step is meant.
type Level string

// The levels.
const (
	Neutral Level = "neutral"
	Good    Level = "ok"
	Warn    Level = "warn"
	Bad     Level = "danger"
)

// Tile is one figure of the health strip: label, value, one line of meaning.
type Tile struct {
	ID      string
	Label   app.Text
	Value   app.Text
	Meaning app.Text
	Level   Level
}

// Step is one of the steps of setting a channel up.
type Step struct {
	ID    string
	Title app.Text
	// Hint says what to do, while it is not done.
	Hint app.Text
	// Short is the hint for a narrow place beside a button.
	Short app.Text
	// Result says what stands, once it is done.
	Result app.Text
	Done   bool
	// Page and Part are where it is done: channel, handoff, settings.
	Page string
	Part string
	// Action is the word on the button that leads there.
	Action app.Text
}

// Overview is everything that the first page shows of a channel.
type Overview struct {
	Name       string
	NameOK     bool
	Number     string
	Line       app.Text
	Connection Connection
	Tiles      []Tile
	Steps      []Step
}

// Done is the number of steps that are done.
func (o Overview) Done() int {
	n := 0
	for _, s := range o.Steps {
		if s.Done {
			n++
		}
	}
	return n
}

// Next is the first step that is not done.
func (o Overview) Next() (Step, bool) {
	for _, s := range o.Steps {
		if !s.Done {
			return s, true
		}
	}
	return Step{}, false
}

// Read gives the overview.
func Read(in Input) Overview {
	o := Overview{
		Number:     app.FormatPhone(in.Channel.AccountCode),
		Connection: ReadConnection(in),
		Tiles:      tiles(in),
		Steps:      steps(in),
	}
	o.Name = in.Report.Facts["verified_name"]
	o.NameOK = in.Report.Facts["name_status"] == "APPROVED"
	if o.Name == "" {
		o.Name = in.Agent.Name
	}
	if in.Declaration.ID != "" {
		o.Line = app.Say("{{.Protocol}}", "Protocol", in.Declaration.Name)
		if o.NameOK {
			o.Line = app.Say("{{.Protocol}} · name approved", "Protocol", in.Declaration.Name)
		}
	}
	return o
}

// ReadConnection gives the state of the connection chip.
func ReadConnection(in Input) Connection {
	switch {
	case !in.Declaration.AccountSaved(in.Channel):
		return NotSetUp
	case in.Report.At.IsZero():
		return NotChecked
	case !in.Report.Complete() || !in.ReportCurrent, expiry(in).Level == Warn, expiry(in).Level == Bad:
		return NeedsAttention
	}
	return Connected
}

// ExpiryWarnDays are the days before its end at which a secret is told of.
const ExpiryWarnDays = 30

func tiles(in Input) []Tile {
	return []Tile{quality(in), limit(in), expiry(in), lastWebhook(in), gateway(in)}
}

func none(id string, label app.Text, meaning app.Text) Tile {
	return Tile{ID: id, Label: label, Value: app.Say("-"), Meaning: meaning, Level: Neutral}
}

func quality(in Input) Tile {
	t := none("quality", app.Say("Quality rating"), app.Text{})
	switch in.Report.Facts["quality"] {
	case "GREEN":
		t.Value, t.Meaning, t.Level = app.Say("High"), app.Say("Few blocks"), Good
	case "YELLOW":
		t.Value, t.Meaning, t.Level = app.Say("Medium"), app.Say("Some blocks"), Warn
	case "RED":
		t.Value, t.Meaning, t.Level = app.Say("Low"), app.Say("Many blocks"), Bad
	case "UNKNOWN", "NA":
		t.Value, t.Meaning = app.Say("Not rated"), app.Say("Too few messages yet")
	}
	return t
}

var limits = map[string]app.Text{
	"TIER_50": app.Say("50"), "TIER_250": app.Say("250"), "TIER_1K": app.Say("1,000"), "TIER_2K": app.Say("2,000"),
	"TIER_NOT_SET": app.Say("Not set"), "TIER_10K": app.Say("10,000"), "TIER_100K": app.Say("100,000"), "TIER_UNLIMITED": app.Say("Unlimited"),
}

func limit(in Input) Tile {
	t := none("limit", app.Say("Messaging limit"), app.Text{})
	raw := in.Report.Facts["messaging_limit"]
	if raw == "" {
		return t
	}
	t.Meaning = app.Say("People in 24 hours")
	if words, ok := limits[raw]; ok {
		t.Value = words
	} else {
		t.Value = app.Say("{{.Value}}", "Value", strings.TrimPrefix(raw, "TIER_"))
	}
	return t
}

func expiry(in Input) Tile {
	label := app.Say("Access token")
	var first app.SecretInfo
	for _, f := range in.Declaration.Secrets {
		if i := in.Channel.Secrets[f.Name]; i.Present() && (i.NeverExpires || !i.ExpiresAt.IsZero()) {
			// The earliest end counts; among secrets without one the last, which is the token.
			if first.ExpiresAt.IsZero() || !i.ExpiresAt.IsZero() && i.ExpiresAt.Before(first.ExpiresAt) {
				first, label = i, app.Say(f.Label)
			}
		}
	}
	switch {
	case first.Ref == "":
		return none("expiry", label, app.Text{})
	case first.NeverExpires && first.ExpiresAt.IsZero():
		return Tile{ID: "expiry", Label: label, Value: app.Say("No end"), Meaning: app.Say("Never ends"), Level: Good}
	}
	left := first.ExpiresAt.Sub(in.Now)
	date := app.ShortDay(first.ExpiresAt)
	if first.ExpiresAt.Local().Year() != in.Now.Local().Year() {
		date = app.Day(first.ExpiresAt)
	}
	days := app.DaysLeft(left)
	t := Tile{ID: "expiry", Label: label, Level: Good, Meaning: app.Say("Expires {{.Date}}", "Date", date)}
	switch {
	case left <= 0:
		t.Value, t.Meaning, t.Level = app.Say("Ended"), app.Say("Ended {{.Date}}", "Date", date), Bad
	case left <= time.Hour:
		t.Value, t.Level = app.Say("1 hour"), Bad
	case days == 0:
		t.Value, t.Level = app.Say("{{.N}} hours", "N", int((left-1)/time.Hour)+1), Bad
	case days == 1:
		t.Value, t.Level = app.Say("1 day"), Bad
	default:
		t.Value = app.Say("{{.N}} days", "N", days)
		if days <= ExpiryWarnDays {
			t.Level = Warn
		}
	}
	return t
}

func lastWebhook(in Input) Tile {
	t := none("webhook", app.Say("Last webhook"), app.Say("None yet"))
	ago := in.Now.Sub(in.LastWebhookAt)
	switch {
	case in.LastWebhookAt.IsZero():
	case ago < time.Minute:
		t.Value, t.Meaning, t.Level = app.Say("Just now"), app.Say("Messages arrive"), Good
	case ago < time.Hour:
		t.Value, t.Meaning, t.Level = app.Say("{{.N}} min ago", "N", int(ago/time.Minute)), app.Say("Messages arrive"), Good
	default:
		t.Value, t.Meaning = app.Say("{{.Day}}", "Day", app.ShortDay(in.LastWebhookAt)), app.Say("{{.When}}", "When", app.ShortMoment(in.LastWebhookAt))
	}
	return t
}

func gateway(in Input) Tile {
	t := none("gateway", app.Say("Gateway"), app.Say("No public address yet"))
	if u, err := url.Parse(in.PublicAddress); err == nil && u.Host != "" {
		t.Value, t.Meaning = app.Say("Address set"), app.Say("{{.Host}}", "Host", u.Hostname())
	}
	switch {
	case in.GatewayRuns && in.PublicAddress == "":
		t.Value, t.Level = app.Say("Running"), Warn
	case in.GatewayRuns:
		t.Value, t.Level = app.Say("Running"), Good
	case !in.LastWebhookAt.IsZero(): // it ran before: providers send, and nobody takes it
		t.Value, t.Meaning, t.Level = app.Say("Not running"), app.Say("Nothing comes in"), Bad
	}
	return t
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
