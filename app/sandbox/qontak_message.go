package sandbox

import "time"

// QontakMessage is a broadcast that was accepted.
type QontakMessage struct {
	// BroadcastID is what the sending call answers, LogID that of its line in the
	// log, WhatsAppID the message's own: three different ids.
	BroadcastID    string
	LogID          string
	WhatsAppID     string
	OrganisationID string
	IntegrationID  string
	// To has digits only.
	To           string
	Name         string
	TemplateID   string
	TemplateName string
	Language     string
	// Header is the address of the picture, film or document, or "".
	Header string
	// Text is the body with the values in place.
	Text string
	// Values are the body's values by position, Names their variables' names.
	Values []string
	Names  []string
	// Suffixes are the values of the buttons by index.
	Suffixes map[string]string
	At       time.Time
	// State is pending, sent, delivered or failed.
	State string
	// Error says why it failed, "" otherwise.
	Error string
}

// How long after sending a broadcast changes its state and shows in the log.
const (
	qontakSent      = time.Second
	qontakLogged    = 2 * time.Second
	qontakDelivered = 3 * time.Second
)

// qontakMessage is a message with the trouble that awaits it.
type qontakMessage struct {
	QontakMessage
	trouble string
}

// at is the message with its state at a time.
func (m qontakMessage) at(now time.Time) QontakMessage {
	out := m.QontakMessage
	switch age := now.Sub(m.At); {
	case age < qontakSent:
		out.State = "pending"
	case m.trouble != "":
		out.State, out.Error = "failed", m.trouble
	case age < qontakDelivered:
		out.State = "sent"
	default:
		out.State = "delivered"
	}
	return out
}
