package screens

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// For another theme the toolkit would read its fonts again, measure every text, and
// refresh and lay out all that was ever shown; so it must not hear of light and dark.
func TestTheToolkitDoesNotHearOfLightAndDark(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		times := 0
		d.w.App.Settings().AddListener(func(fyne.Settings) { times++ })
		d.w.SetTheme(kit.ModeDark, "dark")
		assert.True(t, kit.IsDark())
		d.w.SetTheme(kit.ModeLight, "light")
		assert.False(t, kit.IsDark())
		assert.Zero(t, times)
	})
}

// turningPage counts how often it is told that the window turned.
type turningPage struct {
	frame.Page
	times int
}

func (p *turningPage) Turned() { p.times++ }

func TestThePageInSightIsToldThatTheWindowTurned(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		page := &turningPage{Page: d.w.shown}
		d.w.shown = page
		d.w.SetTheme(kit.ModeDark, "dark")
		d.w.SetTheme(kit.ModeDark, "dark")
		assert.Equal(t, 1, page.times)
	})
}
