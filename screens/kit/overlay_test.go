package kit

import (
	"fmt"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func hit(c fyne.Canvas, key fyne.KeyName) {
	e := &fyne.KeyEvent{Name: key}
	if f := c.Focused(); f != nil {
		f.TypedKey(e)
		return
	}
	if c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

func ctrlEnter(c fyne.Canvas) {
	s := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	}
}

func TestDialogHoldsAndReturnsTheFocus(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	c := w.Canvas()
	opener := anchorOf(w)
	c.Focus(opener)
	closed := 0
	field := NewTextField("Name")
	var d *Dialog
	cancel, do := NewButton("Cancel", func() { d.Close() }), NewPrimary("Do it", nil)
	d = ShowDialog(w, DialogOptions{Title: "Title", Body: field, Actions: []*Button{cancel, do}, OnClose: func() { closed++ }})
	assert.Equal(t, fyne.Focusable(cancel), c.Focused(), "the safe button is first")
	assert.False(t, opener.state.Focused, "no ring below the dialog")
	seen := map[fyne.Focusable]bool{}
	for range 6 {
		c.FocusNext()
		seen[c.Focused()] = true
	}
	assert.Len(t, seen, 3, "Tab stays among the field and two buttons")
	assert.False(t, seen[opener])
	c.Focus(cancel)
	hit(c, fyne.KeyReturn)
	assert.False(t, d.IsOpen(), "Enter presses the focused button")
	assert.Equal(t, 1, closed)
	assert.Equal(t, fyne.Focusable(opener), c.Focused(), "the focus is back")
	assert.True(t, opener.state.Focused)
	d.Close()
	assert.Equal(t, 1, closed, "closing twice does nothing")
}

func TestFirstFocusOfADialog(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	field := NewTextField("Name")
	d := ShowDialog(w, DialogOptions{Title: "Title", Body: field, Actions: []*Button{NewButton("Cancel", nil)}, Focus: field.Focusable()})
	assert.True(t, field.IsFocused())
	d.Close()
	off := NewButton("Cancel", nil)
	off.SetDisabled(true)
	on := NewButton("Do it", nil)
	ShowDialog(w, DialogOptions{Title: "Title", Actions: []*Button{off, on}})
	assert.Equal(t, fyne.Focusable(on), w.Canvas().Focused(), "a disabled button is passed over")
}

func TestEscClosesTheTopmostOnly(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	c := w.Canvas()
	reached := 0
	SetPlainKeys(c, func(e *fyne.KeyEvent) bool { reached++; return true })
	t.Cleanup(func() { SetPlainKeys(c, nil) })
	back := NewButton("Cancel", nil)
	first := ShowDialog(w, DialogOptions{Title: "First", Actions: []*Button{back}})
	second := ShowDialog(w, DialogOptions{Title: "Second", Actions: []*Button{NewButton("Keep", nil)}})
	hit(c, fyne.KeyEscape)
	assert.False(t, second.IsOpen())
	assert.True(t, first.IsOpen())
	assert.Equal(t, fyne.Focusable(back), c.Focused(), "the focus is back in the first dialog")
	hit(c, fyne.KeyEscape)
	assert.False(t, first.IsOpen(), "then the next")
	assert.Zero(t, reached, "the window's handler is not asked while something is open")
	hit(c, fyne.KeyEscape)
	hit(c, fyne.KeyF1)
	assert.Equal(t, 2, reached)

	fixed := ShowDialog(w, DialogOptions{Title: "Fixed", NoEscape: true, Actions: []*Button{NewButton("Close", nil)}})
	hit(c, fyne.KeyEscape)
	assert.True(t, fixed.IsOpen())
	fixed.Close()
}

func TestClosingADialogClosesWhatIsAbove(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	var order []string
	first := ShowDialog(w, DialogOptions{Title: "First", OnClose: func() { order = append(order, "first") }})
	ShowDialog(w, DialogOptions{Title: "Second", OnClose: func() { order = append(order, "second") }})
	first.Close()
	assert.Equal(t, []string{"second", "first"}, order)
	assert.Nil(t, w.Canvas().Overlays().Top())
}

func TestCtrlEnterIsTheMainAction(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	done := 0
	field := NewTextField("Name")
	do := NewPrimary("Do it", func() { done++ })
	d := ShowDialog(w, DialogOptions{Title: "Title", Body: field, Actions: []*Button{NewButton("Cancel", nil), do}, Main: do, Focus: field.Focusable()})
	ctrlEnter(w.Canvas())
	assert.Equal(t, 1, done, "from a field")
	w.Canvas().FocusNext()
	ctrlEnter(w.Canvas())
	assert.Equal(t, 2, done, "from a button")
	do.SetDisabled(true)
	ctrlEnter(w.Canvas())
	assert.Equal(t, 2, done, "not while disabled")
	d.Close()
	ctrlEnter(w.Canvas())
	assert.Equal(t, 2, done, "not after it closed")
}

func TestDialogFollowsTheWindowAndItsBody(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	fault := NewParagraph(DangerText, Body, "One more line")
	fault.Hide()
	body := Col(0, NewParagraph(Text, Body, "Short"), fault)
	d := ShowDialog(w, DialogOptions{Title: "Title", Body: body, Actions: []*Button{NewButton("Close", nil)}})
	panel := d.layer.panel
	before := panel.Size().Height
	fault.Show()
	d.Refresh()
	assert.InDelta(t, before+20, panel.Size().Height, 1)
	w.Resize(fyne.NewSize(1000, 700))
	assert.InDelta(t, 260, panel.Position().X, 1)

	long := Col(0)
	for range 60 {
		long.Add(NewParagraph(Text, Body, "A line"))
	}
	high := ShowDialog(w, DialogOptions{Title: "High", Body: long, Actions: []*Button{NewButton("Close", nil)}})
	assert.InDelta(t, 630, high.layer.panel.Size().Height, 1, "nine tenths of the window")
	foot := high.parts.foot
	assert.InDelta(t, 630, foot.Position().Y+foot.Size().Height, 1, "the foot stays")
}

func TestConfirmCalls(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	var got []string
	ask := func() *Dialog {
		return Confirm(w, ConfirmOptions{Title: "Sure?", Text: "Gone for good.", Keep: "Keep it", Do: "Delete it", Danger: true,
			OnDo: func() { got = append(got, "do") }, OnKeep: func() { got = append(got, "keep") }})
	}
	ask()
	hit(w.Canvas(), fyne.KeyReturn)
	assert.Equal(t, []string{"keep"}, got, "the safe button has the focus")
	ask()
	hit(w.Canvas(), fyne.KeyEscape)
	assert.Equal(t, []string{"keep", "keep"}, got)
	ask()
	w.Canvas().FocusNext()
	hit(w.Canvas(), fyne.KeySpace)
	assert.Equal(t, []string{"keep", "keep", "do"}, got)
}

func TestPopover(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	anchor := anchorOf(w)
	w.Canvas().Focus(anchor)
	inside := NewPrimary("Create draft", nil)
	closed := 0
	open := func() *Popover {
		return ShowPopover(anchor, Pad(16, 16, 16, 16, inside), PopoverOptions{Width: 336, OnClose: func() { closed++ }})
	}
	p := open()
	assert.Equal(t, fyne.Focusable(inside), w.Canvas().Focused())
	panel := p.layer.panel
	assert.InDelta(t, anchor.Size().Height+24+popoverGap, panel.Position().Y, 1)
	test.TapCanvas(w.Canvas(), panel.Position().AddXY(4, 4))
	assert.True(t, p.IsOpen(), "a click on it does not close it")
	test.TapCanvas(w.Canvas(), fyne.NewPos(780, 580))
	assert.False(t, p.IsOpen())
	assert.Equal(t, fyne.Focusable(anchor), w.Canvas().Focused())
	p = open()
	hit(w.Canvas(), fyne.KeyEscape)
	assert.False(t, p.IsOpen())
	p = open()
	w.Resize(fyne.NewSize(700, 500))
	assert.False(t, p.IsOpen(), "a new size closes it")
	assert.Equal(t, 3, closed)
	var none *Popover
	none.Close()
	assert.False(t, none.IsOpen())
}

func TestMenuKeys(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	anchor := anchorOf(w)
	var got []string
	item := func(text string) MenuItem { return MenuItem{Text: text, Do: func() { got = append(got, text) }} }
	off := item("Delta")
	off.Disabled = true
	items := []MenuItem{item("Alpha"), off, {Separator: true}, item("Gamma"), item("Omega")}
	run := func(keys ...fyne.KeyName) {
		p := ShowMenu(anchor, items)
		for _, k := range keys {
			hit(w.Canvas(), k)
		}
		require.False(t, p.IsOpen())
	}
	run(fyne.KeyReturn)
	run(fyne.KeyDown, fyne.KeyReturn)
	run(fyne.KeyUp, fyne.KeySpace)
	run(fyne.KeyEnd, fyne.KeyHome, fyne.KeyEnter)
	run(fyne.KeyEscape)
	run(fyne.KeyTab)
	assert.Equal(t, []string{"Alpha", "Gamma", "Omega", "Alpha"}, got)

	p := ShowMenu(anchor, items)
	l := w.Canvas().Focused().(*menuList)
	l.TypedRune('g')
	assert.Equal(t, 2, l.at)
	l.rows[1].Tapped(nil)
	assert.True(t, p.IsOpen(), "a disabled item does nothing")
	l.rows[3].MouseIn(nil)
	l.rows[3].Tapped(nil)
	assert.Equal(t, "Omega", got[len(got)-1])
}

func TestPickerSearch(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 700)
	got := ""
	items := []PickerItem{{ID: "1", Title: "Nusantara Bank"}, {ID: "2", Title: "Kopi Langit", Detail: "Published only", Selected: true}, {ID: "3", Title: "Batik Larasati"}}
	open := func() *pickerList {
		ShowPicker(w, "Choose", items, func(id string) { got = id })
		box := w.Canvas().Focused().(*searchBox)
		require.NotNil(t, box)
		return topOverlay(w.Canvas()).panel.(*fyne.Container).Layout.(*dialogParts).inner.Objects[0].(*fyne.Container).Objects[0].(*pickerList)
	}
	l := open()
	assert.Equal(t, 1, l.at, "the present choice is marked")
	hit(w.Canvas(), fyne.KeyDown)
	hit(w.Canvas(), fyne.KeyReturn)
	assert.Equal(t, "3", got)
	l = open()
	for _, r := range "pub kop" {
		w.Canvas().Focused().TypedRune(r)
	}
	require.Len(t, l.shown, 1, "every word counts, in the detail too")
	hit(w.Canvas(), fyne.KeyEnter)
	assert.Equal(t, "2", got)
	l = open()
	w.Canvas().Focused().TypedRune('ß')
	assert.Empty(t, l.shown)
	assert.True(t, l.none.Visible())
	hit(w.Canvas(), fyne.KeyReturn)
	hit(w.Canvas(), fyne.KeyBackspace)
	assert.Len(t, l.shown, 3)
	hit(w.Canvas(), fyne.KeyEscape)
	assert.Nil(t, w.Canvas().Overlays().Top())
}

// Of hundreds of agents only the rows are made that come near.
func TestPickerMakesRowsThatComeNear(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 700)
	items := make([]PickerItem, 500)
	for i := range items {
		items[i] = PickerItem{ID: strconv.Itoa(i), Title: fmt.Sprintf("Agent %d", i)}
	}
	items[400].Selected = true
	got := ""
	ShowPicker(w, "Many", items, func(id string) { got = id })
	l := topOverlay(w.Canvas()).panel.(*fyne.Container).Layout.(*dialogParts).inner.Objects[0].(*fyne.Container).Objects[0].(*pickerList)
	assert.Less(t, len(l.rows.Objects), 60, "the first ones, and those around the present choice")
	assert.InDelta(t, 500*pickerRowHeight, l.rows.MinSize().Height, 0, "the bar shows how many there are")
	assert.InDelta(t, 400*pickerRowHeight, l.shown[400].Position().Y, 0)
	l.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20*pickerRowHeight)})
	top := int(l.scroll.Offset.Y / pickerRowHeight)
	for i := top; i <= top+pickerRowsShown; i++ {
		require.NotNil(t, l.shown[i], "row %d is in sight", i)
	}
	hit(w.Canvas(), fyne.KeyEnd)
	require.NotNil(t, l.shown[499])
	assert.Less(t, len(l.rows.Objects), 100)
	hit(w.Canvas(), fyne.KeyReturn)
	assert.Equal(t, "499", got)
}

func TestPickerOfManyOrNone(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 700)
	ShowPicker(w, "None", nil, nil).Close()
	items := make([]PickerItem, 40)
	for i := range items {
		items[i] = PickerItem{ID: string(rune('a' + i)), Title: "Agent"}
	}
	items[35].Selected = true
	ShowPicker(w, "Many", items, nil)
	l := w.Canvas().Focused().(*searchBox)
	hit(w.Canvas(), fyne.KeyEnd)
	hit(w.Canvas(), fyne.KeyHome)
	hit(w.Canvas(), fyne.KeyPageDown)
	require.NotNil(t, l)
}
