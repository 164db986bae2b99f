package sandbox

import (
	"strconv"
	"time"
)

// journey is an accepted message on its way to the customer: its states happen
// on the phone and are told by webhook.
type journey struct {
	id string
	// name decides about disorder and the like: it does not depend on the order in
	// which messages of different people come.
	name string
	line Line
	at   time.Time
	// code is why it fails, 0 for one that is delivered; lost gets no state at all.
	code int
	lost bool
	// reach notes a state; tell makes what the provider's pack understands.
	reach func(state string)
	tell  func(state string, at time.Time) any
}

// journeyName names the nth message to a customer.
func journeyName(l Line, n int) string {
	return l.Account + " " + l.Customer + " " + strconv.Itoa(n)
}

// travel plans the states of a message.
func (e *engine) travel(j journey) {
	d := e.courier.delivery()
	switch {
	case j.lost:
	case d.NoStates:
		e.travelUntold(j)
	case j.code != 0:
		e.add(d, d.Sent, j.name+stateFailed, e.reaches(j, stateFailed), j.tell(stateFailed, j.at.Add(d.Sent)))
	default:
		e.travelAll(j, d)
	}
}

// travelUntold brings a message to its end at once.
func (e *engine) travelUntold(j journey) {
	if j.code != 0 {
		e.reaches(j, stateFailed)()
		return
	}
	arrive := func() { e.reaches(j, stateDelivered)() }
	if e.phone.deliver(j.id, arrive) {
		arrive()
	}
}

func (e *engine) travelAll(j journey, d Delivery) {
	sent, delivered := j.tell(stateSent, j.at.Add(d.Sent)), j.tell(stateDelivered, j.at.Add(d.Delivered))
	reads := d.ReadShare > 0 && chance(e.options.Seed, "read", j.name, d.ReadShare)
	skips := reads && chance(e.options.Seed, "skip", j.name, d.Skipped)
	if chance(e.options.Seed, "disorder", j.name, d.Disorder) {
		e.add(d, d.Sent, "", e.reaches(j, stateSent), nil)
		e.add(d, d.Delivered+(d.Delivered-d.Sent).Abs()/2+time.Millisecond, j.name+stateSent, nil, sent)
	} else {
		e.add(d, d.Sent, j.name+stateSent, e.reaches(j, stateSent), sent)
	}
	if skips {
		delivered = nil
	}
	arrive := func() {
		e.add(d, 0, j.name+stateDelivered, e.reaches(j, stateDelivered), j.tell(stateDelivered, e.options.Clock.Now()))
	}
	e.add(d, d.Delivered, j.name+stateDelivered, func() bool {
		return e.phone.deliver(j.id, arrive) && e.reaches(j, stateDelivered)()
	}, delivered)
	if reads {
		e.add(d, max(d.Read, d.Delivered), j.name+stateRead, func() bool {
			if c := e.phone.customer(j.line.Provider, j.line.Account, j.line.Customer); c.held && !skips {
				return false
			}
			return e.phone.has(j.id, stateDelivered) && e.reaches(j, stateRead)()
		}, j.tell(stateRead, j.at.Add(d.Read)))
	}
}

// reaches makes a state happen.
func (e *engine) reaches(j journey, state string) func() bool {
	return func() bool {
		if j.reach != nil {
			j.reach(state)
		}
		e.phone.progress(j.id, state, j.code)
		return true
	}
}

// add plans an update, and now and then one more of the same. name is "" for what
// is not told.
func (e *engine) add(d Delivery, wait time.Duration, name string, happen func() bool, tell any) {
	e.courier.add(wait, happen, tell)
	if tell != nil && name != "" && chance(e.options.Seed, "twice", name, d.Twice) {
		e.courier.add(wait+d.Sent+50*time.Millisecond, nil, tell)
	}
}

// has reports whether a business's message stands at a state. One that is not on
// the phone any more counts as standing there.
func (p *Phone) has(messageID, state string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.byMessage[messageID]
	if c == nil {
		return true
	}
	b := c.find(messageID)
	return b == nil || b.State == state
}
