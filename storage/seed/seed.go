// Package seed fills a workspace with messages for benchmarks: millions within
// minutes, past all checks, with names, numbers, templates and states such as a
// bank would have over two years. The program itself does not use it.
package seed

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/storage"
)

// Options say what to fill a workspace with.
type Options struct {
	// Dir is the data folder. It must hold no workspace yet.
	Dir string
	// Rows is how many messages; one in twenty is of the draft.
	Rows int
	// Until is when the last one was made; two years before it the first one was.
	Until time.Time
	// Say, when it is set, is told what is done.
	Say func(format string, args ...any)
}

const (
	years = 2
	// rowsEach are inserted with one statement, rowsCommit in one commit.
	rowsEach, rowsCommit = 40, 200_000
	// bulkEvery begins a bulk send, of bulkRows messages.
	bulkEvery, bulkRows = 100_000, 20_000
)

// Fill makes the workspace: an agent, both of its channels, and the messages. A
// run that is cut off leaves a workspace that must be thrown away.
func Fill(ctx context.Context, o Options) (err error) {
	if o.Say == nil {
		o.Say = func(string, ...any) {}
	}
	channels, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(o.Dir, storage.FileName)+
		"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=cache_size(-1500000)&_pragma=temp_store(MEMORY)&_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, pool.Close()) }()
	indexes, err := dropIndexes(ctx, pool)
	if err != nil {
		return err
	}
	g := &generator{o: o, channels: channels}
	start := time.Now()
	for g.made < o.Rows {
		if err := g.commit(ctx, pool); err != nil {
			return err
		}
		o.Say("%d messages, %v", g.made, time.Since(start).Round(time.Second))
	}
	for _, step := range append(indexes, finish...) {
		began := time.Now()
		if _, err := pool.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
		o.Say("%.60s: %v", strings.Join(strings.Fields(step), " "), time.Since(began).Round(time.Millisecond))
	}
	return nil
}

// prepare makes the workspace with what messages refer to.
func prepare(ctx context.Context, o Options) (channels [2]app.ChannelID, err error) {
	db, err := storage.Open(ctx, storage.Options{Dir: o.Dir})
	if err != nil {
		return channels, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Update(ctx, func(tx app.Tx) error {
		if all, err := tx.ListAgents(); err != nil || len(all) > 0 {
			return errors.Join(err, errors.New("seed: the folder holds a workspace already"))
		}
		agent, err := tx.CreateAgent(app.Agent{Name: "Nusantara Bank Assistant", Country: "ID", Contact: "Sari", CreatedAt: o.Until.AddDate(-years, 0, 0)})
		if err != nil {
			return err
		}
		if _, err := tx.AddMember(app.Member{Name: "Dewi Kartika", Role: app.Owner}); err != nil {
			return err
		}
		for i, env := range []app.Environment{app.Published, app.Draft} {
			if channels[i], err = tx.CreateChannel(app.Channel{
				AgentID: agent, Environment: env, Key: fmt.Sprintf("nb-%d", i), Protocol: "meta_cloud", AccountCode: fmt.Sprintf("+62811555018%d", i),
				Session: app.DefaultSession(), UpdatedAt: o.Until, UpdatedBy: "Dewi Kartika",
			}); err != nil {
				return err
			}
		}
		for n := 0; n*bulkEvery < o.Rows; n++ {
			if _, err := tx.AddBulk(app.BulkSend{
				Mark: fmt.Sprintf("bulk_%026d", n), ChannelID: channels[0], Name: fmt.Sprintf("Bulk send %d", n+1), Template: templateNames[0], Language: "id",
				Status: app.BulkDone, Total: bulkRows, Prepared: bulkRows, Pace: 20, CreatedBy: "Dewi Kartika", CreatedAt: o.Until,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return channels, err
}

// dropIndexes takes away what is quicker to make at the end, and says how.
func dropIndexes(ctx context.Context, pool *sql.DB) (again []string, err error) {
	rows, err := pool.QueryContext(ctx, `SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = 'messages' AND type IN ('index', 'trigger') AND sql IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var drop []string
	for rows.Next() {
		var kind, name, made string
		if err := rows.Scan(&kind, &name, &made); err != nil {
			return nil, err
		}
		drop, again = append(drop, "DROP "+kind+" "+name), append(again, made)
	}
	if err := rows.Err(); err != nil { // read to the end, they are closed
		return nil, err
	}
	for _, d := range drop {
		if _, err := pool.ExecContext(ctx, d); err != nil {
			return nil, err
		}
	}
	return again, nil
}

const sums = `sum(status = 'held'), sum(status = 'queued'), sum(status = 'sending'), sum(status = 'unknown'), sum(status = 'accepted'),
	sum(status = 'sent'), sum(status = 'delivered'), sum(status = 'read'), sum(status = 'failed'), sum(status = 'cancelled')`

// finish fills what the program keeps with each message, and gives SQLite no
// figures of the tables: the program has none either.
var finish = []string{
	`INSERT INTO message_counts SELECT channel_id, template, day, source, ` + sums + ` FROM messages GROUP BY 1, 2, 3, 4`,
	`INSERT INTO day_counts SELECT channel_id, day, source, sum(held), sum(queued), sum(sending), sum(unknown), sum(accepted), sum(sent),
		sum(delivered), sum(read), sum(failed), sum(cancelled) FROM message_counts GROUP BY 1, 2, 3`,
	`INSERT INTO bulk_counts SELECT bulk_id, ` + sums + ` FROM messages WHERE bulk_id <> 0 GROUP BY 1`,
	`INSERT INTO bulk_failures SELECT bulk_id, code, count(*), max(id) FROM messages WHERE bulk_id <> 0 AND status = 'failed' GROUP BY 1, 2`,
	`INSERT INTO message_names (rowid, name) SELECT id, char(57344 + ((channel_id >> 24) & 4095), 57344 + ((channel_id >> 12) & 4095),
		57344 + (channel_id & 4095)) || name FROM messages WHERE name <> ''`,
	`PRAGMA journal_mode = WAL`,
}

// generator makes messages, the oldest first. The same options make the same.
type generator struct {
	o        Options
	channels [2]app.ChannelID
	made     int
}

const (
	insertRow  = `(?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, NULL, 1, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, '', '', channeldesk_day(?), channeldesk_reversed(?))`
	insertRows = `INSERT INTO messages (mark, channel_id, recipient, room, name, content, template, language, source, key_id, status, provider_id, reference,
		code, reason, fix, attempts, created_at, due_at, best_before, accepted_at, sent_at, delivered_at, read_at, failed_at, bulk_id, bulk_row, price,
		again, day, reversed) VALUES `
)

func (g *generator) commit(ctx context.Context, pool *sql.DB) error {
	t, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }()
	many, err := t.PrepareContext(ctx, insertRows+insertRow+strings.Repeat(", "+insertRow, rowsEach-1))
	if err != nil {
		return err
	}
	defer func() { _ = many.Close() }()
	var args []any
	for end := min(g.made+rowsCommit, g.o.Rows); g.made < end; {
		args = args[:0]
		n := min(rowsEach, end-g.made)
		for range n {
			args = g.message(args)
		}
		if n == rowsEach {
			_, err = many.ExecContext(ctx, args...)
		} else {
			_, err = t.ExecContext(ctx, insertRows+insertRow+strings.Repeat(", "+insertRow, n-1), args...)
		}
		if err != nil {
			return err
		}
	}
	return t.Commit()
}
