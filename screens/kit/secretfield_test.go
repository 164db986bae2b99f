package kit

import (
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

const value = "EAAGm0PX4ZCpsBAKZCzZBqk"

// holds walks everything that can be reached from an object, drawn or kept,
// and tells whether a text is found in it.
func holds(o fyne.CanvasObject, text string) bool {
	w := &walker{text: text, seen: map[uintptr]bool{}}
	w.drawn(o)
	w.walk(reflect.ValueOf(o), 0)
	return w.found
}

type walker struct {
	text  string
	seen  map[uintptr]bool
	found bool
}

func (w *walker) drawn(o fyne.CanvasObject) {
	w.walk(reflect.ValueOf(o), 0)
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			w.drawn(c)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			w.drawn(c)
		}
	}
}

func (w *walker) walk(v reflect.Value, depth int) {
	if w.found || !v.IsValid() || depth > 60 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		w.found = w.found || strings.Contains(v.String(), w.text)
	case reflect.Pointer:
		if !v.IsNil() && !w.seen[v.Pointer()] {
			w.seen[v.Pointer()] = true
			w.walk(v.Elem(), depth+1)
		}
	case reflect.Interface:
		w.walk(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			w.walk(v.Field(i), depth+1)
		}
	case reflect.Slice, reflect.Array:
		if k := v.Type().Elem().Kind(); k == reflect.Uint8 || k == reflect.Float32 {
			return
		}
		if v.Type().Elem().Kind() == reflect.Int32 { // runes
			var b strings.Builder
			for i := range v.Len() {
				b.WriteRune(rune(v.Index(i).Int()))
			}
			w.found = w.found || strings.Contains(b.String(), w.text)
			return
		}
		for i := range v.Len() {
			w.walk(v.Index(i), depth+1)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			w.walk(it.Key(), depth+1)
			w.walk(it.Value(), depth+1)
		}
	}
}

func TestSecretIsInTheTreeOnlyWhileRevealed(t *testing.T) {
	f := NewSecretField("App Secret")
	w := onWindow(t, f)
	f.SetStored("Bqk4")
	require.False(t, holds(f, value))
	f.ShowValue(value, 0)
	f.run++ // the countdown has its own test
	w.Canvas().Capture()
	require.True(t, f.IsRevealed())
	require.True(t, holds(f, value), "the walk finds what is there")
	f.Mask()
	w.Canvas().Capture()
	require.False(t, f.IsRevealed())
	require.False(t, holds(f, value))
}

func TestTypedSecretIsGoneAfterSaving(t *testing.T) {
	f := NewSecretField("App Secret")
	w := onWindow(t, f)
	f.SetStored("")
	require.Nil(t, f.entry, "a stored secret has no entry")
	var saved []string
	f.OnSave = func(v string) { saved = append(saved, v) }
	f.StartReplacing()
	require.Same(t, f.entry, w.Canvas().Focused())
	pasteInto(f.entry, "\n "+value+" \r\n")
	require.Equal(t, value, f.entry.Text)
	require.True(t, f.entry.Password)
	require.True(t, f.IsDirty())
	f.SetStored("1234")
	require.True(t, f.IsReplacing(), "a reload leaves typing alone")
	press(f.entry, fyne.KeyReturn)
	f.SetBusy(true)
	require.Equal(t, []string{value}, saved)
	f.SetBusy(false)
	f.SetError("Refused")
	require.True(t, f.IsReplacing())
	require.Equal(t, value, f.entry.Text, "a refused value can be mended")
	press(f.entry, fyne.KeyReturn)
	f.SetStored("ZBqk")
	w.Canvas().Capture()
	require.Nil(t, f.entry)
	require.Same(t, f.reveal, w.Canvas().Focused(), "the keyboard stays at the field")
	require.Empty(t, f.ErrorText())
	require.False(t, holds(f, value))
}

func TestSecretCancel(t *testing.T) {
	f := NewSecretField("App Secret")
	w := onWindow(t, f)
	f.SetStored("")
	cancelled := 0
	f.OnCancel = func() { cancelled++ }
	f.replace.activate()
	require.True(t, f.IsReplacing())
	f.saveTapped()
	require.NotEmpty(t, f.ErrorText(), "nothing to save says so")
	pasteInto(f.entry, value)
	press(f.entry, fyne.KeyEscape)
	require.False(t, f.IsReplacing())
	require.Equal(t, 1, cancelled)
	require.False(t, holds(f, value))
	require.Same(t, f.replace, w.Canvas().Focused())
}

func TestEmptySecretSavesOnBlurOnce(t *testing.T) {
	f, next := NewSecretField("Token"), NewTextField("Next")
	w := onWindow(t, f, next)
	saved := 0
	f.OnSave = func(string) { saved++ }
	f.Focus()
	w.Canvas().FocusNext()
	require.Zero(t, saved, "nothing was pasted")
	f.Focus()
	pasteInto(f.entry, value)
	w.Canvas().FocusNext()
	require.Equal(t, 1, saved)
	f.Focus()
	w.Canvas().FocusNext()
	require.Equal(t, 1, saved, "the same value is saved once")
	f.SetStored("")
	require.False(t, f.IsEmpty())
	require.False(t, holds(f, value))
}

// handClock runs what is due when the test turns it on.
type handClock struct {
	now time.Duration
	due map[time.Duration][]func()
}

func (c *handClock) after(d time.Duration, do func()) {
	c.due[c.now+d] = append(c.due[c.now+d], do)
}

func (c *handClock) turn(seconds int) {
	for range seconds {
		c.now += time.Second
		for _, do := range c.due[c.now] {
			do()
		}
	}
}

func TestRevealCountsDownAndMasks(t *testing.T) {
	f := NewSecretField("App Secret")
	onWindow(t, f)
	f.SetStored("")
	clock := &handClock{due: map[time.Duration][]func(){}}
	f.after = clock.after
	asked := 0
	f.OnReveal = func() { asked++; f.ShowValue(value, 0) }
	f.reveal.activate()
	require.Equal(t, 1, asked)
	require.Equal(t, "Hide 30", f.reveal.Text())
	clock.turn(3)
	require.Equal(t, "Hide 27", f.reveal.Text())
	require.True(t, holds(f, value))
	clock.turn(26)
	require.Equal(t, "Hide 1", f.reveal.Text())
	clock.turn(1)
	require.False(t, f.IsRevealed())
	require.Equal(t, "Reveal", f.reveal.Text())
	require.False(t, holds(f, value))

	f.reveal.activate()
	f.reveal.activate()
	require.False(t, f.IsRevealed(), "the button hides too")
	f.reveal.activate()
	clock.turn(1)
	require.Equal(t, "Hide 29", f.reveal.Text(), "an older countdown does not count along")
	f.Mask()
	clock.turn(60)
	require.False(t, f.IsRevealed())
}

func TestCountdownComesBackOnTheUIThread(t *testing.T) {
	useTheme(t, ModeLight)
	synctest.Test(t, func(t *testing.T) {
		ran := make(chan time.Time, 1)
		start := time.Now()
		onUI(time.Second, func() { ran <- time.Now() })
		require.Equal(t, time.Second, (<-ran).Sub(start))
	})
}

func TestMaskedValueIsMadeAnewByThePage(t *testing.T) {
	f := NewMaskedValue("Webhook secret")
	onWindow(t, f)
	made := 0
	f.OnReplace = func() { made++ }
	f.replace.activate()
	require.Equal(t, 1, made)
	require.False(t, f.IsReplacing())
	f.SetBusy(true)
	require.True(t, f.replace.Busy())
	require.True(t, f.reveal.Disabled())
	f.SetBusy(false)
	require.False(t, f.reveal.Disabled())
	f.SetReadOnly(true)
	require.NotContains(t, f.row.Objects, fyne.CanvasObject(f.replace))
	require.Contains(t, f.row.Objects, fyne.CanvasObject(f.reveal))
}
