package storage

import (
	"os"
	"sync"
	"sync/atomic"

	"channeldesk/app"
)

// commitsAhead is how many commits can be made while the disk is at work on an
// earlier one.
const commitsAhead = 4

// settler waits for the disk on behalf of shared commits, on a goroutine of its own.
// What a commit wrote is in the write-ahead log, where other connections see it, but
// the system may not have brought it to the disk yet. Until the settler says that it
// has, nobody who shared the commit is told that it is saved; the writer makes the
// next commits meanwhile, and one wait for the disk serves all that were made during
// the one before.
//
// When the disk once refuses, nobody knows what of the log is on it. From then on
// nothing can be written until the workspace is opened anew.
type settler struct {
	path  string // of the log
	log   *os.File
	flush func(*os.File) error
	start sync.Once
	jobs  chan []*groupJob
	// waits is how many are not told yet.
	waits  atomic.Int64
	failed atomic.Pointer[error]
	done   chan struct{} // closed when all were told after close
}

func newSettler(path string) *settler {
	return &settler{path: path, flush: flushLog, jobs: make(chan []*groupJob, commitsAhead), done: make(chan struct{})}
}

// add tells jobs that their commit is saved when it is.
func (s *settler) add(jobs []*groupJob) {
	s.start.Do(func() { go s.run() })
	s.waits.Add(int64(len(jobs)))
	s.jobs <- jobs
}

// waiting is how many do not know yet whether their commit is saved.
func (s *settler) waiting() int { return int(s.waits.Load()) }

// failure is why nothing can be written any more; nil while all is well.
func (s *settler) failure() error {
	if err := s.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// close ends it after all that was added.
func (s *settler) close() {
	close(s.jobs)
	s.start.Do(func() { close(s.done) }) // it never ran
	<-s.done
}

func (s *settler) run() {
	defer close(s.done)
	for jobs := range s.jobs {
		for range len(s.jobs) {
			jobs = append(jobs, <-s.jobs...)
		}
		err := s.settle()
		s.waits.Add(-int64(len(jobs)))
		tell(jobs, err)
	}
	if s.log != nil {
		_ = s.log.Close()
	}
}

// settle waits until all that was written is on the disk.
func (s *settler) settle() (err error) {
	if err := s.failure(); err != nil {
		return err
	}
	if s.log == nil {
		s.log, err = os.OpenFile(s.path, os.O_RDWR, 0)
	}
	if err == nil {
		err = s.flush(s.log)
	}
	if err != nil {
		err = unsettled(err)
		s.failed.Store(&err)
	}
	return err
}

func unsettled(cause error) error {
	return app.NewError(CodeFolder, app.Say("The disk did not take the latest changes.")).
		WithFix(app.Say("Check the disk and its connection, then start Channel Desk again.")).Because(cause)
}
