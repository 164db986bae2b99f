package qontak

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The usual limit holds until another one was agreed and entered.
func TestSendsPerSecond(t *testing.T) {
	p := New(Options{})
	for typed, want := range map[string]float64{"": 100, "100": 100, "600": 600, "0": 100, "x": 100} {
		s := protocol.SendingOf(p, protocol.Config{Channel: app.Channel{Fields: map[string]string{fieldCalls: typed}}})
		assert.InDelta(t, want/60, s.PerSecond, 1e-9, typed)
		assert.Equal(t, want != 100, s.Raise.IsEmpty())
	}
	s := protocol.SendingOf(p, protocol.Config{Channel: app.Channel{Fields: map[string]string{fieldCalls: "6000"}}})
	assert.Equal(t, "6,000 messages a minute were agreed with Qontak. That stands under Advanced on the Channel page.", s.Why.String())
	assert.Equal(t, "Qontak", s.Provider)
}
