package historybench

import (
	"bufio"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"channeldesk/storage"
)

// openBare opens a file with nothing but a reader's cache of the size that the program
// gives to each of its own.
func openBare(dir string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, storage.FileName)+"?mode=ro&_pragma=query_only(1)&_pragma=busy_timeout(5000)&_pragma=cache_size(-8192)")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

type asked struct {
	Query string
	Args  []any
}

type answer struct {
	Took  time.Duration
	First []int64 // the numbers in the first column
	Wrong string
}

// Serve asks bare queries for Open until in ends, and tells how long each took. It
// runs in a process of its own: SQLite as it is built here keeps the pages of all
// connections of a process in one list, from which one that needs more than its own
// cache takes those of the others, for as long as it is open. Within one process the
// side that reads more leaves the other without a cache.
func Serve(ctx context.Context, dir string, in io.Reader, out io.Writer) (err error) {
	db, err := openBare(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	from, to, prepared := gob.NewDecoder(bufio.NewReader(in)), gob.NewEncoder(out), map[string]*sql.Stmt{}
	for {
		var q asked
		if err := from.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		s := prepared[q.Query]
		if s == nil {
			if s, err = db.PrepareContext(ctx, q.Query); err != nil {
				return errors.Join(err, to.Encode(answer{Wrong: err.Error()}))
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			prepared[q.Query] = s
		}
		start := time.Now()
		rows, err := read(ctx, s, q.Args)
		a := answer{Took: time.Since(start)}
		for _, r := range rows {
			if len(r.numbers) > 0 {
				a.First = append(a.First, r.numbers[0].Int64)
			}
		}
		if err != nil {
			a.Wrong = err.Error()
		}
		if err := to.Encode(a); err != nil {
			return err
		}
	}
}

// asker is the other process.
type asker struct {
	command *exec.Cmd
	in      io.WriteCloser
	to      *gob.Encoder
	from    *gob.Decoder
}

func startAsker(ctx context.Context, program []string) (*asker, error) {
	if len(program) == 0 {
		return nil, errors.New("historybench: no program for the bare queries")
	}
	c := exec.CommandContext(ctx, program[0], program[1:]...) //nolint:gosec // the benchmark itself
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &asker{c, in, gob.NewEncoder(in), gob.NewDecoder(bufio.NewReader(out))}, c.Start()
}

// ask gives how long the other process took to read all rows.
func (a *asker) ask(q bareQuery) (got answer, err error) {
	plain := asked{Query: q.query}
	for _, v := range q.args {
		v, err := driver.DefaultParameterConverter.ConvertValue(v)
		if err != nil {
			return got, err
		}
		plain.Args = append(plain.Args, v)
	}
	if err := a.to.Encode(plain); err != nil {
		return got, err
	}
	if err := a.from.Decode(&got); err != nil {
		return got, err
	}
	if got.Wrong != "" {
		return got, errors.New(got.Wrong)
	}
	return got, nil
}

func (a *asker) close() error { return errors.Join(a.in.Close(), a.command.Wait()) }

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
