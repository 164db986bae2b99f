package qontak

import (
	"bytes"
	"encoding/json"
	"time"

	"channeldesk/app/protocol"
)

// switches are the members of the request, in the order in which they are
// looked at in an answer.
var switches = append(append([]string(nil), events...), agentEcho)

// interactions is what stands registered for the organisation: for each event a
// switch and the addresses to which it goes.
type interactions struct {
	events map[string]eventState
	// address stands beside the events where an event has none of its own.
	address string
}

type eventState struct {
	on        bool
	addresses []string
}

// UnmarshalJSON takes an object of events; what it does not know it leaves out.
func (i *interactions) UnmarshalJSON(raw []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	*i = interactions{events: map[string]eventState{}}
	if own, ok := members["url"]; ok {
		i.address = addressIn(own)
	}
	for _, name := range switches {
		if state, ok := members[name]; ok {
			i.events[name] = readEvent(state)
		}
	}
	return nil
}

// readEvent reads {enabled, webhooks} and the plain switch true or false.
func readEvent(raw json.RawMessage) eventState {
	var plain flag
	_ = plain.UnmarshalJSON(raw) // takes everything
	var o struct {
		Enabled  flag            `json:"enabled"`
		URL      text            `json:"url"`
		Webhooks json.RawMessage `json:"webhooks"`
	}
	if bytes.TrimSpace(raw)[0] != '{' || json.Unmarshal(raw, &o) != nil {
		return eventState{on: bool(plain)}
	}
	s := eventState{on: bool(o.Enabled)}
	s.add(string(o.URL))
	var list []json.RawMessage
	if json.Unmarshal(o.Webhooks, &list) != nil {
		list = []json.RawMessage{o.Webhooks}
	}
	for _, w := range list {
		s.add(addressIn(w))
	}
	return s
}

func (s *eventState) add(address string) {
	if address != "" {
		s.addresses = append(s.addresses, address)
	}
}

// addressIn reads {url} and the plain address.
func addressIn(raw json.RawMessage) string {
	var o struct {
		URL text `json:"url"`
	}
	if json.Unmarshal(raw, &o) == nil {
		return string(o.URL)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// endpoint gives what stands registered, seen from our own address. The address
// is that of the wanted events; where they differ it is the first that is not
// ours. An event that is switched on but goes nowhere counts as off.
func (i interactions) endpoint(ours string, at time.Time) protocol.Endpoint {
	e := protocol.Endpoint{Events: map[string]bool{}, At: at}
	for _, name := range switches {
		s := i.events[name]
		address := s.goesTo(ours)
		if address == "" {
			address = i.address
		}
		e.Events[name] = s.on && address != ""
		if name != agentEcho && address != "" && (e.URL == "" || e.URL == ours) {
			e.URL = address
		}
	}
	return e
}

// goesTo is our own address when it is among those of the event, else the first.
func (s eventState) goesTo(ours string) string {
	first := ""
	for _, a := range s.addresses {
		if a == ours {
			return a
		}
		if first == "" {
			first = a
		}
	}
	return first
}
