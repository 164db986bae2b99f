//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"channeldesk/app"
	"channeldesk/app/history"
	"channeldesk/storage"
)

// anyone may do everything: the benchmark measures no permissions.
type anyone struct{}

func (anyone) Require(context.Context, app.AgentID, app.Permission) (app.Member, error) {
	return app.Member{Name: "Benchmark", Role: app.Owner}, nil
}

func service(db history.Store) *history.Service {
	return history.New(history.Params{
		Store: db, Guard: anyone{}, Bus: &app.Bus{}, Clock: app.SystemClock, Log: slog.New(slog.DiscardHandler),
		Outbox: history.OutboxFunc(func(context.Context, history.Request) (app.Message, error) { return app.Message{}, io.ErrClosedPipe }),
	})
}

// exportTo writes what is newer than a time to a file.
func exportTo(ctx context.Context, dir, path string, from int64) (err error) {
	db, err := storage.Open(ctx, storage.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	filter := app.HistoryFilter{}
	if from != 0 {
		filter.From = time.UnixMilli(from)
	}
	agent, err := firstAgent(ctx, db)
	if err != nil {
		return err
	}
	return service(db).Export(ctx, agent, app.Published, filter, f, history.ExportOptions{}, nil)
}

func firstAgent(ctx context.Context, db *storage.DB) (id app.AgentID, err error) {
	err = db.View(ctx, func(tx app.Tx) error {
		all, err := tx.ListAgents()
		if err == nil {
			id = all[0].ID
		}
		return err
	})
	return id, err
}

// bareExport is the same query for the sqlite3 program.
const bareExport = `SELECT m.mark, 'published', m.recipient, m.template, m.language, iif(m.template = '', 'text', 'template'), m.status, m.source,
	m.provider_id, m.code, m.reason, m.created_at, m.accepted_at, m.sent_at, m.delivered_at, m.read_at, m.failed_at
	FROM messages m INDEXED BY messages_created WHERE m.channel_id = %d AND m.created_at >= %d ORDER BY m.created_at DESC, m.id DESC`

// exportRounds is how often both are run, in turns.
const exportRounds = 3

func exports(ctx context.Context, dir, small string, rows int) (ok bool, err error) {
	cli, err := exec.LookPath("sqlite3")
	if err != nil {
		return false, fmt.Errorf("the export is measured beside the sqlite3 program: %w", err)
	}
	channel, from, n, err := newestDays(ctx, dir, rows)
	if err != nil {
		return false, err
	}
	work, err := os.MkdirTemp("", "channeldesk-export")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(work) }()
	var ours, theirs []time.Duration
	var memory int64
	for range exportRounds {
		took, kib, err := child(ctx, nil, os.Args[0], "-dir", dir, "-export-to", filepath.Join(work, "ours.csv"), "-export-from", strconv.FormatInt(from, 10))
		if err != nil {
			return false, err
		}
		ours, memory = append(ours, took), max(memory, kib)
		out, err := os.Create(filepath.Join(work, "theirs.csv"))
		if err != nil {
			return false, err
		}
		took, _, err = child(ctx, out, cli, "-csv", "-readonly", filepath.Join(dir, storage.FileName), fmt.Sprintf(bareExport, channel, from))
		if err != nil {
			return false, err
		}
		theirs = append(theirs, took)
		if err := out.Close(); err != nil {
			return false, err
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	mine, other := ours[exportRounds/2], theirs[exportRounds/2]
	times := float64(mine) / float64(other)
	lines, err := countLines(filepath.Join(work, "ours.csv"))
	if err != nil {
		return false, err
	}
	fmt.Printf("\nexport of %d messages: %v, sqlite3 -csv %v: %.2fx of at most 2; %.0f messages/s; memory %d MiB\n", lines-1, mine.Round(time.Millisecond),
		other.Round(time.Millisecond), times, float64(lines-1)/mine.Seconds(), memory/1024)
	ok = times <= 2 && lines-1 == n
	if small != "" {
		_, kib, err := child(ctx, nil, os.Args[0], "-dir", dir, "-export-to", os.DevNull)
		if err != nil {
			return false, err
		}
		fmt.Printf("export of everything: memory %d MiB, %.2fx of at most 1.3\n", kib/1024, float64(kib)/float64(memory))
		ok = ok && float64(kib) <= 1.3*float64(memory)
	}
	took, err := cancelled(ctx, dir)
	fmt.Printf("export cancelled: %v until it ended, at most 200 ms\n", took.Round(time.Millisecond))
	return ok && took <= 200*time.Millisecond, err
}

// child runs a program and gives its time and the most memory it had.
func child(ctx context.Context, out io.Writer, program string, args ...string) (time.Duration, int64, error) {
	c := exec.CommandContext(ctx, program, args...)
	c.Stdout, c.Stderr = out, os.Stderr
	start := time.Now()
	if err := c.Run(); err != nil {
		return 0, 0, fmt.Errorf("%s: %w", filepath.Base(program), err)
	}
	took := time.Since(start)
	kib := int64(0)
	if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		kib = u.Maxrss
	}
	return took, kib, nil
}

// newestDays finds whole days at the end that hold a number of messages.
func newestDays(ctx context.Context, dir string, rows int) (channel app.ChannelID, from int64, n int, err error) {
	db, err := storage.Open(ctx, storage.Options{Dir: dir})
	if err != nil {
		return 0, 0, 0, err
	}
	defer func() { _ = db.Close() }()
	agent, err := firstAgent(ctx, db)
	if err != nil {
		return 0, 0, 0, err
	}
	err = db.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, app.Published)
		if err != nil {
			return err
		}
		channel = c.ID
		days, _, err := tx.HistoryDays(app.HistoryFilter{Channel: c.ID})
		for _, d := range slices.Backward(days) {
			if n >= rows {
				break
			}
			n, from = n+d.Counts.Total, d.Day.UnixMilli()
		}
		return err
	})
	return channel, from, n, err
}

func countLines(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	s := bufio.NewScanner(f)
	for s.Scan() {
		if !strings.HasPrefix(s.Text(), "\n") {
			n++
		}
	}
	return n, s.Err()
}

// cancelled measures from the wish to stop until the export has ended.
func cancelled(ctx context.Context, dir string) (time.Duration, error) {
	db, err := storage.Open(ctx, storage.Options{Dir: dir})
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	agent, err := firstAgent(ctx, db)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var at time.Time
	err = service(db).Export(ctx, agent, app.Published, app.HistoryFilter{}, io.Discard, history.ExportOptions{}, func(done, _ int64) {
		if at.IsZero() && done > 20_000 {
			at = time.Now()
			cancel()
		}
	})
	took := time.Since(at)
	if app.ErrorCode(err) != app.CodeCancelled {
		return took, fmt.Errorf("a cancelled export ended with %w", err)
	}
	return took, nil
}
