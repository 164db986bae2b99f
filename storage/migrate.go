package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"fmt"
	"io/fs"

	"channeldesk/app"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migrations are files NNNN_name.sql. Each runs in one transaction together
// with its bookkeeping and ends by setting user_version to its number, so that
// opening an up-to-date database costs one query.
const (
	// schemaVersion is the number of the newest migration.
	schemaVersion = 6
	// applicationID marks the file as ours: the letters CHDk.
	applicationID = 0x4348446b
)

// Migrations call channeldesk_name_key: SQLite's own lower() knows ASCII only.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("channeldesk_name_key", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			name, _ := args[0].(string)
			return nameKey(name), nil
		})
}

// state is what a database file says of itself.
type state struct {
	version, application int64
	// tables counts those beside the migrations' own bookkeeping.
	tables int64
}

func readState(ctx context.Context, pool *sql.DB) (s state, err error) {
	err = pool.QueryRowContext(ctx, `SELECT
		(SELECT user_version FROM pragma_user_version),
		(SELECT application_id FROM pragma_application_id),
		(SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('goose_db_version', 'sqlite_sequence'))`).
		Scan(&s.version, &s.application, &s.tables)
	return s, err
}

func (s state) check() error {
	if s.application != applicationID && (s.version > 0 || s.tables > 0 || s.application != 0) {
		return app.NewError(CodeForeign, app.Say("The file channeldesk.db in the data folder belongs to another program.")).
			WithFix(app.Say("Choose another data folder with --data."))
	}
	if s.version > schemaVersion {
		return newer(s.version, schemaVersion)
	}
	return nil
}

func newer(version, known int64) error {
	return app.NewError(CodeNewer, app.Say("This workspace was made by a newer Channel Desk.")).
		WithFix(app.Say("Install the newest Channel Desk and open it with that. Nothing was changed.")).
		WithDetail(fmt.Sprintf("database version %d, program version %d", version, known))
}

// migrate brings the database up to date. locked tells that the caller holds
// the gate already.
func (db *DB) migrate(ctx context.Context, locked bool) error {
	s, err := readState(ctx, db.write)
	if err != nil {
		return err
	}
	if err := s.check(); err != nil || s.version == schemaVersion {
		return err
	}
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	if !locked {
		gate := newGate(db.dir)
		if err := gate.lock(ctx); err != nil {
			return err
		}
		defer gate.unlock()
	}
	return db.migrateTo(ctx, schemaVersion, files)
}

func (db *DB) migrateTo(ctx context.Context, target int64, files fs.FS) error {
	s, err := readState(ctx, db.write)
	if err != nil || s.version == target { // another process was faster
		return err
	}
	if s.version > target {
		return newer(s.version, target)
	}
	if s.version > 0 {
		path, err := db.copyBeforeMigration(ctx, s.version)
		if err != nil {
			return fmt.Errorf("copy before migration: %w", err)
		}
		db.log.Info("database copied before bringing it up to date", "copy", path, "from", s.version, "to", target)
	}
	return runMigrations(ctx, db.write, files)
}

func runMigrations(ctx context.Context, pool *sql.DB, files fs.FS) error {
	// The provider is not closed: that would close the connection as well.
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Version is the version of the database's layout.
func (db *DB) Version(ctx context.Context) (int64, error) {
	s, err := readState(ctx, db.read)
	return s.version, explain(ctx, db.dir, err)
}
