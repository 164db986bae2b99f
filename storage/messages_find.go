package storage

import (
	"database/sql"
	"errors"
	"strings"
	"time"

	"channeldesk/app"
)

const (
	// messageLimit is how many messages a filter gives that names no limit.
	messageLimit = 50
	// mergedChannels is how many channels are walked side by side, each along
	// its own index. With more, the whole history is walked from its end.
	mergedChannels = 40
)

// ListMessages gives the messages that the filter lets through, newest first by
// the time at which they were made.
func (t *tx) ListMessages(f app.MessageFilter) ([]app.Message, error) {
	channels, err := t.channelsOf(f.Agent, f.Environment)
	if err != nil || len(channels) == 0 {
		return nil, err
	}
	var before app.Message
	if f.Before != 0 {
		before.ID = f.Before
		err := t.row(`SELECT created_at FROM messages WHERE id = ?`, f.Before).Scan(moment{&before.CreatedAt})
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
	}
	query, args := messageQuery(f, channels, before)
	return list(t, scanMessage, query, args...)
}

// channelsOf gives the channels of an agent and an environment; 0 and "" stand
// for all.
func (t *tx) channelsOf(agent app.AgentID, env app.Environment) ([]app.ChannelID, error) {
	return list(t, func(s scanner) (id app.ChannelID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `SELECT id FROM channels WHERE (?1 = 0 OR agent_id = ?1) AND (?2 = '' OR environment = ?2)`, agent, env)
}

// messageQuery walks an index of each channel from its newest message and stops
// at the limit; SQLite merges the walks. before ends a page: by time and number,
// or by number alone when it is gone.
func messageQuery(f app.MessageFilter, channels []app.ChannelID, before app.Message) (query string, args []any) {
	limit := f.Limit
	if limit <= 0 {
		limit = messageLimit
	}
	if len(channels) > mergedChannels {
		before.CreatedAt = time.Time{}
		where, values := messageConditions(f, before)
		for _, c := range channels {
			args = append(args, c)
		}
		query = messageColumns + `WHERE +m.channel_id IN (?` + strings.Repeat(`, ?`, len(channels)-1) + `)` + where + ` ORDER BY m.id DESC LIMIT ?`
		return query, append(append(args, values...), limit)
	}
	where, values := messageConditions(f, before)
	walks := make([]string, len(channels))
	for i, c := range channels {
		walks[i] = messageColumns + `WHERE m.channel_id = ?` + where
		args = append(append(args, c), values...)
	}
	// Columns 19 and 1 are the time and the number.
	return strings.Join(walks, ` UNION ALL `) + ` ORDER BY 19 DESC, 1 DESC LIMIT ?`, append(args, limit)
}

// messageConditions are those of a filter beside the channel. Of several columns
// with an index only one leads, the one that tells most; a plus sign takes the
// others out of SQLite's choice.
func messageConditions(f app.MessageFilter, before app.Message) (where string, args []any) {
	led := false
	add := func(condition string, values ...any) {
		where += ` AND ` + condition
		args = append(args, values...)
	}
	lead := func(column, value string) {
		if value == "" {
			return
		}
		if led {
			column = `+` + column
		}
		led = true
		add(column+` = ?`, value)
	}
	lead(`m.recipient`, f.To)
	if f.Template != "" && !led {
		add(`m.template <> ''`) // so that the index of templates can be used
	}
	lead(`m.template`, f.Template)
	lead(`m.status`, string(f.Status))
	if f.Source != "" {
		add(`m.source = ?`, f.Source)
	}
	if f.Key != 0 {
		add(`m.key_id = ?`, f.Key)
	}
	if !f.From.IsZero() {
		add(`m.created_at >= ?`, f.From.UnixMilli())
	}
	if !f.Until.IsZero() {
		add(`m.created_at < ?`, f.Until.UnixMilli())
	}
	switch {
	case before.ID == 0:
	case before.CreatedAt.IsZero():
		add(`m.id < ?`, before.ID)
	default:
		add(`(m.created_at, m.id) < (?, ?)`, before.CreatedAt.UnixMilli(), before.ID)
	}
	return where, args
}
