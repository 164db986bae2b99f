-- +goose Up
-- Which protocol a channel had when, and who wrote to a channel last.

-- A row for each change of a channel's protocol, in Draft as well: what a message
-- cost depends on the provider that took it.
CREATE TABLE channel_protocols (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    since      INTEGER NOT NULL,
    protocol   TEXT NOT NULL,
    PRIMARY KEY (channel_id, since)
) STRICT, WITHOUT ROWID;

-- What was published says it for the time before; of a draft only the present one is
-- known.
INSERT OR REPLACE INTO channel_protocols (channel_id, since, protocol)
    SELECT channel_id, coalesce(at, 0), protocol FROM (
        SELECT channel_id, number, at, protocol, lag(protocol) OVER (PARTITION BY channel_id ORDER BY number) AS earlier
        FROM (SELECT channel_id, number, at, coalesce(snapshot ->> '$.protocol', '') AS protocol FROM versions))
    WHERE earlier IS NULL OR earlier <> protocol ORDER BY channel_id, number;
INSERT INTO channel_protocols (channel_id, since, protocol)
    SELECT id, 0, protocol FROM channels WHERE id NOT IN (SELECT channel_id FROM channel_protocols);
INSERT INTO channel_protocols (channel_id, since, protocol)
    SELECT c.id, max(coalesce(c.updated_at, 0), l.since + 1), c.protocol
    FROM channels c JOIN (SELECT channel_id, max(since) AS since, protocol FROM channel_protocols GROUP BY channel_id) l ON l.channel_id = c.id
    WHERE l.protocol <> c.protocol;

-- All people by when they wrote last. It takes the place of the one that held only
-- those with a session, which is nearly everybody who wrote: a message that comes in
-- costs what it did.
DROP INDEX people_sessions;
CREATE INDEX people_inbound ON people (channel_id, last_inbound_at);

PRAGMA user_version = 5;
