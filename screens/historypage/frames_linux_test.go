//go:build linux && !race

package historypage

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// threadTime is the processor time of this thread until now: what else the computer
// does is not in it, and the fake clock of a test does not hold it.
func threadTime() time.Duration {
	const clockThread = 3
	var ts syscall.Timespec
	_, _, _ = syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockThread, uintptr(unsafe.Pointer(&ts)), 0) //nolint:gosec // as the C library does it
	return time.Duration(ts.Nano())
}

// frameMost is how long the program may keep the UI thread for one frame.
const frameMost = 32 * time.Millisecond

// frames collects what each frame takes.
type frames struct{ took []time.Duration }

func (f *frames) frame(do func()) {
	began := threadTime()
	do()
	f.took = append(f.took, threadTime()-began)
}

// hold reports the figures and fails when a frame takes too long. A collection of
// garbage may fall into any of them: one in a hundred may take longer.
func (f *frames) hold(t *testing.T, what string) {
	slices.Sort(f.took)
	n := len(f.took)
	p99, most := f.took[n*99/100], f.took[n-1]
	t.Logf("%s: %d frames, processor time of the UI thread for one: median %v, p99 %v, most %v", what, n,
		f.took[n/2].Round(10*time.Microsecond), p99.Round(10*time.Microsecond), most.Round(10*time.Microsecond))
	require.Less(t, p99, frameMost, what)
	require.Less(t, most, 2*frameMost, what)
}

// Thousands of rows scroll with the wheel and by leaps, pages are turned, and the
// list is read again and again because messages come in and move on: each frame
// leaves time to be painted.
func TestScrollingFrames(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		var list []app.Message
		states := []app.MessageStatus{app.MessageRead, app.MessageDelivered, app.MessageSent, app.MessageFailed}
		for i := range 6000 {
			m := made(6000-i, now.Add(-time.Duration(i)*time.Second), fmt.Sprintf("+62812%08d", i*7919), "Kurnia", "installment_reminder", states[i%4], app.SourceAPI, "utility, billable")
			list = append(list, m)
		}
		w := newWorld(ui, list)
		w.open(ui, frametest.PageSize, "")
		canvas, at := w.shell.Win.Canvas(), fyne.NewPos(300, 500)
		canvas.Capture() // what is made once for the first picture is there
		var turned, read, scrolled, painted frames
		for i := range 40 {
			turned.frame(func() { w.list.turnOn(); ui.Settle() })
			for range 4 {
				for k := range w.history.list { // nobody reads it just now
					w.history.list[k].Status = states[(i+k)%4]
				}
				w.list.refresh()
				read.frame(func() { test.Scroll(canvas, at, 0, -108); ui.Settle() })
			}
		}
		turned.hold(t, "pages turned")
		read.hold(t, "rows that come in while scrolling")
		w.list.table.SetRows(rowsOf(list, now))
		for i := range 600 {
			by := float32(-108) // three rows: a quick wheel
			switch {
			case i%50 == 49:
				by = 36 * 3000
			case i%20 == 0:
				by = -36 * 200 // pulled by its bar
			}
			scrolled.frame(func() { test.Scroll(canvas, at, 0, by) })
			require.Equal(t, i%50 == 49, w.list.table.AtTop())
			if i%200 == 0 {
				painted.frame(func() { canvas.Capture() })
			}
		}
		scrolled.hold(t, "6,000 rows scrolled")
		slices.Sort(painted.took)
		t.Logf("the whole page painted by the processor alone: median %v", painted.took[len(painted.took)/2].Round(10*time.Microsecond))
	})
}
