package handoff

import (
	"cmp"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Sheet is everything that is handed over, as plain values: a pure model that
// reads and writes nothing. Where the secret is part of the address and was
// asked for, WebhookURL is itself a secret; printing or logging a whole Sheet
// therefore gives its number only. Safe for concurrent use.
type Sheet struct {
	AgentID     app.AgentID
	Agent       string
	Environment app.Environment
	Protocol    app.ProtocolID
	// ProtocolName is the product name, never translated.
	ProtocolName string
	// AccountCode is in E.164; AccountLabel is the form for people.
	AccountCode  string
	AccountLabel string
	// WebhookURL is whole, or shortened to "…/hooks/…/…" when the secret is
	// part of it and not included; AddressWhole tells which.
	WebhookURL   string
	AddressWhole bool
	// Host and Path are the parts of the address that are never secret.
	Host, Path string
	// Events are the provider's names of what has to be switched on.
	Events  []string
	Contact string
	// Number is the sheet number, as "NB-0007". Until the sheet is recorded it
	// is the number that it will most likely get.
	Number          string
	MadeAt          time.Time
	Audience        app.Audience
	To              string
	Language        string
	IncludeSecret   bool
	SecretInAddress bool
	// SecretWord is the provider's word for the webhook secret, or "".
	SecretWord string
	// Secret is the webhook secret; empty unless it was asked for.
	Secret app.Secret
	// Version is the published version that the sheet shows; 0 for Draft.
	Version int
	// Fingerprint stands for what the sheet says, without secret values.
	Fingerprint string
	// Missing tells why no sheet can be made yet; empty when one can.
	Missing []Missing
	faces   *typefaces
}

// Missing is one thing without which no sheet can be made.
type Missing struct {
	// What is "protocol", "account_code", "public_address" or "webhook_secret".
	What string
	// Why says what is missing and what to do.
	Why app.Text
}

// MissingReasons are the sentences of Missing.
func (s Sheet) MissingReasons() []app.Text {
	var out []app.Text
	for _, m := range s.Missing {
		out = append(out, m.Why)
	}
	return out
}

// String names the sheet without saying what stands on it.
func (s Sheet) String() string { return "hand-off sheet " + s.Number }

// GoString names the sheet without saying what stands on it.
func (s Sheet) GoString() string { return s.String() }

// LogValue names the sheet without saying what stands on it.
func (s Sheet) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText names the sheet without saying what stands on it; JSON writes the
// sheet itself.
func (s Sheet) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ready is nil when the sheet can be rendered.
func (s Sheet) ready() error {
	if len(s.Missing) == 0 {
		return nil
	}
	return app.NewError(app.CodeIncomplete, s.Missing[0].Why).WithField(s.Missing[0].What)
}

func (s *Service) compose(d details, r Request, secret app.Secret) Sheet {
	c := d.channel
	sheet := Sheet{
		AgentID: d.agent.ID, Agent: d.agent.Name, Environment: c.Environment,
		Protocol: c.Protocol, ProtocolName: d.decl.Name,
		AccountCode: c.AccountCode, AccountLabel: app.FormatPhone(c.AccountCode),
		Path: protocol.WebhookPath(d.decl, c), Events: d.decl.Events,
		Contact: contact(d.agent), Number: d.number,
		MadeAt: s.p.Clock.Now().In(s.p.Location), Audience: r.Audience, To: r.To, Language: r.Language,
		IncludeSecret: r.IncludeSecret, SecretInAddress: d.decl.SecretInAddress, SecretWord: d.decl.SecretWord,
		Version: c.Version, Missing: missing(d), faces: s.faces,
	}
	sheet.Agent = cmp.Or(tidy(sheet.Agent), sheet.AccountLabel, d.decl.Name) // a name of invisible characters is none
	if u, err := url.Parse(d.public); err == nil {
		sheet.Host = u.Host
		sheet.Path = strings.TrimRight(u.EscapedPath(), "/") + sheet.Path
	}
	if r.IncludeSecret {
		sheet.Secret = secret
	}
	sheet.AddressWhole = r.IncludeSecret || !d.decl.SecretInAddress
	if sheet.AddressWhole {
		sheet.WebhookURL = protocol.WebhookAddress(d.public, d.decl, c, secret)
	} else {
		sheet.WebhookURL = protocol.ShortWebhookAddress(d.public, d.decl, c)
	}
	sheet.Fingerprint = fingerprint(d, r)
	return sheet
}

func missing(d details) []Missing {
	var out []Missing
	if d.decl.ID == "" {
		out = append(out, Missing{"protocol", app.Say("No protocol is chosen yet. Choose it on the Channel page.")})
	}
	if d.channel.AccountCode == "" {
		out = append(out, Missing{"account_code", app.Say("The account code is missing. Enter the phone number on the Channel page.")})
	}
	if d.public == "" {
		out = append(out, Missing{"public_address", app.Say("The gateway has no public address yet, so there is no webhook URL. Enter the public address in Settings.")})
	}
	if !d.channel.Webhook.Secret.Present() {
		out = append(out, Missing{"webhook_secret", app.Say("There is no webhook secret yet. Generate it on the Channel page.")})
	}
	return out
}

// contact is the agent's contact with the phone number at its end, if there is
// one, in the form for people. What is missing leaves no comma behind.
func contact(a app.Agent) string {
	var parts []string
	for part := range strings.SplitSeq(tidy(a.Contact), ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	last := &parts[len(parts)-1]
	if e164, err := app.ParseAccountCode(*last, a.Country); err == nil {
		*last = app.FormatPhone(e164)
	}
	return strings.Join(parts, ", ")
}
