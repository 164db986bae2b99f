package sandbox

import (
	"maps"
	"time"
)

// QontakEndpoint is a registered address of an organisation.
type QontakEndpoint struct {
	// ID is Qontak's own for the address.
	ID string `json:"id"`
	// URL may hold the webhook secret: it is not to be logged.
	URL string `json:"url"`
	// Events are the switches by name, on or off.
	Events map[string]bool `json:"events"`
	// At is when it was registered.
	At time.Time `json:"at"`
}

// The switches of a registered address.
const (
	eventFromAgent    = "receive_message_from_agent"
	eventFromCustomer = "receive_message_from_customer"
	eventStatus       = "status_message"
	eventBroadcastLog = "broadcast_log_status"
	eventRoomResolved = "room_resolved"
	eventAssigned     = "agent_assigned_to_room"
)

func (e QontakEndpoint) clone() QontakEndpoint {
	e.Events = maps.Clone(e.Events)
	return e
}
