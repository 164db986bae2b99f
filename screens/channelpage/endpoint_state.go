package channelpage

import (
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
)

// endpointFacts is what the page knows of the address that is registered at the
// provider, beside what the channel keeps.
type endpointFacts struct {
	// lacks says what must be saved before it can be registered.
	lacks []app.Text
	// working is true while the provider is told, reading while it is asked.
	working, reading bool
	// view is what stands there as it was read; nil before it was.
	view *channel.EndpointView
	// problem is why the latest call did not even become a try.
	problem error
}

// endpointState is what the box on the webhook card is about.
type endpointState int

const (
	endpointUnknown    endpointState = iota // never registered
	endpointBlocked                         // something must be saved first
	endpointWorking                         // the provider is being told
	endpointRegistered                      // registered, and nothing changed since
	endpointStale                           // secret or address changed since
	endpointFailed                          // the latest try failed
	endpointMoved                           // registered once, and another address stands there now
	endpointQuiet                           // the address stands there, with an event switched off
	endpointSeen                            // not noted here as registered, and read there all the same
)

// endpointState decides what to say. What was read last goes before what is
// kept, because the registration may have been changed by somebody else.
func (m *model) endpointState() endpointState {
	w, f := m.view.Channel.Webhook, m.endpoint
	switch {
	case f.working:
		return endpointWorking
	case f.view != nil && m.endpointRead() != endpointUnknown:
		return m.endpointRead()
	case m.tryFailed():
		return endpointFailed
	case w.Registered.OK && m.staleRegistration():
		return endpointStale
	case w.Registered.OK:
		return endpointRegistered
	case len(f.lacks) > 0:
		return endpointBlocked
	}
	return endpointUnknown
}

// endpointRead is the state by what was read, or endpointUnknown when that adds
// nothing to what is kept.
func (m *model) endpointRead() endpointState {
	registered := m.view.Channel.Webhook.Registered.OK
	v := m.endpoint.view
	switch {
	case v.Owner == channel.EndpointUnknown:
		return endpointUnknown
	case v.Owner == channel.EndpointOurs && len(v.EventsOff) > 0:
		return endpointQuiet
	case v.Owner == channel.EndpointOurs && (!registered || m.tryFailed()):
		return endpointSeen
	case v.Owner == channel.EndpointOld:
		return endpointStale
	case v.Owner != channel.EndpointOurs && registered:
		return endpointMoved
	}
	return endpointUnknown
}

// tryFailed reports that the latest try came after what is registered and did
// not end well.
func (m *model) tryFailed() bool {
	w := m.view.Channel.Webhook
	switch w.LastTry.Result {
	case "", app.ResultRegistered, app.ResultUnregistered:
		return false
	}
	return !w.LastTry.At.Before(w.Registered.At)
}

// canRegister reports whether nothing is in the way.
func (m *model) canRegister() bool {
	return m.abilities.Register && !m.looksOnly() && len(m.endpoint.lacks) == 0
}

// canUnregister reports whether this channel's address stands at the provider, as
// far as is known. What was read to be another one's is not switched off here.
func (m *model) canUnregister() bool {
	if !m.view.Channel.Webhook.Registered.OK {
		return false
	}
	v := m.endpoint.view
	return v == nil || v.Owner == channel.EndpointOurs || v.Owner == channel.EndpointOld || v.Owner == channel.EndpointUnknown
}

// addressChanged reports that the registered address is another one than the
// channel's, and not only the secret.
func (m *model) addressChanged() bool {
	return m.view.Channel.Webhook.Registered.URL != m.view.WebhookURL
}

// registeredAt is when and by whom the provider confirmed the address.
func (m *model) registeredAt() (time.Time, string) {
	r := m.view.Channel.Webhook.Registered
	return r.At, r.By
}
