package cloudshape

import "channeldesk/app/protocol"

// states are the provider's words for how far a message came. What was played
// was read.
var states = map[string]protocol.DeliveryState{
	"sent": protocol.StateSent, "delivered": protocol.StateDelivered, "read": protocol.StateRead,
	"played": protocol.StateRead, "failed": protocol.StateFailed,
}

// idleStates are words for nothing that has to be kept: before sending, and
// after.
var idleStates = map[string]bool{
	"accepted": true, "pending": true, "sending": true, "created": true, "queued": true, "deleted": true,
}

// State gives a state by the provider's word. idle is true for a word that is
// known and says nothing about how far the message came.
func State(word string) (s protocol.DeliveryState, idle bool) {
	return states[word], idleStates[word]
}

// status reads one delivery state.
func (c *change) status(v Value) {
	word := v.Get("status").Word()
	state, idle := State(word)
	s := &protocol.InboundStatus{
		MessageID: v.Get("id").ID(), OurID: v.Get("biz_opaque_callback_data").ID(),
		To: Phone(v.Get("recipient_id").Text()), State: state,
	}
	if s.OurID == "" {
		s.OurID = c.shape.OurID
	}
	marked := s.MessageID != "" || s.OurID != ""
	switch {
	case idle && marked:
		return
	case state == "" || !marked:
		what := "statuses"
		if marked && word != "" {
			what = "status " + word
		}
		c.odd(v, what)
		return
	case state == protocol.StateFailed:
		c.failed(s, v.Get("errors")) // and costs nothing, whatever it says
	default:
		s.Price = price(v.Get("pricing"))
	}
	key := Key("status", s.MessageID, word)
	if s.MessageID == "" {
		key = Key("status-of-ours", s.OurID, word)
	}
	c.add(protocol.Received{Key: key, At: v.Get("timestamp").Time(), Status: s})
}

// failed tells why, by the first error whose code is known, else by the first.
func (c *change) failed(s *protocol.InboundStatus, faults Value) {
	var code, words string
	if faults.IsObject() {
		code, words = faultOf(faults)
	}
	for fault := range faults.Items() {
		otherCode, otherWords := faultOf(fault)
		known := isKnown(otherCode)
		if known || code == "" && words == "" {
			code, words = otherCode, otherWords
		}
		if known {
			break
		}
	}
	s.Code = code
	s.Reason, s.Fix = c.shape.explain(code, words)
}

// faultOf gives code and words of an error.
func faultOf(v Value) (code, words string) {
	code = v.Get("code").ID()
	if len(code) > 32 {
		code = ""
	}
	for _, path := range [][]string{{"error_data", "details"}, {"details"}, {"detail"}, {"message"}, {"title"}, {"error_data"}} {
		if words = v.Get(path...).Text(); words != "" {
			return code, words
		}
	}
	return code, ""
}
