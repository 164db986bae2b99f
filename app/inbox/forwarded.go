package inbox

import (
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// ForwardedMessage is what an agent's own address gets of a customer's message.
type ForwardedMessage struct {
	Event       string          `json:"event"` // message
	Channel     string          `json:"channel"`
	Environment app.Environment `json:"environment"`
	AccountCode string          `json:"account_code"`
	// ID is the provider's, and the same for every repetition.
	ID string `json:"id"`
	// At is the provider's time.
	At time.Time `json:"at"`
	// From is in E.164, or absent where the provider tells no number; Person names
	// the customer in either case.
	From    string          `json:"from,omitempty"`
	Person  string          `json:"person"`
	Name    string          `json:"name,omitempty"`
	Type    string          `json:"type"`
	Text    string          `json:"text,omitempty"`
	Button  string          `json:"button,omitempty"`
	ReplyTo string          `json:"reply_to,omitempty"`
	Room    string          `json:"room,omitempty"`
	Media   *ForwardedMedia `json:"media,omitempty"`
	// WindowEndsAt is until when text may be written into the session.
	WindowEndsAt time.Time `json:"window_ends_at"`
}

// ForwardedMedia is a file that a customer sent.
type ForwardedMedia struct {
	ID       string `json:"id,omitempty"`
	Type     string `json:"type,omitempty"`
	Filename string `json:"filename,omitempty"`
	URL      string `json:"url,omitempty"`
}

// ForwardedStatus is what an agent's own address gets when a message that came
// through the notification API moved on.
type ForwardedStatus struct {
	Event       string            `json:"event"` // status
	Channel     string            `json:"channel"`
	Environment app.Environment   `json:"environment"`
	ID          string            `json:"id"`
	To          string            `json:"to,omitempty"`
	Status      app.MessageStatus `json:"status"`
	At          time.Time         `json:"at"`
	ProviderID  string            `json:"provider_message_id,omitempty"`
	Code        string            `json:"error_code,omitempty"`
	Error       string            `json:"error,omitempty"`
	Fix         string            `json:"fix,omitempty"`
}

func forwardedMessage(c app.Channel, p app.Person, m *protocol.InboundMessage, at time.Time) ForwardedMessage {
	f := ForwardedMessage{
		Event: "message", Channel: c.Key, Environment: c.Environment, AccountCode: c.AccountCode,
		ID: m.ID, At: at, From: m.From, Person: p.Key, Name: m.Name, Type: m.Type, Text: m.Text, Button: m.Button,
		ReplyTo: m.ReplyTo, Room: m.Room, WindowEndsAt: p.LastInboundAt.Add(app.SessionWindow),
	}
	if m.Media != nil {
		f.Media = &ForwardedMedia{ID: m.Media.ID, Type: m.Media.Type, Filename: m.Media.Filename, URL: m.Media.URL}
	}
	return f
}

func forwardedStatus(c app.Channel, m app.Message, at time.Time) ForwardedStatus {
	f := ForwardedStatus{
		Event: "status", Channel: c.Key, Environment: c.Environment,
		ID: m.Mark, To: m.To, Status: m.Status, At: at, ProviderID: m.ProviderID,
	}
	if m.Status == app.MessageFailed {
		f.Code, f.Error, f.Fix = m.Code, m.Reason.String(), m.Fix.String()
	}
	return f
}
