package main

import (
	"slices"
	"strconv"

	"channeldesk/app"
)

// failedMost is how many failed messages of a bulk send are printed.
const failedMost = 20

// printFailed prints the failed messages of a bulk send, the first rows of the file
// first.
func (d *desk) printFailed(live *liveServices, b app.BulkSend, n app.BulkCounts) error {
	if n.Failed == 0 {
		return nil
	}
	page, err := live.History.Page(d.ctx, b.AgentID, b.Environment, app.HistoryPage{
		// In front of every message stands none: the first page begins there.
		Filter: app.HistoryFilter{Bulk: b.ID, Statuses: []app.MessageStatus{app.MessageFailed}}, After: -1, Newer: true, Limit: failedMost,
	})
	if err != nil {
		return err
	}
	slices.SortFunc(page, func(a, b app.Message) int { return a.BulkRow - b.BulkRow })
	t := &table{}
	t.add("Row of "+oneLine(b.File), "Phone", "Why it failed")
	for _, m := range page {
		t.add(strconv.Itoa(m.BulkRow), app.FormatPhone(m.To), oneLine(m.Reason.String()))
	}
	t.print(d.session.console.out)
	if n.Failed > len(page) {
		d.session.console.printf("These are the first %d of %d.\n", len(page), n.Failed)
	}
	return nil
}
