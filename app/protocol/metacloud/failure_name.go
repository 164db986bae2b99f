package metacloud

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

var _ protocol.FailureNamer = (*Protocol)(nil)

// FailureName implements protocol.FailureNamer, by Meta's code.
func (*Protocol) FailureName(code string) app.Text {
	f, _ := cloudshape.Lookup(code)
	return f.Brief
}
