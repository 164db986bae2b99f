package storage

import (
	"database/sql"
	"errors"

	"channeldesk/app"
)

const channelColumns = `SELECT id, agent_id, environment, key, protocol, account_code, fields, session, registration,
	previous_until, previous_last_used, forward_url, revision, version, updated_at, updated_by, parked, last_try FROM channels `

const channelGone = "This environment does not exist any more."

func scanChannel(s scanner) (app.Channel, error) {
	c := app.Channel{Secrets: map[string]app.SecretInfo{}}
	var session sessionRecord
	var registered *registrationRecord
	var parked map[app.ProtocolID]map[string]string
	var lastTry *tryRecord
	err := s.Scan(&c.ID, &c.AgentID, &c.Environment, &c.Key, &c.Protocol, &c.AccountCode,
		jsonColumn{&c.Fields}, jsonColumn{&session}, jsonColumn{&registered},
		moment{&c.Webhook.PreviousUntil}, moment{&c.Webhook.PreviousLastUsed}, &c.Forward.URL,
		&c.Revision, &c.Version, moment{&c.UpdatedAt}, &c.UpdatedBy, jsonColumn{&parked}, jsonColumn{&lastTry})
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	c.Session = session.settings()
	c.Webhook.Registered = registered.registration()
	c.Webhook.LastTry = lastTry.try()
	c.Parked = fromParkedRecord(parked)
	return c, err
}

// channelRow are a channel's own columns that a save may change, in the order
// of both statements below.
func channelRow(c app.Channel) ([]any, error) {
	fields := c.Fields
	if fields == nil {
		fields = map[string]string{}
	}
	fieldsJSON, err := encode(fields)
	if err != nil {
		return nil, err
	}
	session, err := encode(toSessionRecord(c.Session))
	if err != nil {
		return nil, err
	}
	registered, err := encodeOrNull(toRegistrationRecord(c.Webhook.Registered))
	if err != nil {
		return nil, err
	}
	lastTry, err := encodeOrNull(toTryRecord(c.Webhook.LastTry))
	if err != nil {
		return nil, err
	}
	parked, err := encode(toParkedRecord(c.Parked))
	if err != nil {
		return nil, err
	}
	return []any{c.Protocol, c.AccountCode, fieldsJSON, session, registered, millis(c.Webhook.PreviousUntil),
		millis(c.Webhook.PreviousLastUsed), c.Forward.URL, c.Version, millis(c.UpdatedAt), c.UpdatedBy, parked, lastTry}, nil
}

func (t *tx) GetChannel(id app.AgentID, env app.Environment) (app.Channel, error) {
	c, err := scanChannel(t.row(channelColumns+`WHERE agent_id = ? AND environment = ?`, id, env))
	if err != nil {
		return c, orNotFound(err, "This agent has no {{.Environment}}.", "Environment", app.Say(env.Label()))
	}
	return t.withSecrets(c)
}

func (t *tx) FindChannel(key string) (app.Channel, error) {
	c, err := scanChannel(t.row(channelColumns+`WHERE key = ?`, key))
	if err != nil {
		return c, orNotFound(err, "There is no channel with the key {{.Key}}.", "Key", key)
	}
	return t.withSecrets(c)
}

func (t *tx) ListChannels() ([]app.Channel, error) {
	channels, err := list(t, scanChannel, channelColumns+`ORDER BY agent_id, environment, id`)
	if err != nil {
		return nil, err
	}
	links, err := list(t, scanLink, linkColumns)
	if err != nil {
		return nil, err
	}
	at := make(map[app.ChannelID]int, len(channels))
	for i, c := range channels {
		at[c.ID] = i
	}
	for _, l := range links {
		if i, ok := at[l.channel]; ok {
			placeSecret(&channels[i], l.name, l.info)
		}
	}
	return channels, nil
}

// CreateChannel keeps a new channel, whose revision becomes 1.
func (t *tx) CreateChannel(c app.Channel) (app.ChannelID, error) {
	row, err := channelRow(c)
	if err != nil {
		return 0, err
	}
	id, err := t.insert(`INSERT INTO channels (agent_id, environment, key, revision, protocol, account_code, fields, session,
		registration, previous_until, previous_last_used, forward_url, version, updated_at, updated_by, parked, last_try)
		VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append([]any{c.AgentID, c.Environment, c.Key}, row...)...)
	switch {
	case breaks(err, "channels.agent_id"):
		return 0, app.NewError(app.CodeConflict, app.Say("This agent has a {{.Environment}} already.", "Environment", app.Say(c.Environment.Label())))
	case breaks(err, "channels.key"):
		return 0, app.NewError(app.CodeConflict, app.Say("The key {{.Key}} belongs to another channel.", "Key", c.Key)).WithField("key")
	case breaksReference(err):
		return 0, notFound("This agent does not exist any more.")
	case err != nil:
		return 0, err
	}
	c.ID = app.ChannelID(id)
	if err := t.noteProtocol(c); err != nil {
		return 0, err
	}
	return c.ID, t.linkSecrets(c)
}

func (t *tx) UpdateChannel(c app.Channel) error {
	row, err := channelRow(c)
	if err != nil {
		return err
	}
	n, err := t.exec(`UPDATE channels SET revision = revision + 1, protocol = ?, account_code = ?, fields = ?, session = ?,
		registration = ?, previous_until = ?, previous_last_used = ?, forward_url = ?, version = ?, updated_at = ?, updated_by = ?,
		parked = ?, last_try = ? WHERE id = ? AND revision = ?`, append(row, c.ID, c.Revision)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return t.whyNotSaved(c.ID)
	}
	if err := t.noteProtocol(c); err != nil {
		return err
	}
	return t.linkSecrets(c)
}

// whyNotSaved tells a channel that is gone from one that was changed meanwhile.
func (t *tx) whyNotSaved(id app.ChannelID) error {
	var who string
	err := t.row(`SELECT updated_by FROM channels WHERE id = ?`, id).Scan(&who)
	if errors.Is(err, sql.ErrNoRows) {
		return notFound(channelGone)
	}
	if err != nil {
		return err
	}
	what := app.Say("These settings were changed elsewhere in the meantime.")
	if who != "" {
		what = app.Say("{{.Who}} changed these settings in the meantime.", "Who", who)
	}
	return app.NewError(app.CodeConflict, what).WithFix(app.Say("Look at the new state, then make your change again."))
}

func (t *tx) DeleteChannel(id app.ChannelID) error {
	if err := t.settle(); err != nil { // the counters go with it
		return err
	}
	n, err := t.exec(`DELETE FROM channels WHERE id = ?`, id)
	if err != nil {
		return err
	}
	return orGone(n, channelGone)
}
