//go:build linux

package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"time"
)

const (
	// customers is how many people the file has, counted below the header, which is
	// row 1 on the page; three of its rows have a problem, one
	// of which is mended.
	customers     = 2418
	sendable      = customers - 2
	customersFile = "customers.csv"
	shortRow      = 17
	emptyRow      = 402
	twiceRow      = 1907
	shortNumber   = "0812"
	mendedNumber  = "+62812600999917"
	// bulkPace is quicker than what is offered, so that nobody waits.
	bulkPace = "120"
)

// customer is the number of a row of the file.
func customer(row int) string { return fmt.Sprintf("+6281260%06d", row) }

// makeCustomers leaves the file of recipients in the home folder.
func (g *guide) makeCustomers() {
	var b strings.Builder
	b.WriteString("Telepon,Nama,Jumlah\r\n")
	for row := 1; row <= customers; row++ {
		phone, amount := customer(row), fmt.Sprintf("Rp %d.000", 100+row)
		switch row {
		case shortRow:
			phone = shortNumber
		case emptyRow:
			amount = ""
		case twiceRow:
			phone = customer(5)
		}
		fmt.Fprintf(&b, "%s,Nasabah %d,%s\r\n", phone, row, amount)
	}
	g.bank.list = g.home(customersFile)
	g.must(os.WriteFile(g.bank.list, []byte(b.String()), 0o600))
}

// bulkMatched chooses a file for many people, matches its columns, looks at the rows
// with a problem, and sets a pace of our own.
func bulkMatched(g *guide) {
	g.makeCustomers()
	g.page("Send")
	g.clickText("Many from a file")
	g.photo("send-many")
	g.click("Browse")
	g.chooseFile(customersFile)
	g.waitText("2,418 rows", "1 has no column yet")
	g.choose("Choose a column", "Same for everybody")
	g.wait("the keyboard in the value for everybody", func(s seen) bool {
		f, ok := s.Focused()
		return ok && strings.HasSuffix(f.Text, ", the same for everybody")
	})
	g.must(g.write(billLink))
	g.keys("Tab")
	g.waitText("3 rows have a problem", "2,415 rows are ready", "Jumlah is empty", "Same number as row 6")
	g.photo("send-problems")
	g.choose("Normal, 20 per second", "My own")
	g.waitText("Messages per second")
	g.typeInto("Messages per second", "")
	g.keys("ctrl+a")
	g.must(g.write(bulkPace))
	g.keys("Tab")
	g.waitText("20 seconds")
}

// bulkMended saves the rows with a problem, mends one in place, skips another, and
// leaves the third out.
func bulkMended(g *guide) {
	g.click("Save problem rows")
	g.waitText("Save file")
	g.click("Save")
	g.waitText("Problem rows saved")
	rows := g.readRows(g.home("customers-problems.csv"))
	if len(rows) != 4 || rows[1][0] != shortNumber || rows[2][1] != fmt.Sprintf("Nasabah %d", emptyRow) || rows[3][0] != customer(5) {
		g.fail("the saved problem rows are %q", rows)
	}
	g.clickBeside("Edit", shortNumber)
	g.wait("the field of the number", func(s seen) bool {
		f, ok := s.Focused()
		return ok && f.Text == fmt.Sprintf("Phone number in row %d", shortRow+1)
	})
	g.keys("ctrl+a")
	g.must(g.write(mendedNumber))
	g.photo("send-edit-row")
	g.keys("Return")
	g.waitText("2 rows have a problem")
	g.clickBeside("Skip", "Same number as row 6")
	g.waitText("1 row has a problem", "2,416 rows are ready")
	g.photo("send-ready")
}

// readRows reads a CSV file.
func (g *guide) readRows(path string) [][]string {
	data, err := os.ReadFile(path)
	g.must(err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	g.must(err)
	return rows
}

// clickBeside clicks on a word that stands in the line of some other words.
func (g *guide) clickBeside(word, words string) {
	found := g.locate(fmt.Sprintf("%q beside %q", word, words), func(s seen) (thing, bool) {
		at, ok := s.Text(words)
		for _, t := range s.Top() {
			if ok && t.Text == word && abs(t.Y+t.H/2-at.Y-at.H/2) < 12 {
				return t, true
			}
		}
		return thing{}, false
	})
	g.must(g.ClickAt(found.Middle()))
}

// bulkBegun sends: five first, and the others when those arrived.
func bulkBegun(g *guide) {
	g.waitText("5 first")
	g.keys(sendByPress)
	g.waitText("Send to 2,416 real customers?", "The first 5 go alone")
	g.photo("send-confirm")
	g.click("Send to 2,416 people")
	g.wait("the first five", func(s seen) bool { return s.Says("Trying the first 5") || s.Says("Sending, ") })
	g.photo("bulk-trial")
	g.wait("the others", func(s seen) bool { return s.Says("Sending, ") && len(g.billTimes()) > 5 })
	if at := g.billTimes(); at[5].Sub(at[4]) < stateTime {
		g.fail("the sixth message went out before anything was told of the first five: %v", at[:6])
	}
}

// billTimes are when the messages of the bulk send went out.
func (g *guide) billTimes() (out []time.Time) {
	own := strings.TrimPrefix(g.bank.values.Customer, "+")
	for _, m := range g.bank.sandbox.Meta.Messages() {
		if m.Template == billName && m.To != own {
			out = append(out, m.At)
		}
	}
	return out
}

// billsSent is how many messages of the bulk send the provider took.
func (g *guide) billsSent() (n int) {
	for _, count := range g.billsTo() {
		n += count
	}
	return n
}

// billsTo is how many messages of the bulk send the provider took for each person.
func (g *guide) billsTo() map[string]int {
	out := map[string]int{}
	own := strings.TrimPrefix(g.bank.values.Customer, "+")
	for _, m := range g.bank.sandbox.Meta.Messages() {
		if m.Template == billName && m.To != own {
			out["+"+m.To]++
		}
	}
	return out
}

// bulkPaused pauses it with the mouse. It stays so while the window is used for another
// agent.
func bulkPaused(g *guide) {
	g.wait("half of the messages", func(seen) bool { return g.billsSent() > sendable/2 })
	g.photo("bulk-running")
	g.click("Pause")
	g.waitText("Paused, ")
	g.bank.paused = g.settled()
	g.photo("bulk-paused")
	if g.bank.paused >= sendable {
		g.fail("all were sent before it was paused")
	}
}

// bulkResumed sees that nothing went out meanwhile, and goes on.
func bulkResumed(g *guide) {
	g.openBulk()
	g.waitText("Paused, ")
	if n := g.billsSent(); n != g.bank.paused {
		g.fail("%d messages went out before the pause and %d after it", g.bank.paused, n)
	}
	g.click("Go on")
	g.wait("the sending", func(s seen) bool { return s.Says("Sending, ") })
}

// openBulk opens the bulk send from the rail.
func (g *guide) openBulk() {
	g.page("Send")
	g.waitText("Many from a file")
	g.clickText("Bulk sends")
	g.clickFirst("customers")
	g.waitText("of 2,416")
}

// settled waits until what was on its way has gone, and counts.
func (g *guide) settled() (n int) {
	since := time.Now()
	g.wait("a standstill", func(seen) bool {
		if now := g.billsSent(); now != n {
			n, since = now, time.Now()
		}
		return time.Since(since) > time.Second/2
	})
	return n
}
