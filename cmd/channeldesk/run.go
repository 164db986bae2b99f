package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"channeldesk/app"
	"channeldesk/storage/secret"
)

// The exit codes that scripts rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// environment is what a run gets from outside beside its arguments; the zero
// value is right for tests.
type environment struct {
	// Crash directs the runtime's crash output into the data folder; once per
	// process.
	Crash bool
	// Memory replaces the secret store of this run only, so that tests keep
	// values over several runs.
	Memory *secret.Memory
	// Clock is nil for the computer's clock.
	Clock app.Clock
}

// session is one run of the program: who called, with what.
type session struct {
	ctx     context.Context
	console console
	env     environment
	flags   globals
	// answers reads what a person types, line by line, once somebody was asked.
	answers *bufio.Reader
	// crash is the crash file once it is open.
	crash *crashFile
}

// exitRequest ends parsing after kong printed its help.
type exitRequest int

// run is the whole program: it parses the arguments, runs the verb and gives the
// exit code. Everything it prints goes to the console.
func run(ctx context.Context, args []string, c console, env environment) (code int) {
	s := &session{ctx: ctx, console: c, env: env}
	var grammar grammar
	parser, err := kong.New(&grammar,
		kong.Name("channeldesk"),
		kong.Description("Set up, check and hand over the WhatsApp channel of an AI agent. Without a verb, the window opens."),
		kong.Writers(c.out, c.err),
		kong.Exit(func(code int) { panic(exitRequest(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.UsageOnError(),
	)
	if err != nil {
		return s.fail(fmt.Errorf("command line grammar: %w", err))
	}
	defer func() {
		if p := recover(); p != nil {
			requested, ok := p.(exitRequest)
			if !ok {
				panic(p)
			}
			code = int(requested)
		}
	}()
	parsed, err := parser.Parse(args)
	s.flags = grammar.globals
	if err != nil {
		s.flags.JSON = s.flags.JSON || asksForJSON(args)
		return s.fail(usageFrom(err, args))
	}
	if err := s.flags.check(); err != nil {
		return s.fail(err)
	}
	return s.fail(parsed.Run(s))
}

// fail reports an error and gives its exit code; no error is exitDone.
func (s *session) fail(err error) int {
	if err == nil {
		return exitDone
	}
	s.console.report(err, s.flags.JSON)
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// buildInfo gives the Go version and the commit that the program was built from.
func buildInfo() (goVersion, commit string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value
		}
	}
	return info.GoVersion, commit
}
