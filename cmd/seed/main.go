// Command seed fills an empty data folder with messages for benchmarks.
//
//	go run ./cmd/seed -dir build/history-1m -rows 1000000
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"channeldesk/storage/seed"
)

func main() {
	var o seed.Options
	flag.StringVar(&o.Dir, "dir", "", "the data folder to make")
	flag.IntVar(&o.Rows, "rows", 1_000_000, "how many messages")
	quiet := flag.Bool("quiet", false, "print nothing")
	flag.Parse()
	if o.Dir == "" || o.Rows < 1 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	o.Until = time.Date(2026, 11, 17, 3, 0, 0, 0, time.UTC)
	if !*quiet {
		o.Say = func(format string, args ...any) { fmt.Printf(format+"\n", args...) }
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := seed.Fill(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "seed:", err)
		os.Exit(1)
	}
}
