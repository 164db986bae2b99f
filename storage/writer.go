package storage

import (
	"context"
	"log/slog"
	"strings"
)

// writer is the writing connection with a transaction on it.
type writer struct {
	*line
	db *DB
}

// beginWrite waits for its turn among writers.
func (db *DB) beginWrite(ctx context.Context) (*writer, error) {
	if err := db.settler.failure(); err != nil {
		return nil, err
	}
	l, err := takeLine(ctx, db.write, beginWriting)
	if err != nil {
		return nil, err
	}
	w := &writer{l, db}
	if err := w.noticeOthers(ctx); err != nil {
		w.rollback(db.log) //nolint:contextcheck // what began is ended, also when the caller gave up
		return nil, err
	}
	return w, nil
}

// noticeOthers looks whether another process committed since the latest
// transaction. What the number stands for may have changed then.
func (w *writer) noticeOthers(ctx context.Context) error {
	c, err := w.query(ctx, `PRAGMA data_version`)
	var seen int64
	if err := (row{c, err}).Scan(&seen); err != nil {
		return err
	}
	if seen != w.db.others { // nobody else looks at it while we have the connection
		w.db.others = seen
		w.db.mark.Add(1)
		w.db.people.forget()
	}
	return nil
}

// commit ends the transaction. The mark changes before another one can begin.
func (w *writer) commit(changed bool) error {
	err := w.line.commit()
	w.committed(changed, err)
	return err
}

func (w *writer) committed(changed bool, err error) {
	if err == nil && changed {
		w.db.mark.Add(1)
	}
	if err != nil || changed {
		w.db.people.forget()
	}
	w.db.checks.wrote(w.raw)
	w.end(w.db.log, err != nil) // after a commit that the database refused, the transaction may still be open
}

// commitOwing is commit without the wait for the disk, where that can be left to later:
// then it reports true. After an error nothing is owed.
func (w *writer) commitOwing(changed bool) (owes bool, err error) {
	o := w.db.owing
	if o == nil {
		return false, w.commit(changed)
	}
	o.may, o.owes = true, false
	err = w.line.commit()
	o.may = false
	owes = o.owes && err == nil
	w.committed(changed, err)
	return owes, err
}

func (w *writer) rollback(log *slog.Logger) {
	w.db.people.forget()
	w.end(log, true)
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
