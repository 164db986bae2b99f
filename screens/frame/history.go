package frame

import (
	"net/url"
	"strconv"

	"channeldesk/app"
)

// HistoryLink narrows the history that a link leads to. The zero value of a field
// lets everything through.
type HistoryLink struct {
	Status   app.MessageStatus
	Template string
	Key      app.KeyID
	Bulk     app.BulkID
	// Message opens a message, by its mark.
	Message string
	// Days are how many days it shows, today included: 7 or 30, say; 0 for the usual
	// ones, which for a bulk send are all.
	Days int
}

// HistoryPart is the part of the history page that a link leads to, for Go.
func HistoryPart(l HistoryLink) string {
	v := url.Values{}
	set := func(name, value string, zero string) {
		if value != zero {
			v.Set(name, value)
		}
	}
	set("status", string(l.Status), "")
	set("template", l.Template, "")
	set("message", l.Message, "")
	set("key", strconv.FormatInt(int64(l.Key), 10), "0")
	set("bulk", strconv.FormatInt(int64(l.Bulk), 10), "0")
	set("days", strconv.Itoa(l.Days), "0")
	return v.Encode()
}

// PartHistory reads a HistoryPart; ok is false for other parts.
func PartHistory(part string) (l HistoryLink, ok bool) {
	v, err := url.ParseQuery(part)
	if err != nil || part == "" {
		return l, false
	}
	number := func(name string) int64 {
		n, err := strconv.ParseInt(v.Get(name), 10, 64)
		if err != nil || n < 0 {
			return 0
		}
		return n
	}
	l = HistoryLink{
		Status: app.MessageStatus(v.Get("status")), Template: v.Get("template"), Message: v.Get("message"),
		Key: app.KeyID(number("key")), Bulk: app.BulkID(number("bulk")), Days: int(number("days")),
	}
	return l, l != HistoryLink{}
}
