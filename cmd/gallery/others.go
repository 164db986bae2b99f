package main

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/qontak"
)

const (
	qontakAgent = "Bahana Motor Care"
	costerAgent = "Surya Finance Assistant"
	rawAgent    = "Rimba Outdoor Care"
)

// fillOthers makes the agents at Qontak and Coster, one at Qontak with nothing
// but its protocol, and gives the first agent a change to go back from.
func (d *desk) fillOthers(ctx context.Context) error {
	q, c := d.box.SampleQontak(), d.box.SampleCoster()
	edits := channel.SetProtocol(qontak.ID).Merge(channel.SetAccountCode(q.AccountCode))
	edits.Fields = map[string]string{"channel_integration_id": q.ChannelIntegrationID, "auth": "bearer", "api_address": d.box.QontakBearerURL()}
	a, err := d.newAgent(ctx, qontakAgent, edits, channel.SetSecret("access_token", q.Token))
	if err != nil {
		return err
	}
	if err := d.CreateDraft(ctx, a.ID); err != nil {
		return err
	}
	edits = channel.SetProtocol(coster.ID).Merge(channel.SetAccountCode(c.AccountCode))
	edits.Fields = map[string]string{
		"account_id": c.AccountID, "division_id": c.DivisionID,
		"conversation_address": d.box.CosterConversationURL(), "push_address": d.box.CosterPushURL(),
	}
	tokens := channel.SetSecret("conversation_token", c.ConversationToken).Merge(channel.SetSecret("push_token", c.PushToken))
	if a, err = d.newAgent(ctx, costerAgent, edits, tokens); err != nil {
		return err
	}
	if err := d.CreateDraft(ctx, a.ID); err != nil {
		return err
	}
	if _, err = d.newAgent(ctx, rawAgent, channel.SetProtocol(qontak.ID), channel.Edits{}); err != nil {
		return err
	}
	return d.changeSession(ctx)
}

func (d *desk) newAgent(ctx context.Context, name string, edits, secrets channel.Edits) (app.Agent, error) {
	a, err := d.CreateAgent(ctx, channel.NewAgent{Name: name, Contact: "Dewi Kartika, +62 811-2000-300"})
	if err != nil {
		return a, err
	}
	if err := d.Save(ctx, a.ID, app.Published, edits, "Set up with the client"); err != nil || secrets.IsEmpty() {
		return a, err
	}
	secrets.BaseVersion = 1
	return a, d.Save(ctx, a.ID, app.Published, secrets, "")
}

// changeSession makes one more version of the sample agent's Published.
func (d *desk) changeSession(ctx context.Context) error {
	a, err := d.FindAgent(ctx, sampleAgent)
	if err != nil {
		return err
	}
	v, err := d.Get(ctx, a.ID, app.Published)
	if err != nil {
		return err
	}
	settings := v.Channel.Session
	settings.AskUserToEnd, settings.AskMoreAfter = true, 15*time.Minute
	edits := channel.SetSession(settings)
	edits.BaseVersion = v.Channel.Version
	return d.Save(ctx, a.ID, app.Published, edits, "Longer pauses for the holiday season")
}

// edit changes an environment of an agent.
func (d *desk) edit(ctx context.Context, agent string, env app.Environment, edits channel.Edits) error {
	a, err := d.FindAgent(ctx, agent)
	if err != nil {
		return err
	}
	v, err := d.Get(ctx, a.ID, env)
	if err != nil {
		return err
	}
	edits.BaseVersion = v.Channel.Version
	return d.Save(ctx, a.ID, env, edits, "")
}

// ask checks an environment of an agent against the sandbox.
func (d *desk) ask(ctx context.Context, agent string, env app.Environment) error {
	a, err := d.FindAgent(ctx, agent)
	if err != nil {
		return err
	}
	_, err = d.Check(ctx, a.ID, env, nil)
	return err
}

// endSoon gives the agent without a draft a token that ends in ten days.
func (d *desk) endSoon(ctx context.Context) error {
	if err := d.edit(ctx, otherAgent, app.Published, channel.SetSecret("access_token", d.box.Sample().ExpiringToken)); err != nil {
		return err
	}
	return d.ask(ctx, otherAgent, app.Published)
}
