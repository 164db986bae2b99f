-- +goose Up
-- What goes out, what comes in, customers, what is forwarded, and API keys. No
-- column holds a secret value: an API key stands here as a hash only.
--
-- Each index serves one way of asking. Those that hold only some rows cost
-- nothing for the others: the queues stay small however long the history is.

-- The agent and the environment of a message are those of its channel.
CREATE TABLE messages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    mark         TEXT NOT NULL UNIQUE CHECK (mark <> ''),
    channel_id   INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    recipient    TEXT NOT NULL,
    room         TEXT NOT NULL,
    name         TEXT NOT NULL,
    content      TEXT NOT NULL CHECK (json_valid(content)),
    template     TEXT NOT NULL, -- the name in the content; empty for a text
    source       TEXT NOT NULL,
    key_id       INTEGER NOT NULL, -- a plain number: a message outlives its key
    status       TEXT NOT NULL,
    provider_id  TEXT NOT NULL,
    reference    TEXT NOT NULL,
    code         TEXT NOT NULL,
    reason       TEXT CHECK (reason IS NULL OR json_valid(reason)),
    fix          TEXT CHECK (fix IS NULL OR json_valid(fix)),
    attempts     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    best_before  INTEGER,
    accepted_at  INTEGER,
    sent_at      INTEGER,
    delivered_at INTEGER,
    read_at      INTEGER,
    failed_at    INTEGER
) STRICT;
CREATE INDEX messages_created ON messages (channel_id, created_at);
CREATE INDEX messages_status ON messages (channel_id, status, created_at);
CREATE INDEX messages_template ON messages (channel_id, template, created_at) WHERE template <> '';
CREATE INDEX messages_recipient ON messages (channel_id, recipient, created_at);
CREATE UNIQUE INDEX messages_provider ON messages (channel_id, provider_id) WHERE provider_id <> '';
CREATE INDEX messages_reference ON messages (channel_id, reference) WHERE reference <> '';
CREATE INDEX messages_queue ON messages (channel_id, due_at) WHERE status = 'queued';

CREATE TABLE attempts (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    outcome    TEXT NOT NULL,
    code       TEXT NOT NULL,
    what       TEXT CHECK (what IS NULL OR json_valid(what)),
    PRIMARY KEY (message_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_running ON attempts (message_id) WHERE outcome = 'running';

-- States that were told of messages which are not known by that name yet, in
-- the order in which they came.
CREATE TABLE pending_states (
    id          INTEGER PRIMARY KEY,
    channel_id  INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    our_id      TEXT NOT NULL,
    reference   TEXT NOT NULL,
    status      TEXT NOT NULL,
    at          INTEGER NOT NULL,
    code        TEXT NOT NULL,
    reason      TEXT CHECK (reason IS NULL OR json_valid(reason)),
    fix         TEXT CHECK (fix IS NULL OR json_valid(fix)),
    came_at     INTEGER NOT NULL,
    UNIQUE (channel_id, provider_id, our_id, reference, status)
) STRICT;
CREATE INDEX pending_states_our ON pending_states (channel_id, our_id) WHERE our_id <> '';
CREATE INDEX pending_states_reference ON pending_states (channel_id, reference) WHERE reference <> '';
CREATE INDEX pending_states_came ON pending_states (came_at);

CREATE TABLE arrivals (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    state      TEXT NOT NULL,
    events     INTEGER NOT NULL,
    fresh      INTEGER NOT NULL,
    what       TEXT CHECK (what IS NULL OR json_valid(what)),
    body       BLOB NOT NULL -- last: what reads only the rest does not read it
) STRICT;
CREATE INDEX arrivals_channel ON arrivals (channel_id);
CREATE INDEX arrivals_at ON arrivals (at);
CREATE INDEX arrivals_waiting ON arrivals (state) WHERE state = 'waiting';

-- The events that took effect.
CREATE TABLE arrival_keys (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key <> ''),
    at         INTEGER NOT NULL,
    PRIMARY KEY (channel_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrival_keys_at ON arrival_keys (at);

CREATE TABLE people (
    id              INTEGER PRIMARY KEY,
    channel_id      INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    key             TEXT NOT NULL,
    number          TEXT NOT NULL,
    name            TEXT NOT NULL,
    room            TEXT NOT NULL,
    last_inbound_at INTEGER,
    opted_out_at    INTEGER,
    session         BLOB,
    session_due     INTEGER,
    UNIQUE (channel_id, key)
) STRICT;
CREATE INDEX people_due ON people (session_due) WHERE session_due IS NOT NULL;

CREATE TABLE forwardings (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    person     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    -- 1 for the oldest waiting one of its person: only that one may leave.
    first      INTEGER NOT NULL CHECK (first IN (0, 1)),
    tries      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    done_at    INTEGER,
    problem    TEXT CHECK (problem IS NULL OR json_valid(problem)),
    body       BLOB NOT NULL
) STRICT;
CREATE INDEX forwardings_state ON forwardings (channel_id, state);
CREATE INDEX forwardings_person ON forwardings (channel_id, person) WHERE state = 'waiting';
CREATE INDEX forwardings_first ON forwardings (due_at) WHERE state = 'waiting' AND first = 1;
CREATE INDEX forwardings_ended ON forwardings (created_at) WHERE state <> 'waiting';

CREATE TABLE api_keys (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id       INTEGER NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    environment    TEXT NOT NULL CHECK (environment IN ('draft', 'published')),
    name           TEXT NOT NULL,
    hint           TEXT NOT NULL,
    hash           TEXT NOT NULL UNIQUE CHECK (hash <> ''),
    scopes         TEXT NOT NULL CHECK (json_valid(scopes)),
    created_at     INTEGER,
    created_by     TEXT NOT NULL,
    expires_at     INTEGER,
    revoked_at     INTEGER,
    replaced_by    INTEGER NOT NULL,
    last_used_at   INTEGER,
    last_used_from TEXT NOT NULL
) STRICT;
CREATE INDEX api_keys_agent ON api_keys (agent_id, environment);

CREATE TABLE replays (
    key_id      INTEGER NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    idempotency TEXT NOT NULL,
    body_hash   TEXT NOT NULL,
    status      INTEGER NOT NULL,
    answer      BLOB NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (key_id, idempotency)
) STRICT, WITHOUT ROWID;
CREATE INDEX replays_at ON replays (at);

PRAGMA user_version = 3;
