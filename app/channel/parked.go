package channel

import (
	"maps"

	"channeldesk/app"
)

// turnTo gives the channel another protocol: the fields and secrets of the one
// before are parked, and those that were parked for the new one come back.
func turnTo(c app.Channel, id app.ProtocolID) app.Channel {
	if id == c.Protocol {
		return c
	}
	c = park(c)
	back := c.Parked[id]
	delete(c.Parked, id)
	c.Protocol, c.Fields, c.Secrets = id, back.Fields, back.Secrets
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	if c.Secrets == nil {
		c.Secrets = map[string]app.SecretInfo{}
	}
	return c
}

// replaceBy gives the channel another protocol that starts with nothing of its
// own: in Published only what was reviewed takes effect, so what was parked for
// it there makes way for what comes. The values of the one before are parked.
func replaceBy(c app.Channel, id app.ProtocolID) app.Channel {
	if id == c.Protocol {
		return c
	}
	c = park(c)
	delete(c.Parked, id)
	c.Protocol, c.Fields, c.Secrets = id, map[string]string{}, map[string]app.SecretInfo{}
	return c
}

// park puts the values of the present protocol aside. What has none is not kept.
func park(c app.Channel) app.Channel {
	c = c.Clone()
	if c.Parked == nil {
		c.Parked = map[app.ProtocolID]app.ProtocolValues{}
	}
	if c.Protocol != "" && len(c.Fields)+len(c.Secrets) > 0 {
		c.Parked[c.Protocol] = app.ProtocolValues{Fields: maps.Clone(c.Fields), Secrets: maps.Clone(c.Secrets)}
	}
	return c
}
