package forward

import (
	"encoding/json"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The kinds of events.
const (
	KindMessage = "message"
	KindStatus  = "status"
)

// Envelope is what is posted. Names and meanings stay as they are; new members may
// be added.
type Envelope struct {
	// ID is the delivery id, the same in every repetition.
	ID string `json:"id"`
	// Event is message or status; Data is a Message or a Status.
	Event     string    `json:"event"`
	CreatedAt time.Time `json:"created_at"`
	Channel   Channel   `json:"channel"`
	Data      any       `json:"data"`
}

// Channel says whose event it is.
type Channel struct {
	Environment app.Environment `json:"environment"` // draft or published
	AccountCode string          `json:"account_code"`
	Key         string          `json:"key"`
}

// Message is something that a customer wrote or tapped.
type Message struct {
	// ID is the provider's.
	ID string `json:"id"`
	// From is the number in E.164; "" where the provider tells none. Person is then
	// the provider's own mark of the customer.
	From   string `json:"from"`
	Person string `json:"person,omitempty"`
	Name   string `json:"name,omitempty"`
	// At is the provider's time.
	At time.Time `json:"at"`
	// Type is the provider's word: text, image, button and so on.
	Type string `json:"type"`
	Text string `json:"text,omitempty"`
	// Button is the mark of the button that was tapped.
	Button string `json:"button,omitempty"`
	// ReplyTo is the provider's id of the message that was answered.
	ReplyTo string `json:"reply_to,omitempty"`
	// Room is where an answer goes, at providers that answer into rooms.
	Room  string `json:"room,omitempty"`
	Media *Media `json:"media,omitempty"`
	// Silent is true for what needs no answer, as a reaction.
	Silent bool `json:"silent,omitempty"`
}

// Media is a file that a customer sent.
type Media struct {
	ID       string `json:"id,omitempty"`
	Type     string `json:"type,omitempty"` // MIME
	Filename string `json:"filename,omitempty"`
	URL      string `json:"url,omitempty"`
}

// Status is what became of a message of ours.
type Status struct {
	// MessageID is our own, as the notification API gave it.
	MessageID  string `json:"message_id"`
	ProviderID string `json:"provider_message_id,omitempty"`
	To         string `json:"to"`
	Room       string `json:"room,omitempty"`
	// State is queued, sending, unknown, accepted, sent, delivered, read, failed or
	// cancelled.
	State app.MessageStatus `json:"state"`
	At    time.Time         `json:"at"`
	// ErrorCode and Error say why it failed, Error in English.
	ErrorCode string `json:"error_code,omitempty"`
	Error     string `json:"error,omitempty"`
}

func messageOf(r protocol.Received, now time.Time) (m Message, person string) {
	in := r.Message
	m = Message{
		ID: in.ID, From: in.From, Person: in.Person, Name: in.Name, At: r.At.UTC(), Type: in.Type, Text: in.Text, Button: in.Button,
		ReplyTo: in.ReplyTo, Room: in.Room, Silent: in.Silent,
	}
	if r.At.IsZero() {
		m.At = now
	}
	if in.Media != nil {
		m.Media = &Media{ID: in.Media.ID, Type: in.Media.Type, Filename: in.Media.Filename, URL: in.Media.URL}
	}
	return m, firstOf(in.From, in.Person, in.Room)
}

func statusOf(m app.Message, now time.Time) (s Status, person string) {
	s = Status{
		MessageID: m.Mark, ProviderID: m.ProviderID, To: m.To, Room: m.Room, State: m.Status, At: reachedAt(m).UTC(),
		ErrorCode: m.Code, Error: m.Reason.String(),
	}
	if s.At.IsZero() {
		s.At = now
	}
	if m.Status != app.MessageFailed && m.Status != app.MessageUnknown {
		s.ErrorCode, s.Error = "", ""
	}
	return s, firstOf(m.To, m.Room)
}

// reachedAt is when a message reached the state that it has.
func reachedAt(m app.Message) time.Time {
	switch m.Status {
	case app.MessageAccepted:
		return m.AcceptedAt
	case app.MessageSent:
		return m.SentAt
	case app.MessageDelivered:
		return m.DeliveredAt
	case app.MessageRead:
		return m.ReadAt
	case app.MessageFailed:
		return m.FailedAt
	}
	return time.Time{}
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// deliveryID reads the id out of a stored body.
func deliveryID(body []byte) string {
	var e struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(body, &e) // a body is always ours
	return e.ID
}
