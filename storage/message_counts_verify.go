package storage

import (
	"context"
	"fmt"

	"channeldesk/app"
)

// The counters as the messages themselves give them, and what differs.
const (
	messageSums = `sum(status = 'held') AS held, sum(status = 'queued') AS queued, sum(status = 'sending') AS sending, sum(status = 'unknown') AS unknown,
		sum(status = 'accepted') AS accepted, sum(status = 'sent') AS sent, sum(status = 'delivered') AS delivered, sum(status = 'read') AS read,
		sum(status = 'failed') AS failed, sum(status = 'cancelled') AS cancelled`
	countSums = `sum(held), sum(queued), sum(sending), sum(unknown), sum(accepted), sum(sent), sum(delivered), sum(read), sum(failed), sum(cancelled)`
	allZero   = `held = 0 AND queued = 0 AND sending = 0 AND unknown = 0 AND accepted = 0 AND sent = 0 AND delivered = 0 AND read = 0 AND failed = 0 AND cancelled = 0`
)

// countChecks compare counters with what they count; each gives the number of
// rows that are only in one of the two.
var countChecks = []struct{ what, kept, real string }{
	{
		"counters by template and day",
		`SELECT channel_id, template, day, source, ` + countColumns + ` FROM message_counts WHERE NOT (` + allZero + `)`,
		`SELECT channel_id, template, day, source, ` + messageSums + ` FROM messages GROUP BY channel_id, template, day, source`,
	},
	{
		"counters by day",
		`SELECT channel_id, day, source, ` + countColumns + ` FROM day_counts WHERE NOT (` + allZero + `)`,
		`SELECT * FROM (SELECT channel_id, day, source, ` + countSums + ` FROM message_counts GROUP BY channel_id, day, source)
			WHERE (channel_id, day, source) IN (SELECT channel_id, day, source FROM messages)`,
	},
	{
		"counters of bulk sends",
		`SELECT bulk_id, ` + countColumns + ` FROM bulk_counts WHERE NOT (` + allZero + `)`,
		`SELECT bulk_id, ` + messageSums + ` FROM messages WHERE bulk_id <> 0 GROUP BY bulk_id`,
	},
	{
		"counters of failures",
		`SELECT bulk_id, code, n FROM bulk_failures WHERE n <> 0`,
		`SELECT bulk_id, code, count(*) FROM messages WHERE bulk_id <> 0 AND status = 'failed' GROUP BY bulk_id, code`,
	},
}

// VerifyCounts compares the counters of messages with the messages and gives one
// line, in English, for each kind of counter that is wrong. It reads all
// messages: seconds for millions.
func (db *DB) VerifyCounts(ctx context.Context) (problems []string, err error) {
	err = db.View(ctx, func(x app.Tx) error {
		problems, err = x.(*tx).verifyCounts()
		return err
	})
	return problems, err
}

func (t *tx) verifyCounts() (problems []string, err error) {
	for _, c := range countChecks {
		var n int
		if err := t.row(`SELECT (SELECT count(*) FROM (` + c.kept + ` EXCEPT ` + c.real + `)) + (SELECT count(*) FROM (` + c.real + ` EXCEPT ` + c.kept + `))`).Scan(&n); err != nil {
			return problems, err
		}
		if n > 0 {
			problems = append(problems, fmt.Sprintf("%s: %d rows are not what the messages say", c.what, n))
		}
	}
	return problems, nil
}
