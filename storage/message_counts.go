package storage

import (
	"strings"
	"time"

	"channeldesk/app"
)

// How many messages stand where is kept in counters, so that totals of millions
// are read from a few rows. A transaction gathers what it changes and writes it
// down once, before it ends; a shared commit does so once for all that share it.

// countedStates are the columns of the counters, in their order.
var countedStates = [...]app.MessageStatus{
	app.MessageHeld, app.MessageQueued, app.MessageSending, app.MessageUnknown, app.MessageAccepted,
	app.MessageSent, app.MessageDelivered, app.MessageRead, app.MessageFailed, app.MessageCancelled,
}

// stateCounts are numbers by state, in the order of countedStates.
type stateCounts [len(countedStates)]int

func stateIndex(s app.MessageStatus) int {
	for i, known := range countedStates {
		if s == known {
			return i
		}
	}
	return -1
}

// move takes one message from a state to another; "" is nowhere.
func (c *stateCounts) move(from, to app.MessageStatus, n int) {
	if i := stateIndex(from); i >= 0 {
		c[i] -= n
	}
	if i := stateIndex(to); i >= 0 {
		c[i] += n
	}
}

func (c *stateCounts) add(d stateCounts) {
	for i, n := range d {
		c[i] += n
	}
}

// countPlace is what messages are counted by.
type countPlace struct {
	channel  app.ChannelID
	template string
	day      int64
	source   app.MessageSource
}

// dayPlace is what the days are counted by.
type dayPlace struct {
	channel app.ChannelID
	day     int64
	source  app.MessageSource
}

type failurePlace struct {
	bulk app.BulkID
	code string
}

type failureCount struct {
	n      int
	sample app.MessageID
}

// namedMessage is a name that is to be found.
type namedMessage struct {
	id      app.MessageID
	channel app.ChannelID
	name    string
}

// tally is what a transaction changed and has not written down yet.
type tally struct {
	places   map[countPlace]stateCounts
	bulks    map[app.BulkID]stateCounts
	failures map[failurePlace]failureCount
	names    []namedMessage
}

func (y *tally) isEmpty() bool {
	return len(y.places) == 0 && len(y.bulks) == 0 && len(y.failures) == 0 && len(y.names) == 0
}

// count takes n messages from a state to another.
func (y *tally) count(p countPlace, bulk app.BulkID, from, to app.MessageStatus, n int) {
	if from == to || n == 0 {
		return
	}
	if y.places == nil {
		y.places, y.bulks = map[countPlace]stateCounts{}, map[app.BulkID]stateCounts{}
	}
	c := y.places[p]
	c.move(from, to, n)
	y.places[p] = c
	if bulk != 0 {
		c := y.bulks[bulk]
		c.move(from, to, n)
		y.bulks[bulk] = c
	}
}

// fail counts a message of a bulk send that failed, or with -1 one that is gone.
func (y *tally) fail(bulk app.BulkID, code string, n int, sample app.MessageID) {
	if bulk == 0 {
		return
	}
	if y.failures == nil {
		y.failures = map[failurePlace]failureCount{}
	}
	p := failurePlace{bulk, code}
	y.failures[p] = failureCount{y.failures[p].n + n, max(sample, y.failures[p].sample)}
}

// join takes over what another one holds.
func (y *tally) join(o *tally) {
	if o.isEmpty() {
		return
	}
	if y.places == nil {
		y.places, y.bulks = map[countPlace]stateCounts{}, map[app.BulkID]stateCounts{}
	}
	for p, d := range o.places {
		c := y.places[p]
		c.add(d)
		y.places[p] = c
	}
	for b, d := range o.bulks {
		c := y.bulks[b]
		c.add(d)
		y.bulks[b] = c
	}
	for p, f := range o.failures {
		y.fail(p.bulk, p.code, f.n, f.sample)
	}
	y.names = append(y.names, o.names...)
}

const (
	countColumns = `held, queued, sending, unknown, accepted, sent, delivered, read, failed, cancelled`
	countUpdate  = ` DO UPDATE SET held = held + excluded.held, queued = queued + excluded.queued, sending = sending + excluded.sending,
		unknown = unknown + excluded.unknown, accepted = accepted + excluded.accepted, sent = sent + excluded.sent,
		delivered = delivered + excluded.delivered, read = read + excluded.read, failed = failed + excluded.failed,
		cancelled = cancelled + excluded.cancelled`
	addCounts = `INSERT INTO message_counts (channel_id, template, day, source, ` + countColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel_id, template, day, source)` + countUpdate
	addDayCounts = `INSERT INTO day_counts (channel_id, day, source, ` + countColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel_id, day, source)` + countUpdate
	addBulkCounts = `INSERT INTO bulk_counts (bulk_id, ` + countColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bulk_id)` + countUpdate
	addFailures = `INSERT INTO bulk_failures (bulk_id, code, n, sample) VALUES (?, ?, ?, ?)
		ON CONFLICT (bulk_id, code) DO UPDATE SET n = n + excluded.n, sample = max(sample, excluded.sample)`
	addName = `INSERT INTO message_names (rowid, name) VALUES (?, ?)`
	// mergeNames merges some parts of the index of names, at most so many pages. Each
	// commit with names adds a part; left to itself, the index merges sixteen at once,
	// which can be all there is, in the middle of somebody's commit.
	mergeNames = `INSERT INTO message_names (message_names, rank) VALUES ('merge', 32)`
)

// write puts everything into the database and forgets it.
func (y *tally) write(t *tx) error {
	if y.isEmpty() {
		return nil
	}
	days := map[dayPlace]stateCounts{}
	for p, c := range y.places {
		if c == (stateCounts{}) {
			continue
		}
		if _, err := t.exec(addCounts, append([]any{p.channel, p.template, p.day, p.source}, c.args()...)...); err != nil {
			return err
		}
		d := days[dayPlace{p.channel, p.day, p.source}]
		d.add(c)
		days[dayPlace{p.channel, p.day, p.source}] = d
	}
	for p, c := range days {
		if c == (stateCounts{}) {
			continue
		}
		if _, err := t.exec(addDayCounts, append([]any{p.channel, p.day, p.source}, c.args()...)...); err != nil {
			return err
		}
	}
	for b, c := range y.bulks {
		if c == (stateCounts{}) {
			continue
		}
		if _, err := t.exec(addBulkCounts, append([]any{b}, c.args()...)...); err != nil {
			return err
		}
	}
	for p, f := range y.failures {
		if _, err := t.exec(addFailures, p.bulk, p.code, f.n, f.sample); err != nil {
			return err
		}
	}
	for _, n := range y.names {
		if _, err := t.exec(addName, n.id, channelTag(n.channel)+n.name); err != nil {
			return err
		}
	}
	if len(y.names) > 0 {
		if _, err := t.exec(mergeNames); err != nil {
			return err
		}
	}
	*y = tally{}
	return nil
}

func (c stateCounts) args() []any {
	out := make([]any, len(c))
	for i, n := range c {
		out[i] = n
	}
	return out
}

// sums is where this transaction counts: with the others when all of them run again
// in case one of them fails, else by itself.
func (t *tx) sums() *tally {
	if t.late != nil {
		return t.shared
	}
	return &t.tally
}

// settle writes down what was counted so far, so that the counters can be read
// within the transaction that changed them. What others counted who share the
// commit is theirs again when this one is undone.
func (t *tx) settle() error {
	if t.readOnly {
		return nil
	}
	if t.late != nil {
		if err := t.shared.write(t); err != nil {
			return err
		}
	} else if t.shared != nil && !t.sharedDone {
		whole := &tally{}
		whole.join(t.shared)
		if err := whole.write(t); err != nil {
			return err
		}
		t.sharedDone = true
	}
	return t.tally.write(t)
}

// counted notes that a message went from a state to another.
func (t *tx) counted(m app.Message, day int64, from app.MessageStatus) {
	if from == m.Status {
		return
	}
	t.sums().count(placeOf(m, day), m.BulkID, from, m.Status, 1)
	if m.Status == app.MessageFailed {
		t.sums().fail(m.BulkID, m.Code, 1, m.ID)
	}
}

func placeOf(m app.Message, day int64) countPlace {
	return countPlace{m.ChannelID, templateName(m.Content), day, m.Source}
}

// dayOf is the number of the day, counted from 1970, that the computer's
// calendar shows at a time; startOf is its first moment.
func dayOf(at time.Time) int64 {
	y, m, d := at.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

func startOf(day int64) time.Time {
	y, m, d := time.Unix(day*86400, 0).UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

// reversed gives the digits of a number from behind.
func reversed(number string) string {
	var b strings.Builder
	for i := len(number) - 1; i >= 0; i-- {
		if c := number[i]; c >= '0' && c <= '9' {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// channelTag are the private letters in front of a channel's names.
func channelTag(id app.ChannelID) string {
	const first = 0xE000
	return string([]rune{first + rune(id>>24&4095), first + rune(id>>12&4095), first + rune(id&4095)})
}
