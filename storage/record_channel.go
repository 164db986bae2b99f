package storage

import (
	"strings"
	"time"

	"channeldesk/app"
)

// The records are the shapes on disk. They have names of their own, so that
// renaming a field in the program does not change what older files mean.

type sessionRecord struct {
	Ask       bool   `json:"ask"`
	AskMoreMS int64  `json:"ask_more_after_ms"`
	EndMS     int64  `json:"end_confirmation_after_ms"`
	AskMore   string `json:"ask_more_text"`
	End       string `json:"end_confirmation_text"`
	Closing   string `json:"closing_text"`
	MoreYes   string `json:"ask_more_yes"`
	MoreNo    string `json:"ask_more_no"`
	EndYes    string `json:"end_yes"`
	EndNo     string `json:"end_no"`
}

func toSessionRecord(s app.SessionSettings) sessionRecord {
	return sessionRecord{
		Ask: s.AskUserToEnd, AskMoreMS: s.AskMoreAfter.Milliseconds(), EndMS: s.EndConfirmationAfter.Milliseconds(),
		AskMore: s.AskMoreText, End: s.EndConfirmationText, Closing: s.ClosingText,
		MoreYes: s.AskMoreYes, MoreNo: s.AskMoreNo, EndYes: s.EndYes, EndNo: s.EndNo,
	}
}

func (r sessionRecord) settings() app.SessionSettings {
	return app.SessionSettings{
		AskUserToEnd: r.Ask, AskMoreAfter: time.Duration(r.AskMoreMS) * time.Millisecond,
		EndConfirmationAfter: time.Duration(r.EndMS) * time.Millisecond,
		AskMoreText:          r.AskMore, EndConfirmationText: r.End, ClosingText: r.Closing,
		AskMoreYes: r.MoreYes, AskMoreNo: r.MoreNo, EndYes: r.EndYes, EndNo: r.EndNo,
	}
}

// secretRecord is what a version remembers of a secret. The reference stands in
// version_secrets, for as long as the version holds the value.
type secretRecord struct {
	Origin       string `json:"origin,omitempty"`
	SetAt        stamp  `json:"set_at,omitempty"`
	SetBy        string `json:"set_by"`
	Last4        string `json:"last4,omitempty"`
	ExpiresAt    stamp  `json:"expires_at,omitempty"`
	NeverExpires bool   `json:"never_expires,omitempty"`
	VerifiedAt   stamp  `json:"verified_at,omitempty"`
}

// snapshotRecord is a channel as a version keeps it: without what is parked and
// without how a registration ended.
type snapshotRecord struct {
	ID               int64                   `json:"id"`
	AgentID          int64                   `json:"agent_id"`
	Environment      string                  `json:"environment"`
	Key              string                  `json:"key"`
	Protocol         string                  `json:"protocol"`
	AccountCode      string                  `json:"account_code"`
	Fields           map[string]string       `json:"fields"`
	Secrets          map[string]secretRecord `json:"secrets"`
	PreviousUntil    stamp                   `json:"previous_until,omitempty"`
	PreviousLastUsed stamp                   `json:"previous_last_used,omitempty"`
	Registration     *registrationRecord     `json:"registration,omitempty"`
	Session          sessionRecord           `json:"session"`
	ForwardURL       string                  `json:"forward_url"`
	Revision         int64                   `json:"revision"`
	Version          int                     `json:"version"`
	UpdatedAt        stamp                   `json:"updated_at,omitempty"`
	UpdatedBy        string                  `json:"updated_by"`
}

func toSnapshotRecord(c app.Channel) snapshotRecord {
	r := snapshotRecord{
		ID: int64(c.ID), AgentID: int64(c.AgentID), Environment: string(c.Environment), Key: c.Key,
		Protocol: string(c.Protocol), AccountCode: c.AccountCode, Fields: c.Fields,
		Secrets:       map[string]secretRecord{},
		PreviousUntil: toStamp(c.Webhook.PreviousUntil), PreviousLastUsed: toStamp(c.Webhook.PreviousLastUsed),
		Registration: toRegistrationRecord(c.Webhook.Registered), Session: toSessionRecord(c.Session),
		ForwardURL: c.Forward.URL, Revision: c.Revision, Version: c.Version,
		UpdatedAt: toStamp(c.UpdatedAt), UpdatedBy: c.UpdatedBy,
	}
	for name, s := range linkedSecrets(c) {
		r.Secrets[name] = secretRecord{
			Origin: string(s.Origin), SetAt: toStamp(s.SetAt), SetBy: s.SetBy, Last4: s.Last4, ExpiresAt: toStamp(s.ExpiresAt),
			NeverExpires: s.NeverExpires, VerifiedAt: toStamp(s.VerifiedAt),
		}
	}
	return r
}

// channel gives the channel back; refs are the references still held, by name.
func (r snapshotRecord) channel(refs map[string]app.SecretRef) app.Channel {
	c := app.Channel{
		ID: app.ChannelID(r.ID), AgentID: app.AgentID(r.AgentID), Environment: app.Environment(r.Environment),
		Key: r.Key, Protocol: app.ProtocolID(r.Protocol), AccountCode: r.AccountCode, Fields: r.Fields,
		Secrets: map[string]app.SecretInfo{}, Parked: map[app.ProtocolID]app.ProtocolValues{}, Session: r.Session.settings(), Forward: app.Forward{URL: r.ForwardURL},
		Revision: r.Revision, Version: r.Version, UpdatedAt: fromStamp(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
	c.Webhook.PreviousUntil = fromStamp(r.PreviousUntil)
	c.Webhook.PreviousLastUsed = fromStamp(r.PreviousLastUsed)
	c.Webhook.Registered = r.Registration.registration()
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	for name, s := range r.Secrets {
		placeSecret(&c, name, app.SecretInfo{
			Ref: refs[name], Origin: app.SecretRef(s.Origin), SetAt: fromStamp(s.SetAt), SetBy: s.SetBy, Last4: s.Last4,
			ExpiresAt: fromStamp(s.ExpiresAt), NeverExpires: s.NeverExpires, VerifiedAt: fromStamp(s.VerifiedAt),
		})
	}
	return c
}

// linkedSecrets are all secrets of a channel that have a value, by the name of
// their link: "protocol/name" for those of a protocol that is not chosen.
func linkedSecrets(c app.Channel) map[string]app.SecretInfo {
	all := make(map[string]app.SecretInfo, len(c.Secrets)+2)
	for name, s := range c.Secrets {
		if s.Present() {
			all[name] = s
		}
	}
	for id, values := range c.Parked {
		for name, s := range values.Secrets {
			if s.Present() {
				all[string(id)+parkedMark+name] = s
			}
		}
	}
	if c.Webhook.Secret.Present() {
		all[app.WebhookSecretName] = c.Webhook.Secret
	}
	if c.Webhook.Previous.Present() {
		all[app.PreviousWebhookSecretName] = c.Webhook.Previous
	}
	return all
}

// placeSecret puts a linked secret where it belongs in the channel.
func placeSecret(c *app.Channel, name string, s app.SecretInfo) {
	switch name {
	case app.WebhookSecretName:
		c.Webhook.Secret = s
	case app.PreviousWebhookSecretName:
		c.Webhook.Previous = s
	default:
		if id, name, parked := strings.Cut(name, parkedMark); parked {
			parkedOf(c, app.ProtocolID(id)).Secrets[name] = s
			return
		}
		c.Secrets[name] = s
	}
}
