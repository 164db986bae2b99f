package storage

import (
	"context"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watchDelay gathers the many small writes of a commit into one look.
const watchDelay = 200 * time.Millisecond

// Watch calls fn, on a goroutine of its own and one call at a time, after other
// processes changed the workspace. Changes made through this DB do not count.
// Nothing is asked of the database while no file changes. Call stop before
// Close; when it returns, fn does not run any more and never will.
func (db *DB) Watch(fn func()) (stop func(), err error) {
	w := &watch{db: db, fn: fn}
	if w.version, err = db.dataVersion(context.Background()); err != nil {
		return nil, explain(context.Background(), db.dir, err)
	}
	if w.files, err = fsnotify.NewWatcher(); err != nil {
		return nil, err
	}
	if err := w.files.Add(db.dir); err != nil {
		_ = w.files.Close()
		return nil, folderError(db.dir, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.done.Add(1)
	go w.run(ctx)
	return sync.OnceFunc(func() {
		cancel()
		_ = w.files.Close()
		w.done.Wait()
	}), nil
}

type watch struct {
	db      *DB
	fn      func()
	files   *fsnotify.Watcher
	version int64
	done    sync.WaitGroup
}

func (w *watch) run(ctx context.Context) {
	defer w.done.Done()
	var due <-chan time.Time // nil while nothing happened
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-w.files.Events:
			if !ok {
				return
			}
			if due == nil && isDatabase(e.Name) {
				due = time.After(watchDelay)
			}
		case err, ok := <-w.files.Errors:
			if !ok {
				return
			}
			w.db.log.Warn("watching the data folder", "cause", err)
			if due == nil { // events were lost: look
				due = time.After(watchDelay)
			}
		case <-due:
			due = nil
			w.look(ctx)
		}
	}
}

func isDatabase(path string) bool {
	name := filepath.Base(path)
	return name == FileName || name == FileName+"-wal"
}

func (w *watch) look(ctx context.Context) {
	v, err := w.db.dataVersion(ctx)
	if err != nil {
		if ctx.Err() == nil {
			w.db.log.Warn("asking whether the database changed", "cause", err)
		}
		return
	}
	if v != w.version {
		w.version = v
		w.fn()
	}
}

// dataVersion changes when somebody other than the asking connection commits.
// All our own commits go through the writing connection, so asking there leaves
// just the other processes. A read-only DB commits nothing itself; it keeps to
// one connection for the comparison.
func (db *DB) dataVersion(ctx context.Context) (v int64, err error) {
	pool := db.write
	if pool == nil {
		pool = db.single
	}
	err = pool.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&v)
	return v, err
}
