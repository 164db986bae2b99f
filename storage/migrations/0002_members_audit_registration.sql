-- +goose Up
-- What stays of protocols that were chosen before, how the latest registration
-- ended, members with roles and passphrases, warnings that were given, and the
-- end of the audit log.

-- The fields of protocols that are not chosen at present, by protocol; their
-- secrets stand in channel_secrets under "protocol/name".
ALTER TABLE channels ADD COLUMN parked TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(parked));
ALTER TABLE channels ADD COLUMN last_try TEXT CHECK (last_try IS NULL OR json_valid(last_try));

-- The name in lower case; no two members have the same. channeldesk_name_key
-- exists only inside the program.
ALTER TABLE members ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE members SET name = name || ' (' || id || ')' WHERE EXISTS (
    SELECT 1 FROM members m WHERE m.id < members.id AND channeldesk_name_key(m.name) = channeldesk_name_key(members.name)
);
UPDATE members SET name_key = channeldesk_name_key(name);
CREATE UNIQUE INDEX members_name_key ON members (name_key);

-- The roles that hold for single agents instead of the member's own.
CREATE TABLE member_roles (
    member_id INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    agent_id  INTEGER NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    role      TEXT NOT NULL,
    PRIMARY KEY (member_id, agent_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_roles_agent ON member_roles (agent_id);

-- Salted hashes, never passphrases. They have a table of their own so that
-- reading members does not read them.
CREATE TABLE member_passphrases (
    member_id INTEGER PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    hash      TEXT NOT NULL CHECK (hash <> '')
) STRICT;

-- The latest warning about each end that comes near.
CREATE TABLE warnings (
    subject TEXT PRIMARY KEY,
    days    INTEGER NOT NULL, -- how far ahead it was given
    at      INTEGER
) STRICT, WITHOUT ROWID;

-- The last line of the audit log: without it, nobody would miss lines that were
-- taken off its end.
CREATE TABLE activity_head (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    last_id INTEGER NOT NULL,
    hash    BLOB NOT NULL
) STRICT;
INSERT INTO activity_head (one, last_id, hash)
    SELECT 1, coalesce(max(id), 0), coalesce((SELECT hash FROM activity ORDER BY id DESC LIMIT 1), x'') FROM activity;

-- +goose StatementBegin
CREATE TRIGGER activity_head_forward BEFORE UPDATE ON activity_head WHEN NEW.last_id <= OLD.last_id BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER activity_head_no_delete BEFORE DELETE ON activity_head BEGIN
    SELECT RAISE(ABORT, 'activity is append-only');
END;
-- +goose StatementEnd

CREATE INDEX activity_actor ON activity (actor, id);
CREATE INDEX activity_kind ON activity (kind, id);

PRAGMA user_version = 2;
