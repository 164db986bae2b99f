package sandbox

import (
	"net/http"
	"net/url"
	"slices"
)

// interactionEvents are the switches of message_interactions in the order of the
// answer; roomEvents those of room_interactions.
var (
	interactionEvents = []string{eventFromAgent, eventFromCustomer, eventStatus, eventBroadcastLog}
	roomEvents        = []string{eventRoomResolved, eventAssigned}
)

// readInteractions answers GET /message_interactions.
func (k *Qontak) readInteractions(_ *plainRequest, c qontakCaller) *qontakAnswer {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.world.Quirks.NoRead {
		return refuse(http.StatusNotFound, "Not Found")
	}
	return &qontakAnswer{status: http.StatusOK, data: k.interactions(c.organisation)}
}

// setInteractions answers PUT /message_interactions. There is no channel in it:
// the address is the organisation's.
func (k *Qontak) setInteractions(q *plainRequest, c qontakCaller) *qontakAnswer {
	return k.setEndpoint(q, c, interactionEvents, func() map[string]QontakEndpoint { return k.endpoints })
}

// setRooms answers PUT /room_interactions.
func (k *Qontak) setRooms(q *plainRequest, c qontakCaller) *qontakAnswer {
	return k.setEndpoint(q, c, roomEvents, func() map[string]QontakEndpoint { return k.rooms })
}

// setEndpoint sets address and switches; place gives the map for them under the
// lock.
func (k *Qontak) setEndpoint(q *plainRequest, c qontakCaller, events []string, place func() map[string]QontakEndpoint) *qontakAnswer {
	k.judgeSwitches(q, events)
	e := QontakEndpoint{URL: q.body.text("url"), Events: map[string]bool{}, At: k.now()}
	wanted := false
	for _, name := range events {
		e.Events[name] = q.body.isTrue(name)
		wanted = wanted || e.Events[name]
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	into := place()
	old := into[c.organisation]
	if e.URL == "" {
		if wanted {
			return refuse(http.StatusUnprocessableEntity, "Url can't be blank")
		}
		e.URL = old.URL
	} else if !isWebAddress(e.URL) {
		return refuse(http.StatusUnprocessableEntity, "Url is invalid")
	}
	if k.world.Quirks.KeepsAddress {
		e.URL = old.URL
	}
	for _, name := range k.world.Quirks.LeavesOff {
		delete(e.Events, name)
	}
	e.ID = deriveUUID("qontak webhook " + c.organisation + e.URL)
	into[c.organisation] = e
	return &qontakAnswer{status: http.StatusOK, data: k.interactions(c.organisation)}
}

// judgeSwitches notes members that the call does not have, and switches of the
// wrong type.
func (k *Qontak) judgeSwitches(q *plainRequest, events []string) {
	for _, name := range q.keys() {
		if name != "url" && !slices.Contains(events, name) {
			k.note(q, RuleForeign, "%s is no member of %s", name, q.path)
			continue
		}
		_, isText := q.body[name].(string)
		_, isSwitch := q.body[name].(bool)
		if name == "url" && !isText || name != "url" && q.bodyForm == "json" && !isSwitch {
			k.note(q, RuleType, "%s is of the wrong type", name)
		}
	}
	if q.bodyForm == "none" {
		k.note(q, RuleMissing, "%s has no body", q.path)
	}
}

// isWebAddress reports whether an address is https, or http to this computer.
func isWebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && isLoopbackHost(u.Hostname()))
}

// interactions is what stands for an organisation. The lock is held.
func (k *Qontak) interactions(organisation string) object {
	o := object{{"auto_assign_agent", false}}
	e, rooms := k.endpoints[organisation], k.rooms[organisation]
	for _, name := range interactionEvents {
		if name != eventBroadcastLog || !k.world.Quirks.NoBroadcastLog {
			o = append(o, member{name, k.event(e, "message_interaction", name)})
		}
	}
	for _, name := range roomEvents {
		o = append(o, member{name, k.event(rooms, "room_interaction", name)})
	}
	return o
}

// event is one switch with the addresses that get it. The lock is held.
func (k *Qontak) event(e QontakEndpoint, kind, name string) object {
	hooks := []object{}
	if e.URL != "" && (e.Events[name] || k.world.Quirks.ShowsOff) {
		hooks = append(hooks, object{{"id", e.ID}, {"event", kind}, {"url", e.URL}})
	}
	return object{{"enabled", e.Events[name]}, {"webhooks", hooks}}
}
