package storage

import (
	"database/sql"
	"errors"
)

func (t *tx) Setting(name string) (string, error) {
	var value string
	err := t.row(`SELECT value FROM settings WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// SetSetting keeps a setting; the empty value removes it.
func (t *tx) SetSetting(name, value string) error {
	if value == "" {
		_, err := t.exec(`DELETE FROM settings WHERE name = ?`, name)
		return err
	}
	_, err := t.exec(`INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}
