package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func shift(e *entry, down bool) {
	k := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	if down {
		e.KeyDown(k)
		return
	}
	e.KeyUp(k)
}

// pressAt presses the mouse over a place of the text.
func pressAt(e *entry, x, y float32, held fyne.KeyModifier) {
	at := fyne.PointEvent{Position: fyne.NewPos(x, y).Subtract(e.area.Offset)}
	e.MouseDown(&desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary, Modifier: held})
	e.MouseUp(&desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary, Modifier: held})
}

// seenAt is the place at which a letter of a row is seen, a little inside of it.
func seenAt(e *entry, row, letter int) (x, y float32) {
	s := e.sight
	for _, c := range s.row(row).places() {
		if c.from == letter {
			x = c.right - 0.5
			if !c.rtl {
				x = c.left + 0.5
			}
		}
	}
	return s.start(s.row(row)) + x, s.top(row) + s.look.pitch/2
}

// The rows of the sight are those of the toolkit, which moves the cursor in them.
func TestRowsAreThoseOfTheToolkit(t *testing.T) {
	area := NewArea("Message")
	onWindow(t, area)
	e := area.entry
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]rune("abc אבגד   \n{1}. 12😀")), 1, 400).Draw(t, "text")
		area.SetText(string(text) + "א")
		require.True(t, e.turned())
		letters := []rune(e.Text)
		for i, row := range e.sight.rows {
			e.CursorRow, e.CursorColumn = i, 0
			assert.Equal(t, row.from, e.CursorTextOffset(), "beginning of row %d of %q", i, e.Text)
			e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
			assert.Equal(t, row.to, e.CursorTextOffset(), "end of row %d of %q", i, e.Text)
		}
		press(e, fyne.KeyPageDown)
		assert.Equal(t, len(e.sight.rows)-1, e.CursorRow)
		assert.Equal(t, len(letters), e.CursorTextOffset())
	})
}

func TestTextFromLeftToRightIsTheToolkitsAlone(t *testing.T) {
	f := NewTextField("Name")
	onWindow(t, f)
	f.Focus()
	test.Type(f.entry, "Sari")
	s := f.entry.sight
	require.NotNil(t, s)
	assert.False(t, f.entry.turned())
	assert.False(t, s.Visible())
	assert.True(t, s.plain.Visible())
	test.Type(f.entry, " סבא")
	assert.True(t, s.Visible())
	assert.False(t, s.plain.Visible())
	require.Len(t, s.texts, 1)
	assert.Equal(t, "Sari סבא", f.Text())
	press(f.entry, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	assert.False(t, s.Visible())
	assert.True(t, s.plain.Visible())
	assert.Equal(t, "Sari ", f.Text())
	f.entry.Undo()
	assert.True(t, s.Visible(), "taken back")
}

func TestTypingMovesTheCursorToTheLeft(t *testing.T) {
	f := NewTextField("Name")
	onWindow(t, f)
	f.Focus()
	e := f.entry
	right := float32(0)
	for i, r := range "שלום רב" {
		e.TypedRune(r)
		if x := e.sight.caret.Position().X; i > 0 {
			assert.Less(t, x, right)
			right = x
		} else {
			right = x
			assert.Greater(t, x, e.Size().Width-40, "it begins at the right")
		}
	}
	assert.Equal(t, "שלום רב", f.Text())
	assert.InDelta(t, e.sight.start(e.sight.row(0)), right, 1)
	press(e, fyne.KeyRight)
	assert.Equal(t, 6, e.CursorColumn, "the arrow to the right leads to the beginning")
	assert.Greater(t, e.sight.caret.Position().X, right)
	press(e, fyne.KeyHome)
	assert.Zero(t, e.CursorColumn)
	press(e, fyne.KeyLeft, fyne.KeyBackspace)
	assert.Equal(t, "לום רב", f.Text())
}

func TestMouseAndSelectionInMixedText(t *testing.T) {
	f := NewTextField("Name")
	w := onWindow(t, f)
	f.SetText("ab אבג cd")
	e := f.entry
	x, y := seenAt(e, 0, 3)
	pressAt(e, x, y, 0)
	require.Same(t, e, w.Canvas().Focused())
	assert.Equal(t, 3, e.CursorColumn)
	assert.InDelta(t, x+0.5, e.sight.caret.Position().X, 1, "the cursor stands where the click was")
	x2, _ := seenAt(e, 0, 5)
	pressAt(e, x2, y, 0)
	assert.Equal(t, 5, e.CursorColumn)

	// The mouse selects what lies between, in the order of typing.
	pressAt(e, x, y, 0)
	e.sight.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x2, y)}})
	assert.Equal(t, "אב", e.SelectedText())
	require.Len(t, e.sight.marks.Objects, 1)
	mark := e.sight.marks.Objects[0]
	assert.InDelta(t, x+0.5, mark.Position().X+mark.Size().Width, 1)
	assert.False(t, e.sight.picked.Visible(), "the toolkit's own marks are hidden")
	x3, _ := seenAt(e, 0, 0)
	e.sight.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x3, y)}})
	e.sight.DragEnd()
	assert.Equal(t, "ab ", e.SelectedText(), "back over where it began")
	board := test.NewClipboard()
	e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	assert.Equal(t, "ab ", board.Content())

	// So does a click with the Shift key, and a double click takes the word.
	pressAt(e, x, y, 0)
	shift(e, true)
	pressAt(e, x2, y, fyne.KeyModifierShift)
	shift(e, false)
	assert.Equal(t, "אב", e.SelectedText())
	pressAt(e, x2, y, 0)
	e.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(x2, y)})
	assert.Equal(t, "אבג", e.SelectedText())
	pasteInto(e, "שלום")
	assert.Equal(t, "ab שלום cd", f.Text())
	e.TypedShortcut(&fyne.ShortcutUndo{})
	e.TypedShortcut(&fyne.ShortcutUndo{})
	assert.Equal(t, "ab אבג cd", f.Text())
}

func TestSelectionByKeyboard(t *testing.T) {
	f := NewTextField("Name")
	onWindow(t, f)
	f.SetText("אאאא")
	f.Focus()
	e := f.entry
	press(e, fyne.KeyHome)
	shift(e, true)
	press(e, fyne.KeyLeft, fyne.KeyLeft)
	from, to := e.sight.selection()
	assert.Equal(t, []int{0, 2}, []int{from, to}, "the same letters stand on both sides of the cursor")
	shift(e, false)
	press(e, fyne.KeyEnd)
	shift(e, true)
	press(e, fyne.KeyRight, fyne.KeyRight)
	shift(e, false)
	from, to = e.sight.selection()
	assert.Equal(t, []int{2, 4}, []int{from, to})
	require.Len(t, e.sight.marks.Objects, 1)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	assert.InDelta(t, e.sight.row(0).width, e.sight.marks.Objects[0].Size().Width, 0.1)
	f.SetText("שלום רב לכם")
	press(e, fyne.KeyHome)
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierControl})
	assert.Equal(t, 4, e.CursorColumn, "by words as well")
}

func TestLongTextsOfOneLineShowTheCursor(t *testing.T) {
	f := NewTextField("Name")
	w := onWindow(t, f)
	w.Resize(fyne.NewSize(260, 200))
	long := ""
	for range 20 {
		long += "שלום רב "
	}
	f.SetText(long)
	e := f.entry
	inSight := func() bool {
		x := e.sight.caret.Position().X - e.area.Offset.X
		return x >= 0 && x <= e.area.Size().Width
	}
	f.Focus()
	press(e, fyne.KeyHome)
	assert.InDelta(t, e.sight.Size().Width-e.area.Size().Width, e.area.Offset.X, 0.5, "it begins at the right end")
	require.True(t, inSight())
	for range len([]rune(long)) {
		press(e, fyne.KeyLeft)
		require.True(t, inSight(), e.CursorColumn)
	}
	assert.InDelta(t, 0, e.area.Offset.X, 0.5)
	at := e.area.Offset
	press(e, fyne.KeyRight)
	assert.Equal(t, at, e.area.Offset, "the text stands while the cursor is in sight")
}

func TestOnlyRowsInSightAreDrawn(t *testing.T) {
	area := NewArea("Message")
	onWindow(t, area)
	long := ""
	for range 300 {
		long += "שלום {{1}}, הקוד (שלך) הוא {{2}}.\n"
	}
	area.SetText(long)
	s := area.entry.sight
	assert.Len(t, s.rows, 301)
	assert.Less(t, len(s.texts), 12)
	area.entry.area.ScrollToOffset(fyne.NewPos(0, 100*s.look.pitch))
	area.entry.area.OnScrolled(area.entry.area.Offset)
	assert.Less(t, len(s.texts), 12)
	assert.InDelta(t, s.top(100), s.texts[0].Position().Y, float64(2*s.look.pitch))
}

func TestPlaceholderFromRightToLeft(t *testing.T) {
	f := NewTextField("Name")
	onWindow(t, f)
	f.SetPlaceholder("חיפוש (שם)")
	require.True(t, f.entry.turned())
	s := f.entry.sight
	require.Len(t, s.texts, 1)
	assert.False(t, s.hint.Visible())
	f.Focus()
	test.Type(f.entry, "a")
	assert.False(t, f.entry.turned())
}

// The toolkit throws away renderers of what was not seen for a minute.
func TestANewRendererShowsTheRightText(t *testing.T) {
	f := NewTextField("Name")
	onWindow(t, f)
	f.SetText("שלום")
	old := f.entry.sight
	f.entry.CreateRenderer()
	require.NotSame(t, old, f.entry.sight)
	require.True(t, f.entry.turned())
	require.Len(t, f.entry.sight.texts, 1)
	f.entry.Text = "Hello"
	f.entry.CreateRenderer()
	require.False(t, f.entry.turned())
	require.True(t, f.entry.sight.plain.Visible())
}

// Up and Down lead to what stands above and below the cursor, also over a short row.
func TestUpAndDownKeepThePlaceOnTheScreen(t *testing.T) {
	area := NewArea("Message")
	onWindow(t, area)
	e := area.entry
	area.SetText("שלום רב לכולם iiiiiiii\nאב\nתודה WWWWWW רבה וברכה לכולם\nThanks a lot")
	area.Focus()
	for _, column := range []int{1, 5, 9, 16} {
		e.CursorRow, e.CursorColumn = 0, column
		e.Refresh()
		began := e.sight.caret.Position().X
		press(e, fyne.KeyDown)
		assert.Equal(t, 1, e.CursorRow)
		press(e, fyne.KeyDown)
		assert.Equal(t, 2, e.CursorRow)
		assert.InDelta(t, began, e.sight.caret.Position().X, 10, "column %d: within a letter of where it was", column)
		press(e, fyne.KeyUp, fyne.KeyUp)
		assert.Equal(t, 0, e.CursorRow)
		assert.InDelta(t, began, e.sight.caret.Position().X, 1)
	}
	shift(e, true)
	press(e, fyne.KeyDown)
	shift(e, false)
	assert.NotEmpty(t, e.SelectedText(), "Shift selects on the way")
	press(e, fyne.KeyPageUp, fyne.KeyUp)
	assert.Zero(t, e.CursorTextOffset(), "there is nothing above the first row")
}
