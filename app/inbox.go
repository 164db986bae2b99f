package app

import "time"

// ArrivalID numbers a webhook that was stored.
type ArrivalID int64

// ArrivalState is what became of a webhook.
type ArrivalState string

// The states. Waiting is stored and not yet looked at.
const (
	ArrivalWaiting    ArrivalState = "waiting"
	ArrivalApplied    ArrivalState = "applied"
	ArrivalRepeated   ArrivalState = "repeated" // all of it was known already
	ArrivalForeign    ArrivalState = "foreign"  // for another number or channel
	ArrivalNotPlain   ArrivalState = "not_understood"
	ArrivalHadProblem ArrivalState = "problem" // applying it failed; it can be tried again
)

// Arrival is one webhook as it came, kept whole.
type Arrival struct {
	ID        ArrivalID
	ChannelID ChannelID
	At        time.Time
	// Body is what the provider sent, byte by byte.
	Body  []byte
	State ArrivalState
	// Events is how many events it held, Fresh how many were new.
	Events, Fresh int
	// What says in one line what it was, without numbers or texts of people.
	What Text
}

// InboxStore keeps webhooks and which events took effect.
type InboxStore interface {
	AddArrival(Arrival) (ArrivalID, error)
	UpdateArrival(Arrival) error // all but id, channel, time and body
	GetArrival(ArrivalID) (Arrival, error)
	// ListArrivals gives those of a channel, or of all for 0, newest first, older
	// than before (0: from the newest), without bodies.
	ListArrivals(channel ChannelID, before ArrivalID, limit int) ([]Arrival, error)
	// WaitingArrivals gives those that were stored and not yet looked at, oldest
	// first.
	WaitingArrivals(limit int) ([]Arrival, error)
	// LastArrival is when the channel's latest webhook came; zero when none did.
	LastArrival(ChannelID) (time.Time, error)
	// TakeKeys marks event keys as seen and reports for each whether it was new.
	TakeKeys(channel ChannelID, keys []string, at time.Time) ([]bool, error)
	// PruneArrivals removes what is older, bodies and keys, up to limit rows. It gives
	// how many those were; with 0 nothing older is left.
	PruneArrivals(before time.Time, limit int) (int, error)
}

// Person is a customer of one channel.
type Person struct {
	ChannelID ChannelID
	// Key is the number in E.164, or the provider's mark where there is no number.
	Key string
	// Number is in E.164, or "".
	Number string
	Name   string
	// Room is where answers go, at providers that answer into rooms.
	Room string
	// LastInboundAt is the provider's time of the last message that opens the
	// customer service window.
	LastInboundAt time.Time
	OptedOutAt    time.Time
	// Session is the state of the session engine, in its own form; nil when none.
	Session []byte
	// SessionDue is when to look at the session for its next step, which is due then or
	// later; zero when none is.
	SessionDue time.Time
}

// PersonStore keeps customers with their sessions.
type PersonStore interface {
	// GetPerson gives the person; CodeNotFound when never seen.
	GetPerson(channel ChannelID, key string) (Person, error)
	SavePerson(Person) error
	// DueSessions gives those whose session has a step due, the longest first.
	DueSessions(now time.Time, limit int) ([]Person, error)
	// NextSession is when the next step is due; zero when none is.
	NextSession() (time.Time, error)
	// RecentSessions gives the people of a channel who have or had a session, those
	// who wrote last first.
	RecentSessions(channel ChannelID, limit int) ([]Person, error)
	// CountSessions is how many sessions of a channel have a step due.
	CountSessions(channel ChannelID) (int, error)
	// OptedOut gives the numbers in E.164 of those who asked for no messages.
	OptedOut(channel ChannelID) ([]string, error)
	// Unwanted gives those of some messages whose people asked for no messages; not
	// the texts to somebody who wrote again afterwards.
	Unwanted(messages []MessageID) ([]MessageID, error)
	// OpenWindows gives the numbers in E.164 of those who wrote at or after a time,
	// in no order. It takes as long as there are such people.
	OpenWindows(channel ChannelID, since time.Time) ([]string, error)
}

// ForwardID numbers something to be forwarded to an agent's own address.
type ForwardID int64

// ForwardState is where it stands.
type ForwardState string

// The states; dead letters were given up and can be sent again by a person.
const (
	ForwardWaiting ForwardState = "waiting"
	ForwardDone    ForwardState = "done"
	ForwardDead    ForwardState = "dead"
)

// Forwarding is one event on its way to an agent's own address.
type Forwarding struct {
	ID        ForwardID
	ChannelID ChannelID
	// Person keeps the order: of one person only the oldest is under way.
	Person    string
	Kind      string // message, status
	Body      []byte // JSON as it is sent
	State     ForwardState
	Tries     int
	CreatedAt time.Time
	DueAt     time.Time
	DoneAt    time.Time
	// Problem says how the latest try ended.
	Problem Text
}

// ForwardStore keeps what is to be forwarded.
type ForwardStore interface {
	AddForwarding(Forwarding) (ForwardID, error)
	UpdateForwarding(Forwarding) error // state, tries, due, done, problem
	GetForwarding(ForwardID) (Forwarding, error)
	// DueForwardings gives the oldest waiting one of each person that is due, leaving
	// out channels that wait.
	DueForwardings(now time.Time, limit int, waiting []ChannelID) ([]Forwarding, error)
	NextForwarding() (time.Time, error)
	ListForwardings(channel ChannelID, state ForwardState, limit int) ([]Forwarding, error)
}
