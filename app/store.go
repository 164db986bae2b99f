package app

import (
	"context"
	"time"
)

// Store runs transactions on the workspace. View sees one consistent state.
// Update is all or nothing: an error undoes everything. Safe for concurrent use.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Grouper is a Store whose small transactions share commits when many come at
// once. Group waits until fn's changes are on the disk; a View may see them before,
// as may an fn that comes later. Each fn stands alone: an
// error undoes it and no other one. CodeBusy when more waits than can be held.
type Grouper interface {
	Group(ctx context.Context, fn func(Tx) error) error
}

// Regrouper is a Grouper that can also run a function more than once before its
// changes are saved: when another one in the same commit fails, it is cheaper to
// begin anew than to be able to undo each alone. What fn leaves behind outside the
// transaction must be that of its latest run.
type Regrouper interface {
	Grouper
	GroupAgain(ctx context.Context, fn func(Tx) error) error
}

// Tx is one transaction. It is not safe for concurrent use and ends with the
// function it was given to. What is not there is an Error with CodeNotFound.
type Tx interface {
	AgentStore
	ChannelStore
	SecretRefStore
	VersionStore
	CheckStore
	HandoffStore
	ActivityStore
	MemberStore
	SettingStore
	WarningStore
	MessageStore
	InboxStore
	PersonStore
	ForwardStore
	KeyStore
	BulkStore
	HistoryStore
	TemplateStore
}

// AgentStore keeps agents.
type AgentStore interface {
	ListAgents() ([]Agent, error) // by name
	GetAgent(AgentID) (Agent, error)
	FindAgent(name string) (Agent, error) // exact, case ignored
	CreateAgent(Agent) (AgentID, error)
	UpdateAgent(Agent) error // name, country, contact
	DeleteAgent(AgentID) error
}

// ChannelStore keeps the channels of both environments.
type ChannelStore interface {
	GetChannel(AgentID, Environment) (Channel, error)
	FindChannel(key string) (Channel, error)
	ListChannels() ([]Channel, error)
	CreateChannel(Channel) (ChannelID, error)
	// UpdateChannel saves everything of the channel, its secret links included,
	// if the stored revision still is c.Revision, and raises it by one;
	// otherwise CodeConflict.
	UpdateChannel(c Channel) error
	DeleteChannel(ChannelID) error
	// ConfigMark is a number that is another one after each change of an agent, a
	// channel or a setting, by whatever process. Within Update and Group it is that
	// of the moment: when it is the one of an earlier View, what that View read of
	// them still stands. 0 when the transaction itself changed some, and when the
	// store cannot tell.
	ConfigMark() (int64, error)
}

// SecretRefStore remembers every reference that was ever written to the secret
// store, so that values without an owner are found and removed after a kill.
type SecretRefStore interface {
	AddSecretRef(ref SecretRef, at time.Time) error
	// OrphanSecretRefs gives the references made before a time that no channel
	// and no version holds.
	OrphanSecretRefs(before time.Time) ([]SecretRef, error)
	RemoveSecretRef(SecretRef) error
}

// VersionStore keeps the versions of Published channels, and which protocol a
// channel had when.
type VersionStore interface {
	AddVersion(Version) (VersionID, error)
	ListVersions(ChannelID) ([]Version, error) // newest first
	GetVersion(ChannelID, int) (Version, error)
	// DropVersionSecrets lets go of the secrets of versions older than the
	// newest keep ones; the versions themselves stay.
	DropVersionSecrets(id ChannelID, keep int) error
	// ProtocolsOf gives the protocols that a channel had, of both environments, the
	// first one in front: one for each change, kept by CreateChannel and
	// UpdateChannel.
	ProtocolsOf(ChannelID) ([]ProtocolSince, error)
}

// CheckStore keeps each channel's latest check.
type CheckStore interface {
	SaveCheck(ChannelID, CheckReport) error
	GetCheck(ChannelID) (CheckReport, error)
}

// HandoffStore keeps the hand-off log.
type HandoffStore interface {
	// AddHandoff keeps the entry and gives it the next sheet number of the
	// agent when it has none.
	AddHandoff(Handoff) (Handoff, error)
	ListHandoffs(ChannelID) ([]Handoff, error) // newest first
	GetHandoff(HandoffID) (Handoff, error)
	UpdateHandoff(Handoff) error // first sign, confirmation, note
	// NextSheet is the number the next sheet of the agent will have.
	NextSheet(AgentID) (string, error)
}

// ActivityStore is append-only.
type ActivityStore interface {
	AddActivity(Activity) error
	// ListActivity gives the newest limit lines of an agent, or of the whole
	// workspace for agent 0, newest first.
	ListActivity(agent AgentID, limit int) ([]Activity, error)
	// FindActivity gives the lines that a filter lets through, newest first.
	FindActivity(ActivityFilter) ([]Activity, error)
	// ActivityActors are the names that ever acted, sorted.
	ActivityActors() ([]string, error)
	// VerifyActivity follows the chain of hashes from the first line to the last.
	VerifyActivity() (ActivityProof, error)
}

// MemberStore keeps members.
type MemberStore interface {
	ListMembers() ([]Member, error)
	AddMember(Member) (MemberID, error)
	GetMember(MemberID) (Member, error)
	UpdateMember(Member) error // name and roles
	RemoveMember(MemberID) error
	// PassphraseHash gives what SetPassphraseHash kept, "" when there is none. It
	// is a salted hash, never a passphrase.
	PassphraseHash(MemberID) (string, error)
	SetPassphraseHash(id MemberID, hash string) error // "" removes it
}

// WarningStore remembers of which ends people were warned, so that each warning
// is given once.
type WarningStore interface {
	// Warned gives the number of days ahead of the latest warning about a
	// subject; ok is false when there was none.
	Warned(subject string) (days int, ok bool, err error)
	SetWarned(subject string, days int, at time.Time) error
	// ForgetWarnings drops those about subjects that are not named any more.
	ForgetWarnings(keep []string) error
}

// SettingStore keeps the workspace's own settings by name.
type SettingStore interface {
	Setting(name string) (string, error) // "" when not set
	SetSetting(name, value string) error
}

// The names of workspace settings.
const (
	SettingPublicAddress = "public_address" // https://host[/path], no slash at the end
	SettingSecretStore   = "secret_store"
	SettingTheme         = "theme"     // system, light, dark
	SettingTextSize      = "text_size" // percent: 90..150
	SettingLanguage      = "language"  // system, en, id
	SettingWindowSize    = "window_size"
	SettingLastAgent     = "last_agent"
	SettingLastEnv       = "last_environment"
	SettingWorkspaceID   = "workspace_id"
	SettingKeepArrivals  = "keep_arrivals" // days that webhooks are kept; 30 when not set
)
