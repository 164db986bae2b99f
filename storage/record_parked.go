package storage

import "channeldesk/app"

// parkedMark stands between protocol and name in the link of a secret that is
// parked. Neither of them may hold it.
const parkedMark = "/"

// toParkedRecord gives the parked fields by protocol.
func toParkedRecord(parked map[app.ProtocolID]app.ProtocolValues) map[app.ProtocolID]map[string]string {
	r := make(map[app.ProtocolID]map[string]string, len(parked))
	for id, values := range parked {
		r[id] = values.Fields
	}
	return r
}

func fromParkedRecord(r map[app.ProtocolID]map[string]string) map[app.ProtocolID]app.ProtocolValues {
	parked := make(map[app.ProtocolID]app.ProtocolValues, len(r))
	for id, fields := range r {
		if fields == nil {
			fields = map[string]string{}
		}
		parked[id] = app.ProtocolValues{Fields: fields, Secrets: map[string]app.SecretInfo{}}
	}
	return parked
}

// parkedOf gives the parked values of a protocol, with maps that can be filled.
func parkedOf(c *app.Channel, id app.ProtocolID) app.ProtocolValues {
	values, ok := c.Parked[id]
	if !ok {
		values = app.ProtocolValues{Fields: map[string]string{}, Secrets: map[string]app.SecretInfo{}}
		if c.Parked == nil {
			c.Parked = map[app.ProtocolID]app.ProtocolValues{}
		}
		c.Parked[id] = values
	}
	return values
}
