package channelpage

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/outside"
)

// IncomingDeps is what the tab with what comes in needs of the services; see
// inbox.Service, outside.Service and forward.Service for what each call does.
// GatewayRuns answers at once; all others may take long.
type IncomingDeps interface {
	// GatewayRuns reports whether a gateway works in this workspace, in whichever
	// program.
	GatewayRuns() bool
	Arrivals(ctx context.Context, agent app.AgentID, env app.Environment, before app.ArrivalID, limit int) ([]app.Arrival, error)
	ArrivalBody(ctx context.Context, agent app.AgentID, env app.Environment, id app.ArrivalID) ([]byte, error)
	ApplyAgain(ctx context.Context, agent app.AgentID, env app.Environment, id app.ArrivalID) error
	Sessions(ctx context.Context, agent app.AgentID, env app.Environment, most int) (inbox.Sessions, error)
	// HandedAt is when the address was handed over last; zero when it never was.
	HandedAt(ctx context.Context, agent app.AgentID, env app.Environment) (time.Time, error)

	CheckOutside(ctx context.Context, agent app.AgentID, env app.Environment, report func(outside.Step)) (outside.Report, error)

	Forwardings(ctx context.Context, agent app.AgentID, env app.Environment, state app.ForwardState) ([]app.Forwarding, error)
	ForwardAgain(ctx context.Context, id app.ForwardID) error
	ForwardAllAgain(ctx context.Context, agent app.AgentID, env app.Environment) (int, error)
	SigningSecret(ctx context.Context, agent app.AgentID, env app.Environment) (app.Secret, error)
}
