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
    edited_at         TEXT NOT NULL CHECK (json_valid(edited_at)),
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

-- What a message needs for bulk sends and for the history. The day is a number
-- counted from 1970, of the calendar of the computer when the message was made:
-- its counters are found by it, whatever the computer's time zone is later.
ALTER TABLE messages ADD COLUMN bulk_id INTEGER NOT NULL DEFAULT 0; -- a plain number, as key_id
ALTER TABLE messages ADD COLUMN bulk_row INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN price TEXT NOT NULL DEFAULT '';
ALTER TABLE pending_states ADD COLUMN price TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN again TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN reversed TEXT NOT NULL DEFAULT ''; -- the digits of the recipient from behind
UPDATE messages SET day = channeldesk_day(created_at), reversed = channeldesk_reversed(recipient),
    language = coalesce(content ->> '$.template.language', '');
CREATE INDEX messages_reversed ON messages (channel_id, reversed, created_at) WHERE reversed <> '';
CREATE INDEX messages_source ON messages (channel_id, source, key_id, created_at);
CREATE UNIQUE INDEX messages_bulk ON messages (bulk_id, bulk_row) WHERE bulk_id <> 0;
CREATE INDEX messages_again ON messages (again) WHERE again <> '';
CREATE INDEX messages_held ON messages (bulk_id, bulk_row) WHERE status = 'held';

-- Webhooks come in the order of their numbers, so that what is old is found by the
-- number. The newest of a channel is never removed: no number comes twice while the
-- channel is there. Most of what a gateway writes is written here.
CREATE TABLE new_arrivals (
    id         INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    state      TEXT NOT NULL,
    events     INTEGER NOT NULL,
    fresh      INTEGER NOT NULL,
    what       TEXT, -- in JSON
    body       BLOB NOT NULL -- last: what reads only the rest does not read it
) STRICT;
INSERT INTO new_arrivals SELECT id, channel_id, at, state, events, fresh, what, body FROM arrivals ORDER BY id;
DROP TABLE arrivals;
ALTER TABLE new_arrivals RENAME TO arrivals;
CREATE INDEX arrivals_channel ON arrivals (channel_id);
CREATE INDEX arrivals_waiting ON arrivals (state) WHERE state = 'waiting';

-- Who has or had a session, the latest first, for the list of sessions.
CREATE INDEX people_sessions ON people (channel_id, last_inbound_at) WHERE session IS NOT NULL;

CREATE TABLE bulk_sends (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    mark       TEXT NOT NULL UNIQUE CHECK (mark <> ''),
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    template   TEXT NOT NULL,
    language   TEXT NOT NULL,
    file       TEXT NOT NULL,
    status     TEXT NOT NULL,
    why        TEXT CHECK (why IS NULL OR json_valid(why)),
    total      INTEGER NOT NULL,
    prepared   INTEGER NOT NULL,
    pace       REAL NOT NULL,
    trial      INTEGER NOT NULL,
    fail_limit INTEGER NOT NULL,
    fail_span  INTEGER NOT NULL,
    due_at     INTEGER,
    zone       TEXT NOT NULL,
    source     TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER,
    started_at INTEGER,
    ended_at   INTEGER,
    next_at    INTEGER
) STRICT;
CREATE INDEX bulk_sends_channel ON bulk_sends (channel_id);
CREATE INDEX bulk_sends_active ON bulk_sends (id) WHERE status NOT IN ('done', 'cancelled');

-- How many messages stand where: a row for each template and source of a day,
-- one for each source of a day, and one for each bulk send. They are changed in
-- the transaction that changes the messages.
CREATE TABLE message_counts (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    template   TEXT NOT NULL,
    day        INTEGER NOT NULL,
    source     TEXT NOT NULL,
    held       INTEGER NOT NULL,
    queued     INTEGER NOT NULL,
    sending    INTEGER NOT NULL,
    unknown    INTEGER NOT NULL,
    accepted   INTEGER NOT NULL,
    sent       INTEGER NOT NULL,
    delivered  INTEGER NOT NULL,
    read       INTEGER NOT NULL,
    failed     INTEGER NOT NULL,
    cancelled  INTEGER NOT NULL,
    PRIMARY KEY (channel_id, template, day, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_counts (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    day        INTEGER NOT NULL,
    source     TEXT NOT NULL,
    held       INTEGER NOT NULL,
    queued     INTEGER NOT NULL,
    sending    INTEGER NOT NULL,
    unknown    INTEGER NOT NULL,
    accepted   INTEGER NOT NULL,
    sent       INTEGER NOT NULL,
    delivered  INTEGER NOT NULL,
    read       INTEGER NOT NULL,
    failed     INTEGER NOT NULL,
    cancelled  INTEGER NOT NULL,
    PRIMARY KEY (channel_id, day, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE bulk_counts (
    bulk_id    INTEGER PRIMARY KEY REFERENCES bulk_sends (id) ON DELETE CASCADE,
    held       INTEGER NOT NULL,
    queued     INTEGER NOT NULL,
    sending    INTEGER NOT NULL,
    unknown    INTEGER NOT NULL,
    accepted   INTEGER NOT NULL,
    sent       INTEGER NOT NULL,
    delivered  INTEGER NOT NULL,
    read       INTEGER NOT NULL,
    failed     INTEGER NOT NULL,
    cancelled  INTEGER NOT NULL
) STRICT;

-- The failed messages of a bulk send by the provider's code; the sample is one
-- of them.
CREATE TABLE bulk_failures (
    bulk_id INTEGER NOT NULL REFERENCES bulk_sends (id) ON DELETE CASCADE,
    code    TEXT NOT NULL,
    n       INTEGER NOT NULL,
    sample  INTEGER NOT NULL,
    PRIMARY KEY (bulk_id, code)
) STRICT, WITHOUT ROWID;

INSERT INTO message_counts SELECT channel_id, template, day, source,
        sum(status = 'held'), sum(status = 'queued'), sum(status = 'sending'), sum(status = 'unknown'), sum(status = 'accepted'),
        sum(status = 'sent'), sum(status = 'delivered'), sum(status = 'read'), sum(status = 'failed'), sum(status = 'cancelled')
    FROM messages GROUP BY channel_id, template, day, source;
INSERT INTO day_counts SELECT channel_id, day, source,
        sum(held), sum(queued), sum(sending), sum(unknown), sum(accepted), sum(sent), sum(delivered), sum(read), sum(failed), sum(cancelled)
    FROM message_counts GROUP BY channel_id, day, source;

-- The names of recipients by groups of three letters. Row numbers are those of
-- messages. In front of each name stand three private letters for its channel,
-- so that names of other channels are not walked through. Names are put in by
-- the program, for many messages at once; they leave with their messages.
CREATE VIRTUAL TABLE message_names USING fts5 (name, tokenize = 'trigram', content = '', columnsize = 0, detail = none);
INSERT INTO message_names (rowid, name)
    SELECT id, char(57344 + ((channel_id >> 24) & 4095), 57344 + ((channel_id >> 12) & 4095), 57344 + (channel_id & 4095)) || name
    FROM messages WHERE name <> '' ORDER BY id;
-- +goose StatementBegin
CREATE TRIGGER messages_unnamed AFTER DELETE ON messages WHEN old.name <> '' BEGIN
    INSERT INTO message_names (message_names, rowid, name) VALUES ('delete', old.id,
        char(57344 + ((old.channel_id >> 24) & 4095), 57344 + ((old.channel_id >> 12) & 4095), 57344 + (old.channel_id & 4095)) || old.name);
END;
-- +goose StatementEnd

PRAGMA user_version = 4;
