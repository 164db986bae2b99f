package storage

import (
	"database/sql"
	"errors"
	"time"

	"channeldesk/app"
)

const (
	keyColumns = `SELECT id, agent_id, environment, name, hint, hash, scopes, created_at, created_by, expires_at, revoked_at,
		replaced_by, last_used_at, last_used_from FROM api_keys `
	keyGone = "This API key does not exist any more."
)

func scanKey(s scanner) (k app.APIKey, err error) {
	err = s.Scan(&k.ID, &k.AgentID, &k.Environment, &k.Name, &k.Hint, &k.Hash, jsonColumn{&k.Scopes}, moment{&k.CreatedAt}, &k.CreatedBy,
		moment{&k.ExpiresAt}, moment{&k.RevokedAt}, &k.ReplacedBy, moment{&k.LastUsedAt}, &k.LastUsedFrom)
	return k, err
}

func (t *tx) AddKey(k app.APIKey) (app.KeyID, error) {
	scopes, err := encode(k.Scopes)
	if err != nil {
		return 0, err
	}
	id, err := t.insert(`INSERT INTO api_keys (agent_id, environment, name, hint, hash, scopes, created_at, created_by, expires_at, revoked_at,
		replaced_by, last_used_at, last_used_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		k.AgentID, k.Environment, k.Name, k.Hint, k.Hash, scopes, millis(k.CreatedAt), k.CreatedBy, millis(k.ExpiresAt), millis(k.RevokedAt),
		k.ReplacedBy, millis(k.LastUsedAt), k.LastUsedFrom)
	switch {
	case breaks(err, "api_keys.hash"):
		return 0, app.NewError(app.CodeConflict, app.Say("This API key exists already."))
	case breaksReference(err):
		return 0, notFound("This agent does not exist any more.")
	}
	return app.KeyID(id), err
}

// UpdateKey changes name, scopes, ends, replacement and last use; what the key is
// and for whom stays.
func (t *tx) UpdateKey(k app.APIKey) error {
	scopes, err := encode(k.Scopes)
	if err != nil {
		return err
	}
	n, err := t.exec(`UPDATE api_keys SET name = ?, scopes = ?, expires_at = ?, revoked_at = ?, replaced_by = ?, last_used_at = ?,
		last_used_from = ? WHERE id = ?`,
		k.Name, scopes, millis(k.ExpiresAt), millis(k.RevokedAt), k.ReplacedBy, millis(k.LastUsedAt), k.LastUsedFrom, k.ID)
	if err != nil {
		return err
	}
	return orGone(n, keyGone)
}

func (t *tx) GetKey(id app.KeyID) (app.APIKey, error) {
	k, err := scanKey(t.row(keyColumns+`WHERE id = ?`, id))
	return k, orNotFound(err, keyGone)
}

const findKeyQuery = keyColumns + `WHERE hash = ?`

func (t *tx) FindKey(hash string) (app.APIKey, error) {
	k, err := scanKey(t.row(findKeyQuery, hash))
	return k, orNotFound(err, "There is no such API key.")
}

const listKeysQuery = keyColumns + `WHERE agent_id = ? AND environment = ? ORDER BY id DESC`

func (t *tx) ListKeys(agent app.AgentID, env app.Environment) ([]app.APIKey, error) {
	return list(t, scanKey, listKeysQuery, agent, env)
}

func (t *tx) Replay(key app.KeyID, idempotency string, since time.Time) (r app.Replay, ok bool, err error) {
	err = t.row(`SELECT body_hash, status, answer, at FROM replays WHERE key_id = ? AND idempotency = ? AND at >= ?`,
		key, idempotency, since.UnixMilli()).Scan(&r.BodyHash, &r.Status, &r.Answer, moment{&r.At})
	if errors.Is(err, sql.ErrNoRows) {
		return app.Replay{}, false, nil
	}
	return r, err == nil, err
}

// SaveReplay keeps an answer; an older one to the same idempotency key goes.
func (t *tx) SaveReplay(key app.KeyID, idempotency string, r app.Replay) error {
	if r.At.IsZero() {
		r.At = t.now()
	}
	if r.Answer == nil {
		r.Answer = []byte{}
	}
	_, err := t.exec(`INSERT INTO replays (key_id, idempotency, body_hash, status, answer, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (key_id, idempotency) DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status,
		answer = excluded.answer, at = excluded.at`, key, idempotency, r.BodyHash, r.Status, r.Answer, r.At.UnixMilli())
	if breaksReference(err) {
		return notFound(keyGone)
	}
	return err
}
