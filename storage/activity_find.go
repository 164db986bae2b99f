package storage

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"

	"channeldesk/app"
)

// findLimit is how many lines a filter gives that names no limit.
const findLimit = 200

// FindActivity gives the lines that the filter lets through, newest first. A
// line without a time is older than every From.
func (t *tx) FindActivity(f app.ActivityFilter) ([]app.Activity, error) {
	query, args, err := activityQuery(f)
	if err != nil {
		return nil, err
	}
	return list(t, scanLine, query, args...)
}

// activityQuery walks the log from its newest line, or that of an agent, an
// actor or a kind, and stops at the limit. A list of agents or kinds only
// filters: with an index, all its lines would be gathered and sorted first. The
// plus sign keeps SQLite from choosing it.
func activityQuery(f app.ActivityFilter) (query string, args []any, err error) {
	var where []string
	add := func(condition string, value any) {
		where = append(where, condition)
		args = append(args, value)
	}
	if f.Agent != 0 {
		add(`agent_id = ?`, f.Agent)
	}
	if f.Only != nil {
		only, err := encode(f.Only)
		if err != nil {
			return "", nil, err
		}
		add(`+agent_id IN (SELECT value FROM json_each(?))`, only)
	}
	if f.Environment != "" {
		add(`environment = ?`, f.Environment)
	}
	if f.By != "" {
		add(`actor = ?`, f.By)
	}
	switch len(f.Kinds) {
	case 0:
	case 1:
		add(`kind = ?`, f.Kinds[0])
	default:
		kinds, err := encode(f.Kinds)
		if err != nil {
			return "", nil, err
		}
		add(`+kind IN (SELECT value FROM json_each(?))`, kinds)
	}
	if !f.From.IsZero() {
		add(`at >= ?`, f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		add(`(at IS NULL OR at < ?)`, f.To.UnixMilli())
	}
	if f.Before != 0 {
		add(`id < ?`, f.Before)
	}
	if f.Hash != "" {
		hash, err := hex.DecodeString(f.Hash)
		if err != nil {
			return "", nil, app.Invalid("hash", "This is not the hash of a line.")
		}
		add(`hash = ?`, hash)
	}
	query = activityColumns
	if len(where) > 0 {
		query += `WHERE ` + strings.Join(where, ` AND `) + ` `
	}
	limit := f.Limit
	if limit <= 0 {
		limit = findLimit
	}
	return query + `ORDER BY id DESC LIMIT ?`, append(args, limit), nil
}

// ActivityActors steps from name to name through the index, so that its time
// does not grow with the log.
func (t *tx) ActivityActors() ([]string, error) {
	actors, err := list(t, func(s scanner) (name string, err error) {
		err = s.Scan(&name)
		return name, err
	}, `WITH RECURSIVE actors (name) AS (
			SELECT min(actor) FROM activity WHERE actor > ''
			UNION ALL
			SELECT (SELECT min(actor) FROM activity WHERE actor > actors.name) FROM actors WHERE actors.name IS NOT NULL
		)
		SELECT name FROM actors WHERE name IS NOT NULL`)
	slices.SortFunc(actors, func(a, b string) int {
		return cmp.Or(strings.Compare(nameKey(a), nameKey(b)), strings.Compare(a, b))
	})
	return actors, err
}
