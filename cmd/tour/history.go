//go:build linux

package main

import (
	"fmt"
	"time"

	"channeldesk/app"
)

// historySeen filters and searches the history, opens a message, and looks at the
// chart.
func historySeen(g *guide) {
	all := len(g.listed("--limit", "99999"))
	g.page("History")
	g.waitText("Newest first", grouped(all))
	g.photo("history")
	g.choose("Template", billName)
	g.waitText(grouped(all))
	g.choose("Source", "Bulk")
	g.waitText(grouped(sendable))
	g.photo("history-filtered")
	g.typeInto("Phone number or name", app.FormatPhone(customer(1234)))
	g.wait("one message", func(s seen) bool {
		return s.Says(app.FormatPhone(customer(1234))) && !s.Says(app.FormatPhone(customer(1233)))
	})
	g.clickText(app.FormatPhone(customer(1234)))
	g.waitText("Nasabah 1234")
	g.photo("history-message")
	g.keys("Escape")
	g.typeInto("Phone number or name", "")
	g.keys("Escape")
	g.waitText(grouped(sendable))
}

// grouped is a number as the window writes it.
func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// historyExported exports just what the filters let through.
func historyExported(g *guide) {
	g.stillStanding()
	g.click("Export CSV")
	g.waitText("Export the history", grouped(sendable))
	g.photo("history-export")
	g.click("Choose the place")
	g.waitText("Save file")
	g.click("Save")
	g.waitText(grouped(sendable) + " messages exported")
	g.bank.exported = g.home("history-" + time.Now().Format("2006-01-02") + ".csv")
	g.readBack()
}
