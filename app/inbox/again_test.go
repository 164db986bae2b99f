package inbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// TestStatesToldAgain tells the states of a message of ours, and of one that is
// nobody's yet, more than once: alone, within one webhook, and by a person who has
// a kept webhook applied again.
func TestStatesToldAgain(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.message(c, "msg_1", "wamid.A", "")
	tell := func(want app.ArrivalState, fresh int, states ...string) {
		t.Helper()
		all := ""
		for i, s := range states {
			if i > 0 {
				all += ","
			}
			all += s
		}
		o.take(c, metaStates(all))
		a := o.last(c)
		assert.Equal(t, want, a.State)
		assert.Equal(t, [2]int{len(states), fresh}, [2]int{a.Events, a.Fresh})
	}
	sent, delivered, read := metaState("wamid.A", "sent", monday), metaState("wamid.A", "delivered", monday), metaState("wamid.A", "read", monday)
	tell(app.ArrivalApplied, 1, delivered)
	tell(app.ArrivalRepeated, 0, delivered)
	tell(app.ArrivalApplied, 2, sent, delivered, sent, read, read)
	tell(app.ArrivalRepeated, 0, read, delivered, sent)
	assert.Len(t, o.forwardings(c), 2, "delivered and read, once each; sent came too late")

	early, later := metaState("wamid.B", "sent", monday), metaState("wamid.B", "delivered", monday)
	tell(app.ArrivalApplied, 1, early, early)
	tell(app.ArrivalApplied, 1, early, later)
	o.message(c, "msg_2", "wamid.B", "")
	assert.Equal(t, app.MessageDelivered, o.status("msg_2").Status)
	tell(app.ArrivalRepeated, 0, early, later)

	o.take(c, metaStates(metaState("wamid.A", "failed", monday)))
	assert.Equal(t, app.MessageRead, o.status("msg_1").Status)

	before := len(o.forwardings(c))
	for _, a := range o.arrivals(c) {
		require.NoError(t, o.Again(o.ctx, c.AgentID, c.Environment, a.ID))
	}
	assert.Len(t, o.forwardings(c), before, "nothing takes effect twice")
	for _, a := range o.arrivals(c) {
		assert.Contains(t, []app.ArrivalState{app.ArrivalApplied, app.ArrivalRepeated}, a.State)
	}
}
