package protocol

import (
	"net/url"
	"time"

	"channeldesk/app"
)

// Received is one thing that a provider told by webhook. Exactly one of Message,
// Status and Notice is set, unless it was not understood.
type Received struct {
	// Key is the same for every repetition of this event and for no other one, so
	// that it takes effect once.
	Key string
	// At is the provider's time; zero when it told none.
	At time.Time
	// For are the identifiers of the channel it is meant for, by field name, and
	// account_code in E.164; what the provider did not tell is absent.
	For     map[string]string
	Message *InboundMessage
	Status  *InboundStatus
	Notice  *Notice
	// Unknown names what was not understood, in the provider's word; "" otherwise.
	Unknown string
}

// InboundMessage is something that a customer wrote or tapped.
type InboundMessage struct {
	ID string
	// From is the customer's number in E.164; "" when the provider tells none.
	From string
	// Person is the provider's own mark of the customer, for those without number.
	Person string
	Name   string
	// Type is the provider's word: text, image, button, interactive, location...
	Type string
	// Text is what was written: text, caption, or the words on a tapped button.
	Text string
	// Button is the mark of the button or list row that was tapped.
	Button string
	// ReplyTo is the ID of the message that was answered; "" when none.
	ReplyTo string
	// Room is where an answer goes, at providers that answer into rooms.
	Room string
	// Media is the file; nil when there is none.
	Media *InboundMedia
	// Silent is true for what opens no session and needs no answer: reactions,
	// system messages, echoes of our own.
	Silent bool
}

// InboundMedia is a file that a customer sent.
type InboundMedia struct {
	ID       string
	Type     string // MIME
	Filename string
	// URL is where it can be fetched; "" when only by ID.
	URL string
}

// DeliveryState is how far a message came. The states have an order: a message
// never goes back, and failed is final.
type DeliveryState string

// The states in their order.
const (
	StateSent      DeliveryState = "sent"
	StateDelivered DeliveryState = "delivered"
	StateRead      DeliveryState = "read"
	StateFailed    DeliveryState = "failed"
)

// InboundStatus is a delivery state of a message of ours.
type InboundStatus struct {
	// MessageID is the provider's id of the message, OurID our own mark where it
	// comes back, Reference the provider's other id (as a broadcast's). At least
	// one is set.
	MessageID, OurID, Reference string
	To                          string // E.164, or ""
	State                       DeliveryState
	// Reason says why it failed, in plain words, with what to do in Fix and the
	// provider's code in Code.
	Reason, Fix app.Text
	Code        string
	// Price is what the provider says that the message costs, as
	// "utility, billable"; "" when it tells nothing.
	Price string
}

// NoticeKind is what a notice is about.
type NoticeKind string

// The kinds.
const (
	NoticeTemplate NoticeKind = "template" // status, quality or category of a template
	NoticeNumber   NoticeKind = "number"   // quality, name or limit of the number
	NoticeAccount  NoticeKind = "account"  // review, restriction, alert
)

// Notice is news about a template, the number or the account.
type Notice struct {
	Kind NoticeKind
	// Subject is the template's id or the number; Name and Language of a template.
	Subject, Name, Language string
	// What is the provider's word for what changed, Value the new value.
	What, Value string
	Text        app.Text
	// Template is what it says of a template; nil for other news.
	Template *TemplateNews
}

// WebhookReceiver is an ability: taking a provider's webhooks. Its methods ask
// nobody and are quick.
type WebhookReceiver interface {
	// Handshake answers the provider's question whether the address is ours. It
	// gives the bare body of the answer; CodeForbidden when the question's secret is
	// none of the given, CodeUnsupported when this provider asks no such question.
	// Secrets are compared in constant time.
	Handshake(query url.Values, secrets []app.Secret) (string, error)
	// Verify checks that the provider wrote the body: CodeForbidden when it did not
	// or that is not proven. Where the provider cannot sign, the address's secret
	// was the proof already, and Verify is nil. header gives a header by name.
	Verify(header func(name string) string, body []byte, c Config) error
	// Parse takes a body apart. What it does not know becomes an Unknown, what is
	// damaged within a batch too; the error is for a body that is nothing of this
	// provider's at all.
	Parse(body []byte) ([]Received, error)
}
