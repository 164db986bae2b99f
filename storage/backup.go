package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"channeldesk/app"

	"modernc.org/sqlite"
)

const (
	backupFolder = "backups"
	backupsKept  = 5
	// backupPages is how many pages are copied at a stroke.
	backupPages = 500
)

// Backup copies the database, as it is at this moment, into a new file that is
// complete by itself. The copy appears under its name only when it is whole. It
// holds no secret values; of members' passphrases it holds salted hashes. An
// existing file is not replaced: CodeConflict.
func (db *DB) Backup(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return app.NewError(app.CodeConflict, app.Say("There is a file {{.File}} already.", "File", path)).
			WithFix(app.Say("Choose another name."))
	}
	return explain(ctx, filepath.Dir(path), backup(ctx, db.read, path))
}

// copyBeforeMigration puts a copy into the backups folder and removes the
// oldest ones there.
func (db *DB) copyBeforeMigration(ctx context.Context, version int64) (string, error) {
	folder := filepath.Join(db.dir, backupFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	name := fmt.Sprintf("channeldesk-%d-%s.db", version, db.now().UTC().Format("20060102-150405.000"))
	path := filepath.Join(folder, name)
	if err := backup(ctx, db.write, path); err != nil {
		return "", err
	}
	old, err := filepath.Glob(filepath.Join(globEscape(folder), "channeldesk-*.db"))
	if err != nil {
		return "", err
	}
	slices.SortFunc(old, func(a, b string) int { return strings.Compare(stampOf(b), stampOf(a)) })
	for _, p := range old[min(backupsKept, len(old)):] {
		if err := os.Remove(p); err != nil {
			db.log.Warn("old copy not removed", "copy", p, "cause", err)
		}
	}
	return path, nil
}

// stampOf is the time in a copy's name, which sorts as text.
func stampOf(path string) string {
	parts := strings.SplitN(filepath.Base(path), "-", 3)
	return parts[len(parts)-1]
}

// globEscape keeps odd letters of a folder from being read as a pattern.
func globEscape(s string) string {
	return strings.NewReplacer(`[`, `[[]`, `*`, `[*]`, `?`, `[?]`).Replace(s)
}

func backup(ctx context.Context, pool *sql.DB, path string) (err error) {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeIfThere(part)) }()
	if err := f.Close(); err != nil {
		return err
	}
	if err := copyPages(ctx, pool, part); err != nil {
		return err
	}
	if err := settleCopy(ctx, part); err != nil {
		return err
	}
	return os.Rename(part, path)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func copyPages(ctx context.Context, pool *sql.DB, to string) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(dc any) error {
		from, ok := dc.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("storage: the driver cannot back up")
		}
		b, err := from.NewBackup(fileURI(to))
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if err = ctx.Err(); err == nil {
				more, err = b.Step(backupPages)
			}
		}
		return errors.Join(err, b.Finish())
	})
}

// settleCopy makes the copy one plain file on the disk and proves it readable.
func settleCopy(ctx context.Context, path string) error {
	pool, err := openPool(fileURI(path)+"?mode=rw", 1)
	if err != nil {
		return err
	}
	var mode, verdict string
	err = errors.Join(
		pool.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode),
		pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict),
		pool.Close(),
	)
	if err != nil {
		return err
	}
	if verdict != "ok" {
		return damaged(errors.New(verdict))
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
