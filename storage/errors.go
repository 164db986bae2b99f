package storage

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"channeldesk/app"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The codes of failures that only the store can have.
const (
	CodeNewer    app.Code = "storage_newer"     // made by a newer program
	CodeOlder    app.Code = "storage_older"     // must be brought up to date, but was opened for reading only
	CodeForeign  app.Code = "storage_foreign"   // a database, but not ours
	CodeDamaged  app.Code = "storage_damaged"   // not readable as a database
	CodeDiskFull app.Code = "storage_disk_full" // no room
	CodeFolder   app.Code = "storage_folder"    // the data folder cannot be used
	CodeBusy     app.Code = "storage_busy"      // another process writes for too long
)

// Programming mistakes: a write where only reading is allowed, and use after the
// transaction's function came back.
var (
	errReadOnly = errors.New("storage: write in a read-only transaction")
	errEnded    = errors.New("storage: use after the end of the transaction")
)

func damaged(cause error) error {
	return app.NewError(CodeDamaged, app.Say("The database file is damaged and cannot be read.")).
		WithFix(app.Say("Close Channel Desk, keep a copy of the data folder, and put the newest file of its backups folder in place of channeldesk.db.")).
		Because(cause)
}

func diskFull(cause error) error {
	return app.NewError(CodeDiskFull, app.Say("There is no room left on the disk. Nothing was changed.")).
		WithFix(app.Say("Make some room, then try again.")).Because(cause)
}

func folderError(dir string, cause error) error {
	return app.NewError(CodeFolder, app.Say("The data folder {{.Folder}} cannot be used.", "Folder", dir)).
		WithFix(app.Say("Check that the folder exists and that you may write in it, or choose another one with --data.")).
		Because(cause)
}

// explain turns what the driver or the system said into an Error for people.
// Errors that already are one, and cancelled contexts, pass as they are.
func explain(ctx context.Context, dir string, err error) error {
	if err == nil {
		return nil
	}
	var known *app.Error
	if errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var se *sqlite.Error
	if errors.As(err, &se) {
		return explainSQLite(dir, se, err)
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return diskFull(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		return folderError(dir, err)
	}
	return err
}

func explainSQLite(dir string, se *sqlite.Error, err error) error {
	switch se.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return damaged(err)
	case sqlite3.SQLITE_FULL:
		return diskFull(err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return folderError(dir, err)
	case sqlite3.SQLITE_IOERR:
		return app.NewError(CodeFolder, app.Say("The disk did not read or write the database file.")).
			WithFix(app.Say("Check the disk and its connection, then start Channel Desk again.")).Because(err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return app.NewError(CodeBusy, app.Say("Another Channel Desk has been writing for a long time. Nothing was changed.")).
			WithFix(app.Say("Try again in a moment.")).Because(err)
	}
	return err
}

// breaks reports whether err is the refusal of a unique rule on a column, given
// as "table.column".
func breaks(err error, column string) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && se.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE && strings.Contains(se.Error(), column)
}

// breaksReference reports whether err says that a row referred to does not exist
// or is still referred to.
func breaksReference(err error) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && se.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
}

// isOver reports whether a transaction could not be undone because there is none
// any more.
func isOver(err error) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && strings.Contains(se.Error(), "no transaction is active")
}

func notFound(template string, pairs ...any) error {
	return app.NewError(app.CodeNotFound, app.Say(template, pairs...))
}

// orNotFound replaces "no rows" by a sentence.
func orNotFound(err error, template string, pairs ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return notFound(template, pairs...)
	}
	return err
}
