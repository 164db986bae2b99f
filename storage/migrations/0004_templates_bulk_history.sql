-- +goose Up
-- Templates and their drafts, bulk sends, and what the history is read by.

-- One row for each language of a template. What a person wrote of it stands in
-- the design, which holds parts that this program does not know as well.
CREATE TABLE templates (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id        INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    provider_id       TEXT NOT NULL,
    name              TEXT NOT NULL CHECK (name <> ''),
    language          TEXT NOT NULL,
    category          TEXT NOT NULL,
    next_category     TEXT NOT NULL,
    previous_category TEXT NOT NULL,
    status            TEXT NOT NULL,
    status_word       TEXT NOT NULL,
    quality           TEXT NOT NULL,
    code              TEXT NOT NULL,
    reason            TEXT CHECK (reason IS NULL OR json_valid(reason)),
    fix               TEXT CHECK (fix IS NULL OR json_valid(fix)),
    design            TEXT NOT NULL CHECK (json_valid(design)),
    labels            TEXT NOT NULL CHECK (json_valid(labels)),
    submitted_by      TEXT NOT NULL,
    submitted_at      INTEGER,
    changed_at        INTEGER,
    synced_at         INTEGER,
    UNIQUE (channel_id, name, language)
) STRICT;

CREATE TABLE template_syncs (
    channel_id INTEGER PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
    at         INTEGER,
    tried_at   INTEGER,
    problem    TEXT CHECK (problem IS NULL OR json_valid(problem)),
    most       INTEGER NOT NULL
) STRICT;

CREATE TABLE template_drafts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    language   TEXT NOT NULL,
    design     TEXT NOT NULL CHECK (json_valid(design)),
    labels     TEXT NOT NULL CHECK (json_valid(labels)),
    edits      TEXT NOT NULL,
    problem    TEXT CHECK (problem IS NULL OR json_valid(problem)),
    created_by TEXT NOT NULL,
    saved_at   INTEGER
) STRICT;
CREATE INDEX template_drafts_channel ON template_drafts (channel_id, saved_at);

PRAGMA user_version = 4;
