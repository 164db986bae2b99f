package storage

import (
	"database/sql/driver"
	"fmt"
	"time"

	"channeldesk/app"
)

// rowTaker takes all columns of a row itself, without a look at the type of each
// place for each column.
type rowTaker interface{ take([]driver.Value) error }

// columnValues are the columns of a row, taken one after the other. What does not
// fit is kept as the error.
type columnValues struct {
	all []driver.Value
	n   int
	err error
}

func (c *columnValues) next() driver.Value {
	c.n++
	return c.all[c.n-1]
}

func (c *columnValues) wrong(v driver.Value, into string) {
	if c.err == nil {
		c.err = fmt.Errorf("storage: column %d: a %T does not go into a %s", c.n, v, into)
	}
}

func (c *columnValues) failed(err error) {
	if c.err == nil && err != nil {
		c.err = fmt.Errorf("storage: column %d: %w", c.n, err)
	}
}

func (c *columnValues) text() string {
	v := c.next()
	s, ok := v.(string)
	if !ok {
		c.wrong(v, "text")
	}
	return s
}

// textOrNull is "" for NULL.
func (c *columnValues) textOrNull() string {
	v := c.next()
	s, ok := v.(string)
	if !ok && v != nil {
		c.wrong(v, "text")
	}
	return s
}

func (c *columnValues) whole() int64 {
	v := c.next()
	n, ok := v.(int64)
	if !ok {
		c.wrong(v, "number")
	}
	return n
}

// moment is the zero time for NULL.
func (c *columnValues) moment() (t time.Time) {
	switch v := c.next().(type) {
	case nil:
	case int64:
		t = time.UnixMilli(v).UTC()
	default:
		c.wrong(v, "time")
	}
	return t
}

func (c *columnValues) sentence() app.Text {
	t, err := readText(c.textOrNull())
	c.failed(err)
	return t
}

// messageTaker takes a row of messageColumns, or with a day one of claimColumns.
type messageTaker struct {
	m   *app.Message
	day *int64
}

func (to messageTaker) take(values []driver.Value) (err error) {
	want := messageWidth
	if to.day != nil {
		want++
	}
	if len(values) != want {
		return fmt.Errorf("storage: %d columns for a message, not %d", len(values), want)
	}
	c, m := columnValues{all: values}, to.m
	m.ID, m.Mark, m.ChannelID = app.MessageID(c.whole()), c.text(), app.ChannelID(c.whole())
	m.AgentID, m.Environment = app.AgentID(c.whole()), app.Environment(c.text())
	m.To, m.Room, m.Name = c.text(), c.text(), c.text()
	m.Content, err = readContent(c.text())
	c.failed(err)
	m.Source, m.KeyID = app.MessageSource(c.text()), app.KeyID(c.whole())
	m.Status, m.ProviderID, m.Reference = app.MessageStatus(c.text()), c.text(), c.text()
	m.Code, m.Reason, m.Fix, m.Attempts = c.text(), c.sentence(), c.sentence(), int(c.whole())
	m.CreatedAt, m.DueAt, m.BestBefore = c.moment(), c.moment(), c.moment()
	m.AcceptedAt, m.SentAt, m.DeliveredAt, m.ReadAt, m.FailedAt = c.moment(), c.moment(), c.moment(), c.moment(), c.moment()
	m.BulkID, m.BulkRow, m.Price, m.Again = app.BulkID(c.whole()), int(c.whole()), c.text(), c.text()
	if to.day != nil {
		*to.day = c.whole()
	}
	return c.err
}
