package frame

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// WriteFile writes a file whole or not at all: into a temporary one beside it,
// which then takes its place. Only the person may read it: a sheet can hold the
// webhook secret.
func WriteFile(ctx context.Context, path string, write func(context.Context, io.Writer) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".saving-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	buffered := bufio.NewWriter(tmp)
	err = errors.Join(write(ctx, buffered), buffered.Flush(), tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
