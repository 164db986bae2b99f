package storage

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"channeldesk/app"
)

const activityColumns = `SELECT id, at, actor, agent_id, environment, kind, text, value_before, value_after, prev_hash, hash FROM activity `

// activityRow is a line as stored; the text is kept as its exact bytes, because
// they are part of the hash.
type activityRow struct {
	id            int64
	at            time.Time
	by            string
	agent         app.AgentID
	environment   string
	kind          string
	text          string
	before, after string
	prev, hash    []byte
}

func scanActivity(s scanner) (r activityRow, err error) {
	err = s.Scan(&r.id, moment{&r.at}, &r.by, &r.agent, &r.environment, &r.kind, &r.text, &r.before, &r.after, &r.prev, &r.hash)
	return r, err
}

// sum is SHA-256 over the hash of the line before and every value of this line,
// each with its length in front, so that no two lines read the same.
func (r activityRow) sum() []byte {
	b := make([]byte, 0, 512)
	add := func(v string) {
		b = strconv.AppendInt(b, int64(len(v)), 10)
		b = append(append(b, ':'), v...)
	}
	at := ""
	if !r.at.IsZero() {
		at = strconv.FormatInt(r.at.UnixMilli(), 10)
	}
	add(string(r.prev))
	add(strconv.FormatInt(r.id, 10))
	add(at)
	add(r.by)
	add(strconv.FormatInt(int64(r.agent), 10))
	for _, v := range []string{r.environment, r.kind, r.text, r.before, r.after} {
		add(v)
	}
	h := sha256.Sum256(b)
	return h[:]
}

func (t *tx) AddActivity(a app.Activity) error {
	text, err := encode(toTextRecord(a.Text))
	if err != nil {
		return err
	}
	r := activityRow{
		at: a.At, by: a.By, agent: a.AgentID, environment: string(a.Environment), kind: a.Kind,
		text: text, before: a.Before, after: a.After,
	}
	if r.id, r.prev, err = t.nextLine(); err != nil {
		return err
	}
	hash := r.sum()
	_, err = t.exec(`INSERT INTO activity (id, at, actor, agent_id, environment, kind, text, value_before, value_after, prev_hash, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.id, millis(r.at), r.by, r.agent, r.environment, r.kind, r.text, r.before, r.after, r.prev, hash)
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE activity_head SET last_id = ?, hash = ?`, r.id, hash)
	return err
}

// nextLine is the number of the next line and the hash that it follows from.
// They come from the head of the log: a line that somebody took off its end or
// put there stays to be seen, and the log can still be written.
func (t *tx) nextLine() (id int64, prev []byte, err error) {
	head, known, err := t.readHead()
	if err != nil {
		return 0, nil, err
	}
	var last logHead
	err = t.row(`SELECT id, hash FROM activity ORDER BY id DESC LIMIT 1`).Scan(&last.id, &last.hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, nil, err
	}
	if !known {
		head = last
	}
	if head.hash == nil {
		head.hash = []byte{}
	}
	return max(head.id, last.id) + 1, head.hash, nil
}

func (t *tx) ListActivity(agent app.AgentID, limit int) ([]app.Activity, error) {
	query, args := activityColumns+`ORDER BY id DESC LIMIT ?`, []any{limit}
	if agent != 0 {
		query, args = activityColumns+`WHERE agent_id = ? ORDER BY id DESC LIMIT ?`, []any{agent, limit}
	}
	return list(t, scanLine, query, args...)
}

func scanLine(s scanner) (app.Activity, error) {
	r, err := scanActivity(s)
	if err != nil {
		return app.Activity{}, err
	}
	var text textRecord
	if err := (jsonColumn{&text}).Scan(r.text); err != nil {
		return app.Activity{}, err
	}
	return app.Activity{
		ID: r.id, At: r.at, By: r.by, AgentID: r.agent, Environment: app.Environment(r.environment),
		Kind: r.kind, Text: text.text(), Before: r.before, After: r.after,
	}, nil
}
