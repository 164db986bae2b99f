package app

import "time"

// MessageID numbers a message of ours within the workspace; later ones are higher.
type MessageID int64

// MessageStatus is where a message of ours stands.
type MessageStatus string

// The states. A message never goes back in their order; failed and cancelled are
// final, and unknown ends with the provider's word or by a person.
const (
	MessageHeld      MessageStatus = "held" // of a bulk send that has not released it yet
	MessageQueued    MessageStatus = "queued"
	MessageSending   MessageStatus = "sending" // claimed: a kill in between makes it unknown
	MessageUnknown   MessageStatus = "unknown" // nobody knows whether it went out
	MessageAccepted  MessageStatus = "accepted"
	MessageSent      MessageStatus = "sent"
	MessageDelivered MessageStatus = "delivered"
	MessageRead      MessageStatus = "read"
	MessageFailed    MessageStatus = "failed"
	MessageCancelled MessageStatus = "cancelled"
)

var messageRanks = map[MessageStatus]int{
	MessageHeld: 0, MessageQueued: 0, MessageSending: 1, MessageUnknown: 2, MessageAccepted: 3, MessageSent: 4,
	MessageDelivered: 5, MessageRead: 6, MessageFailed: 7, MessageCancelled: 7,
}

// Rank orders the states. What a provider told as read stays read: failed after
// it is refused by the store.
func (s MessageStatus) Rank() int { return messageRanks[s] }

// MessageSource is what asked for a message.
type MessageSource string

// The sources.
const (
	SourceAPI     MessageSource = "api"
	SourceWindow  MessageSource = "window"
	SourceBulk    MessageSource = "bulk"
	SourceSession MessageSource = "session" // session behaviour
	SourceCommand MessageSource = "command"
)

// Message is one message to one person.
type Message struct {
	ID MessageID
	// Mark is our own public id, as "msg_01jd…", made before anything else and
	// sent along where the provider takes one.
	Mark        string
	ChannelID   ChannelID
	AgentID     AgentID
	Environment Environment
	// To is in E.164. Room is where the provider answers into rooms.
	To, Room string
	Name     string
	Content  Content
	Source   MessageSource
	KeyID    KeyID // of the API key; 0 when none
	// BulkID is the bulk send it belongs to, and BulkRow the row of its recipient in
	// the file, as spreadsheets number them: the header is row 1. They grow in the
	// order of sending, with gaps where rows were left out; 0 when none.
	BulkID  BulkID
	BulkRow int
	Status  MessageStatus
	// ProviderID is the id under which states come, Reference another one.
	ProviderID, Reference string
	// Code, Reason and Fix say why it failed, or why it is unknown.
	Code        string
	Reason, Fix Text
	Attempts    int
	CreatedAt   time.Time
	// DueAt is when it may be sent; BestBefore when it must not be any more (a
	// session text whose window closes), zero for never.
	DueAt, BestBefore                                 time.Time
	AcceptedAt, SentAt, DeliveredAt, ReadAt, FailedAt time.Time
	// Price is what the provider said the message costs, in its own words as
	// "utility, billable"; "" when it told nothing.
	Price string
	// Again is the mark of the message that this one repeats; "" when none.
	Again string
}

// Kind is template or text.
func (m Message) Kind() string {
	if m.Content.Template != nil {
		return "template"
	}
	return "text"
}

// AttemptOutcome is how one try to send ended.
type AttemptOutcome string

// The outcomes. Running has not ended, or ended with the program.
const (
	AttemptRunning  AttemptOutcome = "running"
	AttemptAccepted AttemptOutcome = "accepted"
	AttemptRefused  AttemptOutcome = "refused"
	AttemptSlow     AttemptOutcome = "slow_down" // nothing was sent; later again
	AttemptOpen     AttemptOutcome = "open"      // nobody knows
	AttemptNotSent  AttemptOutcome = "not_sent"  // nothing left this computer; later again
)

// Attempt is one try to send a message.
type Attempt struct {
	Number             int
	StartedAt, EndedAt time.Time
	Outcome            AttemptOutcome
	Code               string
	What               Text
}

// AttemptEnd is the result of an attempt, as the store takes it.
type AttemptEnd struct {
	Message MessageID
	// Attempt is the number of the attempt, so that a late end is not taken for that
	// of a newer one; 0 for whichever is the latest.
	Attempt               int
	At                    time.Time
	Outcome               AttemptOutcome
	ProviderID, Reference string
	Code                  string
	Reason, Fix           Text
	// Again is when it may be tried again, for slow and not sent.
	Again time.Time
}

// StateUpdate is what a provider told of a message of ours.
type StateUpdate struct {
	// At least one of these names the message.
	ProviderID, OurID, Reference string
	Status                       MessageStatus // sent, delivered, read or failed
	At                           time.Time
	Code                         string
	Reason, Fix                  Text
	// Price is what the message costs, as Message.Price; "" when this state does not
	// tell.
	Price string
}

// StateApplied is what became of a state that a provider told.
type StateApplied struct {
	// Message is the one that it is about; the zero value where none is known. Its
	// content, its name, how often and when it was to be sent, and its agent and
	// environment may be missing.
	Message Message
	// Known is false when no message of the channel has such an id.
	Known bool
	// Moved is true when the message stands further on by it.
	Moved bool
	// Repeated is true when the same was told of the message before, and nothing
	// changed.
	Repeated bool
}

// MessageFilter narrows a listing, newest first; the zero value is everything.
type MessageFilter struct {
	Agent       AgentID
	Environment Environment
	Status      MessageStatus
	To          string // E.164
	Source      MessageSource
	Template    string
	Key         KeyID
	From, Until time.Time
	Before      MessageID // 0 begins at the newest
	Limit       int       // 0 is 50
}

// MessageStore keeps messages and their attempts.
type MessageStore interface {
	AddMessage(Message) (MessageID, error)
	GetMessage(MessageID) (Message, error)
	FindMessage(mark string) (Message, error)
	ListMessages(MessageFilter) ([]Message, error)
	// ClaimMessages makes up to limit queued messages that are due now "sending",
	// each with a new running attempt, the oldest first, leaving out channels that
	// wait.
	ClaimMessages(now time.Time, limit int, waiting []ChannelID) ([]Message, error)
	// MakeDue makes those queued messages due that wait only because the clock was set
	// back: those that were to leave at once, and those whose last attempt ended in
	// what is the future now. What was planned for a time waits for it. It says how
	// many those were.
	MakeDue(now time.Time) (int, error)
	// NextDue is when the next queued message may be sent; zero when none waits.
	NextDue(waiting []ChannelID) (time.Time, error)
	// EndAttempt ends the running attempt and moves the message on. A state that a
	// webhook told before is applied at once.
	EndAttempt(AttemptEnd) error
	// AbandonAttempts makes everything that is still "sending" unknown: the program
	// that sent it is gone. It gives how many there were.
	AbandonAttempts(now time.Time) (int, error)
	ListAttempts(MessageID) ([]Attempt, error)
	// ApplyState moves a message on, never back. A state of which no message of the
	// channel has such an id is kept for a message that is accepted later.
	ApplyState(ChannelID, StateUpdate) (StateApplied, error)
}
