package kit

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"

	master "channeldesk/screens/kit/golden"
)

func TestButtonIsPressedByClickEnterAndSpace(t *testing.T) {
	useTheme(t, ModeLight)
	n := 0
	b := NewButton("Save", func() { n++ })
	w := test.NewTempWindow(t, Row(8, b, NewButton("Other", nil)))
	test.Tap(b)
	assert.Equal(t, 1, n)
	assert.Equal(t, b, w.Canvas().Focused(), "a click takes the focus")
	assert.True(t, b.ring.Visible())
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
		b.TypedKey(&fyne.KeyEvent{Name: key})
	}
	assert.Equal(t, 4, n)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyA})
	assert.Equal(t, 4, n)
	assert.Equal(t, fyne.AccessibleRoleButton, b.AccessibilityRole())
	assert.Equal(t, "Save", b.AccessibilityLabel())
}

func TestTabSkipsDisabledButtons(t *testing.T) {
	useTheme(t, ModeLight)
	a, b, c := NewButton("A", nil), NewButton("B", nil), NewLink("C", "copy", nil)
	b.SetDisabled(true)
	w := test.NewTempWindow(t, Row(8, a, b, c))
	test.FocusNext(w.Canvas())
	assert.Equal(t, a, w.Canvas().Focused())
	test.FocusNext(w.Canvas())
	assert.Equal(t, c, w.Canvas().Focused())
	assert.False(t, a.ring.Visible())
	assert.Equal(t, fyne.AccessibleRoleLink, c.AccessibilityRole())
}

func TestDisabledButtonDoesNothing(t *testing.T) {
	useTheme(t, ModeLight)
	b := NewPrimary("Save", func() { t.Error("pressed while disabled") })
	b.MouseIn(nil)
	b.SetDisabled(true)
	b.Tapped(nil)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	assert.Equal(t, NeutralTint, b.box.fill)
	assert.Equal(t, Text3, b.text.tok)
	assert.Equal(t, desktop.Cursor(desktop.DefaultCursor), b.Cursor())
	b.SetDisabled(false)
	assert.Equal(t, Primary, b.box.fill)
	assert.Equal(t, desktop.Cursor(desktop.PointerCursor), b.Cursor())
}

func TestHoverChangesTheFace(t *testing.T) {
	useTheme(t, ModeLight)
	b := NewPrimary("Save", nil)
	var seen []bool
	b.OnHover = func(in bool) { seen = append(seen, in) }
	b.MouseIn(nil)
	assert.Equal(t, PrimaryHover, b.box.fill)
	b.MouseOut()
	assert.Equal(t, Primary, b.box.fill)
	assert.Equal(t, []bool{true, false}, seen)
}

func TestBusyKeepsWidthAndIgnoresInput(t *testing.T) {
	useTheme(t, ModeLight)
	n := 0
	for _, b := range []*Button{
		NewButton("Run again", func() { n++ }).WithIcon("refresh-cw"),
		NewPrimary("Review & publish", func() { n++ }),
		NewPrimary("Start", func() { n++ }).WithTrailing("arrow-right").Large(),
	} {
		before := b.MinSize()
		b.SetBusy(true)
		assert.True(t, b.spin.Running())
		assert.Equal(t, before, b.MinSize())
		b.Tapped(nil)
		b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		assert.Zero(t, n)
		b.SetBusy(false)
		assert.False(t, b.spin.Running())
		assert.Equal(t, before, b.MinSize())
	}
}

func TestBusyShowsTheIndicatorWhereTheIconWas(t *testing.T) {
	useTheme(t, ModeLight)
	b := NewButton("Run again", nil).WithIcon("refresh-cw")
	b.Resize(b.MinSize())
	place := b.lead.Position()
	b.SetBusy(true)
	assert.Equal(t, place, b.spin.Position())
	assert.Equal(t, fyne.NewSize(14, 14), b.spin.Size())
	b.SetBusy(false)
	b.SetCount(12)
	assert.Positive(t, b.count.Size().Width)
	b.SetText("Run the check again")
	assert.Equal(t, "Run the check again", b.AccessibilityLabel())
}

func TestOnKeySeesArrowsFirst(t *testing.T) {
	useTheme(t, ModeLight)
	pressed := false
	p := NewPress(NewLine("Tab", Body, Text), 6, nil, func() { pressed = true })
	var keys []fyne.KeyName
	p.OnKey = func(e *fyne.KeyEvent) bool {
		keys = append(keys, e.Name)
		return e.Name == fyne.KeyRight
	}
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	assert.False(t, pressed)
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	assert.True(t, pressed)
	assert.Len(t, keys, 2)
}

func TestButtonSizes(t *testing.T) {
	useTheme(t, ModeLight)
	assert.Equal(t, float32(32), NewButton("A", nil).MinSize().Height)
	assert.Equal(t, float32(40), NewButton("A", nil).Large().MinSize().Height)
	assert.Equal(t, fyne.NewSize(32, 32), NewIconButton("copy", "Copy", nil).MinSize())
	assert.Equal(t, BodyStrong.Width("Save")+26, NewButton("Save", nil).MinSize().Width)
	assert.Equal(t, float32(54), NewCheckStep(StepPassed, "A", "B").MinSize().Height)
	assert.Equal(t, float32(24), NewChip(KindOK, "check", "A", false).MinSize().Height)
	assert.Equal(t, float32(20), NewChip(KindOK, "check", "A", true).MinSize().Height)
}

// TestRunningChangeToDark changes the theme while a window is open and
// expects the picture that a window opened in dark would show.
func TestRunningChangeToDark(t *testing.T) {
	th := useTheme(t, ModeLight)
	w := test.NewTempWindow(t, Stack(NewRect(Bg), Pad(24, 24, 24, 24, panel())))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(404, 700))
	light := w.Canvas().Capture()
	th.SetMode(ModeDark)
	assert.True(t, IsDark())
	dark := w.Canvas().Capture()
	assert.Equal(t, color.NRGBA{0x0F, 0x12, 0x17, 255}, color.NRGBAModel.Convert(dark.At(3, 3)))
	compare(t, "panel-dark.png", dark)
	th.SetMode(ModeLight)
	assert.True(t, master.Same(light, w.Canvas().Capture()))
}

// TestMovingToAnotherScreen changes the scale of an open window and expects
// the picture of a window that opened at that scale.
func TestMovingToAnotherScreen(t *testing.T) {
	useTheme(t, ModeLight)
	w := test.NewTempWindow(t, Stack(NewRect(Bg), Pad(24, 24, 24, 24, panel())))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(404, 700))
	w.Canvas().(test.WindowlessCanvas).SetScale(1.5)
	w.Content().MinSize()
	compare(t, "panel-150.png", w.Canvas().Capture())
}
