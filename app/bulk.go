package app

import "time"

// BulkID numbers a bulk send; 0 is none.
type BulkID int64

// BulkStatus is where a bulk send stands.
type BulkStatus string

// The states. A message of a bulk send is "held" until the bulk send releases
// it to the queue at its pace; what was released goes on by itself.
const (
	BulkPreparing BulkStatus = "preparing" // its rows are being stored
	BulkScheduled BulkStatus = "scheduled"
	BulkTrying    BulkStatus = "trying" // the first few are out, and we wait for their states
	BulkRunning   BulkStatus = "running"
	BulkPaused    BulkStatus = "paused"  // by a person
	BulkStopped   BulkStatus = "stopped" // by itself: too many failed, or the provider refused us
	BulkDone      BulkStatus = "done"
	BulkCancelled BulkStatus = "cancelled"
)

// Ended reports whether nothing more will be released.
func (s BulkStatus) Ended() bool { return s == BulkDone || s == BulkCancelled }

// BulkSend is one template sent to many people.
type BulkSend struct {
	ID          BulkID
	Mark        string // our own public id, as "bulk_01jd…"
	ChannelID   ChannelID
	AgentID     AgentID
	Environment Environment
	Name        string
	Template    string
	Language    string
	// File is the name of the file that the recipients came from.
	File   string
	Status BulkStatus
	// Why says why it was stopped or paused.
	Why Text
	// Total is how many messages it has; Prepared how many are stored so far.
	Total, Prepared int
	// Pace is messages a second.
	Pace float64
	// Trial is how many go first, before their states are waited for; 0 for none.
	Trial int
	// FailLimit stops it when more than this share (percent) of the latest FailSpan
	// messages failed; 0 never stops.
	FailLimit, FailSpan int
	// DueAt is when it begins; Zone the time zone in which that was chosen.
	DueAt time.Time
	Zone  string
	// Source is where its prepared rows lie until all are stored (a file in the
	// data folder); "" afterwards.
	Source    string
	CreatedBy string
	CreatedAt time.Time
	StartedAt time.Time
	EndedAt   time.Time
	// NextAt is when the next messages are released; zero when none will be.
	NextAt time.Time
}

// BulkCounts are the messages of a bulk send by state.
type BulkCounts struct {
	Held, Queued, Sending, Unknown, Accepted, Sent, Delivered, Read, Failed, Cancelled int
}

// BulkOutcomes is what became of some messages of a bulk send: Ended were accepted
// (or further) or failed, Failed of those failed, and of Doubtful ones nobody knows
// whether they went out.
type BulkOutcomes struct {
	Ended, Failed, Doubtful int
}

// BulkFailure is how many messages of a bulk send failed for one reason.
type BulkFailure struct {
	Code        string
	Reason, Fix Text
	Count       int
}

// BulkStore keeps bulk sends.
type BulkStore interface {
	AddBulk(BulkSend) (BulkID, error)
	UpdateBulk(BulkSend) error
	GetBulk(BulkID) (BulkSend, error)
	// ListBulks gives those of a channel, newest first.
	ListBulks(channel ChannelID, limit int) ([]BulkSend, error)
	// ActiveBulks gives those that have not ended, of all channels.
	ActiveBulks() ([]BulkSend, error)
	// AddHeld stores messages of a bulk send as held, all in one go; those whose row
	// (Message.BulkRow) is there already are left as they are, so that preparing
	// can be begun again after a kill.
	AddHeld(BulkID, []Message) (added int, err error)
	// Release makes the oldest limit held messages queued, due now.
	Release(bulk BulkID, limit int, now time.Time) (int, error)
	// CancelHeld makes everything that is held or queued cancelled, and says how
	// many those were. limit bounds one call; call again until 0.
	CancelHeld(bulk BulkID, now time.Time, limit int) (int, error)
	// CountBulk counts by state, from counters that are kept with each change.
	CountBulk(BulkID) (BulkCounts, error)
	// HoldBack makes everything that is queued held again, and says how many those
	// were. What is being sent is left alone; when that does not leave, it is held as
	// well while the bulk send is paused or stopped.
	HoldBack(BulkID) (int, error)
	// LatestOutcomes says what became of the latest span messages that were tried,
	// leaving out those whose person wants none.
	LatestOutcomes(bulk BulkID, span int) (BulkOutcomes, error)
	// BulkFailures groups the failed ones by reason, the most first.
	BulkFailures(BulkID) ([]BulkFailure, error)
}

// HistoryPage asks for messages newest first, narrowed by a filter.
type HistoryPage struct {
	Filter HistoryFilter
	// After continues behind this message; 0 begins at the newest. Older is the
	// usual way; Newer pages back towards the newest.
	After MessageID
	Newer bool
	Limit int // 0 is 50
}

// HistoryFilter narrows the history of one channel; the zero value of a field
// lets everything through.
type HistoryFilter struct {
	Channel     ChannelID
	From, Until time.Time // created at or after, before
	Statuses    []MessageStatus
	Template    string
	Source      MessageSource
	Key         KeyID
	Bulk        BulkID
	// Search is digits (a number's beginning or end) or part of a name, as typed.
	Search string
}

// HistoryCounts are totals by state. More is true when counting stopped early:
// then Total is a lower bound and the rest are unknown (-1).
type HistoryCounts struct {
	Total, Waiting, Unknown, Sent, Delivered, Read, Failed, Cancelled int
	More                                                              bool
}

// HistoryDay is one day's messages. Day is its first moment in the computer's
// time zone.
type HistoryDay struct {
	Day    time.Time
	Counts HistoryCounts
}

// HistoryStore reads the history. No method may take longer than some 20 ms
// with ten million messages.
type HistoryStore interface {
	PageHistory(HistoryPage) ([]Message, error)
	// CountHistory counts from counters where the filter allows, and otherwise to
	// a thousand.
	CountHistory(HistoryFilter) (HistoryCounts, error)
	// HistoryDays counts per day; ok is false when the filter allows no counters.
	HistoryDays(HistoryFilter) (days []HistoryDay, ok bool, err error)
	// HistoryTemplates are the names of templates that were ever sent.
	HistoryTemplates(ChannelID) ([]string, error)
	// CopiesOf gives the messages that repeat one, named by its mark.
	CopiesOf(mark string) ([]Message, error)
	// CountOlder and PruneHistory serve the retention setting; PruneHistory removes
	// at most limit ended messages and says how many.
	CountOlder(before time.Time) (int, error)
	PruneHistory(before time.Time, limit int) (int, error)
}
