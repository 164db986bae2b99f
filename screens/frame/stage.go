package frame

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// Stage is a place of a page whose content is read: it shows a skeleton until
// something is there, keeps what is there while it is read again, and tells of a
// failure in place of the content, or beside it when there is some. UI thread
// only.
type Stage struct {
	kit.Stage
	// Stale is that what is shown belongs to another choice than what is read: a
	// failure takes its place. It is set and reset by the page.
	Stale bool

	shell    Shell
	failed   string
	skeleton func() fyne.CanvasObject
	again    func()
	load     kit.Task
}

// NewStage makes an empty place. failed is the title of a failure, translated;
// skeleton makes what stands there while it is read; again is what "Try again"
// calls, which must come to Read.
func NewStage(shell Shell, failed string, skeleton func() fyne.CanvasObject, again func()) *Stage {
	s := &Stage{shell: shell, failed: failed, skeleton: skeleton, again: again}
	s.Begin(s)
	return s
}

// Read reads what the place shows and gives it to take, unless another Read,
// Cancel or the end of ctx came first. A failure never comes to take: the place
// tells of it.
func Read[T any](ctx context.Context, s *Stage, read func(context.Context) (T, error), take func(T)) {
	s.Expect()
	kit.Start(&s.load, ctx, read, func(r T, err error) {
		if err != nil {
			s.Fail(err)
			return
		}
		take(r)
	})
}

// Expect shows the skeleton when the place has nothing to show yet.
func (s *Stage) Expect() {
	if state := s.State(); state == kit.StageIdle || state == kit.StageFailed {
		s.Loading(s.skeleton())
	}
}

// Forget ends what is being read and empties the place, for content of another
// kind.
func (s *Stage) Forget() {
	s.load.Cancel()
	s.Loading(s.skeleton())
}

// Cancel ends what is being read; what is shown stays.
func (s *Stage) Cancel() { s.load.Cancel() }

// Shows reports whether the content is there.
func (s *Stage) Shows() bool { return s.State() == kit.StageReady }

// Put shows the content. It reports whether it came up only now; what was there
// already is left as it is.
func (s *Stage) Put(content fyne.CanvasObject) bool {
	if s.Shows() {
		return false
	}
	s.Ready(content)
	return true
}

// Fail tells of a failure: beside the content when there is some, in its place
// otherwise. What was only cancelled is no failure.
func (s *Stage) Fail(err error) {
	if s.Shows() && !s.Stale && app.ErrorCode(err) != app.CodeCancelled {
		s.shell.ShowError(err)
		return
	}
	s.Break(err)
}

// Break shows a failure in place of the content, with "Try again" and "Copy
// details". What was only cancelled is no failure.
func (s *Stage) Break(err error) {
	if app.ErrorCode(err) == app.CodeCancelled {
		return
	}
	s.Failed(s.failed, ErrorText(err), func() {
		s.Loading(s.skeleton())
		s.again()
	}, CopyDetails(s.shell, err))
}

// CopyDetails makes what "Copy details" of a failure does.
func CopyDetails(shell Shell, err error) func() {
	return func() { shell.CopyText(Details(err), lang.L("Details copied")) }
}

// Middle puts something into the middle of the room that there is.
func Middle(o fyne.CanvasObject) fyne.CanvasObject {
	return kit.Col(0, kit.Grow(kit.Spring()), o, kit.Grow(kit.Spring()))
}
