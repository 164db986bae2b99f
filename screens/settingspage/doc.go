// Package settingspage is the page with the settings of this computer and this
// workspace: how the window looks, where secrets are kept, who works here, the
// gateway's public address, the agent's own details, and where the data is.
package settingspage

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
)

// Facts are figures of the workspace.
type Facts struct {
	// Secrets is how many secrets are stored for all agents together.
	Secrets int
	// DatabaseVersion is the number of the database's newest migration.
	DatabaseVersion int64
	// DatabaseBytes is the size of the database with its journal.
	DatabaseBytes int64
}

// Deps is what the page needs of the services. Methods with a context may be
// slow and are called off the UI thread; the others answer at once.
type Deps interface {
	// Get gives the agent and its webhook URL, as *channel.Service does.
	Get(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	UpdateAgent(ctx context.Context, a app.Agent) error
	DeleteAgent(ctx context.Context, id app.AgentID) error
	SetPublicAddress(ctx context.Context, typed string) error

	// Preference and SetPreference keep theme, text size and language.
	Preference(name string) string
	SetPreference(name, value string) error
	// SetTheme changes the look at once: "system", "light" or "dark".
	SetTheme(mode string)

	// SecretStoreStatus tells where new secrets go and whether that works.
	SecretStoreStatus(ctx context.Context) app.SecretStoreStatus
	// UseSecretStore makes a place the one for new secrets and remembers the
	// choice. The passphrase is for the encrypted file only and is never kept;
	// a wrong one is an error with the field "passphrase".
	UseSecretStore(ctx context.Context, kind app.SecretStoreKind, passphrase app.Secret) error
	// LostSecrets gives the secrets whose value is not in any store.
	LostSecrets(ctx context.Context) ([]channel.LostSecret, error)

	// Members are all members, the first one first; ListAgents gives the agents
	// that the acting member may see.
	Members(ctx context.Context) ([]app.Member, error)
	ListAgents(ctx context.Context) ([]app.Agent, error)
	AddMember(ctx context.Context, n access.NewMember) (app.Member, error)
	UpdateMember(ctx context.Context, m app.Member) error
	RemoveMember(ctx context.Context, id app.MemberID) error
	// SetPassphrase takes the old one for the acting member's own; an empty new
	// one removes it.
	SetPassphrase(ctx context.Context, id app.MemberID, old, passphrase app.Secret) error

	// Gateway says at once how the gateway in this program stands.
	Gateway() GatewayState
	// RunGateway starts or stops it, and remembers that for the next start.
	RunGateway(ctx context.Context, on bool) error
	// SetGatewayListen keeps where the gateway listens. One that runs, or should
	// run, goes on there at once; when that fails it goes on where it was. What
	// cannot be used is an error with the field "listen", and CodeCannotListen when
	// it cannot be opened.
	SetGatewayListen(ctx context.Context, typed string) error
	// FreeGatewayListen gives an address like the set one whose port nobody uses.
	FreeGatewayListen(ctx context.Context) (string, error)

	DataFolder() string
	LogFolder() string
	Facts(ctx context.Context) (Facts, error)
	// CheckDatabase looks through the whole database and says in one translated
	// sentence what it found; what is wrong is the error.
	CheckDatabase(ctx context.Context) (string, error)
	Version() string
}

// GatewayState is how the gateway in this program stands.
type GatewayState struct {
	Running bool
	// Elsewhere is true while it works in another program, where it can be ended.
	Elsewhere bool
	// Listen is the address that is open on this computer; "" while it does not run.
	Listen string
	Since  time.Time
	// ListenSetting is where it is to listen; never "".
	ListenSetting string
	// OpenToNetwork is true when other computers can reach that address.
	OpenToNetwork bool
	// Uses are the channels that it works with.
	Uses []ChannelInUse
	// Problem is why it is not running although it should; nil when nothing is
	// wrong.
	Problem error
}

// ChannelInUse is a channel as the running gateway works with it.
type ChannelInUse struct {
	Channel  app.ChannelID
	Revision int64
	// Since is when this revision was taken up.
	Since time.Time
}

// Restarter is a Deps that can start the program anew, for changes that show
// only then. The page offers "Restart now" when it has it.
type Restarter interface {
	Restart() error
}
