package qontak

import "channeldesk/app/protocol"

// callsPerMinute is what Qontak's own client names as the limit of a sign-in.
const callsPerMinute = 100

var _ protocol.Pacer = (*Protocol)(nil)

// SendsPerSecond is the same for every sign-in: Qontak tells no other.
func (p *Protocol) SendsPerSecond(protocol.Config) float64 { return callsPerMinute / 60.0 }
