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

// ProtocolSince is a protocol that a channel has, or had until the next one.
type ProtocolSince struct {
	Protocol ProtocolID
	Since    time.Time
}

// ProtocolAt is the one of past, the first one in front, that a channel had at a time;
// the first one also before its own time, "" of none.
func ProtocolAt(past []ProtocolSince, at time.Time) (p ProtocolID) {
	for i, s := range past {
		if i == 0 || !s.Since.After(at) {
			p = s.Protocol
		}
	}
	return p
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
	// Role holds for the workspace and for every agent without a role of its own.
	Role Role
	// Roles are those given for single agents.
	Roles map[AgentID]Role
	// HasPassphrase is true when signing in takes one.
	HasPassphrase bool
	CreatedAt     time.Time
}

// RoleFor is the role with an agent; agent 0 is the workspace itself.
func (m Member) RoleFor(agent AgentID) Role {
	if r, ok := m.Roles[agent]; ok {
		return r
	}
	return m.Role
}

// Role says what a member may do with an agent.
type Role string

// The three roles, and none: a member without a role sees nothing.
const (
	Owner       Role = "owner"
	Contributor Role = "contributor"
	Viewer      Role = "viewer"
	NoRole      Role = "none"
)

// Roles are those that can be given, the strongest first.
var Roles = []Role{Owner, Contributor, Viewer, NoRole}

// Label is the word for people, in English.
func (r Role) Label() string {
	switch r {
	case Owner:
		return "Owner"
	case Contributor:
		return "Contributor"
	case Viewer:
		return "Viewer"
	}
	return "No access"
}

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

// ActivityFilter narrows a reading of the audit log; the zero value is all of it.
type ActivityFilter struct {
	// Agent is one agent, or 0 for all. Only limits it to those named, when it is
	// not nil.
	Agent       AgentID
	Only        []AgentID
	Environment Environment
	By          string
	Kinds       []string
	// From and To limit the time; From is included, To is not.
	From, To time.Time
	// Before limits to lines older than this ID, for reading on; 0 begins at the
	// newest.
	Before int64
	// Hash limits to the line with this hash in hex, as an ActivityProof names it.
	Hash string
	// Limit is the most lines to give; 0 is 200.
	Limit int
}

// ActivityProof is what verifying the audit log showed.
type ActivityProof struct {
	// Lines is the number of lines read.
	Lines int64
	// BrokenAt is the first line that does not follow from the one before, or
	// that is missing; 0 when the whole log holds.
	BrokenAt int64
	// Head is the hash of the last line in hex: noted elsewhere, it proves later
	// that nothing before it changed.
	Head string
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
	ActMemberChanged     = "member_changed"
	ActMemberRemoved     = "member_removed"
	ActSignedIn          = "signed_in"
	ActSignInFailed      = "sign_in_failed"
	ActRegistered        = "registered"
	ActRegisterFailed    = "register_failed"
	ActUnregistered      = "unregistered"
	ActTestSent          = "test_sent"
	ActExpiryWarned      = "expiry_warned"
	ActExported          = "activity_exported"
	ActWorkspaceSetting  = "workspace_setting"
	ActKeyCreated        = "api_key_created"
	ActKeyRotated        = "api_key_rotated"
	ActKeyRevoked        = "api_key_revoked"
	ActKeyRenamed        = "api_key_renamed"
	ActKeyUsed           = "api_key_used" // how often, once a day
	ActForwardedAgain    = "forwarded_again"
	ActMessageSent       = "message_sent"
	ActMessageResolved   = "message_resolved" // a person decided about a doubtful one
	ActForwardSecretSeen = "forward_secret_revealed"
	// Of templates: sent for review, changed, deleted, written down by a person, what
	// the provider made of one, and that the end of a pause was asked for.
	ActTemplateSubmitted = "template_submitted"
	ActTemplateEdited    = "template_edited"
	ActTemplateDeleted   = "template_deleted"
	ActTemplateDeclared  = "template_declared"
	ActTemplateTold      = "template_told"
	ActTemplateUnpaused  = "template_unpaused"
	ActBulkCreated       = "bulk_created"
	ActBulkPaused        = "bulk_paused"
	ActBulkResumed       = "bulk_resumed"
	ActBulkStopped       = "bulk_stopped" // by itself
	ActBulkCancelled     = "bulk_cancelled"
	ActOptOutChanged     = "opt_out_changed"
)
