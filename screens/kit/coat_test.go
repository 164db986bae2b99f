package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	master "channeldesk/screens/kit/golden"
)

// fieldsUsed are a window with a selection in one field, a placeholder in another, a
// text to scroll, and the focus in the first.
func fieldsUsed(t *testing.T) (fyne.Canvas, *TextField) {
	t.Helper()
	first, second, area := NewTextField("Name"), NewTextField("Town"), NewTextField("Text").MultiLine(3)
	second.SetPlaceholder("Where")
	first.SetText("Nusantara")
	area.SetText("one\ntwo\nthree\nfour\nfive\nsix")
	w := test.NewTempWindow(t, Stack(NewRect(Bg), Pad(24, 24, 24, 24, Col(12, first, second, area))))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(360, 360))
	first.Focus()
	first.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	return w.Canvas(), first
}

// The toolkit's own entries follow as well: text, selection, placeholder, caret and
// the bar beside a long text.
func TestEntriesTurnDark(t *testing.T) {
	for mode, name := range map[Mode]string{ModeLight: "entries-light-turned", ModeDark: "entries-dark-turned"} {
		useTheme(t, mode)
		c, _ := fieldsUsed(t)
		fresh := c.Capture()
		theme := useTheme(t, ModeLight+ModeDark-mode)
		c, _ = fieldsUsed(t)
		other := c.Capture()
		theme.SetMode(mode)
		master.Equal(t, name, fresh, c.Capture())
		require.False(t, master.Same(other, fresh))
	}
}

// So does the toolkit's menu that an entry opens.
func TestTheMenuOfAnEntryTurnsDark(t *testing.T) {
	open := func() fyne.Canvas {
		c, f := fieldsUsed(t)
		test.TapSecondary(f.entry)
		require.Len(t, c.Overlays().List(), 1)
		return c
	}
	useTheme(t, ModeDark)
	fresh := open().Capture()
	theme := useTheme(t, ModeLight)
	c := open()
	c.Capture()
	theme.SetMode(ModeDark)
	master.Equal(t, "entry-menu-turned", fresh, c.Capture())
}

// What is hidden while the theme changes is coloured when it shows again, and nothing
// is measured or laid out for it.
func TestWhatIsHiddenTurnsDarkWhenItShows(t *testing.T) {
	useTheme(t, ModeDark)
	fresh := draw(Pad(24, 24, 24, 24, panel()), 404, 700)
	theme := useTheme(t, ModeLight)
	p := panel()
	c := stretched(Pad(24, 24, 24, 24, p), 404, 700)
	c.Capture()
	p.Hide()
	theme.SetMode(ModeDark)
	c.Capture()
	p.Show()
	master.Equal(t, "panel-dark-shown", fresh, c.Capture())
}

// The toolkit does not hear of it: it would read its fonts and measure and lay out
// all that was ever shown.
func TestTheToolkitDoesNotHearOfAChangeOfMode(t *testing.T) {
	theme := useTheme(t, ModeLight)
	heard := 0
	fyne.CurrentApp().Settings().AddListener(func(fyne.Settings) { heard++ })
	theme.SetMode(ModeDark)
	assert.True(t, IsDark())
	assert.Zero(t, heard)
}
