package screens

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestTheFirstPage(t *testing.T) {
	for name, c := range map[string]struct {
		deps  *fakeDeps
		asked string
		prefs map[string]string
		want  frame.Place
		says  string
	}{
		"no agent":            {&fakeDeps{}, "", nil, frame.Place{}, ""},
		"the first":           {two(), "", nil, frame.Place{Agent: 1, Environment: app.Published}, ""},
		"the last used":       {two(), "", map[string]string{app.SettingLastAgent: "2"}, frame.Place{Agent: 2, Environment: app.Published}, ""},
		"its environment":     {two(), "", map[string]string{app.SettingLastAgent: "1", app.SettingLastEnv: "draft"}, frame.Place{Agent: 1, Environment: app.Draft}, ""},
		"a draft that is not": {two(), "", map[string]string{app.SettingLastAgent: "2", app.SettingLastEnv: "draft"}, frame.Place{Agent: 2, Environment: app.Published}, ""},
		"by name":             {two(), "batik larasati CARE", map[string]string{app.SettingLastAgent: "1"}, frame.Place{Agent: 2, Environment: app.Published}, ""},
		"a name of nobody":    {two(), "Kopi", nil, frame.Place{Agent: 1, Environment: app.Published}, "There is no agent called Kopi"},
	} {
		t.Run(name, func(t *testing.T) {
			c.deps.prefs = c.prefs
			shown(t, kit.ModeLight, c.deps, func(t *testing.T, d *desk) {
				d.w.Open(c.asked)
				d.Settle()
				assert.Equal(t, c.want, d.w.place)
				if c.want.Agent == 0 {
					assert.Equal(t, []string{"enter"}, d.welcome.said)
					return
				}
				assert.Equal(t, c.want, d.overview.at)
				assert.Contains(t, d.w.win.Title(), "Overview · "+d.w.agent.Name+" · "+frame.EnvironmentName(c.want.Environment))
				if c.says != "" {
					assert.Equal(t, []string{c.says}, d.w.toasts.Texts())
				}
			})
		})
	}
}

func TestAgentsThatCannotBeRead(t *testing.T) {
	deps := two()
	broken := errors.New("disk")
	deps.list = func() ([]app.Agent, error) { return nil, broken }
	started(t, deps, func(t *testing.T, d *desk) {
		assert.Contains(t, d.Texts(), "The agents could not be read")
		assert.Empty(t, d.welcome.said, "no set-up is offered while agents may be there")
		d.Ctrl(fyne.Key2)
		d.Ctrl(fyne.KeyReturn)
		d.Press("Copy details")
		assert.NotContains(t, d.App.Clipboard().Content(), "disk")
		deps.list = nil
		d.Press("Try again")
		assert.Equal(t, []string{"enter"}, d.overview.said)
	})
}

func TestTheWindowRemembersItsSize(t *testing.T) {
	for saved, want := range map[string]fyne.Size{
		"": fyne.NewSize(1280, 800), "1500x900": fyne.NewSize(1500, 900), "200x100": fyne.NewSize(1280, 800),
		"NaNxNaN": fyne.NewSize(1280, 800), "90000x900": fyne.NewSize(1280, 800), "wide": fyne.NewSize(1280, 800),
	} {
		deps := two()
		deps.prefs = map[string]string{app.SettingWindowSize: saved}
		started(t, deps, func(t *testing.T, d *desk) {
			assert.Equal(t, want, d.w.win.Canvas().Size(), saved)
			d.w.win.Resize(fyne.NewSize(1400, 850))
			d.w.quit()
			assert.Equal(t, "1400x850", deps.prefs[app.SettingWindowSize])
		})
	}
}

func TestBelow1160TheRailIsSlim(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		for width, slim := range map[float32]bool{1160: false, 1159: true, 1024: true, 1700: false} {
			d.w.win.Resize(fyne.NewSize(width, 800))
			assert.Equal(t, slim, d.w.slim.content.Visible(), width)
			assert.Equal(t, !slim, d.w.wide.content.Visible(), width)
		}
		assert.Equal(t, fyne.NewSize(1024, 700), d.w.win.Content().MinSize())
	})
}

func TestShellPictures(t *testing.T) {
	for name, mode := range map[string]kit.Mode{"slim-light": kit.ModeLight, "slim-dark": kit.ModeDark} {
		t.Run(name, func(t *testing.T) {
			deps := two()
			shown(t, mode, deps, func(_ *testing.T, d *desk) {
				d.w.win.Resize(fyne.NewSize(1024, 700))
				d.w.Open("")
				d.Settle()
				d.Golden(name)
			})
		})
	}
}

// With text of 150 % the window is no larger on the screen than with usual text, and
// everything in it can be reached.
func TestLargeTextFitsTheSameScreen(t *testing.T) {
	t.Setenv("FYNE_SCALE", "1.50")
	deps := two()
	deps.prefs = map[string]string{app.SettingWindowSize: "1380x810"}
	started(t, deps, func(t *testing.T, d *desk) {
		assert.Equal(t, fyne.NewSize(920, 540), d.w.win.Canvas().Size(), "as large on the screen as it was")
		least := d.w.win.Canvas().Content().MinSize()
		assert.Equal(t, fyne.NewSize(844, 466.66666), least)
		d.w.win.Resize(least)
		d.w.bar.show(app.Draft, true, 12, true)
		d.Settle()
		at := d.AbsolutePositionForObject
		env, chip := d.w.bar.env, d.w.bar.chip
		assert.LessOrEqual(t, at(env).X+env.Size().Width, at(chip).X, "nothing in the bar overlaps")
		d.w.slim.items[frame.Settings].Focus()
		last, member := d.w.slim.items[frame.Settings], d.w.slim.member
		assert.Less(t, at(d.w.slim.items[frame.History]).Y, at(d.w.slim.items[frame.Activity]).Y)
		assert.Less(t, at(last).Y+last.Size().Height, at(member).Y, "the rail scrolls, and nothing in it overlaps")
		d.w.quit()
		assert.Equal(t, "1266x700", deps.prefs[app.SettingWindowSize])
	})
}
