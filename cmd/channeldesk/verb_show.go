package main

import (
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

type showVerb struct{}

// Run prints an environment's settings.
func (showVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		v, err := d.target()
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(showOf(v))
		}
		printView(s.console, v)
		return nil
	})
}

// showJSON is what "show --json" prints. Scripts rely on its keys.
type showJSON struct {
	Agent       string                `json:"agent"`
	Environment app.Environment       `json:"environment"`
	Protocol    app.ProtocolID        `json:"protocol"`
	AccountCode string                `json:"account_code"`
	Fields      map[string]string     `json:"fields"`
	Secrets     map[string]secretJSON `json:"secrets"`
	Webhook     webhookJSON           `json:"webhook"`
	Session     sessionJSON           `json:"session"`
	Version     int                   `json:"version"`
	Checks      *checksJSON           `json:"checks,omitempty"`
}

type secretJSON struct {
	Present   bool       `json:"present"`
	Last4     string     `json:"last4,omitempty"`
	SetAt     *time.Time `json:"set_at"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
}

type webhookJSON struct {
	URL           string          `json:"url"`
	SecretPresent bool            `json:"secret_present"`
	Registered    *registeredJSON `json:"registered,omitempty"`
}

type registeredJSON struct {
	URL string    `json:"url"`
	At  time.Time `json:"at"`
	OK  bool      `json:"ok"`
}

// sessionJSON has the keys of the apply file.
type sessionJSON struct {
	AskUserToEnd         bool        `json:"ask_user_to_end"`
	AskMoreAfter         string      `json:"ask_more_after"`
	EndConfirmationAfter string      `json:"end_confirmation_after"`
	AskMoreText          string      `json:"ask_more_text"`
	EndConfirmationText  string      `json:"end_confirmation_text"`
	ClosingText          string      `json:"closing_text"`
	Answers              answersJSON `json:"answers"`
}

type answersJSON struct {
	AskMoreYes string `json:"ask_more_yes"`
	AskMoreNo  string `json:"ask_more_no"`
	EndYes     string `json:"end_yes"`
	EndNo      string `json:"end_no"`
}

type checksJSON struct {
	At time.Time `json:"at"`
	// Current is false when settings changed after the check.
	Current bool `json:"current"`
	checkJSON
}

func showOf(v channel.View) showJSON {
	c := v.Channel
	out := showJSON{
		Agent: v.Agent.Name, Environment: c.Environment, Protocol: c.Protocol, AccountCode: c.AccountCode,
		Fields: map[string]string{}, Secrets: map[string]secretJSON{}, Session: sessionOf(c.Session), Version: c.Version,
		Webhook: webhookJSON{URL: shownAddress(v), SecretPresent: c.Webhook.Secret.Present()},
	}
	for _, f := range v.Declaration.Fields {
		out.Fields[f.Name] = v.Declaration.Value(c, f.Name)
	}
	for _, f := range v.Declaration.Secrets {
		i := c.Secrets[f.Name]
		out.Secrets[f.Name] = secretJSON{Present: i.Present(), Last4: i.Last4, SetAt: timeOrNil(i.SetAt), ExpiresAt: timeOrNil(i.ExpiresAt)}
	}
	if r := c.Webhook.Registered; !r.At.IsZero() {
		out.Webhook.Registered = &registeredJSON{URL: r.URL, At: r.At.UTC(), OK: r.OK}
		if v.Declaration.SecretInAddress {
			out.Webhook.Registered.URL = out.Webhook.URL
		}
	}
	if !v.Report.At.IsZero() {
		out.Checks = &checksJSON{At: v.Report.At.UTC(), Current: v.CheckIsCurrent(), checkJSON: checkOf(v.Report)}
	}
	return out
}

// shownAddress is the webhook address without a secret in it.
func shownAddress(v channel.View) string {
	return protocol.ShortWebhookAddress(v.PublicAddress, v.Declaration, v.Channel)
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func sessionOf(s app.SessionSettings) sessionJSON {
	return sessionJSON{
		AskUserToEnd: s.AskUserToEnd, AskMoreAfter: shortDelay(s.AskMoreAfter), EndConfirmationAfter: shortDelay(s.EndConfirmationAfter),
		AskMoreText: s.AskMoreText, EndConfirmationText: s.EndConfirmationText, ClosingText: s.ClosingText,
		Answers: answersJSON{s.AskMoreYes, s.AskMoreNo, s.EndYes, s.EndNo},
	}
}

// printView is the settings for people.
func printView(c console, v channel.View) {
	t, ch := &table{}, v.Channel
	environment := ch.Environment.Label()
	if ch.Version > 0 {
		environment += ", version " + itoa(ch.Version)
	}
	t.add("Agent", v.Agent.Name)
	t.add("Environment", environment)
	t.add("Protocol", orDash(v.Declaration.Name))
	t.add("Account code", orDash(app.FormatPhone(ch.AccountCode)))
	for _, f := range v.Declaration.Fields {
		t.add(f.Label, orDash(v.Declaration.Value(ch, f.Name)))
	}
	for _, f := range v.Declaration.Secrets {
		t.add(f.Label, secretLine(ch.Secrets[f.Name]))
	}
	t.add("Webhook URL", orDash(shownAddress(v)))
	t.add("Webhook secret", secretLine(ch.Webhook.Secret))
	if ch.Webhook.Previous.Present() {
		t.add("", "the one before is valid until "+localTime(ch.Webhook.PreviousUntil))
	}
	if r := ch.Webhook.Registered; !r.At.IsZero() {
		t.add("Set at the provider", localTime(r.At)+staleNote(v))
	}
	onOff := "off"
	if ch.Session.AskUserToEnd {
		onOff = "on"
	}
	t.add("Ask user to end session", onOff)
	t.add("Delay before ask more", channel.DurationText(ch.Session.AskMoreAfter).String())
	t.add("Delay before end confirmation", channel.DurationText(ch.Session.EndConfirmationAfter).String())
	if ch.Forward.URL != "" {
		t.add("Forwarding address", ch.Forward.URL)
	}
	t.add("Latest check", checkLine(v))
	if v.Agent.HasDraft {
		t.add("Draft", plural(v.Pending, "difference", "differences")+" from Published")
	}
	t.print(c.out)
	for _, w := range v.Warnings {
		c.printf("Mind: %s\n", w)
	}
}

func staleNote(v channel.View) string {
	r, address := v.Channel.Webhook.Registered, v.WebhookURL
	if v.Declaration.SecretInAddress {
		address = r.URL
	}
	if r.IsStale(address, v.Channel.Webhook.Secret.Ref) {
		return ", out of date since"
	}
	return ""
}

func secretLine(i app.SecretInfo) string {
	if !i.Present() {
		return "not set"
	}
	line := "stored " + localTime(i.SetAt) + " by " + i.SetBy
	if i.Last4 != "" {
		line += ", ends in " + i.Last4
	}
	switch {
	case i.NeverExpires:
		line += ", never expires"
	case !i.ExpiresAt.IsZero():
		line += ", expires " + localTime(i.ExpiresAt)
	}
	return line
}

func checkLine(v channel.View) string {
	r := v.Report
	if r.At.IsZero() {
		return "never"
	}
	line := localTime(r.At) + ": " + summary(r)
	if !v.CheckIsCurrent() {
		line += ", before the latest change"
	}
	return line
}
