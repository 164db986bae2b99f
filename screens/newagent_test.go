package screens

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
)

func TestTheFirstStartAsksForTheOwnName(t *testing.T) {
	deps := &fakeDeps{}
	started(t, deps, func(t *testing.T, d *desk) {
		d.Ctrl(fyne.KeyN)
		assert.Equal(t, "Your name", d.Focused())
		d.Ctrl(fyne.KeyReturn)
		assert.Contains(t, d.Texts(), "Enter your name, so that colleagues see who changed what.")
		assert.Contains(t, d.Texts(), "Give the agent a name, for example the client's name.")
		assert.Empty(t, deps.count("owner "))
		assert.Equal(t, "Your name", d.Focused())
		d.Type("Dewi Kartika")
		d.Key(fyne.KeyReturn)
		d.Type("Kopi Langit")
		d.Key(fyne.KeyReturn)
		assert.Equal(t, 1, deps.count("owner Dewi Kartika"))
		assert.Equal(t, 1, deps.count("create Kopi Langit ID"))
		assert.Equal(t, frame.Place{Agent: 1, Environment: app.Published}, d.overview.at)
		assert.Zero(t, d.Layers())
	})
}

func TestAnAgentThatIsRefused(t *testing.T) {
	deps := two()
	started(t, deps, func(t *testing.T, d *desk) {
		failure := app.Invalid("name", "There is an agent of this name.")
		deps.create = func(channel.NewAgent) (app.Agent, error) { return app.Agent{}, failure }
		d.Ctrl(fyne.KeyK)
		d.Press("New agent")
		assert.NotContains(t, d.Texts(), "Your name")
		d.Type("Kopi")
		d.Press("Create agent")
		assert.Contains(t, d.Texts(), "There is an agent of this name.")
		assert.Equal(t, "Name of the agent", d.Focused())
		failure = app.NewError(app.CodeInternal, app.Say("The disk is full.")).Because(errors.New("x"))
		d.Press("Create agent")
		assert.Contains(t, d.Texts(), "The disk is full.", "what belongs to no field stands in the dialog")
		d.Press("Cancel")
		assert.Equal(t, app.AgentID(1), d.w.place.Agent)
	})
}

func TestTheSandboxFromTheWelcomePage(t *testing.T) {
	deps := &fakeDeps{name: "dewi"}
	started(t, deps, func(t *testing.T, d *desk) {
		wait := make(chan struct{})
		box := app.Agent{ID: 9, Name: "Sandbox", HasDraft: true, Sandbox: true}
		deps.sandbox = func() (app.Agent, error) { <-wait; return box, nil }
		var told []error
		d.w.OpenSandbox(func(err error) { told = append(told, err) })
		deps.agents = []app.Agent{{ID: 9, Name: "Sandbox", Sandbox: true}}
		d.bus.Publish(app.Event{Kind: app.AgentsChanged})
		d.Pass(reloadAfter * 2)
		assert.Contains(t, d.Texts(), "Welcome page", "it is not complete yet")
		close(wait)
		d.Settle()
		assert.Equal(t, []error{nil}, told)
		assert.Equal(t, 1, deps.count("owner dewi"))
		assert.Equal(t, frame.Place{Agent: 9, Environment: app.Draft}, d.channel.at)
		d.w.OpenSandbox(nil)
		d.Settle()
		assert.Len(t, d.w.agents, 1, "the same agent again")
		deps.sandbox = func() (app.Agent, error) {
			return app.Agent{}, app.NewError(app.CodeInternal, app.Say("The sandbox could not start on this computer."))
		}
		d.w.OpenSandbox(nil)
		d.Settle()
		assert.Contains(t, d.w.toasts.Texts(), "The sandbox could not start on this computer.")
	})
}

func TestAnAgentMadeElsewhereOpensFromTheWelcomePage(t *testing.T) {
	deps := &fakeDeps{}
	started(t, deps, func(t *testing.T, d *desk) {
		deps.agents = two().agents
		d.Ctrl(fyne.KeyN)
		d.bus.Publish(app.Event{Kind: app.AgentsChanged})
		d.Pass(reloadAfter * 2)
		assert.Equal(t, 1, d.Layers(), "not while something is being typed")
		d.Key(fyne.KeyEscape)
		d.bus.Publish(app.Event{Kind: app.AgentsChanged})
		d.Pass(reloadAfter * 2)
		assert.Contains(t, d.Texts(), "Overview page")
	})
}

func TestCtrlNMakesWhatThePageIsFor(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		for _, page := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.KeyComma} {
			d.Ctrl(page)
			d.Ctrl(fyne.KeyN)
			assert.Zero(t, d.Layers(), "a page that makes nothing makes no agent either")
		}
	})
}

func TestTheMenuNeedsNoScrolling(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		for _, size := range []fyne.Size{fyne.NewSize(1280, 800), fyne.NewSize(1024, 700)} {
			d.w.win.Resize(size)
			d.w.openMenuAt(size.Width < 1160)()
			d.Settle()
			member := d.w.wide.member
			if size.Width < 1160 {
				member = d.w.slim.member
			}
			assert.Positive(t, d.Bottom("Quit"))
			assert.Less(t, d.Bottom("Quit"), d.AbsolutePositionForObject(member).Y, "its last line is above the member")
			for _, text := range []string{"New agent", "Change environment", "Keyboard shortcuts", "Change member", "Quit"} {
				assert.Contains(t, d.Texts(), text)
			}
			d.Key(fyne.KeyEscape)
		}
	})
}
