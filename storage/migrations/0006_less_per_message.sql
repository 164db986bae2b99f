-- +goose Up
-- What each message that comes in, and each state of one, is written to.

-- Which channels have webhooks among 64 numbers that follow each other: it finds the
-- webhooks of a channel nearly as well as an index of all of them, and is written once
-- for most of 64. They go with it.
CREATE TABLE arrival_spans (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    span       INTEGER NOT NULL, -- the number of the first one, divided by 64
    PRIMARY KEY (channel_id, span)
) STRICT, WITHOUT ROWID;
INSERT INTO arrival_spans (channel_id, span) SELECT DISTINCT channel_id, id / 64 FROM arrivals;

CREATE TABLE new_arrivals (
    id         INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL, -- it has a row in arrival_spans
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
CREATE INDEX arrivals_waiting ON arrivals (state) WHERE state = 'waiting';
-- +goose StatementBegin
CREATE TRIGGER arrival_spans_gone AFTER DELETE ON arrival_spans BEGIN
    DELETE FROM arrivals WHERE id BETWEEN old.span * 64 AND old.span * 64 + 63 AND channel_id = old.channel_id;
END;
-- +goose StatementEnd

-- Of when a person wrote, the index knows the five minutes: who writes several
-- messages in a row stands in one place.
ALTER TABLE people ADD COLUMN inbound_slot INTEGER; -- last_inbound_at / 300000
UPDATE people SET inbound_slot = last_inbound_at / 300000;
DROP INDEX people_inbound;
CREATE INDEX people_inbound ON people (channel_id, inbound_slot);

PRAGMA user_version = 6;
