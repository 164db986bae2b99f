package kit

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// after lets this much time go by inside a bubble.
func after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestToastsComeAndGo(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	toasts := NewToasts()
	below := 0
	w.SetContent(Stack(NewPress(NewRect(Bg), 0, nil, func() { below++ }), toasts))
	synctest.Test(t, func(t *testing.T) {
		toasts.Add(KindOK, "First", "", nil)
		after(3 * time.Second)
		toasts.Add(KindNeutral, "Second", "", nil)
		assert.Equal(t, []string{"Second", "First"}, toasts.Texts(), "newest on top")
		after(2001 * time.Millisecond)
		assert.Equal(t, []string{"Second"}, toasts.Texts(), "five seconds each")
		toasts.Add(KindDanger, "Error", "", nil)
		after(time.Minute)
		assert.Equal(t, []string{"Error"}, toasts.Texts(), "errors stay")
		for _, text := range []string{"a", "b", "c"} {
			toasts.Add(KindOK, text, "", nil)
		}
		assert.Equal(t, []string{"c", "b", "Error"}, toasts.Texts(), "three at most, errors last")
		toasts.Add(KindOK, "b", "", nil)
		assert.Equal(t, []string{"b", "c", "Error"}, toasts.Texts(), "the same words stand once")
		test.TapCanvas(w.Canvas(), fyne.NewPos(40, 40))
		assert.Equal(t, 1, below, "clicks go through beside the toasts")
		toasts.Clear()
		after(time.Minute)
		assert.Zero(t, toasts.Count())
	})
}

func TestToastActionAndFocus(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	toasts := NewToasts()
	w.SetContent(Stack(NewRect(Bg), toasts))
	synctest.Test(t, func(t *testing.T) {
		done := 0
		toasts.Add(KindOK, "Deleted", "Undo", func() { done++ })
		w.Canvas().FocusNext()
		require.NotNil(t, w.Canvas().Focused())
		after(30 * time.Second)
		assert.Equal(t, 1, toasts.Count(), "a toast with the focus waits")
		hit(w.Canvas(), fyne.KeyReturn)
		assert.Equal(t, 1, done)
		assert.Zero(t, toasts.Count())
		after(time.Minute)
	})
}

func TestStageWaitsBeforeItShowsLoading(t *testing.T) {
	useTheme(t, ModeLight)
	s := NewStage()
	assert.Equal(t, StageIdle, s.State())
	skeleton, content := NewSkeletonRows(3), NewLine("Here", Body, Text)
	synctest.Test(t, func(t *testing.T) {
		s.Loading(skeleton)
		after(299 * time.Millisecond)
		assert.Empty(t, s.body.Objects, "nothing yet")
		assert.Equal(t, StageLoading, s.State())
		after(2 * time.Millisecond)
		assert.Equal(t, []fyne.CanvasObject{skeleton}, s.body.Objects)
		s.Ready(content)
		assert.Equal(t, StageReady, s.State())

		s.Loading(skeleton)
		after(100 * time.Millisecond)
		s.Empty(content)
		after(time.Second)
		assert.Equal(t, []fyne.CanvasObject{content}, s.body.Objects, "a late skeleton never comes")
		assert.Equal(t, StageEmpty, s.State())

		s.Loading(skeleton)
		after(200 * time.Millisecond)
		s.Loading(skeleton)
		after(200 * time.Millisecond)
		assert.Empty(t, s.body.Objects, "the delay starts anew")
		again := 0
		s.Failed("It failed", "For a reason.", func() { again++ }, nil)
		after(time.Second)
		assert.Equal(t, StageFailed, s.State())
	})
}

func TestTooltips(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 800, 600)
	b := anchorOf(w)
	layer := tipLayer(w.Canvas())
	require.NotNil(t, layer)
	hovered := 0
	b.OnHover = func(bool) { hovered++ }
	tip := AttachTooltip(b, "What it does")
	synctest.Test(t, func(t *testing.T) {
		b.MouseIn(nil)
		after(499 * time.Millisecond)
		assert.False(t, layer.tip.Visible())
		after(2 * time.Millisecond)
		assert.True(t, layer.tip.Visible())
		b.MouseOut()
		assert.False(t, layer.tip.Visible())
		assert.Equal(t, 2, hovered, "the earlier callback still hears")

		w.Canvas().Focus(b)
		after(time.Second)
		assert.True(t, layer.tip.Visible(), "also by the keyboard")
		assert.Equal(t, fyne.Focusable(b), w.Canvas().Focused(), "it takes no focus")
		w.Canvas().Unfocus()
		assert.False(t, layer.tip.Visible())

		tip.SetText("")
		b.MouseIn(nil)
		after(time.Second)
		assert.False(t, layer.tip.Visible())
		b.MouseOut()

		inside := NewButton("Inside", nil)
		AttachTooltip(inside, "In the dialog")
		ShowDialog(w, DialogOptions{Title: "Title", Body: Row(0, inside, Spring()), Actions: []*Button{NewButton("Close", nil)}})
		inside.MouseIn(nil)
		after(time.Second)
		assert.False(t, layer.tip.Visible())
		assert.True(t, topOverlay(w.Canvas()).tips.tip.Visible(), "dialogs have a layer of their own")
	})
}

func TestCutTipOnlyWhenCut(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 400, 200)
	c := NewCutTip(NewCut("A name that may be far too long", Body, Text))
	w.SetContent(Stack(Row(0, c, Spring()), NewOverlayLayer()))
	layer := tipLayer(w.Canvas())
	synctest.Test(t, func(t *testing.T) {
		c.MouseIn(nil)
		after(time.Second)
		assert.False(t, layer.tip.Visible())
		c.MouseOut()
		c.Resize(fyne.NewSize(60, 20))
		c.MouseIn(nil)
		after(time.Second)
		assert.True(t, layer.tip.Visible())
		assert.Equal(t, "A name that may be far too long", layer.text.FullText())
		c.MouseOut()
	})
}
