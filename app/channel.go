package app

import (
	"maps"
	"time"
)

// ProtocolID names a protocol: meta_cloud, coster, qontak; "" is not chosen yet.
type ProtocolID string

// ChannelID numbers one environment's channel within the workspace.
type ChannelID int64

// WebhookSecretName is the name under which a channel's webhook secret is
// linked beside the protocol's own secrets; PreviousWebhookSecretName is the
// replaced one while it is still accepted.
const (
	WebhookSecretName         = "webhook_secret"
	PreviousWebhookSecretName = "previous_webhook_secret"
)

// Channel is one environment's complete WhatsApp configuration. It holds no
// secret value, only what is known of each secret.
type Channel struct {
	ID          ChannelID
	AgentID     AgentID
	Environment Environment
	// Key is the channel's part of its webhook address, as "nb-41c0d7". It is
	// made once and never changes.
	Key      string
	Protocol ProtocolID
	// AccountCode is the channel's phone number in E.164, or "".
	AccountCode string
	// Fields are the protocol's identifiers and settings by name.
	Fields map[string]string
	// Secrets are the protocol's secrets by name.
	Secrets map[string]SecretInfo
	Webhook Webhook
	Session SessionSettings
	Forward Forward
	// Revision grows with each change; a save names the one it started from.
	Revision int64
	// Version is the number of the latest published version; 0 before the
	// first, and always 0 in Draft.
	Version   int
	UpdatedAt time.Time
	UpdatedBy string
}

// Webhook is the channel's own secret and what the provider was told.
type Webhook struct {
	Secret SecretInfo
	// Previous is still accepted until PreviousUntil; not present when none is.
	Previous         SecretInfo
	PreviousUntil    time.Time
	PreviousLastUsed time.Time
	// Registered is what the provider confirmed; zero when nothing was.
	Registered Registration
}

// Registration is a webhook address that was set at the provider by API.
type Registration struct {
	URL string
	At  time.Time
	// OK is true when reading it back showed what was asked.
	OK bool
	// Scope says where it was set, in the protocol's own word.
	Scope string
	// SecretRef is the webhook secret that was registered.
	SecretRef SecretRef
}

// IsStale reports whether the address or the secret changed since.
func (r Registration) IsStale(url string, secret SecretRef) bool {
	return !r.At.IsZero() && (r.URL != url || r.SecretRef != secret)
}

// Forward is where inbound messages go: the agent's own address, or nowhere.
type Forward struct {
	URL string
}

// Clone copies the channel with its maps.
func (c Channel) Clone() Channel {
	c.Fields = maps.Clone(c.Fields)
	c.Secrets = maps.Clone(c.Secrets)
	return c
}

// IsEmpty reports whether nothing was set up yet.
func (c Channel) IsEmpty() bool {
	return c.Protocol == "" && c.AccountCode == "" && len(c.Secrets) == 0
}

// Refs are all secret references that the channel holds.
func (c Channel) Refs() []SecretRef {
	var refs []SecretRef
	for _, s := range c.Secrets {
		if s.Present() {
			refs = append(refs, s.Ref)
		}
	}
	for _, s := range []SecretInfo{c.Webhook.Secret, c.Webhook.Previous} {
		if s.Present() {
			refs = append(refs, s.Ref)
		}
	}
	return refs
}
