package main

import (
	"strings"
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
	// Missing are the labels of what must still be filled in.
	Missing []string    `json:"missing,omitempty"`
	Checks  *checksJSON `json:"checks,omitempty"`
}

type secretJSON struct {
	Present   bool       `json:"present"`
	Last4     string     `json:"last4,omitempty"`
	SetAt     *time.Time `json:"set_at"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
	// Unused is true when it belongs to another choice than the present one.
	Unused bool `json:"unused,omitempty"`
}

type webhookJSON struct {
	URL           string          `json:"url"`
	SecretPresent bool            `json:"secret_present"`
	Registered    *registeredJSON `json:"registered,omitempty"`
	LastTry       *tryJSON        `json:"last_try,omitempty"`
}

type registeredJSON struct {
	URL string    `json:"url"`
	At  time.Time `json:"at"`
	// OK is true while the provider has the present address and secret, as far as
	// is known.
	OK bool `json:"ok"`
}

// tryJSON is how the latest registration ended.
type tryJSON struct {
	Result app.RegistrationResult `json:"result"`
	URL    string                 `json:"url"`
	At     time.Time              `json:"at"`
	What   string                 `json:"what"`
	Detail string                 `json:"detail"`
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
		if shows(v, f.When, c.Fields[f.Name] != "") {
			out.Fields[f.Name] = v.Declaration.Value(c, f.Name)
		}
	}
	for _, f := range v.Declaration.Secrets {
		if i := c.Secrets[f.Name]; shows(v, f.When, i.Present()) {
			out.Secrets[f.Name] = secretJSON{
				Present: i.Present(), Last4: i.Last4, SetAt: timeOrNil(i.SetAt), ExpiresAt: timeOrNil(i.ExpiresAt),
				Unused: !v.Declaration.Applies(c, f.When),
			}
		}
	}
	if v.Declaration.ID != "" {
		out.Missing = v.Declaration.Missing(c)
	}
	if r := v.Registration; !r.At.IsZero() {
		out.Webhook.Registered = &registeredJSON{URL: r.URL, At: r.At.UTC(), OK: r.OK && !v.RegistrationStale}
	}
	if t := c.Webhook.LastTry; !t.At.IsZero() {
		out.Webhook.LastTry = &tryJSON{t.Result, t.URL, t.At.UTC(), t.What.String(), t.Detail}
	}
	if !v.Report.At.IsZero() {
		out.Checks = &checksJSON{At: v.Report.At.UTC(), Current: v.CheckIsCurrent(), checkJSON: checkOf(v.Report)}
	}
	return out
}

// shows reports whether a field or secret is part of what is shown: it belongs
// to the present choice, or there is a value all the same.
func shows(v channel.View, when *protocol.Condition, present bool) bool {
	return present || v.Declaration.Applies(v.Channel, when)
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
		if shows(v, f.When, ch.Fields[f.Name] != "") {
			t.add(f.Label, orDash(v.Declaration.Value(ch, f.Name)))
		}
	}
	for _, f := range v.Declaration.Secrets {
		info := ch.Secrets[f.Name]
		line := secretLine(info)
		if !v.Declaration.Applies(ch, f.When) {
			line += ", not used now"
		}
		if shows(v, f.When, info.Present()) {
			t.add(f.Label, line)
		}
	}
	t.add("Webhook URL", orDash(shownAddress(v)))
	t.add("Webhook secret", secretLine(ch.Webhook.Secret))
	if ch.Webhook.Previous.Present() {
		t.add("", "the one before is valid until "+localTime(ch.Webhook.PreviousUntil))
	}
	addRegistration(t, v)
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
	if missing := v.Declaration.Missing(ch); v.Declaration.ID != "" && len(missing) > 0 {
		c.printf("Missing: %s\n", strings.Join(missing, ", "))
	}
	for _, w := range v.Warnings {
		c.printf("Mind: %s\n", w)
	}
}

// addRegistration says what the provider was told of the address, and how the
// latest try ended when it did not end well.
func addRegistration(t *table, v channel.View) {
	if r := v.Registration; !r.At.IsZero() {
		state := ""
		switch {
		case v.RegistrationStale:
			state = ", out of date since"
		case !r.OK:
			state = ", not proven"
		}
		t.add("Set at the provider", localTime(r.At)+state)
	}
	if try := v.Channel.Webhook.LastTry; !try.At.IsZero() && try.Result != app.ResultRegistered {
		t.add("Latest try", lastTryText(try))
	}
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
