package storage

import (
	"database/sql"
	"reflect"

	"channeldesk/app"
)

type registrationRecord struct {
	URL   string `json:"url"`
	At    stamp  `json:"at,omitempty"`
	By    string `json:"by,omitempty"`
	OK    bool   `json:"ok"`
	Scope string `json:"scope"`
	Ref   string `json:"secret_ref,omitempty"`
}

// toRegistrationRecord gives nil for nothing registered.
func toRegistrationRecord(r app.Registration) *registrationRecord {
	if r == (app.Registration{}) {
		return nil
	}
	return &registrationRecord{URL: r.URL, At: toStamp(r.At), By: r.By, OK: r.OK, Scope: r.Scope, Ref: string(r.SecretRef)}
}

func (r *registrationRecord) registration() app.Registration {
	if r == nil {
		return app.Registration{}
	}
	return app.Registration{URL: r.URL, At: fromStamp(r.At), By: r.By, OK: r.OK, Scope: r.Scope, SecretRef: app.SecretRef(r.Ref)}
}

// tryRecord is how a registration ended.
type tryRecord struct {
	At     stamp      `json:"at,omitempty"`
	By     string     `json:"by"`
	Result string     `json:"result"`
	URL    string     `json:"url"`
	What   textRecord `json:"what"`
	Fix    textRecord `json:"fix"`
	Detail string     `json:"detail,omitempty"`
}

// toTryRecord gives nil for no try.
func toTryRecord(t app.RegistrationTry) *tryRecord {
	if reflect.ValueOf(t).IsZero() {
		return nil
	}
	return &tryRecord{
		At: toStamp(t.At), By: t.By, Result: string(t.Result), URL: t.URL,
		What: toTextRecord(t.What), Fix: toTextRecord(t.Fix), Detail: t.Detail,
	}
}

func (r *tryRecord) try() app.RegistrationTry {
	if r == nil {
		return app.RegistrationTry{}
	}
	return app.RegistrationTry{
		At: fromStamp(r.At), By: r.By, Result: app.RegistrationResult(r.Result), URL: r.URL,
		What: r.What.text(), Fix: r.Fix.text(), Detail: r.Detail,
	}
}

// encodeOrNull is the JSON column of a record, NULL for none.
func encodeOrNull[R any](record *R) (column sql.NullString, err error) {
	if record == nil {
		return column, nil
	}
	column.Valid = true
	column.String, err = encode(record)
	return column, err
}
