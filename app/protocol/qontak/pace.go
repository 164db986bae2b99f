package qontak

import (
	"strconv"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// callsPerMinute is what Qontak's own client names as the limit of a sign-in.
const callsPerMinute = 100

var (
	_ protocol.Pacer        = (*Protocol)(nil)
	_ protocol.PaceReasoner = (*Protocol)(nil)
)

// callsOf is how many calls a minute a channel may make: the usual, or what
// Qontak agreed to with the client.
func callsOf(c app.Channel) int {
	if n, err := strconv.Atoi(c.Fields[fieldCalls]); err == nil && n > 0 {
		return n
	}
	return callsPerMinute
}

// SendsPerSecond goes by the calls that are allowed: each message is one.
func (p *Protocol) SendsPerSecond(c protocol.Config) float64 { return float64(callsOf(c.Channel)) / 60 }

// PaceReason names the limit, and where another one is entered.
func (p *Protocol) PaceReason(c protocol.Config) (why, raise app.Text) {
	n := callsOf(c.Channel)
	if n != callsPerMinute {
		return app.Say("{{.N}} messages a minute were agreed with Qontak. That stands under Advanced on the Channel page.", "N", n), app.Text{}
	}
	return app.Say("Qontak allows {{.N}} messages a minute with one sign-in.", "N", n),
		app.Say("If Qontak agreed to more with the client, enter it under Advanced on the Channel page.")
}
