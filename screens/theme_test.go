package screens

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/screens/kit"
)

// Everything in the window is laid out and painted anew when the theme changes, so it
// must change once only.
func TestTheThemeChangesOnce(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		times := 0
		d.w.App.Settings().AddListener(func(fyne.Settings) { times++ })
		d.w.SetTheme(kit.ModeDark, "dark")
		assert.Equal(t, 1, times)
		assert.True(t, kit.IsDark())
		d.w.SetTheme(kit.ModeLight, "light")
		assert.Equal(t, 2, times)
	})
}
