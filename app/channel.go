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
	// Parked are the values of protocols that were chosen before, so that going
	// back to one loses nothing.
	Parked  map[ProtocolID]ProtocolValues
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

// ProtocolValues are the fields and secrets of a protocol that is not chosen at
// present.
type ProtocolValues struct {
	Fields  map[string]string
	Secrets map[string]SecretInfo
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
	// LastTry is how the latest registration ended, whether it succeeded or not.
	LastTry RegistrationTry
}

// Registration is a webhook address that was set at the provider by API.
type Registration struct {
	// URL is the address without a secret: shortened where it holds one.
	URL string
	At  time.Time
	By  string
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

// RegistrationResult is how a try to register or unregister ended.
type RegistrationResult string

// The results. Only the first says that the provider has the address.
const (
	ResultRegistered   RegistrationResult = "registered"
	ResultOtherAddress RegistrationResult = "other_address" // accepted, and another address stands there
	ResultEventsOff    RegistrationResult = "events_off"    // the address stands there, and a wanted event is off
	ResultRefused      RegistrationResult = "refused"       // the provider said no
	ResultNotAsked     RegistrationResult = "not_asked"     // nothing left this computer
	ResultOpen         RegistrationResult = "open"          // nobody knows whether the provider took it
	ResultUnregistered RegistrationResult = "unregistered"
)

// RegistrationTry is one try with its result in words, without secrets.
type RegistrationTry struct {
	At     time.Time
	By     string
	Result RegistrationResult
	// URL is the address that was sent, shortened where it holds a secret.
	URL  string
	What Text
	Fix  Text
	// Detail is the provider's own code, small and copyable.
	Detail string
}

// Forward is where inbound messages go: the agent's own address, or nowhere.
type Forward struct {
	URL string
}

// Clone copies the channel with its maps.
func (c Channel) Clone() Channel {
	c.Fields = maps.Clone(c.Fields)
	c.Secrets = maps.Clone(c.Secrets)
	c.Parked = maps.Clone(c.Parked)
	for id, v := range c.Parked {
		c.Parked[id] = ProtocolValues{Fields: maps.Clone(v.Fields), Secrets: maps.Clone(v.Secrets)}
	}
	return c
}

// Under gives the channel as it was under a protocol that it had before, with the
// parked values: by them what that protocol's provider still tells is recognised. It
// has no number, because the present one may be another.
func (c Channel) Under(id ProtocolID) Channel {
	c = c.Clone()
	was := c.Parked[id]
	c.Protocol, c.Fields, c.Secrets, c.AccountCode = id, was.Fields, was.Secrets, ""
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
	for _, v := range c.Parked {
		for _, s := range v.Secrets {
			if s.Present() {
				refs = append(refs, s.Ref)
			}
		}
	}
	for _, s := range []SecretInfo{c.Webhook.Secret, c.Webhook.Previous} {
		if s.Present() {
			refs = append(refs, s.Ref)
		}
	}
	return refs
}
