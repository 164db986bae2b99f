package app

import "time"

// VersionID numbers a version row.
type VersionID int64

// Version is a kept state of a Published channel.
type Version struct {
	ID        VersionID
	ChannelID ChannelID
	// Number counts from 1 within the channel.
	Number int
	At     time.Time
	By     string
	Note   string
	// Changes are the plain sentences of what changed.
	Changes []Text
	// Snapshot is the channel as it was, references included. Its Webhook is
	// empty: secret and registration are no settings, and never come back with
	// an older version.
	Snapshot Channel
}

// HandoffID numbers a hand-off.
type HandoffID int64

// HandoffWay is how a sheet left the program.
type HandoffWay string

// The ways; a note is only written down.
const (
	HandoffFullScreen HandoffWay = "full_screen"
	HandoffPDF        HandoffWay = "pdf"
	HandoffPNG        HandoffWay = "png"
	HandoffText       HandoffWay = "text"
	HandoffJSON       HandoffWay = "json"
	HandoffClipboard  HandoffWay = "clipboard"
	HandoffPrint      HandoffWay = "print"
	HandoffNote       HandoffWay = "note"
)

// Audience is who reads the sheet.
type Audience string

// The provider's set-up staff, or the client's own computer department.
const (
	ForProvider Audience = "provider"
	ForClientIT Audience = "client_it"
)

// Handoff is one entry of the hand-off log.
type Handoff struct {
	ID        HandoffID
	ChannelID ChannelID
	// Sheet is the number printed on it, as "NB-0007".
	Sheet      string
	At         time.Time
	By         string
	To         string
	Audience   Audience
	Way        HandoffWay
	Language   string
	WithSecret bool
	// Version is the published version that was handed over; 0 in Draft.
	Version int
	Note    string
	// Fingerprint stands for what the sheet said; another one now means that
	// the sheet is out of date. It is made without secret values.
	Fingerprint string
	// FirstSignAt is the first webhook that came after it; zero while waiting.
	FirstSignAt time.Time
	ConfirmedAt time.Time
	ConfirmedBy string
}

// MemberID numbers a member.
type MemberID int64

// Member is a person who works with this workspace.
type Member struct {
	ID   MemberID
	Name string
	// Role holds for every agent until roles are given per agent.
	Role      Role
	CreatedAt time.Time
}

// Role says what a member may do with an agent.
type Role string

// The three roles.
const (
	Owner       Role = "owner"
	Contributor Role = "contributor"
	Viewer      Role = "viewer"
)

// Activity is one line of the audit log.
type Activity struct {
	ID          int64
	At          time.Time
	By          string
	AgentID     AgentID
	Environment Environment
	// Kind is a stable lower_snake word, as "secret_revealed".
	Kind string
	Text Text
	// Before and After are values without secrets; may be empty.
	Before, After string
}

// The kinds of activity.
const (
	ActAgentCreated      = "agent_created"
	ActAgentRenamed      = "agent_renamed"
	ActAgentDeleted      = "agent_deleted"
	ActDraftCreated      = "draft_created"
	ActDraftDeleted      = "draft_deleted"
	ActSettingChanged    = "setting_changed"
	ActSecretStored      = "secret_stored"
	ActSecretRemoved     = "secret_removed"
	ActSecretRevealed    = "secret_revealed"
	ActSecretCopied      = "secret_copied"
	ActWebhookSecretMade = "webhook_secret_made"
	ActWebhookSecretOld  = "webhook_secret_retired"
	ActPublished         = "published"
	ActRestored          = "restored"
	ActChecked           = "checked"
	ActSubscribed        = "subscribed"
	ActOverrideSet       = "override_set"
	ActOverrideRemoved   = "override_removed"
	ActHandedOff         = "handed_off"
	ActHandoffConfirmed  = "handoff_confirmed"
	ActRefused           = "refused"
	ActMemberAdded       = "member_added"
	ActWorkspaceSetting  = "workspace_setting"
)
