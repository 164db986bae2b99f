// Package historybench measures the questions of the history screen beside the
// best bare query for each, asked through the same driver on the same file, in
// turns. The file is one that package seed made. The bare queries are asked by a
// process of their own, see Serve.
package historybench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
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
	// Others is how many of the bare queries find other messages than the question.
	Others int
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
	if r.Others > 0 {
		verdict += fmt.Sprintf(" (%d bare found other messages)", r.Others)
	}
	return fmt.Sprintf("%-44s %8.2f ms (most %8.2f)  %s %5d hits  %s", r.Name, ms(r.Ours), ms(r.Worst), beside, r.Hits, verdict)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Bench is an open file.
type Bench struct {
	DB      *storage.DB
	bare    *asker
	channel app.ChannelID
	first   time.Time
	last    time.Time
	rounds  int
	all     []question
}

// Open opens the workspace of a folder. rounds is how often each question is
// asked, and program is what to run for the bare queries: it calls Serve for the same
// folder.
func Open(ctx context.Context, dir string, rounds int, program ...string) (*Bench, error) {
	db, err := storage.Open(ctx, storage.Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	b := &Bench{DB: db, rounds: rounds}
	if err := b.lookAround(ctx, dir); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if b.bare, err = startAsker(ctx, program); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return b, nil
}

// lookAround makes the questions for what is in the file.
func (b *Bench) lookAround(ctx context.Context, dir string) (err error) {
	file, err := openBare(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var first, last int64
	err = file.QueryRowContext(ctx, `SELECT (SELECT min(channel_id) FROM day_counts), (SELECT created_at FROM messages ORDER BY id LIMIT 1),
		(SELECT created_at FROM messages ORDER BY id DESC LIMIT 1)`).Scan(&b.channel, &first, &last)
	if err != nil {
		return err
	}
	b.first, b.last = time.UnixMilli(first), time.UnixMilli(last)
	b.all, err = b.questions(ctx, file)
	return err
}

// Close ends all connections, and the other process.
func (b *Bench) Close() error { return errors.Join(b.bare.close(), b.DB.Close()) }

// question is one of the screen's, with the bare queries for it, of which the
// fastest counts.
type question struct {
	name string
	ask  func(app.Tx) (hits int, err error)
	// found gives the numbers of the messages on a page, the bare queries' first column;
	// nil when the answer is another one.
	found func(app.Tx) ([]int64, error)
	bare  []bareQuery
}

type bareQuery struct {
	query string
	args  []any
}

// Run asks everything, or only what has a part in its name, and prints the table
// as it goes. What passes a limit is asked once more, and the second answer counts.
func (b *Bench) Run(ctx context.Context, w io.Writer, only string) (results []Result, err error) {
	for _, q := range b.all {
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
	if r.Others, err = b.others(ctx, q); err != nil {
		return r, err
	}
	times := make([][]time.Duration, 1+len(q.bare))
	began := time.Now()
	for i := 0; i <= b.rounds || i <= b.rounds*mostRounds && time.Since(began) < roundsTime; i++ {
		for side := range times {
			var took time.Duration
			if side == 0 {
				start := time.Now()
				err = b.DB.View(ctx, func(tx app.Tx) (err error) { r.Hits, err = q.ask(tx); return err })
				took = time.Since(start)
			} else {
				var a answer
				a, err = b.bare.ask(q.bare[side-1])
				took = a.Took
			}
			if i > 0 {
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

// others is how many of the bare queries find other messages. Those for digits look
// for them at one end of the number only, and are quicker for it: what was typed may
// be meant for either end.
func (b *Bench) others(ctx context.Context, q question) (others int, err error) {
	if q.found == nil {
		return 0, nil
	}
	var want []int64
	err = b.DB.View(ctx, func(tx app.Tx) (err error) { want, err = q.found(tx); return err })
	if err != nil {
		return 0, err
	}
	for _, bare := range q.bare {
		got, err := b.bare.ask(bare)
		if err != nil {
			return others, err
		}
		if !slices.Equal(want, got.First) {
			others++
		}
	}
	return others, nil
}

// Up to mostRounds as many rounds as asked for are made within roundsTime.
const (
	mostRounds = 20
	roundsTime = 400 * time.Millisecond
)

// Median is the one in the middle, which it sorts them for.
func Median[T cmp.Ordered](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}
