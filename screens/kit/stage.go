package kit

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// The states of a Stage.
const (
	StageIdle    = "idle"
	StageLoading = "loading"
	StageReady   = "ready"
	StageEmpty   = "empty"
	StageFailed  = "failed"
)

// stageDelay is how long loading may take before it shows.
const stageDelay = 300 * time.Millisecond

// Stage is a place on a page that shows one of four things: that it is
// loading, its content, that there is none, or what went wrong. UI thread
// only.
type Stage struct {
	Block
	state string
	last  fyne.CanvasObject // the content that came last
	stop  func()
	run   int
}

// NewStage makes an empty place.
func NewStage() *Stage {
	s := &Stage{}
	s.Begin(s)
	return s
}

// Begin makes an empty place of one that another widget, self, embeds.
func (s *Stage) Begin(self fyne.Widget) {
	s.state = StageIdle
	s.Extend(self, Stack())
}

// State returns what the place is in: "idle", "loading", "ready", "empty" or
// "failed".
func (s *Stage) State() string { return s.state }

// Loading empties the place and shows a skeleton after 300 ms, unless
// something else came first. To read the same content again without the
// place becoming empty, call Ready when the answer is there.
func (s *Stage) Loading(skeleton fyne.CanvasObject) {
	s.cancel()
	s.state = StageLoading
	s.put(nil)
	run := s.run
	s.stop = later(stageDelay, func() {
		if s.run == run {
			s.put(skeleton)
		}
	})
}

// Ready shows the content. It need not be refreshed before: what comes for the first
// time is laid out here, and what comes back after something else stood here is
// refreshed, once.
func (s *Stage) Ready(o fyne.CanvasObject) {
	s.cancel()
	s.state = StageReady
	back := o == s.last && !slices.Contains(s.body.Objects, o)
	s.last = o
	s.put(o)
	if back && o != nil {
		o.Refresh()
	}
}

// Empty shows what stands there without content, usually a NewEmpty.
func (s *Stage) Empty(o fyne.CanvasObject) {
	s.cancel()
	s.state = StageEmpty
	s.put(o)
}

// Failed shows a problem with "Try again" and "Copy details"; a nil function
// leaves its button out.
func (s *Stage) Failed(title, text string, retry func(), copyDetails func()) {
	s.cancel()
	s.state = StageFailed
	var actions []fyne.CanvasObject
	if retry != nil {
		actions = append(actions, NewPrimary(lang.L("Try again"), retry).WithIcon("refresh-cw"))
	}
	if copyDetails != nil {
		actions = append(actions, NewQuiet(lang.L("Copy details"), copyDetails))
	}
	s.put(NewEmpty(KindDanger, "circle-x", title, text, actions...))
}

// cancel ends a delay that is still running.
func (s *Stage) cancel() {
	s.run++
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

func (s *Stage) put(o fyne.CanvasObject) {
	s.body.Objects = nil
	if o != nil {
		s.body.Objects = []fyne.CanvasObject{o}
	}
	s.Refresh()
}
