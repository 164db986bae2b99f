package kit

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
)

// RunApp runs an application until its last window closes.
//
// When the system turns light or dark, the toolkit would read its fonts again, measure
// every text, and refresh and lay out all that was ever shown. The house theme needs
// none of it. The driver of the toolkit asks to be told of settings when it begins;
// until then another application stands in, which sees to it that the driver is told
// only when there is something for it to do.
func RunApp(a fyne.App) {
	a.Lifecycle().SetOnStarted(func() { fyne.SetCurrentApp(a) })
	fyne.SetCurrentApp(standIn{a})
	a.Run()
}

type standIn struct{ fyne.App }

// Settings are the real ones for all but the loop of the driver: the application
// itself looks whether they are its own.
func (a standIn) Settings() fyne.Settings {
	if calledBy(driverLoop) {
		return sparingSettings{a.App.Settings()}
	}
	return a.App.Settings()
}

// driverLoop is the function of the toolkit that asks to be told of settings. If it is
// called otherwise one day, everything is done anew as the toolkit means it.
const driverLoop = ".runGL"

// calledBy reports whether the function that asks was called by one whose name ends so.
func calledBy(name string) bool {
	var callers [3]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers[:])])
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, name) {
			return true
		}
		if !more {
			return false
		}
	}
}

type sparingSettings struct{ fyne.Settings }

// AddListener is called by the driver of the toolkit.
func (s sparingSettings) AddListener(tell func(fyne.Settings)) {
	s.Settings.AddListener(sparing(s.Settings, tell))
}

// titleBars is that the toolkit colours the title bars of windows when it is told.
const titleBars = runtime.GOOS == "windows"

// told is what the toolkit must be told of when it changes.
type told struct {
	theme      fyne.Theme
	scale      float32
	primary    string
	animations bool
}

func toldOf(s fyne.Settings) told {
	return told{s.Theme(), s.Scale(), s.PrimaryColor(), s.ShowAnimations()}
}

// reapply is that the toolkit is to be told though nothing differs.
var reapply bool

// applyAnew has the toolkit refresh and lay out everything. UI thread only.
func applyAnew(s fyne.Settings) {
	reapply = true
	s.SetTheme(s.Theme())
	reapply = false
}

// sparing passes changes of settings on, but for those of the system between light and
// dark, which the house theme follows by itself.
func sparing(s fyne.Settings, tell func(fyne.Settings)) func(fyne.Settings) {
	known, variant := toldOf(s), s.ThemeVariant()
	return func(s fyne.Settings) {
		before, was := known, variant
		known, variant = toldOf(s), s.ThemeVariant()
		house, ours := known.theme.(*Theme)
		wasDark := false
		if ours {
			wasDark, house.begins = house.dark(was), nil
		}
		if reapply || !ours || before != known || titleBars && was != variant {
			tell(s)
		}
		if ours && wasDark != house.dark(variant) {
			house.turned()
		}
	}
}
