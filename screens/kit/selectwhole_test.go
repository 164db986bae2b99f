package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
)

// Typing replaces a number that the Tab key or a dialog led to; a click puts the
// cursor where it is.
func TestShortFieldsAreSelectedAsAWhole(t *testing.T) {
	useTheme(t, ModeLight)
	before, number, plain := NewTextField("Name"), NewTextField("Messages per second").SelectWhole(), NewTextField("Other")
	number.SetText("20")
	plain.SetText("30")
	w := test.NewTempWindow(t, Col(8, before, number, plain))
	w.Resize(fyne.NewSize(300, 300))
	before.Focus()
	tab := func() {
		k := &fyne.KeyEvent{Name: fyne.KeyTab}
		w.Canvas().Focused().(desktop.Keyable).KeyDown(k)
		w.Canvas().FocusNext()
		w.Canvas().Focused().(desktop.Keyable).KeyUp(k)
	}
	tab()
	assert.Equal(t, "20", number.SelectedText())
	test.Type(w.Canvas().Focused(), "5")
	assert.Equal(t, "5", number.Text())
	number.entry.FocusGained() // the window comes back to the front: what is typed goes on
	test.Type(w.Canvas().Focused(), "0")
	assert.Equal(t, "50", number.Text())
	tab()
	assert.Empty(t, plain.SelectedText(), "other fields stay as they are")

	number.Focus()
	assert.Equal(t, "50", number.SelectedText(), "a program moved it there")
	w.Canvas().Unfocus()
	number.entry.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(2, 10)}})
	assert.True(t, number.IsFocused())
	assert.Empty(t, number.SelectedText(), "a click selects nothing")

	p := ShowPopover(plain, NewTextField("In a popover").SelectWhole(), PopoverOptions{})
	assert.NotNil(t, p)
	p.Close()
}

func TestSegmentedFieldSpeaksItsLabel(t *testing.T) {
	useTheme(t, ModeLight)
	f := NewSegmentedField("Variables", []Option{{Value: "1", Label: "Numbers"}, {Value: "2", Label: "Names"}})
	assert.Equal(t, "Variables, Numbers", f.control.AccessibilityLabel())
	f.SetValue("2")
	assert.Equal(t, "Variables, Names", f.control.AccessibilityLabel())
	f = NewSegmentedField("", []Option{{Value: "1", Label: "Numbers"}})
	assert.Equal(t, "Numbers", f.control.AccessibilityLabel())
}
