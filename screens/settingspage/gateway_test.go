package settingspage

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
)

func TestTheGatewayIsSwitchedOnAndOff(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		assert.Contains(t, b.texts(), "It does not run here.")
		b.deps.gateway.Listen, b.deps.gateway.Since = "127.0.0.1:8080", morning
		b.screen.gate.run.Tapped(nil)
		b.wait()
		assert.True(t, b.screen.gate.run.On())
		assert.Contains(t, b.texts(), "It listens at 127.0.0.1:8080 on this computer")
		assert.NotContains(t, b.texts(), "revision")
		b.deps.gateway.Uses = []ChannelInUse{{Channel: b.screen.gate.view.Channel.ID + 1, Revision: 3, Since: morning}, {Channel: b.screen.gate.view.Channel.ID, Revision: 12, Since: morning}}
		b.screen.gate.showState()
		assert.Contains(t, b.texts(), "revision 12")
		b.screen.gate.run.Tapped(nil)
		b.wait()
		assert.False(t, b.screen.gate.run.On())

		b.deps.gateway.Problem = app.NewError(app.CodeConflict, app.Say("Another program uses this port."))
		b.screen.gate.run.Tapped(nil)
		b.wait()
		assert.False(t, b.screen.gate.run.On(), "the switch says what is")
		assert.Contains(t, b.texts(), "Another program uses this port.")
	})
}

func TestAGatewayInAnotherProgramIsNamed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.deps.gateway.Elsewhere, b.deps.gateway.Problem = true, app.NewError(app.CodeConflict, app.Say("Another gateway runs."))
		b.enter(app.Owner, "")
		assert.Contains(t, b.texts(), "It runs in another program with this data folder")
		assert.NotContains(t, b.texts(), "Another gateway runs.")
		assert.True(t, b.screen.gate.run.Disabled(), "one at a time")
		b.deps.gateway.Elsewhere, b.deps.gateway.Problem = false, nil
		b.screen.Reload()
		b.wait()
		assert.Contains(t, b.texts(), "It does not run here.")
		assert.False(t, b.screen.gate.run.Disabled())
	})
}
