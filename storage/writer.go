package storage

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"strings"
)

// writer is the writing connection with a transaction on it.
type writer struct {
	db   *DB
	conn *sql.Conn
	sql  *sql.Tx
}

// beginWrite waits for its turn among writers.
func (db *DB) beginWrite(ctx context.Context) (*writer, error) {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{db: db, conn: conn}
	if w.sql, err = conn.BeginTx(ctx, nil); err == nil {
		err = w.noticeOthers(ctx)
	}
	if err != nil {
		if w.sql != nil {
			_ = w.sql.Rollback()
		}
		_ = conn.Close()
		return nil, err
	}
	return w, nil
}

// noticeOthers looks whether another process committed since the latest
// transaction. What the number stands for may have changed then.
func (w *writer) noticeOthers(ctx context.Context) error {
	var seen int64
	if err := w.sql.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&seen); err != nil {
		return err
	}
	if seen != w.db.others { // nobody else looks at it while we have the connection
		w.db.others = seen
		w.db.mark.Add(1)
	}
	return nil
}

// commit ends the transaction. The mark changes before another one can begin.
func (w *writer) commit(changed bool) error {
	err := w.sql.Commit()
	if err != nil {
		_ = w.sql.Rollback() // after a commit that the database refused, the transaction is still open
	} else if changed {
		w.db.mark.Add(1)
	}
	w.db.checks.wrote(w.conn)
	_ = w.conn.Close() // gives it back
	return err
}

func (w *writer) rollback(log *slog.Logger) {
	if err := w.sql.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		log.Warn("rollback failed", "cause", err)
	}
	_ = w.conn.Close()
}

// configTables are the tables whose changes change the mark of ConfigMark.
var configTables = []string{"agents", "channels", "channel_secrets", "settings"}

// isConfig reports whether a statement changes one of them.
func isConfig(query string) bool {
	for _, verb := range []string{"INSERT INTO ", "UPDATE ", "DELETE FROM "} {
		rest, ok := strings.CutPrefix(query, verb)
		if !ok {
			continue
		}
		table, _, _ := strings.Cut(rest, " ")
		for _, t := range configTables {
			if table == t {
				return true
			}
		}
	}
	return false
}

// ConfigMark implements app.ChannelStore.
func (t *tx) ConfigMark() (int64, error) {
	if t.changed || t.mark == nil {
		return 0, nil
	}
	return t.mark(), nil
}
