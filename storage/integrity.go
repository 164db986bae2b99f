package storage

import (
	"context"
	"database/sql"
	"fmt"

	"channeldesk/app"
)

// Integrity looks through the whole database: its pages and indexes, its
// references, the chain of the audit log, and the counters of messages. It gives one line, in English,
// for each thing that is wrong; none means that all is well.
func (db *DB) Integrity(ctx context.Context) ([]string, error) {
	problems, err := integrity(ctx, db.read)
	if err != nil {
		return problems, explain(ctx, db.dir, err)
	}
	err = db.View(ctx, func(tx app.Tx) error {
		proof, err := tx.VerifyActivity()
		if proof.BrokenAt != 0 {
			problems = append(problems, fmt.Sprintf("line %d of the audit log was changed or is missing", proof.BrokenAt))
		}
		return err
	})
	if err != nil {
		return problems, err
	}
	counts, err := db.VerifyCounts(ctx)
	return append(problems, counts...), err
}

func integrity(ctx context.Context, pool *sql.DB) ([]string, error) {
	var problems []string
	rows, err := pool.QueryContext(ctx, `PRAGMA integrity_check`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			problems = append(problems, line)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	refs, err := pool.QueryContext(ctx, `PRAGMA foreign_key_check`)
	if err != nil {
		return nil, err
	}
	defer refs.Close()
	for refs.Next() {
		var table, parent string
		var row, fk sql.NullInt64
		if err := refs.Scan(&table, &row, &parent, &fk); err != nil {
			return nil, err
		}
		problems = append(problems, fmt.Sprintf("row %d of %s refers to a missing row of %s", row.Int64, table, parent))
	}
	return problems, refs.Err()
}
