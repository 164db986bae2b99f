package storage

import (
	"database/sql"
	"errors"
	"time"
)

func (t *tx) Warned(subject string) (days int, ok bool, err error) {
	err = t.row(`SELECT days FROM warnings WHERE subject = ?`, subject).Scan(&days)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return days, err == nil, err
}

func (t *tx) SetWarned(subject string, days int, at time.Time) error {
	_, err := t.exec(`INSERT INTO warnings (subject, days, at) VALUES (?, ?, ?)
		ON CONFLICT (subject) DO UPDATE SET days = excluded.days, at = excluded.at`, subject, days, millis(at))
	return err
}

func (t *tx) ForgetWarnings(keep []string) error {
	if keep == nil {
		keep = []string{} // null would be a subject that equals nothing
	}
	names, err := encode(keep)
	if err != nil {
		return err
	}
	_, err = t.exec(`DELETE FROM warnings WHERE subject NOT IN (SELECT value FROM json_each(?))`, names)
	return err
}
