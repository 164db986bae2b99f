package sandbox

import "time"

// QontakMessage is a broadcast that was accepted.
type QontakMessage struct {
	// BroadcastID is what the sending call answers, LogID that of its line in the
	// log, WhatsAppID the message's own: three different ids.
	BroadcastID    string `json:"broadcast_id"`
	LogID          string `json:"log_id"`
	WhatsAppID     string `json:"whatsapp_message_id"`
	OrganisationID string `json:"organization_id"`
	IntegrationID  string `json:"channel_integration_id"`
	// To has digits only.
	To           string `json:"to"`
	Name         string `json:"name"`
	TemplateID   string `json:"template_id"`
	TemplateName string `json:"template"`
	Language     string `json:"language"`
	// Header is the address of the picture, film or document, or "".
	Header string `json:"header,omitempty"`
	// Text is the body with the values in place.
	Text string `json:"text"`
	// Values are the body's values by position, Names their variables' names.
	Values []string `json:"values"`
	Names  []string `json:"names"`
	// Suffixes are the values of the buttons by index.
	Suffixes map[string]string `json:"suffixes,omitempty"`
	At       time.Time         `json:"at"`
	// State is pending, sent, delivered, read or failed.
	State string `json:"state"`
	// Error says why it failed, "" otherwise.
	Error string `json:"error,omitempty"`
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

// at is the message with its state at a time; told is the one that was told of.
func (m qontakMessage) at(now time.Time, told string) QontakMessage {
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
	if stateRank[told] > stateRank[out.State] {
		out.State = told
	}
	return out
}
