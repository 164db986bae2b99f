package storage

import (
	"bytes"
	"time"

	"channeldesk/app"
)

// knownMost is how many people are known at most.
const knownMost = 2048

// knownPeople are people as they are in the database, for who has the writing
// connection: whoever writes a message has mostly written one just before. Only shared
// commits read and fill it; what makes it other than the database empties it, or takes
// one person out of it.
type knownPeople map[personKey]app.Person

type personKey struct {
	channel app.ChannelID
	key     string
}

func (k knownPeople) forget() { clear(k) }

// get gives a person of whom the caller may change everything.
func (k knownPeople) get(channel app.ChannelID, key string) (app.Person, bool) {
	p, ok := k[personKey{channel, key}]
	p.Session = bytes.Clone(p.Session)
	return p, ok
}

// keep takes over a person as the database gives it back.
func (k knownPeople) keep(p app.Person) {
	if len(k) >= knownMost {
		clear(k)
	}
	for _, at := range []*time.Time{&p.LastInboundAt, &p.OptedOutAt, &p.SessionDue} {
		if !at.IsZero() {
			*at = time.UnixMilli(at.UnixMilli()).UTC()
		}
	}
	if p.Session = bytes.Clone(p.Session); len(p.Session) == 0 {
		p.Session = nil
	}
	k[personKey{p.ChannelID, p.Key}] = p
}

func (k knownPeople) drop(channel app.ChannelID, key string) { delete(k, personKey{channel, key}) }
