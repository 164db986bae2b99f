-- +goose Up
-- The first schema. Times are INTEGER milliseconds since 1970 in UTC, NULL
-- where there is none. No column holds a secret value: only references.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    created_at INTEGER
) STRICT;

CREATE TABLE agents (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE, -- the name in lower case, to find it by
    country    TEXT NOT NULL,
    contact    TEXT NOT NULL,
    sandbox    INTEGER NOT NULL CHECK (sandbox IN (0, 1)),
    sheets     INTEGER NOT NULL DEFAULT 0, -- the number of the last hand-off sheet
    created_at INTEGER
) STRICT;

CREATE TABLE channels (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id           INTEGER NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    environment        TEXT NOT NULL CHECK (environment IN ('draft', 'published')),
    key                TEXT NOT NULL UNIQUE CHECK (key <> ''),
    protocol           TEXT NOT NULL,
    account_code       TEXT NOT NULL,
    fields             TEXT NOT NULL CHECK (json_valid(fields)),
    session            TEXT NOT NULL CHECK (json_valid(session)),
    registration       TEXT CHECK (registration IS NULL OR json_valid(registration)),
    previous_until     INTEGER,
    previous_last_used INTEGER,
    forward_url        TEXT NOT NULL,
    revision           INTEGER NOT NULL,
    version            INTEGER NOT NULL,
    updated_at         INTEGER,
    updated_by         TEXT NOT NULL,
    UNIQUE (agent_id, environment)
) STRICT;

-- Every reference that was ever handed to a secret store and may still have a
-- value there.
CREATE TABLE secret_refs (
    ref     TEXT PRIMARY KEY CHECK (ref <> ''),
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_secrets (
    channel_id    INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    ref           TEXT NOT NULL REFERENCES secret_refs (ref),
    origin        TEXT NOT NULL, -- the reference under which the value was first stored
    set_at        INTEGER,
    set_by        TEXT NOT NULL,
    last4         TEXT NOT NULL,
    expires_at    INTEGER,
    never_expires INTEGER NOT NULL CHECK (never_expires IN (0, 1)),
    verified_at   INTEGER,
    PRIMARY KEY (channel_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_secrets_ref ON channel_secrets (ref);

CREATE TABLE versions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    at         INTEGER,
    actor      TEXT NOT NULL,
    note       TEXT NOT NULL,
    changes    TEXT NOT NULL CHECK (json_valid(changes)),
    snapshot   TEXT NOT NULL CHECK (json_valid(snapshot)),
    UNIQUE (channel_id, number)
) STRICT;

-- The secrets that a version still holds; what the version knew of them stands
-- in its snapshot.
CREATE TABLE version_secrets (
    version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    ref        TEXT NOT NULL REFERENCES secret_refs (ref),
    PRIMARY KEY (version_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_secrets_ref ON version_secrets (ref);

CREATE TABLE checks (
    channel_id INTEGER PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
    report     TEXT NOT NULL CHECK (json_valid(report))
) STRICT;

CREATE TABLE handoffs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id    INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    sheet         TEXT NOT NULL,
    at            INTEGER,
    actor         TEXT NOT NULL,
    recipient     TEXT NOT NULL,
    audience      TEXT NOT NULL,
    way           TEXT NOT NULL,
    language      TEXT NOT NULL,
    with_secret   INTEGER NOT NULL CHECK (with_secret IN (0, 1)),
    version       INTEGER NOT NULL, -- of the published channel; 0 for a draft
    note          TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    first_sign_at INTEGER,
    confirmed_at  INTEGER,
    confirmed_by  TEXT NOT NULL
) STRICT;
CREATE INDEX handoffs_channel ON handoffs (channel_id, id);

-- The audit log. The agent is a plain number: its lines outlive it. Each line
-- carries the hash of itself and of the line before.
CREATE TABLE activity (
    id           INTEGER PRIMARY KEY,
    at           INTEGER,
    actor        TEXT NOT NULL,
    agent_id     INTEGER NOT NULL,
    environment  TEXT NOT NULL,
    kind         TEXT NOT NULL,
    text         TEXT NOT NULL CHECK (json_valid(text)),
    value_before TEXT NOT NULL,
    value_after  TEXT NOT NULL,
    prev_hash    BLOB NOT NULL,
    hash         BLOB NOT NULL
) STRICT;
CREATE INDEX activity_agent ON activity (agent_id, id);

-- +goose StatementBegin
CREATE TRIGGER activity_no_update BEFORE UPDATE ON activity BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER activity_no_delete BEFORE DELETE ON activity BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER activity_no_replace BEFORE INSERT ON activity
WHEN EXISTS (SELECT 1 FROM activity WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;
-- +goose StatementEnd

PRAGMA application_id = 1128809579;
PRAGMA user_version = 1;
