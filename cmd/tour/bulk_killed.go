//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// bulkKilled kills the program in the middle of the bulk send, without a warning, and
// starts it again: it goes on by itself and finishes.
func bulkKilled(g *guide) {
	g.wait("more messages", func(seen) bool { return g.billsSent() > g.bank.paused+50 })
	g.Kill()
	before := g.billsSent()
	if before >= sendable {
		g.fail("all were sent before the program was killed")
	}
	g.start()
	g.signInAgain()
	g.wait("the window as it was left", func(s seen) bool { return s.environment() != "" })
	if t, ok := g.seen().Control(bankAgent); !ok || t.Y > 2*barHeight {
		g.agentByKeys(bankAgent)
	}
	g.openBulk()
	g.photo("bulk-after-kill")
	_, ok := g.until(time.Minute, func(s seen) bool { return s.Says("Done, 2,416 of 2,416") })
	if !ok {
		g.fail("the bulk send does not end; %d are sent", g.billsSent())
	}
	g.photo("bulk-done")
	fmt.Printf("   killed after %d of %d messages\n", before, sendable)
}

// signInAgain signs the owner in where several people use the window.
func (g *guide) signInAgain() {
	if g.owner == "" {
		return
	}
	g.waitText("Who is there?", g.owner)
	g.click(g.owner)
	g.typeInto("Passphrase", ownerPassphrase)
	g.click("Sign in")
}

// bulkJudged compares what was to be sent with the provider's own log: one message to
// each person. Where the program was killed with a message on its way, nobody can
// know; those few are listed as doubtful, and have one message or none.
func bulkJudged(g *guide) {
	doubtful := map[string]bool{}
	for _, m := range g.listed("--source", "bulk", "--status", "unknown", "--limit", "9999") {
		doubtful[m.Recipient] = true
	}
	got := g.billsTo()
	for row := 1; row <= customers; row++ {
		number := customer(row)
		switch row {
		case shortRow:
			number = mendedNumber
		case emptyRow, twiceRow:
			if row == emptyRow && got[number] != 0 {
				g.fail("a message went to row %d, which was left out", row)
			}
			continue
		}
		if n := got[number]; n != 1 && (n != 0 || !doubtful[number]) {
			g.fail("%d messages went to row %d; doubtful: %v", n, row, doubtful[number])
		}
		delete(got, number)
	}
	if len(got) > 0 {
		g.fail("messages went to people who are not in the file: %v", got)
	}
	if len(doubtful) > 64 {
		g.fail("%d messages are doubtful, that is more than can have been on their way", len(doubtful))
	}
	fmt.Printf("   %d people have one message each, %d of them are listed as doubtful\n", g.billsSent(), len(doubtful))
}

// listedMessage is a line of "history list --json".
type listedMessage struct {
	ID        string `json:"id"`
	Recipient string `json:"recipient"`
	Status    string `json:"status"`
}

// listed gives the bank's history by the command line.
func (g *guide) listed(flags ...string) (out []listedMessage) {
	data := g.commandOf(bankAgent, append([]string{"--json", "history", "list"}, flags...)...)
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var m listedMessage
		g.must(json.Unmarshal(lines.Bytes(), &m))
		out = append(out, m)
	}
	return out
}
