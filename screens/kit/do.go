package kit

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
)

// over is true from the moment when the program's last window closes.
var over atomic.Bool

// Do calls a function on the UI thread, soon. Once the event loop of the toolkit
// has ended, the toolkit would call it at once, on whichever goroutine asks and
// beside others: Do drops it then. Safe for concurrent use.
func Do(do func()) {
	fyne.Do(func() {
		if !over.Load() {
			do()
		}
	})
}

// End says that the last window is closing: what Do is given from now on is
// dropped. Only the program itself calls it, at its end.
func End() { over.Store(true) }
