package metacloud

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

// What Meta lets a number send each second: the usual, and that of a number which
// Meta raised itself.
const (
	usualPerSecond = 80
	highPerSecond  = 1000
	throughputHigh = "HIGH"
)

var (
	_ protocol.Pacer        = (*Protocol)(nil)
	_ protocol.PaceReasoner = (*Protocol)(nil)
)

// SendsPerSecond is what the latest connection check read of the number. A check
// of another number says nothing.
func (p *Protocol) SendsPerSecond(c protocol.Config) float64 {
	if c.Facts["throughput"] == throughputHigh && app.SamePhone(c.Facts["display_phone_number"], c.Channel.AccountCode) {
		return highPerSecond
	}
	return usualPerSecond
}

// PaceReason says that it is Meta's limit, and how it grows.
func (p *Protocol) PaceReason(c protocol.Config) (why, raise app.Text) {
	n := int(p.SendsPerSecond(c))
	why = app.Say("Meta lets this number send {{.N}} messages a second.", "N", n)
	if n == highPerSecond {
		return why, app.Text{}
	}
	return why, app.Say("Meta raises it by itself for numbers that reach many people. Test the connection to read it again.")
}
