package frame

import (
	"strconv"

	"channeldesk/app"
)

// Send is the page for sending, SendProgress the page of one bulk send below it.
const (
	Send         = "send"
	SendProgress = "send-progress"
)

const bulkPart = "bulk:"

// BulkPart is the part of SendProgress that shows a bulk send.
func BulkPart(id app.BulkID) string { return bulkPart + strconv.FormatInt(int64(id), 10) }

// PartBulk reads a BulkPart; ok is false for other parts.
func PartBulk(part string) (id app.BulkID, ok bool) {
	n, ok := numbered(part, bulkPart)
	return app.BulkID(n), ok
}
