package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
)

// historyFlags narrow the history of the environment that --agent and --env name.
type historyFlags struct {
	Since    string   `help:"Made from then on: 2026-07-01, 2026-07-01 10:30, or 7d, 24h ago." placeholder:"TIME"`
	Until    string   `help:"Made up to then, a whole day included." placeholder:"TIME"`
	Status   []string `help:"Only in this state, as failed; several with commas." placeholder:"STATE"`
	Template string   `help:"Only of this template." placeholder:"NAME"`
	Source   string   `help:"Only from there: api, window, bulk, session or command." placeholder:"SOURCE"`
	Key      string   `help:"Only of the API key with this name or number." placeholder:"KEY"`
	Bulk     string   `help:"Only of this bulk send, by its ID or number." placeholder:"BULK"`
	Search   string   `help:"The beginning or end of a number, part of a name, or an ID." placeholder:"TEXT"`
}

var (
	historyStates = []app.MessageStatus{
		app.MessageHeld, app.MessageQueued, app.MessageSending, app.MessageUnknown, app.MessageAccepted, app.MessageSent, app.MessageDelivered,
		app.MessageRead, app.MessageFailed, app.MessageCancelled,
	}
	historySources = []app.MessageSource{app.SourceAPI, app.SourceWindow, app.SourceBulk, app.SourceSession, app.SourceCommand}
)

// parse makes a filter of what needs no workspace.
func (v historyFlags) parse(now time.Time) (f app.HistoryFilter, err error) {
	if f.From, err = parseMoment("--since", v.Since, now, 0); err != nil {
		return f, err
	}
	if f.Until, err = parseMoment("--until", v.Until, now, 1); err != nil {
		return f, err
	}
	if !f.Until.IsZero() && !f.From.Before(f.Until) {
		return f, usage("--since must be before --until.")
	}
	for _, word := range v.Status {
		s := app.MessageStatus(strings.ToLower(strings.TrimSpace(word)))
		if !slices.Contains(historyStates, s) {
			return f, usage("--status takes held, queued, sending, unknown, accepted, sent, delivered, read, failed or cancelled.")
		}
		if !slices.Contains(f.Statuses, s) {
			f.Statuses = append(f.Statuses, s)
		}
	}
	f.Source = app.MessageSource(strings.ToLower(v.Source))
	if v.Source != "" && !slices.Contains(historySources, f.Source) {
		return f, usage("--source takes api, window, bulk, session or command.")
	}
	f.Template, f.Search = strings.TrimSpace(v.Template), v.Search
	return f, nil
}

// filter completes what was parsed by what stands in the workspace.
func (v historyFlags) filter(d *desk, f app.HistoryFilter) (app.AgentID, app.HistoryFilter, error) {
	a, err := d.agent()
	if err != nil {
		return 0, f, err
	}
	if err := d.may(a.ID, app.MaySee); err != nil {
		return 0, f, err
	}
	if v.Key == "" && v.Bulk == "" {
		return a.ID, f, nil
	}
	err = d.Store.View(d.ctx, func(tx app.Tx) error {
		env := d.session.flags.environment()
		if f.Key, err = keyNamed(tx, a.ID, env, v.Key); err != nil {
			return err
		}
		f.Bulk, err = bulkNamed(tx, a.ID, env, v.Bulk)
		return err
	})
	return a.ID, f, err
}

func keyNamed(tx app.Tx, agent app.AgentID, env app.Environment, name string) (app.KeyID, error) {
	if name == "" {
		return 0, nil
	}
	keys, err := tx.ListKeys(agent, env)
	if err != nil {
		return 0, err
	}
	for _, k := range keys {
		if strings.EqualFold(k.Name, app.CleanName(name)) || strconv.FormatInt(int64(k.ID), 10) == name {
			return k.ID, nil
		}
	}
	return 0, app.NewError(app.CodeNotFound, app.Say("There is no API key called {{.Name}}.", "Name", app.CleanName(name)))
}

// bulksSearched is how many bulk sends are looked through for an id.
const bulksSearched = 10_000

func bulkNamed(tx app.Tx, agent app.AgentID, env app.Environment, name string) (app.BulkID, error) {
	if name == "" {
		return 0, nil
	}
	c, err := tx.GetChannel(agent, env)
	if err != nil {
		return 0, err
	}
	all, err := tx.ListBulks(c.ID, bulksSearched)
	if err != nil {
		return 0, err
	}
	for _, b := range all {
		if b.Mark == name || strconv.FormatInt(int64(b.ID), 10) == name {
			return b.ID, nil
		}
	}
	return 0, app.NewError(app.CodeNotFound, app.Say("There is no bulk send {{.Name}}.", "Name", app.CleanName(name)))
}
