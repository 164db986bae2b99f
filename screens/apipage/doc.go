// Package apipage is the page of the notification API: its address, the keys
// that open it, and programs that use it.
package apipage

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/channel"
	"channeldesk/app/notify"
)

// PartNewKey opens the dialog for a new key, for links.
const PartNewKey = "new-key"

// Keys are the keys of an environment; apikey.Service has them. All of it may be
// slow and is called off the UI thread.
type Keys interface {
	List(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.APIKey, error)
	Create(ctx context.Context, agent app.AgentID, env app.Environment, wish apikey.NewKey) (app.APIKey, app.Secret, error)
	Rotate(ctx context.Context, id app.KeyID, overlap time.Duration) (app.APIKey, app.Secret, error)
	Revoke(ctx context.Context, id app.KeyID) error
}

// Deps is what the page needs of the services. Keys, Get, Role, Owners and
// Examples are needed; without one of the others the page leaves out what it
// would show. Role, Owners and Examples answer at once and are called on the UI
// thread, all others off it.
type Deps struct {
	Keys Keys
	// Get reads the channel that is shown, for its account and its address.
	Get func(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	// Role is the acting member's role with an agent.
	Role func(agent app.AgentID) app.Role
	// Owners are the names of the members who own the workspace.
	Owners func() []string
	// Examples writes an example; it is apikey.Examples.
	Examples func(o apikey.Operation, l apikey.Language, v apikey.Values) (apikey.Example, error)

	// Values are the agent's own values for the examples: a template that it may
	// send, a message that it sent. The base address is the page's own matter.
	Values func(ctx context.Context, agent app.AgentID, env app.Environment) (apikey.Values, error)
	// Reach asks whether the base address answers, and tells how fast.
	Reach func(ctx context.Context, base string) (time.Duration, error)
	// SendNow takes one message for the queue; it is notify.Service.Accept.
	SendNow func(ctx context.Context, n notify.NewMessage) (app.Message, error)
}
