package screens

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
)

// Deps is what the window needs of the services.
type Deps interface {
	ListAgents(ctx context.Context) ([]app.Agent, error)
	CreateAgent(ctx context.Context, n channel.NewAgent) (app.Agent, error)
	CreateDraft(ctx context.Context, agent app.AgentID) error
	Get(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	// Check asks the provider, telling each step as it turns. Safe to cancel.
	Check(ctx context.Context, agent app.AgentID, env app.Environment, report func(app.CheckStep)) (app.CheckReport, error)
	ReviewDraft(ctx context.Context, agent app.AgentID) (channel.Review, error)
	ReviewEdits(ctx context.Context, agent app.AgentID, e channel.Edits) (channel.Review, error)
	Publish(ctx context.Context, agent app.AgentID, p channel.Publication) error
	Save(ctx context.Context, agent app.AgentID, env app.Environment, e channel.Edits, note string) error

	// Preference and SetPreference keep what the window remembers.
	Preference(name string) string
	SetPreference(name, value string) error
	ReviewRestore(ctx context.Context, agent app.AgentID, number int) (channel.Review, error)
	Restore(ctx context.Context, agent app.AgentID, number, baseVersion int, note string) error

	// Me is the acting member; ok is false before the first start is done and
	// while nobody is signed in.
	Me() (app.Member, bool)
	// ReadMe reads the acting member again; ok is false when somebody must sign in,
	// because there are several members, the only one has a passphrase, or the
	// acting one was removed.
	ReadMe(ctx context.Context) (ok bool, err error)
	// SetMe makes a member the acting one, or nobody for the zero member.
	SetMe(app.Member)
	// EnsureOwner makes the first Owner.
	EnsureOwner(ctx context.Context, name string) (app.Member, error)
	// SuggestedName is the computer account's own name, or "".
	SuggestedName() string
	// StartSandbox starts the simulated providers and gives the agent that
	// speaks to them, made if it is not there.
	StartSandbox(ctx context.Context) (app.Agent, error)
	// OpenSetupFile makes or changes the agent that a setup file describes.
	OpenSetupFile(ctx context.Context, path string) (SetupResult, error)
	// Diagnostics is a text for support without secrets and with masked numbers.
	Diagnostics(ctx context.Context) string
	// LogFolder is where the log lives.
	LogFolder() string
}

// SetupResult is what opening a setup file gave.
type SetupResult struct {
	Agent app.Agent
	// Missing names the secrets that the file does not carry, as sentences.
	Missing []string
}

// Pages are the window's pages by name; Welcome and SignIn stand alone.
type Pages struct {
	SignIn   frame.Page
	Welcome  frame.Page
	Overview frame.Page
	Channel  frame.Page
	Handoff  frame.Page
	// Templates is the list, TemplateEditor the page below it.
	Templates, TemplateEditor frame.Page
	// Send composes, SendProgress shows one bulk send below it.
	Send, SendProgress frame.Page

	API      frame.Page
	History  frame.Page
	Activity frame.Page
	Settings frame.Page
}
