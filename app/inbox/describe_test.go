package inbox

import (
	"testing"

	"channeldesk/app/protocol"

	"github.com/stretchr/testify/assert"
)

func TestWhatAWebhookWasInWords(t *testing.T) {
	for want, n := range map[string][3]int{
		"Nothing in it": {},
		"1 message, 1 delivery state and 1 other event":   {1, 1, 1},
		"2 messages, 3 delivery states and 1 other event": {2, 3, 1},
		"1 message and 2 delivery states":                 {1, 2, 0},
		"4 messages and 2 other events":                   {4, 0, 2},
		"1 delivery state and 3 other events":             {0, 1, 3},
		"5 messages":                                      {5, 0, 0},
		"2 delivery states":                               {0, 2, 0},
		"2 other events":                                  {0, 0, 2},
	} {
		w := &work{}
		for range n[0] {
			w.events = append(w.events, protocol.Received{Message: &protocol.InboundMessage{}})
		}
		for range n[1] {
			w.events = append(w.events, protocol.Received{Status: &protocol.InboundStatus{}})
		}
		for range n[2] {
			w.events = append(w.events, protocol.Received{Unknown: "x"})
		}
		assert.Equal(t, want, w.content().String())
	}
}
