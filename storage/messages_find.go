package storage

import (
	"database/sql"
	"errors"
	"strings"

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
// at the limit; SQLite merges the walks. The index is named: without figures of
// the table, SQLite's guess is sometimes another one. before ends a page: by time and number,
// or by number alone when it is gone. Its own moment is walked for itself.
func messageQuery(f app.MessageFilter, channels []app.ChannelID, before app.Message) (query string, args []any) {
	limit := f.Limit
	if limit <= 0 {
		limit = messageLimit
	}
	if len(channels) > mergedChannels {
		_, where, values := messageConditions(f)
		if before.ID != 0 {
			where, values = where+` AND m.id < ?`, append(values, before.ID)
		}
		for _, c := range channels {
			args = append(args, c)
		}
		query = messageColumns + `WHERE +m.channel_id IN (?` + strings.Repeat(`, ?`, len(channels)-1) + `)` + where + ` ORDER BY m.id DESC LIMIT ?`
		return query, append(append(args, values...), limit)
	}
	index, where, values := messageConditions(f)
	columns := strings.Replace(messageColumns, `FROM messages m`, `FROM messages m INDEXED BY `+index, 1)
	var walks []string
	walk := func(c app.ChannelID, bound string, bounds ...any) {
		walks = append(walks, columns+`WHERE m.channel_id = ?`+where+bound)
		args = append(append(append(args, c), values...), bounds...)
	}
	for _, c := range channels {
		switch {
		case before.ID == 0:
			walk(c, ``)
		case before.CreatedAt.IsZero():
			walk(c, ` AND m.id < ?`, before.ID)
		default: // many can be of the same moment: their numbers are part of the index
			walk(c, ` AND m.created_at = ? AND m.id < ?`, before.CreatedAt.UnixMilli(), before.ID)
			walk(c, ` AND m.created_at < ?`, before.CreatedAt.UnixMilli())
		}
	}
	// Columns 19 and 1 are the time and the number.
	return strings.Join(walks, ` UNION ALL `) + ` ORDER BY 19 DESC, 1 DESC LIMIT ?`, append(args, limit)
}

// messageConditions are those of a filter beside the channel, and the index of
// the one that tells most.
func messageConditions(f app.MessageFilter) (index, where string, args []any) {
	add := func(condition string, values ...any) {
		where += ` AND ` + condition
		args = append(args, values...)
	}
	index = `messages_created`
	if f.Status != "" {
		index = `messages_status`
		add(`m.status = ?`, f.Status)
	}
	if f.Template != "" {
		index = `messages_template`
		add(`m.template = ? AND m.template <> ''`, f.Template)
	}
	if f.To != "" {
		index = `messages_recipient`
		add(`m.recipient = ?`, f.To)
	}
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
	if index == `messages_created` && f.Source != "" && f.Key != 0 {
		index = `messages_source`
	}
	return index, where, args
}
