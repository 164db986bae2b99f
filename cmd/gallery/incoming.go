package main

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/outside"
)

// Nothing came in yet in the pictures of the channel page.

func (d *desk) Arrivals(context.Context, app.AgentID, app.Environment, app.ArrivalID, int) ([]app.Arrival, error) {
	return nil, nil
}

func (d *desk) ArrivalBody(context.Context, app.AgentID, app.Environment, app.ArrivalID) ([]byte, error) {
	return nil, nil
}

func (d *desk) ApplyAgain(context.Context, app.AgentID, app.Environment, app.ArrivalID) error {
	return nil
}

func (d *desk) Sessions(context.Context, app.AgentID, app.Environment, int) (inbox.Sessions, error) {
	return inbox.Sessions{}, nil
}

func (d *desk) HandedAt(context.Context, app.AgentID, app.Environment) (time.Time, error) {
	return time.Time{}, nil
}

func (d *desk) CheckOutside(context.Context, app.AgentID, app.Environment, func(outside.Step)) (outside.Report, error) {
	return outside.Report{}, nil
}

func (d *desk) Forwardings(context.Context, app.AgentID, app.Environment, app.ForwardState) ([]app.Forwarding, error) {
	return nil, nil
}

func (d *desk) ForwardAgain(context.Context, app.ForwardID) error { return nil }

func (d *desk) ForwardAllAgain(context.Context, app.AgentID, app.Environment) (int, error) {
	return 0, nil
}

func (d *desk) SigningSecret(context.Context, app.AgentID, app.Environment) (app.Secret, error) {
	return app.Secret{}, nil
}
