package storage

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"channeldesk/app"
)

// FileName is the database's name inside the data folder.
const FileName = "channeldesk.db"

// readers is how many read transactions can run at the same moment.
const readers = 4

// smallestFile is the least that a database can have: SQLite would take a
// shorter file for an empty one and write over it.
const smallestFile = 512

// Options say which workspace to open and how.
type Options struct {
	// Dir is the data folder. It is made, for its owner only, when missing.
	Dir string
	// ReadOnly opens an existing, up-to-date database without ever writing.
	ReadOnly bool
	// Now tells the time; nil is the computer's clock.
	Now func() time.Time
	// Log gets what happened beside the way; nil is nowhere.
	Log *slog.Logger
}

// DB is an open workspace. It implements app.Store and app.Grouper. Safe for
// concurrent use. While nothing is asked of it, it does nothing: no query, no
// timer.
type DB struct {
	dir, path string
	write     *sql.DB // one connection; nil when opened for reading only
	read      *sql.DB
	single    *sql.DB // one reading connection, to see changes; only without write
	group     *group
	settler   *settler
	owing     *owing // of the writing connection; nil where its commits wait for the disk
	checks    *checkpoints
	people    knownPeople
	sending   claimedSending
	mark      atomic.Int64 // see ConfigMark
	others    int64        // the writing connection's data_version when it was last used
	now       func() time.Time
	log       *slog.Logger
}

var _ app.Store = (*DB)(nil)

// Open opens the workspace of a data folder, makes it when there is none, and
// brings an older one up to date after copying it into the backups folder. It
// fails with an app.Error when the folder cannot be used, the disk is full, or
// the file is damaged, foreign, or made by a newer program.
func Open(ctx context.Context, o Options) (*DB, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, folderError(o.Dir, err)
	}
	db := &DB{dir: dir, path: filepath.Join(dir, FileName), people: knownPeople{}, sending: claimedSending{}, now: o.Now, log: o.Log}
	db.mark.Store(1)
	db.group, db.settler, db.checks = newGroup(db), newSettler(db.path+"-wal"), newCheckpoints(db)
	if db.now == nil {
		db.now = func() time.Time { return time.Now().UTC() }
	}
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	if o.ReadOnly {
		err = db.openForReading(ctx)
	} else {
		err = db.openForWriting(ctx)
	}
	if err != nil {
		err = explain(ctx, dir, err)
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

func (db *DB) openForReading(ctx context.Context) error {
	if _, err := os.Stat(db.path); err != nil {
		return notFound("There is no Channel Desk database in {{.Folder}}.", "Folder", db.dir)
	}
	if err := db.openReaders(ctx); err != nil {
		return err
	}
	var err error
	if db.single, err = openPool(readerDSN(db.path), 1); err != nil { // connects when first used
		return err
	}
	s, err := readState(ctx, db.read)
	if err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}
	if s.version < schemaVersion {
		return app.NewError(CodeOlder, app.Say("This database was made by an older Channel Desk.")).
			WithFix(app.Say("Start Channel Desk once, so that it brings the database up to date."))
	}
	return nil
}

func (db *DB) openForWriting(ctx context.Context) error {
	fresh, err := db.makeFile()
	if err != nil {
		return err
	}
	if fresh {
		// Two programs that start on an empty folder must not both begin.
		gate := newGate(db.dir)
		if err := gate.lock(ctx); err != nil {
			return err
		}
		defer gate.unlock()
	}
	db.owing = newOwing()
	if db.write, err = openPool(sharedDSN(db.path, db.owing), 1); err != nil {
		return err
	}
	if err := db.migrate(ctx, fresh); err != nil {
		return err
	}
	if err := assertPragmas(ctx, db.write, writerPragmas); err != nil {
		return err
	}
	return db.openReaders(ctx)
}

func (db *DB) openReaders(ctx context.Context) (err error) {
	if db.read, err = openPool(readerDSN(db.path), readers); err != nil {
		return err
	}
	return assertPragmas(ctx, db.read, readerPragmas)
}

func openPool(dsn string, conns int) (*sql.DB, error) {
	c, err := newConnector(dsn)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(c)
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return pool, nil
}

// makeFile makes the folder and an empty file, both for their owner only: the
// driver would make the file readable for everybody. It reports whether the
// file has nothing in it yet.
func (db *DB) makeFile() (fresh bool, err error) {
	if err := os.MkdirAll(db.dir, 0o700); err != nil {
		return false, folderError(db.dir, err)
	}
	f, err := os.OpenFile(db.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		return true, f.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return false, folderError(db.dir, err)
	}
	info, err := os.Stat(db.path)
	if err != nil {
		return false, folderError(db.dir, err)
	}
	if info.IsDir() {
		return false, folderError(db.dir, errors.New(FileName+" is a folder"))
	}
	if info.Size() > 0 && info.Size() < smallestFile {
		return false, damaged(errors.New("the file is cut off"))
	}
	return info.Size() == 0, nil
}

// Close saves what waits in Group, then ends all connections. Transactions that
// run are waited for.
func (db *DB) Close() error {
	db.group.close()
	db.checks.close()
	var errs []error
	if db.read != nil {
		errs = append(errs, db.read.Close())
	}
	if db.single != nil {
		errs = append(errs, db.single.Close())
	}
	if db.write != nil { // last: it folds the write-ahead log into the file
		errs = append(errs, db.write.Close())
	}
	if db.owing != nil {
		db.owing.end()
	}
	return errors.Join(errs...)
}

// Path is the database file.
func (db *DB) Path() string { return db.path }

// Dir is the data folder.
func (db *DB) Dir() string { return db.dir }
