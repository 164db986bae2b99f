package bulk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The first few decide about the others: by what arrived, and after two minutes by
// what most of them did.
func TestTheFirstFewDecide(t *testing.T) {
	const (
		sent, there, read, failed, doubt = app.MessageSent, app.MessageDelivered, app.MessageRead, app.MessageFailed, app.MessageUnknown
		taken                            = app.MessageAccepted
	)
	for name, c := range map[string]struct {
		states    []app.MessageStatus
		noArrival bool
		soon      app.BulkStatus // after a moment
		late      app.BulkStatus // after two minutes
		why       string
	}{
		"all arrived":         {[]app.MessageStatus{there, read, there, there, read}, false, app.BulkRunning, app.BulkRunning, ""},
		"sent is not arrived": {[]app.MessageStatus{sent, sent, sent, sent, sent}, false, app.BulkTrying, app.BulkStopped, "Only 0 of the first 5 messages arrived"},
		"a phone is off":      {[]app.MessageStatus{there, there, there, sent, sent}, false, app.BulkTrying, app.BulkRunning, ""},
		"half is too few":     {[]app.MessageStatus{there, there, sent, sent, sent}, false, app.BulkTrying, app.BulkStopped, "Only 2 of the first 5 messages arrived"},
		"two failed":          {[]app.MessageStatus{there, failed, there, doubt, there}, false, app.BulkRunning, app.BulkRunning, ""},
		"most failed":         {[]app.MessageStatus{failed, failed, there, doubt, there}, false, app.BulkStopped, app.BulkStopped, "3 of the first 5 messages failed"},
		"most in doubt":       {[]app.MessageStatus{doubt, doubt, there, failed, there}, false, app.BulkStopped, app.BulkStopped, "no clear answer to 2 of the first 5"},
		"no state":            {[]app.MessageStatus{taken, taken, taken, taken, taken}, false, app.BulkTrying, app.BulkStopped, "no state came for any of them"},
		"sent is all":         {[]app.MessageStatus{sent, sent, sent, sent, sent}, true, app.BulkRunning, app.BulkRunning, ""},
		"not even sent":       {[]app.MessageStatus{sent, taken, taken, taken, taken}, true, app.BulkTrying, app.BulkStopped, "Only 1 of the first 5 messages were sent on"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				told := protocol.Sending{NoArrival: c.noArrival}
				o.knows(told)
				o.queue.state = func(m app.Message) app.MessageStatus {
					if i := m.BulkRow - 2; i < len(c.states) {
						return c.states[i]
					}
					return there
				}
				order := o.order(400)
				order.Pace, order.Trial, order.FailLimit = 1, 5, 0
				b := o.prepare(order)
				o.run()
				b, _ = o.after(5*time.Second, b.ID)
				require.Equal(t, c.soon, b.Status)
				b, _ = o.after(2*time.Minute, b.ID)
				require.Equal(t, c.late, b.Status)
				require.Contains(t, b.Why.String(), c.why)
			})
		})
	}
}
