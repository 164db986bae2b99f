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

var _ protocol.Pacer = (*Protocol)(nil)

// SendsPerSecond is what the latest connection check read of the number. A check
// of another number says nothing.
func (p *Protocol) SendsPerSecond(c protocol.Config) float64 {
	if c.Facts["throughput"] == throughputHigh && app.SamePhone(c.Facts["display_phone_number"], c.Channel.AccountCode) {
		return highPerSecond
	}
	return usualPerSecond
}
