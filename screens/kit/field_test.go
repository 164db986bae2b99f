package kit

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	master "channeldesk/screens/kit/golden"
)

// onWindow puts an object into a window of the test driver.
func onWindow(t *testing.T, objs ...fyne.CanvasObject) fyne.Window {
	t.Helper()
	useTheme(t, ModeLight)
	w := test.NewTempWindow(t, Pad(20, 20, 20, 20, Col(12, objs...)))
	w.Resize(fyne.NewSize(600, 500))
	return w
}

func press(o fyne.Focusable, names ...fyne.KeyName) {
	for _, n := range names {
		o.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func pasteInto(e *entry, text string) {
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip(text)})
}

func TestFieldCommitsOnBlurAndEnterOnce(t *testing.T) {
	f, other := NewTextField("Name"), NewTextField("Other")
	w := onWindow(t, f, other)
	var committed, submitted []string
	f.OnCommitted = func(s string) { committed = append(committed, s) }
	f.OnSubmitted = func(s string) { submitted = append(submitted, s) }
	f.SetText("a")
	f.Focus()
	require.True(t, f.IsFocused())
	press(f.entry, fyne.KeyReturn)
	require.Empty(t, committed, "nothing was changed")
	press(f.entry, fyne.KeyEnd)
	test.Type(f.entry, "b")
	require.True(t, f.IsDirty())
	require.False(t, f.Load("from storage"), "text that is being typed stays")
	press(f.entry, fyne.KeyReturn)
	test.Type(f.entry, "c")
	w.Canvas().FocusNext()
	require.Equal(t, []string{"ab", "abc"}, committed)
	require.Equal(t, []string{"a", "ab"}, submitted)
	require.Same(t, other.entry, w.Canvas().Focused())
	require.True(t, f.Load("from storage"))
	require.Len(t, committed, 2, "what the program sets is not committed")
}

func TestFieldTypingClearsErrorAndEscPassesUp(t *testing.T) {
	f := NewTextField("Name")
	onWindow(t, f)
	escaped := 0
	f.OnEscape = func() { escaped++ }
	f.SetHelp("Help")
	before := f.MinSize().Height
	f.SetError("Wrong")
	require.Equal(t, "Wrong", f.ErrorText())
	require.Equal(t, before, f.MinSize().Height, "the error takes the place of the help")
	test.Type(f.entry, "x")
	require.Empty(t, f.ErrorText())
	press(f.entry, fyne.KeyEscape)
	require.Equal(t, 1, escaped)
	require.Equal(t, "Name", f.entry.AccessibilityLabel())
}

func TestPasteIsCleanedAndLimited(t *testing.T) {
	f, area := NewTextField("One"), NewArea("Many")
	onWindow(t, f, area)
	pasteInto(f.entry, "one\r\ntwo\tthree\x00\n")
	require.Equal(t, "one two three", f.Text())
	pasteInto(area.entry, "one\r\ntwo\n👩‍👩‍👧")
	require.Equal(t, "one\ntwo\n👩‍👩‍👧", area.Text())
	f.SetText("")
	area.SetText("")

	big := strings.Repeat("word ", 1<<20/5)
	start := time.Now()
	pasteInto(f.entry, big)
	pasteInto(area.entry, big)
	t.Logf("two pastes of 1 MB: %v", time.Since(start))
	require.Less(t, time.Since(start), 5*time.Second)
	require.Len(t, f.Text(), maxLine)
	require.Len(t, area.Text(), maxTyped)
	require.Contains(t, f.ErrorText(), "4,096")
	f.SetError("")
	test.Type(f.entry, "x")
	require.Len(t, f.Text(), maxLine)
	require.NotEmpty(t, f.ErrorText())
}

func TestReadOnlyFieldCanBeCopiedNotChanged(t *testing.T) {
	f := NewTextField("Address")
	onWindow(t, f)
	f.SetText("https://wa.example")
	f.SetReadOnly(true)
	f.Focus()
	test.Type(f.entry, "x")
	press(f.entry, fyne.KeyBackspace, fyne.KeyDelete)
	pasteInto(f.entry, "y")
	board := test.NewClipboard()
	f.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.entry.TypedShortcut(&fyne.ShortcutCut{Clipboard: board})
	require.Equal(t, "https://wa.example", board.Content())
	require.Equal(t, "https://wa.example", f.Text())
}

func TestDisabledFieldIsNoTabStopAndAreaLetsTabThrough(t *testing.T) {
	off, area, last := NewTextField("Off"), NewArea("Area"), NewTextField("Last")
	w := onWindow(t, off, area, last)
	off.SetDisabled(true)
	w.Canvas().FocusNext()
	require.Same(t, area.entry, w.Canvas().Focused())
	require.False(t, area.entry.AcceptsTab())
	press(area.entry, fyne.KeyReturn)
	require.Equal(t, "\n", area.Text())
	w.Canvas().FocusNext()
	require.Same(t, last.entry, w.Canvas().Focused())
	test.Type(off.entry, "x")
	require.Empty(t, off.Text())
}

func TestInsertReplacesTheSelection(t *testing.T) {
	f := NewArea("Body").Bare()
	onWindow(t, f)
	f.SetText("bold")
	var changed []string
	focused := 0
	f.OnChanged = func(s string) { changed = append(changed, s) }
	f.OnFocused = func(bool) { focused++ }
	f.Focus()
	f.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	require.Equal(t, "bold", f.SelectedText())
	f.Insert("*" + f.SelectedText() + "*")
	f.Insert(" {{1}}")
	require.Equal(t, []string{"*bold*", "*bold* {{1}}"}, changed)
	require.Equal(t, 1, focused)
}

func TestFieldFollowsTheThemeWhileRunning(t *testing.T) {
	useTheme(t, ModeLight)
	f := NewTextField("Name")
	f.SetText("text")
	w := test.NewTempWindow(t, Col(0, f))
	light := w.Canvas().Capture()
	fyne.CurrentApp().Settings().Theme().(*Theme).SetMode(ModeDark)
	dark := w.Canvas().Capture()
	require.False(t, master.Same(light, dark))
	fyne.CurrentApp().Settings().Theme().(*Theme).SetMode(ModeLight)
	require.True(t, master.Same(light, w.Canvas().Capture()))
}

func TestCounterGroupsThousands(t *testing.T) {
	require.Equal(t, "1,204,318", Number(1204318))
	require.Equal(t, "-1,000", Number(-1000))
	require.Equal(t, "999", Number(999))
}

func TestDurationField(t *testing.T) {
	f := NewDurationField("Delay")
	onWindow(t, f)
	var got []time.Duration
	f.OnCommitted = func(d time.Duration) { got = append(got, d) }
	for d, want := range map[time.Duration]string{10 * time.Minute: "minutes", 2 * time.Hour: "hours", 90 * time.Second: "seconds", 0: "minutes"} {
		f.SetDuration(d)
		back, err := f.Duration()
		require.NoError(t, err)
		require.Equal(t, d, back)
		require.Equal(t, want, f.unit.Value())
	}
	f.SetDuration(10 * time.Minute)
	require.Len(t, f.unit.options, 2, "seconds appear only when needed")
	f.Focus()
	press(f.number.entry, fyne.KeyEnd)
	test.Type(f.number.entry, "5")
	press(f.number.entry, fyne.KeyReturn)
	require.Equal(t, []time.Duration{105 * time.Minute}, got)
	test.Type(f.number.entry, "x")
	press(f.number.entry, fyne.KeyReturn)
	require.NotEmpty(t, f.ErrorText())
	_, err := f.Duration()
	require.ErrorIs(t, err, ErrNoNumber)
	require.Len(t, got, 1)
	press(f.number.entry, fyne.KeyBackspace)
	require.Empty(t, f.ErrorText())
	f.unit.choose(1)
	require.Equal(t, 105*time.Hour, got[1])
}
