package handoff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/bidi"
)

// LineKind decides how a line's value is set on paper and on screen.
type LineKind int

// The kinds of line.
const (
	LinePlain  LineKind = iota
	LineStrong          // larger and heavier: the account code
	LineMono            // addresses, secrets, provider names
	LineMasked          // dots in place of a secret, with a note
	LinePerson          // a name in heavier type, then a number
)

// Masked is what stands in place of a secret that is not included.
const Masked = "•••• •••• ••••"

// Line is one labelled fact of the sheet, in the sheet's language.
type Line struct {
	// Key is stable: account_code, protocol, webhook_url, webhook_secret,
	// events, contact.
	Key          string
	Label, Value string
	// Note stands small after the value; may be empty.
	Note string
	Kind LineKind
}

// Title is the agent's name.
func (s Sheet) Title() string { return s.Agent }

// Subtitle says what this is and for whom: "Webhook details for Surya Digital,
// provider team".
func (s Sheet) Subtitle() string {
	return s.say("Webhook details for {{.To}}", "To", s.Reader())
}

// Reader is to whom the sheet goes: "Surya Digital, provider team".
func (s Sheet) Reader() string {
	reader := s.say("provider team")
	if s.Audience == app.ForClientIT {
		reader = s.say("client IT")
	}
	if s.To == "" {
		return reader
	}
	return s.To + ", " + reader
}

// EnvironmentLabel is the environment's name in the sheet's language.
func (s Sheet) EnvironmentLabel() string { return s.say(s.Environment.Label()) }

// SheetLabel is "Sheet NB-0007".
func (s Sheet) SheetLabel() string { return s.say("Sheet {{.Number}}", "Number", s.Number) }

// MadeLabel is "Made with Channel Desk on 17 Nov 2026, 09:41".
func (s Sheet) MadeLabel() string {
	return s.say("Made with Channel Desk on {{.Date}}, {{.Time}}", "Date", s.date(s.MadeAt), "Time", s.MadeAt.Format("15:04"))
}

// ScanLabel stands under a QR code: what to do with it, or which part it is.
func (s Sheet) ScanLabel(c Code) string {
	if c.Of > 1 {
		return s.say("Code {{.Part}} of {{.Of}}", "Part", c.Part, "Of", c.Of)
	}
	return s.say("Scan with any phone camera")
}

// Warning is what a sheet with a secret says about itself; "" without.
func (s Sheet) Warning() string {
	if !s.IncludeSecret {
		return ""
	}
	return s.say("This sheet holds a secret. Give it only to the person who sets the webhook, and destroy it afterwards.")
}

// SecretLabel is the provider's word for the webhook secret, or ours.
func (s Sheet) SecretLabel() string {
	if s.SecretWord == "" {
		return s.say("Webhook secret")
	}
	r, n := utf8.DecodeRuneInString(s.SecretWord)
	return string(unicode.ToUpper(r)) + s.SecretWord[n:]
}

// Lines are the facts of the sheet in reading order.
func (s Sheet) Lines() []Line {
	lines := []Line{
		{Key: "account_code", Label: s.say("Account code"), Value: s.AccountLabel, Kind: LineStrong},
		{Key: "protocol", Label: s.say("Protocol"), Value: s.ProtocolName},
	}
	address := Line{Key: "webhook_url", Label: s.say("Webhook URL"), Value: s.WebhookURL, Kind: LineMono}
	if !s.AddressWhole {
		address.Note = s.say("Shortened, ask for it whole")
	}
	lines = append(lines, address, s.secretLine())
	if s.tellsEvents() {
		lines = append(lines, Line{Key: "events", Label: s.say("Events to switch on"), Value: strings.Join(s.Events, ", "), Kind: s.eventsKind()})
	}
	if s.Contact != "" {
		lines = append(lines, Line{Key: "contact", Label: s.say("Questions? Ask"), Value: s.person(), Kind: LinePerson})
	}
	return lines
}

// person is the contact. A name from right to left ends with an invisible sign, without
// which programs would turn the number behind it around.
func (s Sheet) person() string {
	name, number, ok := strings.Cut(s.Contact, ",")
	if !ok || !bidi.HasRight(name) {
		return s.Contact
	}
	return name + string(keeper) + "," + number
}

// tellsEvents reports whether the reader is the one who switches events on.
func (s Sheet) tellsEvents() bool { return len(s.Events) > 0 && s.Audience != app.ForClientIT }

// eventsKind tells names as the provider's software has them from plain words.
func (s Sheet) eventsKind() LineKind {
	for _, e := range s.Events {
		if strings.Contains(e, " ") {
			return LinePlain
		}
	}
	return LineMono
}

func (s Sheet) secretLine() Line {
	line := Line{Key: "webhook_secret", Label: s.SecretLabel()}
	switch {
	case !s.IncludeSecret:
		line.Value, line.Note, line.Kind = Masked, s.say("Sent separately"), LineMasked
	case s.SecretInAddress:
		line.Value = s.say("Last part of the webhook URL")
	default:
		line.Value, line.Kind = s.Secret.Expose(), LineMono
	}
	return line
}

// StepsTitle heads the steps.
func (s Sheet) StepsTitle() string { return s.say("What to do") }

// Steps tell the reader what to do, in order.
func (s Sheet) Steps() []string {
	who := s.say("the account manager")
	if s.Contact != "" {
		who = s.say("the contact above")
	}
	word := s.SecretWord
	if word == "" {
		word = s.say("webhook secret")
	}
	if s.Audience == app.ForClientIT {
		return s.stepsForClient(who, word)
	}
	steps := []string{s.say("Open the webhook settings of {{.Account}} in {{.Protocol}}.", "Account", s.AccountLabel, "Protocol", s.ProtocolName)}
	if s.AddressWhole {
		steps = append(steps, s.say("Enter the webhook URL above as the callback URL, exactly as it stands."))
	} else {
		steps = append(steps, s.say("The webhook URL is shortened here because its last part is a secret. Ask {{.Contact}} for the whole URL and enter that as the callback URL.", "Contact", who))
	}
	switch {
	case s.SecretInAddress:
	case s.IncludeSecret:
		steps = append(steps, s.say("Enter the {{.Word}} printed on this sheet.", "Word", word))
	default:
		steps = append(steps, s.say("Enter the {{.Word}}. It is sent separately; ask {{.Contact}} for it.", "Word", word, "Contact", who))
	}
	if len(s.Events) > 0 {
		steps = append(steps, s.say("Switch on the events listed above, all of them."))
	} else {
		steps = append(steps, s.say("Switch on the delivery of messages and message states to this URL."))
	}
	return append(steps, s.say("Send a WhatsApp message to {{.Account}} as a test, then tell {{.Contact}} that it is set.", "Account", s.AccountLabel, "Contact", who))
}

func (s Sheet) stepsForClient(who, word string) []string {
	steps := []string{
		s.say("Let {{.Host}} be reached from the internet over HTTPS, with a certificate that browsers trust.", "Host", s.Host),
		s.say("Allow incoming GET and POST requests to {{.Path}}. Do not filter by sender address: {{.Protocol}} may change its addresses.", "Path", s.Path, "Protocol", s.ProtocolName),
	}
	if s.SecretInAddress {
		steps = append(steps, s.say("Keep the last part of the URL out of logs, tickets and mail: it is a secret."))
	} else {
		steps = append(steps, s.say("Pass the requests on unchanged, body and headers included, up to 3 MB each. Their signature is checked."))
	}
	return append(steps,
		s.say("The provider team of {{.Protocol}} enters the webhook URL and the {{.Word}}. You do not need an access token.", "Protocol", s.ProtocolName, "Word", word),
		s.say("Tell {{.Contact}} when the address can be reached.", "Contact", who))
}
