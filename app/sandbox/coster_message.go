package sandbox

import "time"

// CosterMessage is a message that was accepted.
type CosterMessage struct {
	// ID is the WhatsApp message's, XID the sender's own.
	ID  string `json:"id"`
	XID string `json:"xid"`
	// Host is conversation or push.
	Host      string `json:"host"`
	AccountID string `json:"account_id"`
	// DivisionID is of messages of the conversation host.
	DivisionID string `json:"division_id,omitempty"`
	// To has digits only.
	To string `json:"to"`
	// Type is text, template or another of WhatsApp's.
	Type string `json:"type"`
	// Text is the text, or a template's body with the values in place.
	Text     string `json:"text"`
	Template string `json:"template,omitempty"`
	Language string `json:"language,omitempty"`
	// Values are a template's values in order: header, body, buttons.
	Values []string  `json:"values,omitempty"`
	At     time.Time `json:"at"`
	// State is accepted, sent, delivered, read or failed.
	State string `json:"state"`
	// Code and Error say why it failed; 0 and "" otherwise.
	Code  int    `json:"code,omitempty"`
	Error string `json:"error,omitempty"`
}

// How long after sending a message changes its state.
const (
	costerSent      = time.Second
	costerDelivered = 3 * time.Second
)

// costerMessage is a message with the trouble that awaits it.
type costerMessage struct {
	CosterMessage
	troubleCode int
	trouble     string
}

// at is the message with its state at a time; told is the one that was told of.
func (m costerMessage) at(now time.Time, told string) CosterMessage {
	out := m.CosterMessage
	switch age := now.Sub(m.At); {
	case age < costerSent:
		out.State = "accepted"
	case m.trouble != "":
		out.State, out.Code, out.Error = "failed", m.troubleCode, m.trouble
	case age < costerDelivered:
		out.State = "sent"
	default:
		out.State = "delivered"
	}
	if stateRank[told] > stateRank[out.State] {
		out.State = told
	}
	return out
}
