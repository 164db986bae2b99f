package notify

import (
	"time"

	"channeldesk/app"
)

// The pace to one person: one message in six seconds, after a burst that is paid
// back by waiting.
const (
	personStep  = 6 * time.Second
	personBurst = 45
	// personInHand is the longest wait during which a message is kept in hand.
	personInHand = 300 * time.Millisecond
	// pairWaitMax bounds the waits after the provider said that it was too much.
	pairWaitMax = time.Hour
	peopleMin   = 4096
)

// personKey is one person of one channel.
type personKey struct {
	channel app.ChannelID
	key     string
}

func keyOfPerson(m app.Message) personKey {
	if m.To != "" {
		return personKey{m.ChannelID, m.To}
	}
	return personKey{m.ChannelID, m.Room}
}

// person is what the queue knows of one person, its times steady. The queue's lock
// guards it.
type person struct {
	// busy is true while a message to the person is in hand; behind are those that
	// wait for it.
	busy   bool
	behind []work
	// paid is when all that was sent is paid back at the allowed pace.
	paid time.Time
	// slots are times that were promised to messages.
	slots map[app.MessageID]time.Time
	// until is when the person may be written to again, slow how often in a row
	// the provider said that it was too much.
	until time.Time
	slow  int
}

// take gives the next free time to a message: one that it was promised, or a new
// one.
func (p *person) take(id app.MessageID, now time.Time) time.Time {
	if at, ok := p.slots[id]; ok {
		delete(p.slots, id)
		return at
	}
	if p.paid.Before(now) {
		p.paid = now
	}
	at := p.paid.Add(-(personBurst - 1) * personStep)
	p.paid = p.paid.Add(personStep)
	if at.Before(now) {
		return now
	}
	return at
}

func (p *person) promise(id app.MessageID, at time.Time) {
	if p.slots == nil {
		p.slots = map[app.MessageID]time.Time{}
	}
	p.slots[id] = at
}

// slower makes the person wait: 1, 4, 16... seconds.
func (p *person) slower(now time.Time, asked time.Duration) time.Time {
	p.until = now.Add(max(grow(p.slow, 4, time.Second, pairWaitMax), asked))
	p.slow++
	return p.until
}

// isForgotten reports whether nothing is lost when the person is dropped.
func (p *person) isForgotten(now time.Time) bool {
	if p.busy || now.Before(p.paid) || now.Before(p.until.Add(pairWaitMax)) {
		return false
	}
	for _, at := range p.slots {
		if now.Before(at.Add(pairWaitMax)) {
			return false
		}
	}
	return true
}
