package sandbox

import (
	"slices"
	"strconv"
	"time"
)

func formatID(id uint64) string { return strconv.FormatUint(id, 10) }

// MetaMessage is a message that Meta accepted.
type MetaMessage struct {
	ID       string `json:"id"`
	NumberID string `json:"phone_number_id"`
	// To has digits only.
	To string `json:"to"`
	// OurID is the caller's biz_opaque_callback_data.
	OurID string `json:"biz_opaque_callback_data,omitempty"`
	Type  string `json:"type"`
	// Text is the text, or a template's body with the values in place.
	Text     string `json:"text"`
	Template string `json:"template,omitempty"`
	Language string `json:"language,omitempty"`
	Category string `json:"category,omitempty"`
	// Values are a template's values in order: header, body, buttons.
	Values []string  `json:"values,omitempty"`
	At     time.Time `json:"at"`
	// State is accepted, sent, delivered, read or failed.
	State string `json:"state"`
	// Code says why it failed, 0 otherwise.
	Code int `json:"code,omitempty"`
	// Free is true when it was sent in an open window.
	Free bool `json:"free,omitempty"`

	number *Number
	n      int
}

// mostMessages is how many accepted messages are remembered.
const mostMessages = 400_000

// Messages gives the accepted messages, oldest first, each with its state of now.
func (m *Meta) Messages() []MetaMessage {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]MetaMessage, 0, len(m.messages))
	for _, one := range m.messages {
		out = append(out, *one)
	}
	return out
}

// MessageCount is how many messages were accepted since the start.
func (m *Meta) MessageCount() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.accepted
}

// keepMessage remembers a message. The lock is held.
func (m *Meta) keepMessage(one *MetaMessage) {
	m.accepted++
	m.messages = append(m.messages, one)
	m.byID[one.ID] = one
	if len(m.messages) > mostMessages {
		for _, old := range m.messages[:mostMessages/2] {
			delete(m.byID, old.ID)
		}
		m.messages = slices.Clone(m.messages[mostMessages/2:])
	}
}

// reach notes the state of a message.
func (m *Meta) reach(one *MetaMessage, state string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if stateRank[state] > stateRank[one.State] {
		one.State = state
	}
}

// failure is a reason why a message fails, as Meta words it.
type failure struct {
	code           int
	title, details string
}

// failures are those that are told by a failed state.
var failures = map[int]failure{
	131026: {131026, "Message undeliverable", "Message Undeliverable."},
	131042: {131042, "Business eligibility payment issue", "Message failed to send because there were one or more errors related to your payment method."},
	131047: {131047, "Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number."},
	131049: {131049, "This message was not delivered to maintain healthy ecosystem engagement.", "In order to maintain a healthy ecosystem engagement, the message failed to be delivered."},
	131050: {131050, "User has stopped receiving marketing messages", "User has stopped receiving marketing messages from this business on WhatsApp."},
	131048: {131048, "Spam rate limit hit", "Message failed to send because there are restrictions on how many messages can be sent from this phone number."},
	130472: {130472, "User's number is part of an experiment", "Failed to send message because this user's phone number is part of an experiment."},
	131053: {131053, "Media upload error", "The media could not be uploaded."},
	132015: {132015, "Template is paused", "Template is paused due to low quality so it cannot be sent in a template message."},
	131000: {131000, "Something went wrong", "Message failed to send because of an unknown error. Try again later."},
}

func failureOf(code int) failure {
	if f, ok := failures[code]; ok {
		return f
	}
	return failure{code, "Message failed", "An error was asked of the sandbox."}
}
