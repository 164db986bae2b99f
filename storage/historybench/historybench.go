// Package historybench measures the questions of the history screen beside the
// best bare query for each, asked through the same driver on the same file, in
// turns. The file is one that package seed made.
package historybench

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/storage"
)

// Limits of a question: times the bare query, and by itself.
const (
	MostTimes = 2.0
	MostTime  = 50 * time.Millisecond
	// grain is a time below which a ratio says nothing, one in a hundred of what a
	// person may wait for: a transaction and the choice of a way take a part of it.
	grain = 200 * time.Microsecond
)

// Result is one line of the table.
type Result struct {
	Name       string
	Ours, Bare time.Duration // medians
	Worst      time.Duration
	Hits       int
}

// Holds reports whether the limits are kept.
func (r Result) Holds() bool {
	if r.Ours > MostTime {
		return false
	}
	return r.Bare == 0 || r.Ours <= grain || float64(r.Ours) <= MostTimes*float64(r.Bare)
}

// String is the line.
func (r Result) String() string {
	verdict := "holds"
	if !r.Holds() {
		verdict = "PASSED THE LIMIT"
	}
	beside := "                          "
	if r.Bare > 0 {
		beside = fmt.Sprintf("bare %8.2f ms  %6.2fx  ", ms(r.Bare), float64(r.Ours)/float64(r.Bare))
	}
	return fmt.Sprintf("%-44s %8.2f ms (most %8.2f)  %s %5d hits  %s", r.Name, ms(r.Ours), ms(r.Worst), beside, r.Hits, verdict)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Bench is an open file.
type Bench struct {
	DB      *storage.DB
	bare    *sql.DB
	channel app.ChannelID
	first   time.Time
	last    time.Time
	rounds  int
}

// Open opens the workspace of a folder. rounds is how often each question is
// asked.
func Open(ctx context.Context, dir string, rounds int) (*Bench, error) {
	db, err := storage.Open(ctx, storage.Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	b := &Bench{DB: db, rounds: rounds}
	b.bare, err = sql.Open("sqlite", "file:"+filepath.Join(dir, storage.FileName)+"?mode=ro&_pragma=query_only(1)&_pragma=busy_timeout(5000)&_pragma=cache_size(-8192)")
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	b.bare.SetMaxOpenConns(1)
	var first, last int64
	err = b.bare.QueryRowContext(ctx, `SELECT (SELECT min(channel_id) FROM day_counts), (SELECT created_at FROM messages ORDER BY id LIMIT 1),
		(SELECT created_at FROM messages ORDER BY id DESC LIMIT 1)`).Scan(&b.channel, &first, &last)
	b.first, b.last = time.UnixMilli(first), time.UnixMilli(last)
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// Close ends all connections.
func (b *Bench) Close() error { return errors.Join(b.bare.Close(), b.DB.Close()) }

// question is one of the screen's, with the bare queries for it, of which the
// fastest counts.
type question struct {
	name string
	ask  func(app.Tx) (hits int, err error)
	bare []bareQuery
}

type bareQuery struct {
	query string
	args  []any
}

// Run asks everything, or only what has a part in its name, and prints the table
// as it goes. What passes a limit is asked once more, and the second answer counts.
func (b *Bench) Run(ctx context.Context, w io.Writer, only string) (results []Result, err error) {
	questions, err := b.questions(ctx)
	if err != nil {
		return nil, err
	}
	for _, q := range questions {
		if !strings.Contains(q.name, only) {
			continue
		}
		r, err := b.measure(ctx, q)
		if err != nil {
			return results, fmt.Errorf("%s: %w", q.name, err)
		}
		if _, err := fmt.Fprintln(w, r); err != nil {
			return results, err
		}
		// What else the computer did in half a second is not the question's fault.
		if !r.Holds() {
			if r, err = b.measure(ctx, q); err != nil {
				return results, fmt.Errorf("%s: %w", q.name, err)
			}
			if _, err := fmt.Fprintf(w, "%s, asked once more\n", r); err != nil {
				return results, err
			}
		}
		results = append(results, r)
	}
	return results, nil
}

// measure asks in turns, once without counting. What takes little time is asked
// more often, so that what else the computer does decides nothing.
func (b *Bench) measure(ctx context.Context, q question) (r Result, err error) {
	r.Name = q.name
	prepared := make([]*sql.Stmt, len(q.bare))
	for i, bare := range q.bare {
		statement, err := b.bare.PrepareContext(ctx, bare.query)
		if err != nil {
			return r, err
		}
		defer func() { _ = statement.Close() }()
		prepared[i] = statement
	}
	times := make([][]time.Duration, 1+len(q.bare))
	began := time.Now()
	for i := 0; i <= b.rounds || i <= b.rounds*mostRounds && time.Since(began) < roundsTime; i++ {
		for side := range times {
			start := time.Now()
			if side == 0 {
				err = b.DB.View(ctx, func(tx app.Tx) (err error) { r.Hits, err = q.ask(tx); return err })
			} else {
				_, err = read(ctx, prepared[side-1], q.bare[side-1].args)
			}
			if took := time.Since(start); i > 0 {
				times[side] = append(times[side], took)
			}
			if err != nil {
				return r, err
			}
		}
	}
	r.Ours, r.Worst = Median(times[0]), slices.Max(times[0])
	for _, bare := range times[1:] {
		if m := Median(bare); r.Bare == 0 || m < r.Bare {
			r.Bare = m
		}
	}
	return r, nil
}

// Up to mostRounds as many rounds as asked for are made within roundsTime.
const (
	mostRounds = 20
	roundsTime = 400 * time.Millisecond
)

// bareRow is a row as a program without any more of its own would keep it.
type bareRow struct {
	texts   []sql.NullString
	numbers []sql.NullInt64
}

// read reads all columns of all rows into plain values.
func read(ctx context.Context, s *sql.Stmt, args []any) (out []bareRow, err error) {
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	to, texts := make([]any, len(types)), 0
	for _, t := range types {
		if t.DatabaseTypeName() == "TEXT" {
			texts++
		}
	}
	for rows.Next() {
		r := bareRow{make([]sql.NullString, texts), make([]sql.NullInt64, len(types)-texts)}
		text, number := 0, 0
		for i, t := range types {
			if t.DatabaseTypeName() == "TEXT" {
				to[i], text = &r.texts[text], text+1
			} else {
				to[i], number = &r.numbers[number], number+1
			}
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Median is the one in the middle, which it sorts them for.
func Median[T cmp.Ordered](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}
