package kit

import (
	"fmt"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

func openList(t *testing.T, s *Select) *optionList {
	t.Helper()
	require.NotNil(t, s.control.open)
	return s.control.open.list
}

func TestSelectKeyboard(t *testing.T) {
	s := NewSelect("Category", choices())
	w := onWindow(t, s)
	var got []string
	s.OnChanged = func(v string) { got = append(got, v) }
	w.Canvas().FocusNext()
	require.Same(t, s.control, w.Canvas().Focused())
	press(s.control, fyne.KeyDown)
	l := openList(t, s)
	require.Same(t, l, w.Canvas().Focused())
	press(l, fyne.KeyDown, fyne.KeyReturn)
	require.Equal(t, "marketing", s.Value())
	require.Nil(t, s.control.open)
	require.Same(t, s.control, w.Canvas().Focused(), "the focus comes back")
	require.Empty(t, w.Canvas().Overlays().List())

	press(s.control, fyne.KeySpace)
	l = openList(t, s)
	l.TypedRune(' ') // the rune that follows the key press
	require.Equal(t, 1, l.at)
	press(l, fyne.KeyUp, fyne.KeyEscape)
	require.Equal(t, "marketing", s.Value())

	press(s.control, fyne.KeyReturn)
	l = openList(t, s)
	l.TypedRune('a')
	l.TypedRune('u')
	require.Equal(t, 2, l.at)
	press(l, fyne.KeySpace)
	require.Equal(t, []string{"marketing", "auth"}, got)

	s.control.TypedRune('u')
	require.Equal(t, 0, openList(t, s).at, "a letter opens the list at its label")
	test.TapCanvas(w.Canvas(), fyne.NewPos(590, 490))
	require.Nil(t, s.control.open, "a click beside the list closes it")
	require.Equal(t, "auth", s.Value())
}

func TestSelectStates(t *testing.T) {
	s := NewSelect("Category", choices())
	w := onWindow(t, s)
	s.SetValue("nothing")
	require.Empty(t, s.Value())
	s.SetValue("auth")
	s.SetOptions(choices()[1:])
	require.Equal(t, "auth", s.Value(), "the value stays when it is still offered")
	s.SetOptions(choices()[:1])
	require.Empty(t, s.Value())
	s.SetReadOnly(true)
	test.Tap(s.control)
	require.Nil(t, s.control.open)
	w.Canvas().FocusNext()
	require.Nil(t, w.Canvas().Focused())
	s.SetReadOnly(false)
	s.SetError("Choose one")
	test.Tap(s.control)
	test.Tap(openList(t, s).rows[0])
	require.Equal(t, "utility", s.Value())
	require.Empty(t, s.ErrorText())
}

func TestLongSelectScrolls(t *testing.T) {
	many := make([]Option, 40)
	for i := range many {
		many[i] = Option{fmt.Sprint(i), fmt.Sprintf("Column %d", i)}
	}
	s := NewSelect("Column", many)
	w := onWindow(t, s)
	w.Resize(fyne.NewSize(600, 800))
	test.Tap(s.control)
	l := openList(t, s)
	require.LessOrEqual(t, l.Size().Height, float32(optionsShown*optionHeight))
	press(l, fyne.KeyEnd)
	require.Equal(t, 39, l.at)
	require.InDelta(t, 40*optionHeight-l.scroll.Size().Height, l.scroll.Offset.Y, 1)
	press(l, fyne.KeyHome)
	require.Zero(t, l.scroll.Offset.Y)
	press(l, fyne.KeyTab)
	require.Nil(t, s.control.open)
}

func TestOpenListPicture(t *testing.T) {
	bothLooks(t, "select-open", func() fyne.Canvas {
		s := NewSelect("Category", choices())
		s.SetValue("marketing")
		w := test.NewTempWindow(t, Stack(NewRect(Bg), Pad(40, 60, 40, 60, Col(0, s))))
		w.SetPadded(false)
		w.Resize(fyne.NewSize(340, 280))
		test.Tap(s.control)
		press(openList(t, s), fyne.KeyDown)
		return w.Canvas()
	})
}

func TestSwitchAndCheckbox(t *testing.T) {
	s, c := NewSwitch("Ask", "Help"), NewCheckbox("Agree")
	w := onWindow(t, s, c)
	var turned, checked []bool
	s.OnChanged = func(on bool) { turned = append(turned, on) }
	c.OnChanged = func(on bool) { checked = append(checked, on) }
	w.Canvas().FocusNext()
	require.True(t, s.knob.State().Focused)
	press(s.knob, fyne.KeySpace, fyne.KeyReturn)
	test.Tap(s)
	require.Equal(t, []bool{true, false, true}, turned)
	require.True(t, s.On())
	w.Canvas().FocusNext()
	press(c.mark, fyne.KeySpace)
	test.Tap(c)
	require.Equal(t, []bool{true, false}, checked)
	require.True(t, c.mark.State().Focused, "the ring shows after a click too")
	c.SetMixed()
	test.Tap(c)
	require.True(t, c.Checked())
	s.SetReadOnly(true)
	c.SetDisabled(true)
	test.Tap(s)
	test.Tap(c)
	require.True(t, s.On())
	require.True(t, c.Checked())
	s.SetOn(false)
	require.Len(t, turned, 3, "what the program sets is not reported")
}

func TestRadioArrows(t *testing.T) {
	r := NewRadioCards(protocols())
	w := onWindow(t, r)
	var got []string
	r.OnChanged = func(id string) { got = append(got, id) }
	r.SetSelected("meta")
	r.FocusSelected()
	press(r.items[0], fyne.KeyRight)
	require.Same(t, r.items[1], w.Canvas().Focused())
	press(r.items[1], fyne.KeyDown)
	press(r.items[2], fyne.KeySpace)
	press(r.items[2], fyne.KeyRight)
	press(r.items[0], fyne.KeyLeft)
	require.Equal(t, []string{"coster", "qontak", "meta", "qontak"}, got)
	r.SetChoiceDisabled("coster", true)
	press(r.items[2], fyne.KeyLeft)
	require.Equal(t, "meta", r.Selected(), "a choice that is off is passed over")
	r.SetReadOnly(true)
	test.Tap(r.items[2])
	require.Equal(t, "meta", r.Selected())
	require.Equal(t, float32(82), HeightFor(r, 606))
}

func TestSegmented(t *testing.T) {
	s := NewSegmented([]Option{{"p", "Provider team"}, {"c", "Client IT"}})
	w := onWindow(t, s)
	var got []string
	s.OnChanged = func(v string) { got = append(got, v) }
	w.Canvas().FocusNext()
	press(s, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyEnd)
	require.Equal(t, []string{"c", "p", "c"}, got)
	test.TapAt(s, fyne.NewPos(20, 16))
	require.Equal(t, "p", s.Value())
	require.True(t, s.State().Focused)
	test.TapAt(s, fyne.NewPos(s.Size().Width-20, 16))
	require.Equal(t, "c", s.Value())
	before := s.MinSize()
	s.SetValue("p")
	require.Equal(t, before, s.MinSize(), "choosing moves nothing")
	require.Equal(t, float32(28), NewSegmented(choices()).Small().MinSize().Height)
}

func TestTabs(t *testing.T) {
	one, two := NewLine("one", Body, Text), NewLine("two", Body, Text)
	tabs := NewTabs([]Option{{"a", "First"}, {"b", "Second"}}, one, two)
	w := onWindow(t, tabs)
	var got []string
	tabs.OnSelected = func(v string) { got = append(got, v) }
	w.Canvas().FocusNext()
	press(tabs.tabs[0], fyne.KeyRight)
	require.Same(t, tabs.tabs[1], w.Canvas().Focused())
	require.False(t, one.Visible())
	require.True(t, two.Visible())
	press(tabs.tabs[1], fyne.KeyRight, fyne.KeyHome)
	test.Tap(tabs.tabs[1])
	require.Equal(t, []string{"b", "a", "b"}, got)
	tabs.Select("a")
	require.Len(t, got, 3)
}

func TestEnvControl(t *testing.T) {
	c := NewEnvControl()
	onWindow(t, Row(0, c, Spring()))
	var chosen []string
	locked := 0
	c.OnChoose = func(env string) { chosen = append(chosen, env) }
	c.OnLocked = func() { locked++ }
	press(c, fyne.KeyLeft)
	test.TapAt(c, fyne.NewPos(40, 18))
	require.Equal(t, 2, locked)
	require.Empty(t, chosen)
	require.True(t, c.State().Focused)
	c.Set(EnvPublished, true, 3)
	require.True(t, c.halves[0].pill.Visible())
	press(c, fyne.KeyRight, fyne.KeyLeft)
	require.Equal(t, []string{EnvDraft}, chosen)
	require.Equal(t, EnvPublished, c.Env(), "it shows what it is told")
	c.Set(EnvDraft, true, 3)
	require.False(t, c.halves[0].pill.Visible())
	test.TapAt(c, fyne.NewPos(180, 18))
	press(c, fyne.KeySpace)
	require.Equal(t, []string{EnvDraft, EnvPublished, EnvPublished}, chosen)
	require.Equal(t, fyne.NewSize(220, 36), c.Size())
}

func TestRailControls(t *testing.T) {
	taps := 0
	n, a, m := NewNavItem("plug", "Channel", func() { taps++ }), NewAgentButton(func() { taps++ }), NewMemberButton(func() { taps++ })
	onWindow(t, n, a, m)
	a.Set("A very long agent name that needs more than two lines of the narrow rail", "AV", AgentColour("x"))
	for _, p := range []*Press{&n.Press, &a.Press, &m.Press} {
		test.Tap(p)
		press(p, fyne.KeyReturn)
	}
	require.Equal(t, 6, taps)
	require.Equal(t, float32(56), HeightFor(a, 196))
	a.name.split(100)
	a.name.Resize(fyne.NewSize(100, 32))
	require.False(t, a.name.second.Hidden)
	n.SetSlim(true)
	a.SetSlim(true)
	m.SetSlim(true)
	require.Equal(t, fyne.NewSize(40, 32), n.MinSize())
	require.Equal(t, fyne.NewSize(40, 40), a.MinSize())
	require.Equal(t, fyne.NewSize(40, 40), m.MinSize())
	require.Equal(t, "Channel", n.AccessibilityLabel())
}

func TestAgentColours(t *testing.T) {
	require.Equal(t, AgentColour("Nusantara Bank"), AgentColour(" Nusantara Bank "))
	for _, c := range agentHues {
		require.Greater(t, contrastWithWhite(c), 4.5)
	}
}

func contrastWithWhite(c color.NRGBA) float64 {
	return 1.05 / (luminance(c) + 0.05)
}

func TestWhatHasNoLabelIsSpokenAll(t *testing.T) {
	useTheme(t, ModeLight)
	s := NewSelect("", nil)
	s.SetSpoken("Pace")
	require.Equal(t, "Pace", s.control.AccessibilityLabel())
	f := NewTextField("")
	f.SetPlaceholder("12")
	f.SetSpoken("Messages per second")
	require.Equal(t, "Messages per second", f.entry.AccessibilityLabel())
	m := NewMomentField("")
	m.SetSpoken("Day and time")
	require.Equal(t, "Day and time", m.box.AccessibilityLabel())
	g := NewSegmented([]Option{{"n", "Now"}, {"l", "Later"}})
	g.SetSpoken("Start")
	g.SetValue("l")
	require.Equal(t, "Start, Later", g.AccessibilityLabel())
}
