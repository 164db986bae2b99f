package coster

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

var _ protocol.FailureNamer = (*Protocol)(nil)

// FailureName implements protocol.FailureNamer, by the code of Meta's that Coster passes
// on, or by that of the older interface.
func (*Protocol) FailureName(code string) app.Text {
	if f, ok := cloudshape.PassedOn(code); ok {
		return f.Brief
	}
	return rules[code].brief
}
