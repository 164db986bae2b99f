//go:build linux

// Command history measures the history of a workspace of millions of messages,
// which cmd/seed made: each question of the screen beside the best bare query,
// totals of a small file beside those of a large one, delivery states while a bulk
// send is stored beside those on a quiet workspace, and the export beside the
// sqlite3 program. It ends with status 1 when a limit is passed.
//
//	go run ./cmd/bench/history -dir build/history/10m -small build/history/1m
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"time"

	"channeldesk/cmd/bench/ending"
	"channeldesk/storage"
	"channeldesk/storage/historybench"
)

func main() {
	dir := flag.String("dir", "", "the data folder to measure")
	small := flag.String("small", "", "a smaller one, whose totals must take nearly as long")
	rounds := flag.Int("rounds", 15, "how often each question is asked")
	rows := flag.Int("export", 1_000_000, "how many messages are exported at least, by whole days; 0 leaves the export out")
	out := flag.String("export-to", "", "only export to this file: what the program calls itself for")
	bulk := flag.Bool("enqueue", true, "measure webhooks while a bulk send is stored, in a copy of the small folder or of the one")
	only := flag.String("only", "", "ask only the questions with this in their name, and nothing else; enqueue only stores")
	profile := flag.String("profile", "", "a file for a processor profile of the questions")
	bare := flag.Bool("bare", false, "only answer bare queries on the folder, told on the standard input: what the program calls itself for")
	from := flag.Int64("export-from", 0, "the first time, in milliseconds, for -export-to")
	flag.Parse()
	ctx := context.Background()
	if *bare {
		if err := historybench.Serve(ctx, *dir, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "history:", err)
			os.Exit(2)
		}
		return
	}
	if *out != "" {
		if err := exportTo(ctx, *dir, *out, *from); err != nil {
			fmt.Fprintln(os.Stderr, "history:", err)
			os.Exit(2)
		}
		return
	}
	ok, err := run(ctx, settings{*dir, *small, *only, *profile, *rounds, *rows, *bulk})
	ending.Exit("history", ok, err)
}

// settings are what a run is made of.
type settings struct {
	dir, small, only, profile string
	rounds, rows              int
	enqueue                   bool
}

func run(ctx context.Context, s settings) (ok bool, err error) {
	if s.only == "enqueue" {
		return enqueue(ctx, s.dir)
	}
	large, err := questions(ctx, s.dir, s)
	if err != nil {
		return false, err
	}
	ok = true
	for _, r := range large {
		ok = ok && r.Holds()
	}
	if s.small != "" {
		fmt.Printf("\nThe same in %s:\n", s.small)
		less, err := questions(ctx, s.small, s)
		if err != nil {
			return false, err
		}
		fine, err := totals(ctx, s, less, large)
		if err != nil {
			return false, err
		}
		ok = fine && ok
	}
	if s.enqueue && s.only == "" {
		folder := s.dir
		if s.small != "" {
			folder = s.small
		}
		fine, err := enqueue(ctx, folder)
		if err != nil {
			return false, err
		}
		ok = fine && ok
	}
	if s.rows > 0 && s.only == "" {
		fine, err := exports(ctx, s.dir, s.small, s.rows)
		if err != nil {
			return false, err
		}
		ok = fine && ok
	}
	return ok, nil
}

func questions(ctx context.Context, dir string, s settings) (results []historybench.Result, err error) {
	// What is measured is a file that the system has in its memory.
	if err := copyFile(filepath.Join(dir, storage.FileName), os.DevNull); err != nil {
		return nil, err
	}
	b, err := historybench.Open(ctx, dir, s.rounds, os.Args[0], "-bare", "-dir", dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if s.profile != "" {
		f, err := os.Create(s.profile)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return nil, err
		}
		defer pprof.StopCPUProfile()
	}
	return b.Run(ctx, os.Stdout, s.only)
}

// totals compares counts and charts of the small file with those of the large
// one: at most twice the time. What takes longer is asked once more in both, and
// the second answer counts.
func totals(ctx context.Context, s settings, small, large []historybench.Result) (ok bool, err error) {
	ok = true
	fmt.Println()
	for i, r := range large {
		if !strings.HasPrefix(r.Name, "count: ") && !strings.HasPrefix(r.Name, "chart: ") || i >= len(small) || small[i].Name != r.Name {
			continue
		}
		if grown(small[i], r) {
			continue
		}
		fmt.Println("Asked once more in both:")
		s.only = r.Name
		here, err := questions(ctx, s.dir, s)
		if err != nil {
			return false, err
		}
		there, err := questions(ctx, s.small, s)
		if err != nil {
			return false, err
		}
		for i := range here { // the name may be a part of others' names
			if here[i].Name == r.Name {
				ok = grown(there[i], here[i]) && ok
			}
		}
	}
	return ok, nil
}

// grown prints how much longer a total takes in the large file, and reports
// whether that is within the limit.
func grown(small, large historybench.Result) bool {
	times := float64(large.Ours) / float64(small.Ours)
	holds, verdict := times <= 2 || large.Ours <= time.Millisecond, "holds"
	if !holds {
		verdict = "PASSED THE LIMIT"
	}
	fmt.Printf("%-44s %8.2f ms here, %8.2f ms in the small one  %5.2fx  %s\n", large.Name, ms(large.Ours), ms(small.Ours), times, verdict)
	return holds
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
