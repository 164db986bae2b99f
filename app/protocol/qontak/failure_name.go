package qontak

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

var _ protocol.FailureNamer = (*Protocol)(nil)

// FailureName implements protocol.FailureNamer, by the code of Meta's that Qontak passes
// on; its own short codes tell nothing.
func (*Protocol) FailureName(code string) app.Text {
	f, _ := cloudshape.PassedOn(code)
	return f.Brief
}
