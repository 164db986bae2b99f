package kit

import (
	"time"
)

// later calls a function on the UI thread after some time; the result ends
// that. Tests put a clock of their own in its place.
var later = func(wait time.Duration, do func()) (stop func()) {
	t := time.AfterFunc(wait, func() { Do(do) })
	return func() { t.Stop() }
}
