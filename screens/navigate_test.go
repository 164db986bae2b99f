package screens

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestGoingToAPageLeavesTheOneBefore(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		d.Press("Channel")
		assert.Equal(t, []string{"enter", "leave"}, d.overview.said, "its context has ended by then")
		assert.Contains(t, d.Texts(), "Channel page")
		assert.NotContains(t, d.Texts(), "Overview page")
		d.Ctrl(fyne.Key3)
		assert.Equal(t, []string{"enter"}, d.handoff.said)
		d.Ctrl(fyne.KeyComma)
		assert.Equal(t, []string{"enter"}, d.config.said)
		d.Ctrl(fyne.KeyReturn)
		d.Ctrl(fyne.KeyR)
		d.Ctrl(fyne.KeyC, fyne.KeyModifierShift)
		d.Key(fyne.KeyF11)
		assert.Equal(t, []string{"enter", "main", "reload", "copy address", "full screen"}, d.config.said)
		d.w.Go("nowhere", "")
		d.w.Go(frame.Settings, "")
		assert.Len(t, d.config.said, 5, "a page that is shown is left alone")
		d.w.Go(frame.Settings, frame.PartGateway)
		assert.Equal(t, frame.PartGateway, d.config.part)
		assert.NotContains(t, d.config.said, "leave", "only the part changes")
	})
}

func TestWhatIsTypedIsTakenOverAndNoKeyReachesAHiddenPage(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		d.overview.field.Focus()
		d.Type("half a word")
		d.Ctrl(fyne.Key2)
		assert.Equal(t, []string{"enter", "typed half a word", "leave"}, d.overview.said)
		assert.Empty(t, d.Focused())
		d.Press("Hand-off")
		assert.Equal(t, "Hand-off", d.Focused(), "the rail keeps the focus")
	})
}

func TestEnvironmentByMouseAndKeys(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		test.TapAt(d.w.bar.env, fyne.NewPos(50, 18))
		assert.Equal(t, app.Draft, d.overview.at.Environment)
		d.Settle()
		d.Key(fyne.KeyRight)
		assert.Equal(t, app.Published, d.overview.at.Environment)
		d.Key(fyne.KeyLeft)
		assert.Equal(t, app.Draft, d.overview.at.Environment)
		d.Ctrl(fyne.KeyE)
		assert.Equal(t, app.Published, d.overview.at.Environment)
		assert.Equal(t, "published", d.deps.prefs[app.SettingLastEnv])
	})
}

func TestTheBarKeepsThePendingNumberOfItsAgent(t *testing.T) {
	deps := two()
	shown(t, kit.ModeLight, deps, func(t *testing.T, d *desk) {
		answer := make(chan struct{}, 9)
		deps.view = func(id app.AgentID, _ app.Environment) (channel.View, error) {
			<-answer
			return channel.View{Agent: deps.agents[id-1], Pending: 3}, nil
		}
		answer <- struct{}{}
		d.w.Open("")
		d.Settle()
		d.Ctrl(fyne.KeyE)
		assert.True(t, d.w.bar.publish.Visible(), "nothing jumps when the answer comes")
		close(answer)
	})
}

func TestWithoutADraftAPopoverExplains(t *testing.T) {
	deps := two()
	deps.prefs = map[string]string{app.SettingLastAgent: "2"}
	started(t, deps, func(t *testing.T, d *desk) {
		d.Ctrl(fyne.KeyE)
		assert.Contains(t, d.Texts(), "This agent has no draft")
		assert.Equal(t, "Create draft", d.Focused())
		d.Ctrl(fyne.Key2)
		assert.Empty(t, d.channel.said, "nothing below a popover moves")
		d.Key(fyne.KeyEscape)
		assert.Zero(t, d.Layers())
		d.w.bar.env.Focus()
		d.Key(fyne.KeyLeft)
		d.Press("How drafts work")
		assert.Contains(t, d.Texts(), "A draft is a complete second configuration")
		d.Ctrl(fyne.KeyReturn)
		assert.Zero(t, d.Layers())
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		d.Press("Create draft")
		assert.Equal(t, frame.Place{Agent: 2, Environment: app.Draft}, d.channel.at)
		assert.Equal(t, []string{"Draft created from Published"}, d.w.toasts.Texts())
		assert.Equal(t, 1, deps.count("draft"))
	})
}

func TestADraftThatCannotBeMade(t *testing.T) {
	deps := two()
	deps.prefs = map[string]string{app.SettingLastAgent: "2"}
	started(t, deps, func(t *testing.T, d *desk) {
		wait := make(chan struct{})
		deps.draft = func() error {
			<-wait
			return app.NewError(app.CodeInternal, app.Say("The disk is full.")).Because(errors.New("x"))
		}
		d.Press("Create draft")
		d.w.CreateDraft()
		d.w.copyDiagnostics() // other work does not end it
		close(wait)
		d.Settle()
		assert.Equal(t, 1, deps.count("draft"))
		assert.False(t, d.w.bar.create.Busy())
		assert.Contains(t, d.w.toasts.Texts(), "The disk is full.")
		assert.Equal(t, app.Published, d.w.place.Environment)
	})
}

func TestADraftOfAnAgentThatIsNotShownAnyMore(t *testing.T) {
	deps := two()
	deps.prefs = map[string]string{app.SettingLastAgent: "2"}
	started(t, deps, func(t *testing.T, d *desk) {
		wait := make(chan struct{})
		deps.draft = func() error { <-wait; return nil }
		d.Press("Create draft")
		d.Ctrl(fyne.KeyK)
		d.Type("nusa")
		d.Key(fyne.KeyReturn)
		assert.Equal(t, frame.Place{Agent: 1, Environment: app.Published}, d.w.place)
		close(wait)
		d.Settle()
		assert.Equal(t, frame.Place{Agent: 1, Environment: app.Published}, d.w.place)
	})
}

func TestHeldEditsAreAskedFor(t *testing.T) {
	for name, away := range map[string]func(d *desk){
		"page":        func(d *desk) { d.Ctrl(fyne.Key1) },
		"environment": func(d *desk) { d.Ctrl(fyne.KeyE) },
		"agent":       func(d *desk) { d.Ctrl(fyne.KeyK); d.Type("batik"); d.Key(fyne.KeyReturn) },
		"new agent":   func(d *desk) { d.Ctrl(fyne.KeyK); d.Press("New agent"); d.Type("Kopi"); d.Key(fyne.KeyReturn) },
		"quit":        func(d *desk) { d.Ctrl(fyne.KeyQ) },
	} {
		t.Run(name, func(t *testing.T) {
			started(t, two(), func(t *testing.T, d *desk) {
				d.Ctrl(fyne.Key2)
				d.channel.held = 2
				d.channel.field.Focus()
				before := d.w.win.Canvas().Focused()
				away(d)
				assert.Contains(t, d.Texts(), "2 changes to Published are not saved yet.")
				assert.Equal(t, "Stay here", d.Focused())
				d.w.askToQuit()
				assert.Equal(t, 1, d.Layers(), "it is asked once")
				assert.Equal(t, "Stay here", d.Focused(), "and keeps the keyboard")
				d.Press("Stay here")
				assert.Equal(t, before, d.w.win.Canvas().Focused())
				assert.Equal(t, []string{"enter"}, d.channel.said)
				away(d)
				d.Ctrl(fyne.KeyReturn)
				assert.Equal(t, []string{"enter", "review held"}, d.channel.said)
				d.channel.held = 1
				away(d)
				assert.Contains(t, d.Texts(), "1 change to Published is not saved yet.")
				d.Press("Discard them")
				assert.Equal(t, []string{"enter", "review held", "discard", "leave"}, d.channel.said[:4])
				assert.Zero(t, d.Layers())
			})
		})
	}
}

func TestABurstOfEventsIsOneReading(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		before := d.deps.count("list")
		for range 10 {
			d.bus.Publish(app.Event{Kind: app.ChannelChanged, AgentID: 1})
			d.Pass(20 * time.Millisecond)
		}
		assert.Equal(t, before+1, d.deps.count("list"), "a stream of events does not put it off")
		d.Pass(time.Second)
		assert.Equal(t, before+2, d.deps.count("list"))
		assert.Equal(t, []string{"enter", "reload", "reload"}, d.overview.said)
		d.bus.Publish(app.Event{Kind: app.ChannelChanged, AgentID: 7})
		d.Pass(time.Second)
		assert.Equal(t, before+2, d.deps.count("list"), "another agent's channel")
	})
}

func TestWhatHappensToAgentsElsewhereIsFollowed(t *testing.T) {
	changed := func(d *desk) {
		d.bus.Publish(app.Event{Kind: app.AgentsChanged})
		d.Pass(time.Second)
	}
	started(t, two(), func(t *testing.T, d *desk) {
		d.deps.agents[0].Name = "Bank Assistant"
		changed(d)
		assert.Contains(t, d.w.win.Title(), "Bank Assistant")
		d.Ctrl(fyne.KeyE)
		d.deps.agents[0].HasDraft = false
		changed(d)
		assert.Equal(t, app.Published, d.w.place.Environment, "the draft is gone")
		d.Ctrl(fyne.Key2)
		d.channel.held = 1
		d.deps.agents = d.deps.agents[1:]
		changed(d)
		assert.Equal(t, app.AgentID(2), d.w.place.Agent)
		d.deps.agents = nil
		changed(d)
		assert.Contains(t, d.Texts(), "Welcome page")
		d.deps.agents = two().agents
		changed(d)
		assert.Contains(t, d.Texts(), "Overview page")
	})
}
