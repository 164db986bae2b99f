package storage

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// The house rules for a connection. Each is asked for in the connection string
// and looked at again after opening, because a misspelt one is ignored in
// silence.
const busyTimeout = "5000" // milliseconds to wait for another process

// readerCache is how much of the file, in KiB behind a minus, a reader keeps: what a
// page of the history walks past does not fit into the 2 MB that SQLite takes by
// itself, and is read from the system again for each page then.
const readerCache = "-8192"

type pragma struct{ name, ask, want string }

var writerPragmas = []pragma{
	{"busy_timeout", busyTimeout, busyTimeout},
	{"journal_mode", "WAL", "wal"},
	{"foreign_keys", "1", "1"},
	{"synchronous", "FULL", "2"},
	{"wal_autocheckpoint", "0", "0"}, // see checkpoints
	{"temp_store", "MEMORY", "2"},    // what a savepoint may have to put back needs no file
	{"trusted_schema", "0", "0"},
}

var readerPragmas = []pragma{
	{"busy_timeout", busyTimeout, busyTimeout},
	{"foreign_keys", "1", "1"},
	{"query_only", "1", "1"},
	{"cache_size", readerCache, readerCache},
	{"trusted_schema", "0", "0"},
}

// fileURI makes the file: address of a path, whatever characters it has. The
// scheme is needed: without it the driver cuts the path at the first "?".
func fileURI(path string) string {
	return slashURI(filepath.ToSlash(path), filepath.VolumeName(path) != "")
}

// slashURI is fileURI for a path with forward slashes; with a volume, as in
// C:/folder, a slash goes before it.
func slashURI(path string, volume bool) string {
	if volume && !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path}
	return u.String()
}

func writerDSN(path string) string {
	way := ""
	if name := registerLogVFS(); name != "" {
		way = "&vfs=" + name
	}
	return fileURI(path) + "?mode=rw&_txlock=immediate&_dqs=0" + way + pragmaQuery(writerPragmas)
}

// sharedDSN is writerDSN for a connection whose commits may owe the wait for the disk.
func sharedDSN(path string, o *owing) string {
	dsn := writerDSN(path)
	if o != nil {
		dsn += fmt.Sprintf("&%s=%d", owingName, o.number)
	}
	return dsn
}

func readerDSN(path string) string {
	return fileURI(path) + "?mode=ro&_txlock=deferred&_dqs=0" + pragmaQuery(readerPragmas)
}

func pragmaQuery(ps []pragma) string {
	var b strings.Builder
	for _, p := range ps {
		fmt.Fprintf(&b, "&_pragma=%s(%s)", p.name, p.ask)
	}
	return b.String()
}

// assertPragmas says which rule a connection does not follow.
func assertPragmas(ctx context.Context, db *sql.DB, ps []pragma) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, p := range ps {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return fmt.Errorf("read pragma %s: %w", p.name, err)
		}
		if got != p.want {
			return fmt.Errorf("pragma %s is %s, want %s", p.name, got, p.want)
		}
	}
	return nil
}
