package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeClock calls what was planned with later on the goroutine of the test.
type fakeClock struct {
	now  time.Duration
	jobs []*fakeJob
}

type fakeJob struct {
	at time.Duration
	do func()
}

// useClock puts a clock that stands still in the place of the real one.
func useClock(t *testing.T) *fakeClock {
	t.Helper()
	c, real := &fakeClock{}, later
	later = func(wait time.Duration, do func()) func() {
		job := &fakeJob{at: c.now + wait, do: do}
		c.jobs = append(c.jobs, job)
		return func() { job.do = nil }
	}
	t.Cleanup(func() { later = real })
	return c
}

// pass lets time go by and does what is due, in order.
func (c *fakeClock) pass(d time.Duration) {
	end := c.now + d
	for {
		var next *fakeJob
		for _, j := range c.jobs {
			if j.do != nil && j.at <= end && (next == nil || j.at < next.at) {
				next = j
			}
		}
		if next == nil {
			c.now = end
			return
		}
		c.now = next.at
		do := next.do
		next.do = nil
		do()
	}
}

func TestToastsComeAndGo(t *testing.T) {
	useTheme(t, ModeLight)
	clock := useClock(t)
	w := sheetWindow(t, 800, 600)
	toasts := NewToasts()
	below := 0
	w.SetContent(Stack(NewPress(NewRect(Bg), 0, nil, func() { below++ }), toasts))
	toasts.Add(KindOK, "First", "", nil)
	clock.pass(3 * time.Second)
	toasts.Add(KindNeutral, "Second", "", nil)
	assert.Equal(t, []string{"Second", "First"}, toasts.Texts(), "newest on top")
	clock.pass(2001 * time.Millisecond)
	assert.Equal(t, []string{"Second"}, toasts.Texts(), "five seconds each")
	toasts.Add(KindDanger, "Error", "", nil)
	clock.pass(time.Minute)
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
	clock.pass(time.Minute)
	assert.Zero(t, toasts.Count())
}

func TestToastActionAndFocus(t *testing.T) {
	useTheme(t, ModeLight)
	clock := useClock(t)
	w := sheetWindow(t, 800, 600)
	toasts := NewToasts()
	w.SetContent(Stack(NewRect(Bg), toasts))
	done := 0
	toasts.Add(KindOK, "Deleted", "Undo", func() { done++ })
	w.Canvas().FocusNext()
	require.NotNil(t, w.Canvas().Focused())
	clock.pass(30 * time.Second)
	assert.Equal(t, 1, toasts.Count(), "a toast with the focus waits")
	hit(w.Canvas(), fyne.KeyReturn)
	assert.Equal(t, 1, done)
	assert.Zero(t, toasts.Count())
	clock.pass(time.Minute)
}

func TestStageWaitsBeforeItShowsLoading(t *testing.T) {
	useTheme(t, ModeLight)
	clock := useClock(t)
	s := NewStage()
	assert.Equal(t, StageIdle, s.State())
	skeleton, content := NewSkeletonRows(3), NewLine("Here", Body, Text)
	s.Loading(skeleton)
	clock.pass(299 * time.Millisecond)
	assert.Empty(t, s.body.Objects, "nothing yet")
	assert.Equal(t, StageLoading, s.State())
	clock.pass(2 * time.Millisecond)
	assert.Equal(t, []fyne.CanvasObject{skeleton}, s.body.Objects)
	s.Ready(content)
	assert.Equal(t, StageReady, s.State())

	s.Loading(skeleton)
	clock.pass(100 * time.Millisecond)
	s.Empty(content)
	clock.pass(time.Second)
	assert.Equal(t, []fyne.CanvasObject{content}, s.body.Objects, "a late skeleton never comes")
	assert.Equal(t, StageEmpty, s.State())

	s.Loading(skeleton)
	clock.pass(200 * time.Millisecond)
	s.Loading(skeleton)
	clock.pass(200 * time.Millisecond)
	assert.Empty(t, s.body.Objects, "the delay starts anew")
	again := 0
	s.Failed("It failed", "For a reason.", func() { again++ }, nil)
	clock.pass(time.Second)
	assert.Equal(t, StageFailed, s.State())
}

func TestTooltips(t *testing.T) {
	useTheme(t, ModeLight)
	clock := useClock(t)
	w := sheetWindow(t, 800, 600)
	b := anchorOf(w)
	layer := tipLayer(w.Canvas())
	require.NotNil(t, layer)
	hovered := 0
	b.OnHover = func(bool) { hovered++ }
	tip := AttachTooltip(b, "What it does")
	b.MouseIn(nil)
	clock.pass(499 * time.Millisecond)
	assert.False(t, layer.tip.Visible())
	clock.pass(2 * time.Millisecond)
	assert.True(t, layer.tip.Visible())
	b.MouseOut()
	assert.False(t, layer.tip.Visible())
	assert.Equal(t, 2, hovered, "the earlier callback still hears")

	w.Canvas().Focus(b)
	clock.pass(time.Second)
	assert.True(t, layer.tip.Visible(), "also by the keyboard")
	assert.Equal(t, fyne.Focusable(b), w.Canvas().Focused(), "it takes no focus")
	w.Canvas().Unfocus()
	assert.False(t, layer.tip.Visible())

	tip.SetText("")
	b.MouseIn(nil)
	clock.pass(time.Second)
	assert.False(t, layer.tip.Visible())
	b.MouseOut()

	inside := NewButton("Inside", nil)
	AttachTooltip(inside, "In the dialog")
	ShowDialog(w, DialogOptions{Title: "Title", Body: Row(0, inside, Spring()), Actions: []*Button{NewButton("Close", nil)}})
	inside.MouseIn(nil)
	clock.pass(time.Second)
	assert.False(t, layer.tip.Visible())
	assert.True(t, topOverlay(w.Canvas()).tips.tip.Visible(), "dialogs have a layer of their own")
}

func TestCutTipOnlyWhenCut(t *testing.T) {
	useTheme(t, ModeLight)
	clock := useClock(t)
	w := sheetWindow(t, 400, 200)
	c := NewCutTip(NewCut("A name that may be far too long", Body, Text))
	w.SetContent(Stack(Row(0, c, Spring()), NewOverlayLayer()))
	layer := tipLayer(w.Canvas())
	c.MouseIn(nil)
	clock.pass(time.Second)
	assert.False(t, layer.tip.Visible())
	c.MouseOut()
	c.Resize(fyne.NewSize(60, 20))
	c.MouseIn(nil)
	clock.pass(time.Second)
	assert.True(t, layer.tip.Visible())
	assert.Equal(t, "A name that may be far too long", layer.text.FullText())
	c.MouseOut()
}
