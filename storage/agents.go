package storage

import (
	"strings"

	"channeldesk/app"
)

const agentColumns = `SELECT a.id, a.name, a.country, a.contact, a.sandbox, a.created_at,
	EXISTS (SELECT 1 FROM channels c WHERE c.agent_id = a.id AND c.environment = 'draft') FROM agents a `

func scanAgent(s scanner) (a app.Agent, err error) {
	err = s.Scan(&a.ID, &a.Name, &a.Country, &a.Contact, &a.Sandbox, moment{&a.CreatedAt}, &a.HasDraft)
	return a, err
}

// nameKey is a name with its case taken away.
func nameKey(name string) string { return strings.ToLower(name) }

func (t *tx) ListAgents() ([]app.Agent, error) {
	return list(t, scanAgent, agentColumns+`ORDER BY a.name_key, a.id`)
}

func (t *tx) GetAgent(id app.AgentID) (app.Agent, error) {
	a, err := scanAgent(t.row(agentColumns+`WHERE a.id = ?`, id))
	return a, orNotFound(err, "This agent does not exist any more.")
}

func (t *tx) FindAgent(name string) (app.Agent, error) {
	a, err := scanAgent(t.row(agentColumns+`WHERE a.name_key = ?`, nameKey(name)))
	return a, orNotFound(err, "There is no agent named {{.Name}}.", "Name", name)
}

func (t *tx) CreateAgent(a app.Agent) (app.AgentID, error) {
	id, err := t.insert(`INSERT INTO agents (name, name_key, country, contact, sandbox, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		a.Name, nameKey(a.Name), a.Country, a.Contact, a.Sandbox, millis(a.CreatedAt))
	return app.AgentID(id), orNameTaken(err, a.Name)
}

func (t *tx) UpdateAgent(a app.Agent) error {
	n, err := t.exec(`UPDATE agents SET name = ?, name_key = ?, country = ?, contact = ? WHERE id = ?`,
		a.Name, nameKey(a.Name), a.Country, a.Contact, a.ID)
	if err != nil {
		return orNameTaken(err, a.Name)
	}
	return orGone(n, "This agent does not exist any more.")
}

func (t *tx) DeleteAgent(id app.AgentID) error {
	if err := t.settle(); err != nil { // the counters go with it
		return err
	}
	n, err := t.exec(`DELETE FROM agents WHERE id = ?`, id)
	if err != nil {
		return err
	}
	return orGone(n, "This agent does not exist any more.")
}

func orNameTaken(err error, name string) error {
	if !breaks(err, "agents.name_key") {
		return err
	}
	return app.NewError(app.CodeConflict, app.Say("There is another agent named {{.Name}}.", "Name", name)).
		WithFix(app.Say("Choose another name.")).WithField("name")
}

// orGone gives CodeNotFound when a statement met no row.
func orGone(changed int64, sentence string) error {
	if changed == 0 {
		return notFound(sentence)
	}
	return nil
}
