// Package channelpage is the Channel page: protocol, account and credentials
// with their connection check on one tab, webhook and session behaviour with
// what the customer sees on the other.
//
// In Draft every valid value saves itself. In Published edits are held back,
// secrets in memory only, until they are reviewed. Cards draw themselves from
// the protocol's declaration; nothing here asks for a protocol by name.
package channelpage

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

// SandboxValue is one value that the simulated providers know, to be tried.
type SandboxValue = struct {
	Label, Value string
	Secret       bool
}

// PhoneDeps may be offered beside Deps: the page with the phones of the sandbox's
// customers, "" while the sandbox does not run. It answers at once.
type PhoneDeps interface{ CustomerPhone() string }

// Deps is what the page needs of the services; see channel.Service for what
// each call does. Protocols, Abilities, Validate, Registerable, SandboxValues,
// Role and Owners answer at once and are called on the UI thread; all others
// may take long.
type Deps interface {
	IncomingDeps

	Get(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	Save(ctx context.Context, agent app.AgentID, env app.Environment, e channel.Edits, note string) error
	Validate(country string, c app.Channel, e channel.Edits) (channel.Edits, []*app.Error)
	Check(ctx context.Context, agent app.AgentID, env app.Environment, report func(app.CheckStep)) (app.CheckReport, error)
	Numbers(ctx context.Context, agent app.AgentID, env app.Environment) ([]protocol.Number, error)
	Subscribe(ctx context.Context, agent app.AgentID, env app.Environment) error
	ReadWebhook(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.WebhookState, error)
	SetWebhook(ctx context.Context, agent app.AgentID, env app.Environment, scope string) (protocol.WebhookState, error)
	RemoveWebhook(ctx context.Context, agent app.AgentID, env app.Environment, scope string) (protocol.WebhookState, error)
	Recognise(ctx context.Context, agent app.AgentID, env app.Environment, field, value string, ask bool) (protocol.Placement, bool, error)
	Reveal(ctx context.Context, agent app.AgentID, env app.Environment, name string) (app.Secret, error)
	CopySecret(ctx context.Context, agent app.AgentID, env app.Environment, name string) (app.Secret, error)
	RegenerateWebhookSecret(ctx context.Context, agent app.AgentID, env app.Environment, overlap time.Duration) error
	StopWebhookSecret(ctx context.Context, agent app.AgentID, env app.Environment) error
	Abilities(id app.ProtocolID) channel.Abilities
	// WholeAddress gives the webhook address with the secret that is part of it,
	// for the clipboard, and writes that down as CopySecret does.
	WholeAddress(ctx context.Context, agent app.AgentID, env app.Environment) (app.Secret, error)

	Registerable(v channel.View) []app.Text
	ReadEndpoint(ctx context.Context, agent app.AgentID, env app.Environment) (channel.EndpointView, error)
	RegisterEndpoint(ctx context.Context, agent app.AgentID, env app.Environment, agreed string) (app.RegistrationTry, error)
	UnregisterEndpoint(ctx context.Context, agent app.AgentID, env app.Environment) error
	SendTest(ctx context.Context, agent app.AgentID, env app.Environment, m protocol.TestMessage) (protocol.TestResult, error)

	// Protocols are the declarations of all registered protocols, in order.
	Protocols() []protocol.Declaration
	// SecretStoreStatus tells where secrets go and whether that works.
	SecretStoreStatus(ctx context.Context) app.SecretStoreStatus
	// SandboxValues are the sample values of the simulated provider of a protocol.
	SandboxValues(id app.ProtocolID) []SandboxValue
	// Role is the acting member's role with an agent.
	Role(agent app.AgentID) app.Role
	// Owners are the names of the members who own the workspace.
	Owners() []string
}
