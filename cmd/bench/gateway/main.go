//go:build linux

// Command gateway measures the gateway beside the least that could be in its
// place, in turns on the same computer, and prints each ratio with what it must
// be at least or at most:
//
//   - webhooks, states and customers' messages in turn, on 64 connections, beside
//     a net/http handler that checks the signature and nothing else;
//   - messages sent, with a provider that takes 80 ms and with one that takes no
//     time, beside the same calls without any bookkeeping;
//   - memory after many webhooks, and the processor time of a gateway that has
//     nothing to do.
//
// Absolute figures say little, because clients and servers share the computer.
// It ends with status 1 when a limit is passed.
//
//	go run ./cmd/bench/gateway
//	go run ./cmd/bench/gateway -events 1000000 -rounds 60
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"channeldesk/cmd/bench/ending"
)

// settings are what a run is made of.
type settings struct {
	role, data         string
	delay              time.Duration
	rounds, sendRounds int
	round, idle        time.Duration
	events             int
	profile, only      string
}

func main() {
	var s settings
	flag.StringVar(&s.role, "role", "", "what this process is: empty measures; bare, ours and provider serve until their input ends")
	flag.StringVar(&s.data, "data", "", "the data folder of the role ours")
	flag.DurationVar(&s.delay, "delay", 0, "how long the role provider takes")
	flag.IntVar(&s.rounds, "rounds", 24, "how often webhooks are measured, in turns, after one round that does not count")
	flag.DurationVar(&s.round, "round", 500*time.Millisecond, "how long each takes")
	flag.IntVar(&s.sendRounds, "send-rounds", 8, "how often sending is measured, in turns; half as often with a provider that takes its time")
	flag.DurationVar(&s.idle, "idle", 10*time.Second, "how long the gateway is watched doing nothing")
	flag.IntVar(&s.events, "events", 100_000, "how many webhooks pass while memory is watched")
	flag.StringVar(&s.profile, "profile", "", "where the role ours, or with -only sends this process, writes a processor profile")
	flag.StringVar(&s.only, "only", "", "webhooks or sends: measures nothing else, and webhooks without memory and idle time")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ok, err := run(ctx, s)
	stop()
	ending.Exit("bench", ok, err)
}

func run(ctx context.Context, s settings) (ok bool, err error) {
	switch s.role {
	case "bare":
		return true, serveBare(ctx)
	case "ours":
		return true, serveOurs(ctx, s.data, s.profile)
	case "provider":
		return true, serveProvider(ctx, s.delay)
	}
	var r report
	if s.only != "sends" {
		if err := webhooks(ctx, s, &r); err != nil {
			return false, fmt.Errorf("webhooks: %w", err)
		}
	}
	if s.only == "webhooks" {
		return r.print(), nil
	}
	stop, err := profileTo(s.profile)
	if err != nil {
		return false, err
	}
	defer stop()
	for _, delay := range []time.Duration{80 * time.Millisecond, 0} {
		if err := sends(ctx, s, delay, &r); err != nil {
			return false, fmt.Errorf("sends: %w", err)
		}
	}
	return r.print(), nil
}
