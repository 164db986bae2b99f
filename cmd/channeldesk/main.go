// Command channeldesk is Channel Desk: without a verb its window, with a verb
// one step on the command line.
//
// This package opens the data folder, the log, the crash file, the database and
// the secret store, puts the services together, and takes them apart again in
// the quit order. It holds no rules of the domain.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set when the program is built.
var version = "0.1.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], systemConsole(), environment{Crash: true})
	stop()
	os.Exit(code)
}
