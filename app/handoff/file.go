package handoff

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"channeldesk/app"
)

// WriteFile writes a file that is either whole or not there: into a temporary
// file beside it, flushed to disk, then renamed. A file that was there before
// stays untouched on failure. Only the user may read the new file. A path that
// is a device or a pipe is written to directly. Errors carry CodeInvalid for a
// folder that cannot be written and CodeInternal otherwise.
func WriteFile(path string, write func(io.Writer) error) error {
	f, err := stage(path, write)
	if err != nil {
		return err
	}
	defer f.discard()
	return f.commit()
}

// staged is a finished temporary file that waits to take its name.
type staged struct {
	path, temp string
	direct     func(io.Writer) error
}

func stage(path string, write func(io.Writer) error) (*staged, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return nil, app.Invalid("file", "{{.Path}} is a folder. Give the file a name.", "Path", path)
		}
		return &staged{path: path, direct: write}, nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".channeldesk-*")
	if err != nil {
		return nil, notSaved(path, err)
	}
	s := &staged{path: path, temp: f.Name()}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		s.discard()
		if _, ok := errors.AsType[*app.Error](err); ok {
			return nil, err
		}
		return nil, notSaved(path, err)
	}
	return s, nil
}

// commit gives the file its name.
func (s *staged) commit() error {
	if s.direct != nil {
		f, err := os.OpenFile(s.path, os.O_WRONLY, 0)
		if err != nil {
			return notSaved(s.path, err)
		}
		err = s.direct(f)
		if closed := f.Close(); err == nil && closed != nil {
			err = notSaved(s.path, closed)
		}
		return err
	}
	if err := os.Rename(s.temp, s.path); err != nil {
		return notSaved(s.path, err)
	}
	s.temp = ""
	if runtime.GOOS == "windows" {
		return nil // folders cannot be flushed there
	}
	dir, err := os.Open(filepath.Dir(s.path))
	if err != nil {
		return nil // the folder may be written but not read: the file stands
	}
	defer func() { _ = dir.Close() }()
	if err := dir.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrInvalid) {
		return notSaved(s.path, err)
	}
	return nil
}

// discard removes what has not got its name.
func (s *staged) discard() {
	if s.temp == "" {
		return
	}
	// A temporary file that cannot be removed has a name that tells what it is.
	_ = os.Remove(s.temp)
	s.temp = ""
}

func notSaved(path string, err error) error {
	return app.NewError(app.CodeInvalid, app.Say("The file {{.Path}} could not be saved.", "Path", path)).
		WithFix(app.Say("Choose another folder, or check that there is room on the disk.")).WithField("file").
		Because(fmt.Errorf("write file: %w", err))
}
