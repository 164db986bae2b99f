package historybench

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
)

// columns are those that a page reads.
const columns = `SELECT m.id, m.mark, m.channel_id, m.recipient, m.room, m.name, m.content, m.source, m.key_id,
	m.status, m.provider_id, m.reference, m.code, m.reason, m.fix, m.attempts, m.created_at, m.due_at, m.best_before,
	m.accepted_at, m.sent_at, m.delivered_at, m.read_at, m.failed_at, m.bulk_id, m.bulk_row, m.price, m.again FROM messages m `

const newest = ` ORDER BY m.created_at DESC, m.id DESC LIMIT 50`

// pageDeep is how deep in the history the far page lies.
const pageDeep = 1000

func (b *Bench) questions(ctx context.Context, file *sql.DB) ([]question, error) {
	var out []question
	page := func(name string, p app.HistoryPage, where string, args ...any) {
		p.Filter.Channel = b.channel
		if n := len(out); n > 0 && out[n-1].name == name {
			out[n-1].bare = append(out[n-1].bare, bareQuery{columns + where, args})
			return
		}
		out = append(out, question{
			name: name, ask: func(tx app.Tx) (int, error) { m, err := tx.PageHistory(p); return len(m), err },
			found: func(tx app.Tx) ([]int64, error) { return numbersOf(tx, p) }, bare: []bareQuery{{columns + where, args}},
		})
	}
	filtered := func(name string, f app.HistoryFilter, where string, args ...any) {
		page(name, app.HistoryPage{Filter: f}, where, args...)
	}
	c := b.channel
	week, weekEnd := b.first.AddDate(0, 2, 0), b.first.AddDate(0, 2, 7)
	deep, deepAt, err := b.behind(ctx, file, pageDeep*50)
	if err != nil {
		return nil, err
	}
	page("page 1", app.HistoryPage{}, `WHERE m.channel_id = ?`+newest, c)
	page("page 1,000", app.HistoryPage{After: deep}, `WHERE m.channel_id = ? AND m.created_at < ?`+newest, c, deepAt)
	page("page 999, back from there", app.HistoryPage{After: deep, Newer: true}, `WHERE m.channel_id = ? AND m.created_at > ? ORDER BY m.created_at, m.id LIMIT 50`, c, deepAt)
	filtered("failed", app.HistoryFilter{Statuses: []app.MessageStatus{app.MessageFailed}}, `WHERE m.channel_id = ? AND m.status = 'failed'`+newest, c)
	filtered("unknown (very rare)", app.HistoryFilter{Statuses: []app.MessageStatus{app.MessageUnknown}}, `WHERE m.channel_id = ? AND m.status = 'unknown'`+newest, c)
	filtered("delivered or read", app.HistoryFilter{Statuses: []app.MessageStatus{app.MessageDelivered, app.MessageRead}},
		`WHERE m.channel_id = ? AND m.status IN ('delivered', 'read')`+newest, c)
	filtered("waiting (three states)", app.HistoryFilter{Statuses: []app.MessageStatus{app.MessageHeld, app.MessageQueued, app.MessageSending}},
		`INDEXED BY messages_status WHERE m.channel_id = ? AND m.status IN ('held', 'queued', 'sending')`+newest, c)
	filtered("a common template", app.HistoryFilter{Template: "installment_reminder"}, `WHERE m.channel_id = ? AND m.template = ? AND m.template <> ''`+newest, c, "installment_reminder")
	filtered("a rare template", app.HistoryFilter{Template: "head_office_moved"}, `WHERE m.channel_id = ? AND m.template = ? AND m.template <> ''`+newest, c, "head_office_moved")
	filtered("a rare template, failed", app.HistoryFilter{Template: "head_office_moved", Statuses: []app.MessageStatus{app.MessageFailed}},
		`INDEXED BY messages_template WHERE m.channel_id = ? AND m.template = ? AND m.template <> '' AND m.status = 'failed'`+newest, c, "head_office_moved")
	filtered("a common template, failed", app.HistoryFilter{Template: "installment_reminder", Statuses: []app.MessageStatus{app.MessageFailed}},
		`INDEXED BY messages_status WHERE m.channel_id = ? AND m.template = ? AND m.status = 'failed'`+newest, c, "installment_reminder")
	filtered("source API", app.HistoryFilter{Source: app.SourceAPI}, `INDEXED BY messages_created WHERE m.channel_id = ? AND m.source = 'api'`+newest, c)
	filtered("source command (rare)", app.HistoryFilter{Source: app.SourceCommand}, `INDEXED BY messages_source WHERE m.channel_id = ? AND m.source = 'command' AND m.key_id = 0`+newest, c)
	filtered("a key that is hardly used", app.HistoryFilter{Key: 4}, `INDEXED BY messages_source WHERE m.channel_id = ? AND m.source = 'api' AND m.key_id = 4`+newest, c)
	filtered("a bulk send", app.HistoryFilter{Bulk: 1}, `INDEXED BY messages_bulk WHERE m.bulk_id = 1 AND m.bulk_id <> 0 ORDER BY m.bulk_row DESC LIMIT 50`)
	filtered("a bulk send, failed", app.HistoryFilter{Bulk: 1, Statuses: []app.MessageStatus{app.MessageFailed}},
		`INDEXED BY messages_bulk WHERE m.bulk_id = 1 AND m.bulk_id <> 0 AND m.status = 'failed' ORDER BY m.bulk_row DESC LIMIT 50`)
	filtered("7 days long ago", app.HistoryFilter{From: week, Until: weekEnd}, `WHERE m.channel_id = ? AND m.created_at >= ? AND m.created_at < ?`+newest, c, week.UnixMilli(), weekEnd.UnixMilli())
	filtered("7 days long ago, failed", app.HistoryFilter{From: week, Until: weekEnd, Statuses: []app.MessageStatus{app.MessageFailed}},
		`WHERE m.channel_id = ? AND m.status = 'failed' AND m.created_at >= ? AND m.created_at < ?`+newest, c, week.UnixMilli(), weekEnd.UnixMilli())
	if err := b.digits(ctx, file, filtered); err != nil {
		return nil, err
	}
	b.names(filtered)
	b.together(filtered)
	return append(out, b.counts()...), nil
}

// numbersOf are the numbers of the messages on a page, in the order in which they are
// read: a page that goes back is turned round at the end.
func numbersOf(tx app.Tx, p app.HistoryPage) (ids []int64, err error) {
	page, err := tx.PageHistory(p)
	for _, m := range page {
		ids = append(ids, int64(m.ID))
	}
	if p.Newer {
		slices.Reverse(ids)
	}
	return ids, err
}

// filtered adds a question, or another bare query for the one with this name.
type filtered func(name string, f app.HistoryFilter, where string, args ...any)

// digits are the searches for numbers.
func (b *Bench) digits(ctx context.Context, file *sql.DB, add filtered) error {
	var to string
	if err := file.QueryRowContext(ctx, `SELECT recipient FROM messages WHERE id = 500`).Scan(&to); err != nil {
		return err
	}
	begins := func(name, typed, from, until string) {
		add(name, app.HistoryFilter{Search: typed}, `INDEXED BY messages_recipient WHERE m.channel_id = ? AND m.recipient >= ? AND m.recipient < ?`+newest, b.channel, from, until)
	}
	ends := func(name, typed, from, until string) {
		add(name, app.HistoryFilter{Search: typed}, `INDEXED BY messages_reversed WHERE m.channel_id = ? AND m.reversed >= ? AND m.reversed < ? AND m.reversed <> ''`+newest, b.channel, from, until)
	}
	begins("a whole number", "0"+to[3:], to, to[:len(to)-1]+string(to[len(to)-1]+1))
	begins("a whole number that is not there", "+62 800-0000-0000-0", "+62800000000000", "+62800000000001")
	begins("number begins with 8 digits", "0812 3456", "+628123456", "+628123457")
	begins("number begins with 6 digits", "081234", "+6281234", "+6281235")
	begins("number begins with 5 digits", "08123", "+628123", "+628124")
	add("number begins with 4 digits", app.HistoryFilter{Search: "0812"}, `INDEXED BY messages_created WHERE m.channel_id = ? AND (m.recipient >= '+62812' AND m.recipient < '+62813' OR substr(m.recipient, -4) = '0812')`+newest, b.channel)
	ends("number ends with 8 digits", "33445566", "66554433", "66554434")
	ends("number ends with 4 digits", "5566", "6655", "6656")
	ends("number ends with 3 digits", "566", "665", "666")
	add("number with 1 digit", app.HistoryFilter{Search: "6"}, `INDEXED BY messages_created WHERE m.channel_id = ? AND (m.recipient >= '+6' AND m.recipient < '+7' OR substr(m.recipient, -1) = '6')`+newest, b.channel)
	return nil
}

// tag is what stands in front of the names of the first channels.
func (b *Bench) tag() string {
	return string([]rune{0xE000, 0xE000, 0xE000 + rune(b.channel)})
}

// names are the searches for names. The plus keeps the bare queries from walking all
// messages of the channel.
func (b *Bench) names(add filtered) {
	const from = `INNER JOIN message_names n ON m.id = n.rowid `
	find := func(name, typed, match string) {
		add(name, app.HistoryFilter{Search: typed}, from+`WHERE n.message_names MATCH ? AND m.name LIKE ? AND +m.channel_id = ? ORDER BY n.rowid DESC LIMIT 50`,
			match, "%"+typed+"%", b.channel)
	}
	find("a common name", "budi", `"bud" AND "udi"`)
	find("a rare name", "tono wulandari", `"wul" AND "ono"`)
	find("a name that is not there", "xqzkwv", `"xqz" AND "kwv"`)
	add("two letters of a name", app.HistoryFilter{Search: "zu"}, from+`WHERE n.message_names MATCH ? AND m.name LIKE ? AND +m.channel_id = ? ORDER BY n.rowid DESC LIMIT 50`,
		`"`+string([]rune(b.tag())[2])+`zu" OR " zu"`, "%zu%", b.channel)
	week, weekEnd := b.first.AddDate(0, 2, 0), b.first.AddDate(0, 2, 7)
	add("a common name, 7 days long ago", app.HistoryFilter{Search: "budi", From: week, Until: weekEnd},
		`INDEXED BY messages_created WHERE m.channel_id = ? AND m.created_at >= ? AND m.created_at < ? AND m.name LIKE '%budi%'`+newest, b.channel, week.UnixMilli(), weekEnd.UnixMilli())
}

// together are searches with a filter. The best query is another one from file to
// file: each is asked, and the fastest counts.
func (b *Bench) together(add filtered) {
	failed := []app.MessageStatus{app.MessageFailed}
	const byStatus, byTemplate = `INDEXED BY messages_status WHERE m.channel_id = ? AND m.status = 'failed' AND `,
		`INDEXED BY messages_template WHERE m.channel_id = ? AND m.template = 'installment_reminder' AND m.template <> '' AND `
	for _, n := range []struct{ name, typed, match string }{
		{"a common name", "budi", `"bud" AND "udi"`}, {"a rare name", "tono wulandari", `"wul" AND "ono"`},
	} {
		like, names := `m.name LIKE '%`+n.typed+`%'`, `INNER JOIN message_names n ON m.id = n.rowid WHERE n.message_names MATCH ? AND m.name LIKE '%`+n.typed+`%' AND `
		f := app.HistoryFilter{Search: n.typed, Statuses: failed}
		add(n.name+", failed", f, byStatus+like+newest, b.channel)
		add(n.name+", failed", f, names+`m.status = 'failed' AND +m.channel_id = ? ORDER BY n.rowid DESC LIMIT 50`, n.match, b.channel)
		f = app.HistoryFilter{Search: n.typed, Template: "installment_reminder"}
		add(n.name+", a template", f, byTemplate+like+newest, b.channel)
		add(n.name+", a template", f, names+`m.template = 'installment_reminder' AND +m.channel_id = ? ORDER BY n.rowid DESC LIMIT 50`, n.match, b.channel)
	}
	for _, typed := range []string{"0812", "08123", "081234", "0812 3456"} {
		from := "+62" + strings.ReplaceAll(typed[1:], " ", "")
		until := from[:len(from)-1] + string(from[len(from)-1]+1)
		in := `m.recipient >= '` + from + `' AND m.recipient < '` + until + `'`
		f, name := app.HistoryFilter{Search: typed, Statuses: failed}, "number begins with "+typed+", failed"
		add(name, f, byStatus+in+newest, b.channel)
		add(name, f, byStatus+`m.id IN (SELECT id FROM messages m INDEXED BY messages_recipient WHERE m.channel_id = ? AND `+in+`)`+newest, b.channel, b.channel)
		add(name, f, `INDEXED BY messages_recipient WHERE m.channel_id = ? AND m.status = 'failed' AND `+in+newest, b.channel)
	}
}

// behind finds the message a number of places behind the newest.
func (b *Bench) behind(ctx context.Context, file *sql.DB, places int) (id app.MessageID, at int64, err error) {
	err = file.QueryRowContext(ctx, `SELECT id, created_at FROM messages INDEXED BY messages_created WHERE channel_id = ? ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET ?`,
		b.channel, places).Scan(&id, &at)
	return id, at, err
}

const sums = `sum(held), sum(queued), sum(sending), sum(unknown), sum(accepted), sum(sent), sum(delivered), sum(read), sum(failed), sum(cancelled)`

// counts are the totals and the chart.
func (b *Bench) counts() (out []question) {
	count := func(name string, f app.HistoryFilter, bare string, args ...any) {
		f.Channel = b.channel
		out = append(out, question{name: "count: " + name, ask: func(tx app.Tx) (int, error) { c, err := tx.CountHistory(f); return c.Total, err }, bare: bareOf(bare, args)})
	}
	days := func(name string, f app.HistoryFilter, bare string, args ...any) {
		f.Channel = b.channel
		out = append(out, question{name: "chart: " + name, ask: func(tx app.Tx) (int, error) { d, _, err := tx.HistoryDays(f); return len(d), err }, bare: bareOf(bare, args)})
	}
	y, m, d := b.last.Local().Date()
	from := time.Date(y, m, d-29, 0, 0, 0, 0, time.Local)
	first := time.Date(y, m, d-29, 0, 0, 0, 0, time.UTC).Unix() / 86400
	count("everything", app.HistoryFilter{}, `SELECT `+sums+` FROM day_counts WHERE channel_id = ?`, b.channel)
	count("30 days", app.HistoryFilter{From: from}, `SELECT `+sums+` FROM day_counts WHERE channel_id = ? AND day >= ?`, b.channel, first)
	count("failed", app.HistoryFilter{Statuses: []app.MessageStatus{app.MessageFailed}}, `SELECT sum(failed) FROM day_counts WHERE channel_id = ?`, b.channel)
	count("a template, 30 days", app.HistoryFilter{Template: "installment_reminder", From: from},
		`SELECT `+sums+` FROM message_counts WHERE channel_id = ? AND template = 'installment_reminder' AND day >= ?`, b.channel, first)
	count("a template", app.HistoryFilter{Template: "installment_reminder"},
		`SELECT `+sums+` FROM message_counts WHERE channel_id = ? AND template = 'installment_reminder'`, b.channel)
	count("a bulk send", app.HistoryFilter{Bulk: 1}, `SELECT `+sums+` FROM bulk_counts WHERE bulk_id = 1`)
	for _, s := range [][2]string{{"a common name (1,000+)", "budi"}, {"0812 (1,000+)", "0812"}, {"a name that is not there", "xqzkwv"}, {"ends with 5566", "5566"}} {
		count(s[0], app.HistoryFilter{Search: s[1]}, "")
	}
	count("a common name, failed", app.HistoryFilter{Search: "budi", Statuses: []app.MessageStatus{app.MessageFailed}}, "")
	count("a key", app.HistoryFilter{Key: 2}, "")
	days("30 days", app.HistoryFilter{From: from}, `SELECT day, `+sums+` FROM day_counts WHERE channel_id = ? AND day >= ? GROUP BY day ORDER BY day`, b.channel, first)
	days("two years", app.HistoryFilter{}, `SELECT day, `+sums+` FROM day_counts WHERE channel_id = ? GROUP BY day ORDER BY day`, b.channel)
	days("a template, 30 days", app.HistoryFilter{Template: "installment_reminder", From: from},
		`SELECT day, `+sums+` FROM message_counts WHERE channel_id = ? AND template = 'installment_reminder' AND day >= ? GROUP BY day ORDER BY day`, b.channel, first)
	return append(out, question{name: "names of templates", ask: func(tx app.Tx) (int, error) { n, err := tx.HistoryTemplates(b.channel); return len(n), err },
		bare: bareOf(`SELECT DISTINCT template FROM message_counts WHERE channel_id = ?`, []any{b.channel})})
}

func bareOf(query string, args []any) []bareQuery {
	if query == "" {
		return nil
	}
	return []bareQuery{{query, args}}
}
